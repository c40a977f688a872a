"""When the shifts were from which hours follow."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from scheduling.shifts.models import SignUp


def times_of_sign_ups(uuids: Sequence[UUID]) -> Mapping[UUID, tuple[datetime, datetime]]:
    """From when to when the shifts of these sign-ups are, whatever times their people came."""
    rows = SignUp.objects.filter(uuid__in=uuids).order_by()
    return {
        uuid: (starts_at, ends_at)
        for uuid, starts_at, ends_at in rows.values_list("uuid", "shift__starts_at", "shift__ends_at")
    }
