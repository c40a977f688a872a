"""What others may read of premises."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from scheduling.premises.models import Booking, BookingCorrection, BookingFigure, Equipment, Space
from tenants import clock
from volunteers.register import reach

Thing = TypeVar("Thing", Space, Equipment)


def things(rows: QuerySet[Thing], *, reader: reach.Reaching) -> QuerySet[Thing]:
    """Spaces or things of units that the reader looks after, those in use first."""
    if not reader.reach.whole:
        rows = rows.filter(unit__in=reach.units(reader).order_by().values("pk"))
    return rows.select_related("site", "unit").order_by("-is_active", "name_fi", "pk")


def bookings(*, reader: reach.Reaching) -> QuerySet[Booking]:
    """Bookings of what the reader looks after, the earliest first."""
    rows = Booking.objects.all()
    if not reader.reach.whole:
        units = reach.units(reader).order_by().values("pk")
        rows = rows.filter(Q(space__unit__in=units) | Q(equipment__unit__in=units))
    rows = rows.select_related("space", "equipment", "organisation", "grant_target")
    return rows.order_by("starts_at", "pk")


def keeping(thing: Space | Equipment, *, since: datetime, until: datetime | None = None) -> QuerySet[Booking]:
    """What has a space or a thing to itself between two instants, the earliest first."""
    of = {"space": thing} if isinstance(thing, Space) else {"equipment": thing}
    rows = Booking.objects.filter(**of, state__in=Booking.KEEPING, ends_at__gt=since)
    if until is not None:
        rows = rows.filter(starts_at__lt=until)
    return rows.order_by("starts_at", "pk")


def unsaid(rows: QuerySet[Booking], *, at: datetime) -> QuerySet[Booking]:
    """Those of which nobody has said yet what became of them."""
    return rows.filter(state=Booking.State.BOOKED, ends_at__lte=at)


def standing(booking: Booking) -> Booking | BookingCorrection:
    """What says how many came: the latest correction, which a list fetches with its bookings, or itself."""
    return max(booking.corrections.all(), key=lambda each: each.number, default=booking)


def by_uuid(uuids: Iterable[UUID], *, reader: reach.Reaching) -> QuerySet[Booking]:
    """These; identifiers that are unknown or beyond reach are left out."""
    return bookings(reader=reader).filter(uuid__in=list(uuids))


def public_ahead() -> QuerySet[Booking]:
    """What others do in the house for everybody, still to come, the next one first."""
    ahead = Booking.objects.filter(is_public=True, state=Booking.State.BOOKED, ends_at__gt=clock.now())
    return ahead.select_related("space__site", "organisation").order_by("starts_at", "pk")


@dataclass
class PremisesYear:
    """A year of bookings: the whole of it, its months, its spaces and its organisations."""

    year: int
    whole: BookingFigure | None = None
    months: dict[int, BookingFigure] = field(default_factory=dict)
    spaces: list[BookingFigure] = field(default_factory=list)
    organisations: list[BookingFigure] = field(default_factory=list)


def year_of(year: int) -> PremisesYear:
    """What was used in a year, read from the figures."""
    found = PremisesYear(year)
    rows = BookingFigure.objects.filter(year=year).select_related("space", "organisation")
    for row in rows.filter(Q(month=0) | Q(space=None, organisation=None)).order_by("-visits", "pk"):
        if row.month:
            found.months[row.month] = row
        elif row.space is not None:
            found.spaces.append(row)
        elif row.organisation is not None:
            found.organisations.append(row)
        else:
            found.whole = row
    return found


def years() -> list[int]:
    """The years of which there are figures, the latest first."""
    known = BookingFigure.objects.filter(month=0, space=None, organisation=None)
    return list(known.order_by("-year").values_list("year", flat=True))
