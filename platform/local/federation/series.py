"""Series: what a week's plan repeats, until the association's term ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from local.federation.associations import REPORTING
from local.federation.catalogue import ROLE_BY_CODE
from local.federation.people import Person
from local.federation.shifts import FILL, LAST_WEEK, contact_of, past_plans, plans
from local.federation.weeks import Plan

SPRING_ENDS = date(2025, 5, 31)
TERM_ENDS = {
    "napajoki": date(2025, 12, 14),
    "kusten": date(2025, 12, 14),
    # The crisis line is open over New Year too.
    "uusisuvanto": date(2026, 1, 6),
}

_Line = tuple[str, str, int, int, int, str]


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """Shifts of one kind at one time on some days of the week. An end after 24 is on the next morning."""

    association: str
    role: str
    site: str
    title: str
    weekdays: tuple[int, ...]
    start: int
    end: int
    places: int
    from_on: date
    until_on: date
    contact: int


def make_series(people: Mapping[str, Sequence[Person]]) -> Mapping[str, tuple[SeriesRow, ...]]:
    """What each association repeats: the lines of its plan, from the week on since which all weeks have them.

    What only some of the first weeks have stands by itself.
    """
    return {
        slug: tuple(_of(slug, contact_of(people[slug]))) if slug != "lakeus" else () for slug in REPORTING
    }


def _of(slug: str, contact: int) -> Iterator[SeriesRow]:
    weeks: list[Sequence[Plan]] = [past_plans(slug), *(plans(slug, number) for number in range(len(FILL)))]
    lines: dict[tuple[_Line, date], list[int]] = {}
    for plan in weeks[-1]:
        first = len(weeks)
        while first and _key(plan) in {_key(each) for each in weeks[first - 1] if each.state != "draft"}:
            first -= 1
        monday = LAST_WEEK + timedelta(weeks=first)
        lines.setdefault((_key(plan)[1:], monday), []).append(plan.weekday)
    for (line, monday), weekdays in lines.items():
        role, site, start, end, places, title = line
        yield SeriesRow(
            association=slug,
            role=role,
            site=site,
            title=title or ROLE_BY_CODE[role].name.fi,
            weekdays=tuple(weekdays),
            start=start,
            end=end,
            places=places,
            from_on=monday,
            until_on=TERM_ENDS.get(slug, SPRING_ENDS),
            contact=contact,
        )


def _key(plan: Plan) -> tuple[int, str, str, int, int, int, str]:
    return (plan.weekday, plan.role, plan.site, plan.start, plan.end, plan.places, plan.title)
