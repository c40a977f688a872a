"""Shifts and sign-ups, for apps that know only a kind and a UUID."""

from uuid import UUID

from django.urls import reverse

from notifications import calls
from notifications.models import Call
from notifications.subjects import Subject
from scheduling.shifts import changes, states
from scheduling.shifts.models import Shift, SignUp, StandingPlace, Swap
from scheduling.shifts.services import standing
from scheduling.shifts.words import shifts as words
from tenants.addresses import URLCONFS

_WITH = ("shift__role", "shift__site")


def _shift(uuid: UUID) -> Shift | None:
    return Shift.objects.select_related("role", "site").filter(uuid=uuid).first()


def _shift_of_sign_up(uuid: UUID) -> Shift | None:
    sign_up = SignUp.objects.select_related(*_WITH).filter(uuid=uuid).first()
    return sign_up.shift if sign_up else None


def _label(shift: Shift | None) -> str:
    return words.label(shift) if shift else ""


def _url(shift: Shift | None) -> str:
    if shift is None:
        return ""
    return reverse("shift", urlconf=URLCONFS["association"], kwargs={"uuid": shift.uuid})


SHIFT = Subject(
    kind=states.SHIFT,
    label=lambda uuid: _label(_shift(uuid)),
    url=lambda uuid: _url(_shift(uuid)),
)
SIGN_UP = Subject(
    kind=states.SIGN_UP,
    label=lambda uuid: _label(_shift_of_sign_up(uuid)),
    url=lambda uuid: _url(_shift_of_sign_up(uuid)),
)


def _shift_called_for(uuid: UUID) -> Shift | None:
    call = Call.objects.filter(uuid=uuid).first()
    return _shift(call.subject_uuid) if call else None


CALL = Subject(
    kind=calls.SUBJECT,
    label=lambda uuid: _label(_shift_called_for(uuid)),
    url=lambda uuid: _url(_shift_called_for(uuid)),
)


def _own_shift(uuid: UUID) -> Shift | None:
    swap = Swap.objects.select_related("yours__shift__role", "yours__shift__site").filter(uuid=uuid).first()
    return swap.yours.shift if swap else None


SWAP = Subject(
    kind=changes.SWAP,
    label=lambda uuid: _label(_own_shift(uuid)),
    url=lambda uuid: _url(_own_shift(uuid)),
)


def _next_of(uuid: UUID) -> Shift | None:
    place = StandingPlace.objects.select_related("time").filter(uuid=uuid).first()
    ahead = standing.dates_ahead(time=place.time, weekday=place.weekday) if place else []
    return ahead[0] if ahead else None


STANDING = Subject(
    kind=standing.STANDING,
    label=lambda uuid: _label(_next_of(uuid)),
    url=lambda uuid: _url(_next_of(uuid)),
)
