"""What groups and occasions plan at places (see `volunteers.register.site_uses`)."""

from collections.abc import Collection

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import ngettext

from scheduling.activities import selectors
from scheduling.activities.models import Activity
from tenants import clock
from volunteers.register import reach
from volunteers.register.models import Person, Site
from volunteers.register.site_uses import SiteUse
from web import formats


def _ahead(sites: Collection[int]) -> QuerySet[Activity]:
    return Activity.objects.filter(site__in=sites, state=Activity.State.PLANNED, ends_at__gt=clock.now())


def planned(*, site: Site) -> str:
    """`3 activities ahead, the next one on Tue 4 Feb`; whoever looks after them."""
    starts = list(_ahead([site.pk]).order_by("starts_at").values_list("starts_at", flat=True))
    if not starts:
        return ""
    said = ngettext(
        "%(count)s activity ahead, on %(day)s",
        "%(count)s activities ahead, the next one on %(day)s",
        len(starts),
    )
    return said % {"count": len(starts), "day": formats.day(timezone.localtime(starts[0]))}


def numbers(*, sites: Collection[int], reader: reach.Reaching) -> dict[int, int]:
    """How many occasions ahead there are at each place, of what the reader looks after."""
    found = selectors.seen(reader, _ahead(sites)).order_by().values("site").annotate(number=Count("pk"))
    return {row["site"]: row["number"] for row in found}


def comes(*, person: Person, site: Site) -> bool:
    """Whether somebody leads a group that meets there."""
    return _ahead([site.pk]).filter(group__leader=person).exists()


USE = SiteUse(name="activities", planned=planned, numbers=numbers, comes=comes)
