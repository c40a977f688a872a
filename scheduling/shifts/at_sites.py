"""Shifts and the places where they are: what is planned at one, whether it is open then, what is there."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from accounts.http import TenantRequest
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.selectors import shifts as selectors
from scheduling.shifts.words import shifts as words
from tenants import clock
from volunteers.register import opening, reach, site_words
from volunteers.register.models import OpeningHours, Person, Site
from volunteers.register.opening import Stretch
from volunteers.register.page_parts import Part
from volunteers.register.site_uses import SiteUse
from web import formats
from web.kit import Fact

SHOWN = 10


def _ahead(sites: Collection[int]) -> QuerySet[Shift]:
    found = Shift.objects.filter(site__in=sites, ends_at__gt=clock.now())
    return found.exclude(state=Shift.State.CANCELLED)


# --- for the register -----------------------------------------------------------------------------


def planned(*, site: Site) -> str:
    """`3 shifts ahead, the next one on Tue 4 Feb`; drafts too, and whoever looks after them."""
    starts = list(_ahead([site.pk]).order_by("starts_at").values_list("starts_at", flat=True))
    if not starts:
        return ""
    said = ngettext(
        "%(count)s shift ahead, on %(day)s", "%(count)s shifts ahead, the next one on %(day)s", len(starts)
    )
    return said % {"count": len(starts), "day": formats.day(timezone.localtime(starts[0]))}


def numbers(*, sites: Collection[int], reader: reach.Reaching) -> dict[int, int]:
    """How many shifts ahead there are at each place, of roles that the reader looks after."""
    found = reach.of_roles(reader, _ahead(sites)).order_by().values("site").annotate(number=Count("pk"))
    return {row["site"]: row["number"] for row in found}


def comes(*, person: Person, site: Site) -> bool:
    """Whether somebody has a place on a shift there that is not over."""
    rows = SignUp.objects.filter(person=person, state__in=SignUp.ACTIVE, ends_at__gt=clock.now())
    return rows.filter(shift__site=site, shift__state=Shift.State.PUBLISHED).exists()


USE = SiteUse(name="shifts", planned=planned, numbers=numbers, comes=comes)


# --- opening hours --------------------------------------------------------------------------------


def outside_hours(shifts: Iterable[Shift]) -> dict[int, str]:
    """Those of these shifts for which their place is not open all the time, with a sentence. One query."""
    at_places = [shift for shift in shifts if shift.site is not None]
    weeks: dict[int, list[Stretch]] = defaultdict(list)
    rows = OpeningHours.objects.filter(site__in={shift.site_id for shift in at_places})
    for site, *stretch in rows.values_list("site", "weekday", "from_minute", "to_minute"):
        weeks[site].append((stretch[0], stretch[1], stretch[2]))
    found = {shift.pk: _closed(shift, weeks.get(shift.site_id or 0, [])) for shift in at_places}
    return {pk: said for pk, said in found.items() if said}


def _closed(shift: Shift, week: list[Stretch]) -> str:
    if shift.site is None or not week:
        return ""
    starts, ends = (timezone.localtime(at).replace(tzinfo=None) for at in (shift.starts_at, shift.ends_at))
    if opening.is_open(week, starts, ends):
        return ""
    days = opening.by_day(week)
    hours = ", ".join(
        f"{formats.day(day)} {opening.day_in_words(days.get(day.weekday(), ()))}"
        for day, _part in opening.parts_of(starts, ends)
    )
    return _("%(place)s is not open for all of this time (%(hours)s).") % {
        "place": shift.site.name,
        "hours": hours,
    }


@dataclass(frozen=True)
class Hours:
    """When a place is open on the day of a shift that is being planned, and whether that is long enough."""

    text: str
    is_closed: bool


def hours_at(
    site: Site | None, *, day: date | None, starts_at: datetime | None, ends_at: datetime | None
) -> Hours | None:
    """What there is to say of a place while a shift there is typed; nothing where nobody said its hours."""
    week = site_words.stretches_of(site) if site and day else []
    if site is None or day is None or not week:
        return None
    hours = opening.day_in_words(opening.by_day(week).get(day.weekday(), ()))
    text = _("%(place)s on %(day)s: %(hours)s.") % {
        "place": site.name,
        "day": formats.day(day),
        "hours": hours,
    }
    if starts_at is None or ends_at is None:
        return Hours(text, is_closed=False)
    starts, ends = (timezone.localtime(at).replace(tzinfo=None) for at in (starts_at, ends_at))
    return Hours(text, is_closed=not opening.is_open(week, starts, ends))


# --- on the pages of a shift ------------------------------------------------------------------------


@dataclass(frozen=True)
class ThePlace:
    """What the page of a shift tells of its place."""

    site: Site
    week: list[tuple[str, str]]
    access: list[str]
    # For those who come.
    contacts: list[Fact]
    checklist: list[str]


def the_place(shift: Shift, *, sign_up: SignUp | None) -> ThePlace | None:
    """The place of a shift; whom to call there, and what the host wants, for those who come."""
    if shift.site_id is None or shift.where != Shift.Where.SITE:
        return None
    site = Site.objects.select_related("organisation").get(pk=shift.site_id)
    comes_here = sign_up is not None and sign_up.state in SignUp.ACTIVE
    return ThePlace(
        site=site,
        week=opening.week_in_words(site_words.stretches_of(site)),
        access=site_words.access(site),
        contacts=site_words.contacts(site) if comes_here else [],
        checklist=site_words.points(site.organisation) if comes_here else [],
    )


# --- on the pages of a place ------------------------------------------------------------------------


def _for_coordinators(site: Site, request: TenantRequest) -> dict[str, Any]:
    mine = reach.of_roles(request, _ahead([site.pk]).select_related("role", "site"))
    found = list(mine.order_by("starts_at", "pk")[: SHOWN + 1])
    closed = outside_hours(found[:SHOWN])
    return {
        "lines": [(shift, words.title(shift), closed.get(shift.pk, "")) for shift in found[:SHOWN]],
        "more": len(found) > SHOWN,
    }


def _for_volunteers(site: Site, request: TenantRequest) -> dict[str, Any]:
    seen = selectors.shifts_ahead().filter(site=site, state=Shift.State.PUBLISHED)
    found = list(seen[: SHOWN + 1])
    return {
        "lines": [(shift, words.title(shift)) for shift in found[:SHOWN]],
        "more": f"?show=all&site={site.pk}" if len(found) > SHOWN else "",
    }


PARTS = (
    Part("site", "shifts", 10, "shifts/_site.html", _for_coordinators),
    Part("own-site", "shifts", 10, "shifts/_site_own.html", _for_volunteers),
)
