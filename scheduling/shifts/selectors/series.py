"""Reading series, and the templates from which shifts and series are made."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, TypedDict
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet, Sum

from scheduling.shifts.models import Series, Shift, ShiftTemplate
from scheduling.shifts.selectors import shifts as selectors
from tenants import clock
from volunteers.register import reach
from volunteers.register.models import Site, VolunteerRole

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class Ahead(TypedDict):
    """What `all_series` tells besides the series."""

    ahead: int
    next_at: datetime | None
    taken_ahead: int | None
    places_ahead: int | None


def _series() -> QuerySet[Series]:
    return Series.objects.select_related("role", "site", "contact_person").prefetch_related("times")


def all_series(*, reader: reach.Reaching, ended: bool = False) -> "QuerySet[WithAnnotations[Series, Ahead]]":
    """Series of the roles that the reader looks after, the next shift first, or those that are over."""
    now = clock.now()
    coming = Q(shifts__starts_at__gt=now) & ~Q(shifts__state=Shift.State.CANCELLED)
    found = _series().annotate(
        ahead=Count("shifts", filter=coming),
        next_at=Min("shifts__starts_at", filter=coming),
        taken_ahead=Sum("shifts__taken", filter=coming),
        places_ahead=Sum("shifts__places", filter=coming),
    )
    found = reach.of_roles(reader, found)
    if ended:
        return found.filter(ahead=0).order_by("-until_on", "-pk")
    return found.filter(ahead__gt=0).order_by("next_at", "pk")


def managed_series(uuid: UUID, *, reader: reach.Reaching) -> Series | None:
    """One series of a role that the reader looks after, with all that its page shows."""
    return reach.of_roles(reader, _series().filter(uuid=uuid)).first()


def shifts_ahead(series: Series) -> QuerySet[Shift]:
    """The shifts of a series that have not begun, in order of time, cancelled ones too."""
    return selectors.shifts().filter(series=series, starts_at__gt=clock.now()).order_by("starts_at", "pk")


def shifts_of_week(monday: date, *, reader: reach.Reaching) -> QuerySet[Shift]:
    """The shifts that start in a week and that the reader looks after, in order of time."""
    since, until = (selectors.midnight(day) for day in (monday, monday + timedelta(days=7)))
    found = selectors.shifts().filter(starts_at__gte=since, starts_at__lt=until)
    return reach.of_roles(reader, found).order_by("starts_at", "pk")


def planned_already(
    *, role: VolunteerRole, site: Site | None, starts: Collection[datetime]
) -> QuerySet[Shift]:
    """Shifts of a role at a place that start at one of these moments: perhaps somebody has planned them."""
    found = Shift.objects.filter(role=role, site=site, starts_at__in=starts)
    return found.exclude(state=Shift.State.CANCELLED).order_by("starts_at", "pk")


def templates(*, reader: reach.Reaching) -> QuerySet[ShiftTemplate]:
    """The templates for roles that the reader looks after, by name."""
    found = ShiftTemplate.objects.select_related("role", "site", "contact_person")
    return reach.of_roles(reader, found).order_by("name", "pk")
