"""When somebody is on a shift of another association of theirs, told to them alone.

Their own pages look it up under their login before they are inside. Nobody else's page ever does: neither
association learns where else somebody volunteers.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import DatabaseError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.http import SignedInRequest
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.words import shifts as words
from tenants import clock, crossings
from tenants.addresses import absolute_url
from tenants.models import Association
from volunteers.register.made_once import MadeOnce
from web import formats

CROSSING = "own_shifts_elsewhere"
# What programs call it.
CODE = "elsewhere"
# More than anybody has ahead of them; a page shall not read without end.
MOST = 500

log = logging.getLogger("rinnalla.shifts")


@dataclass(frozen=True)
class Elsewhere:
    """A time at which the reader is on a shift of another association."""

    starts_at: datetime
    ends_at: datetime
    association: str
    url: str

    @property
    def when(self) -> str:
        """Day and time, on the clocks of where it is read."""
        return formats.when(self.starts_at, self.ends_at)


def own_times(*, user_uuid: UUID) -> list[tuple[datetime, datetime, UUID]]:
    """Inside an association: when somebody is on shifts that are not over, and on which. One query."""
    return _own_times.rows(user=user_uuid, now=clock.now())


_own_times = MadeOnce(
    lambda user, now: (
        SignUp.objects.filter(
            person__user_uuid=user,
            state=SignUp.State.SIGNED_UP,
            shift__state=Shift.State.PUBLISHED,
            ends_at__gt=now,
        )
        .order_by("starts_at")
        .values_list("starts_at", "ends_at", "shift__uuid")[:MOST]
    ),
    user=UUID,
    now=datetime,
)


def look_up(request: SignedInRequest) -> None:
    """On the shared side: the reader's own times in their other associations, for the page that follows."""
    request.elsewhere = list(_found(request))  # type: ignore[attr-defined]  # read by `at` alone


def _found(request: SignedInRequest) -> Iterable[Elsewhere]:
    for other in _others(request):
        try:
            times = crossings.cross(
                CROSSING, into=other, by_user=request.user.uuid, user_uuid=request.user.uuid
            )
        except DatabaseError:
            # Its tables are away: that stops nobody's page in this association.
            log.warning("elsewhere_not_read", extra={"association": other.schema_name})
            continue
        for starts_at, ends_at, shift in times:
            yield Elsewhere(
                starts_at=starts_at,
                ends_at=ends_at,
                association=other.name,
                url=absolute_url(other, "shift", uuid=shift),
            )


def _others(request: SignedInRequest) -> list[Association]:
    """The other associations in which the reader acts now."""
    found = {access.association for access in request.accesses if access.association is not None}
    return [each for each in found if each != request.association and each.is_open]


def at(request: HttpRequest, starts_at: datetime, ends_at: datetime) -> list[Elsewhere]:
    """Where else the reader is at a time. Nowhere, on pages that did not look it up."""
    known: list[Elsewhere] = getattr(request, "elsewhere", [])
    return [each for each in known if each.starts_at < ends_at and starts_at < each.ends_at]


def said(request: HttpRequest, starts_at: datetime, ends_at: datetime) -> str:
    """A sentence about it, or nothing."""
    found = at(request, starts_at, ends_at)
    if not found:
        return ""
    return _("Note that you are on a shift of %(association)s then, %(when)s.") % {
        "association": found[0].association,
        "when": found[0].when,
    }


def coming(request: HttpRequest, shift: Shift) -> str:
    """What is said to who has just taken a place, with where else they are then."""
    told = _("You are coming: %(shift)s.") % {"shift": words.label(shift)}
    return f"{told} {said(request, shift.starts_at, shift.ends_at)}".strip()


def register() -> None:
    """List the crossing."""
    crossings.register(
        name=CROSSING,
        why="Somebody who volunteers in two associations sees on their own pages where shifts overlap.",
        run=own_times,
        noted_daily=True,
    )
