"""Putting a row of the queue off until a day, and taking it back."""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from tenants import clock
from tenants.context import current_association
from volunteers.register.models import PutOff
from volunteers.register.need_errors import PutOffInPast, PutOffTooLong

LONGEST = timedelta(days=366)


@transaction.atomic
def put_off(*, user_uuid: UUID, kind: str, key: str, until: date) -> PutOff:
    """Leave a row out of one coordinator's queue until a day; it comes back on that day.

    Raises PutOffInPast or PutOffTooLong.
    """
    today = clock.today(current_association())
    if until <= today:
        raise PutOffInPast
    if until > today + LONGEST:
        raise PutOffTooLong
    _clear_past(user_uuid, today)
    return PutOff.objects.update_or_create(
        user_uuid=user_uuid, kind=kind, key=key, defaults={"until": until}
    )[0]


@transaction.atomic
def mark_read(*, user_uuid: UUID, kind: str, key: str) -> PutOff:
    """Leave a row out for good: it only wanted to be read."""
    return PutOff.objects.update_or_create(user_uuid=user_uuid, kind=kind, key=key, defaults={"until": None})[
        0
    ]


@transaction.atomic
def bring_back(*, user_uuid: UUID, kind: str, key: str) -> bool:
    """Show a row again. False where it was not put off."""
    gone, _each = PutOff.objects.filter(user_uuid=user_uuid, kind=kind, key=key).delete()
    return bool(gone)


def _clear_past(user_uuid: UUID, today: date) -> None:
    PutOff.objects.filter(user_uuid=user_uuid, until__lte=today).delete()
