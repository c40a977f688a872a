"""What is booked at places (see `volunteers.register.site_uses`)."""

from collections.abc import Collection

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import ngettext

from scheduling.premises import selectors
from scheduling.premises.models import Booking
from tenants import clock
from volunteers.register import reach
from volunteers.register.models import Person, Site
from volunteers.register.site_uses import SiteUse
from web import formats


def _ahead(rows: QuerySet[Booking], sites: Collection[int]) -> QuerySet[Booking]:
    there = Q(space__site__in=sites) | Q(space__isnull=True, equipment__site__in=sites)
    return rows.filter(there, state=Booking.State.BOOKED, ends_at__gt=clock.now())


def planned(*, site: Site) -> str:
    """`3 bookings ahead, the next one on Tue 4 Feb`; whoever looks after them."""
    rows = _ahead(Booking.objects.all(), [site.pk])
    starts = list(rows.order_by("starts_at").values_list("starts_at", flat=True))
    if not starts:
        return ""
    said = ngettext(
        "%(count)s booking ahead, on %(day)s",
        "%(count)s bookings ahead, the next one on %(day)s",
        len(starts),
    )
    return said % {"count": len(starts), "day": formats.day(timezone.localtime(starts[0]))}


def numbers(*, sites: Collection[int], reader: reach.Reaching) -> dict[int, int]:
    """How many bookings ahead there are at each place, of what the reader looks after."""
    rows = _ahead(selectors.bookings(reader=reader), sites).order_by()
    found: dict[int, int] = {}
    for name in ("space", "equipment"):
        of = rows.filter(space__isnull=name == "equipment").values(at=F(f"{name}__site"))
        for row in of.annotate(number=Count("pk")):
            found[row["at"]] = found.get(row["at"], 0) + row["number"]
    return found


def comes(*, person: Person, site: Site) -> bool:
    """Nobody is named in a booking."""
    return False


USE = SiteUse(name="premises", planned=planned, numbers=numbers, comes=comes)
