"""What an association tells its umbrella: exact amounts of closed months, read by the figures process."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Min, Q
from django.db.models.functions import Coalesce

from scheduling.hours import sampling, selectors, split
from scheduling.hours.models import HEADLINE, ChangedMonth, HoursEntry, HoursTally, Month, MonthFigure
from scheduling.hours.services import figures, months, telling
from tenants import clock

_OVER_MONTHS = """
WITH period AS (
    SELECT * FROM unnest(%(since)s::timestamptz[], %(until)s::timestamptz[], %(first)s::date[],
                         %(last)s::bigint[])
           AS p(since, until, first_day, last_correction)
), entry AS (
    SELECT e.person_id,
           (extract(epoch FROM least(e.ends_at, p.until) - greatest(e.starts_at, p.since)) / 60)::bigint
               AS minutes
    FROM period p JOIN hours_hoursentry e ON e.first_month <= p.first_day AND e.last_month >= p.first_day
    WHERE e.state IN ('approved', 'reversed') AND e.kind = ANY(%(headline)s::text[])
      AND coalesce(e.correction_id, 0) <= p.last_correction
      AND (e.reversal_id IS NULL OR e.reversal_id > p.last_correction)
), person AS (
    SELECT person_id, sum(minutes) AS minutes FROM entry GROUP BY person_id
), tally AS (
    SELECT t.minutes, t.heads, t.heads_before
    FROM period p JOIN hours_hourstally t ON t.first_month = p.first_day
    WHERE t.state IN ('approved', 'reversed') AND coalesce(t.correction_id, 0) <= p.last_correction
      AND (t.reversal_id IS NULL OR t.reversal_id > p.last_correction)
)
SELECT (coalesce((SELECT sum(minutes) FROM person), 0)
        + coalesce((SELECT sum(minutes) FROM tally), 0))::bigint,
       (SELECT count(*) FROM person)::bigint,
       coalesce((SELECT sum(heads) FROM tally), 0)::bigint,
       greatest((SELECT max(minutes) FROM person),
                (SELECT max(ceil(minutes::numeric / greatest(heads + heads_before, 1))) FROM tally),
                0)::bigint
"""


_BY_ROLE = """
WITH period AS (
    SELECT * FROM unnest(%(since)s::timestamptz[], %(until)s::timestamptz[], %(first)s::date[],
                         %(last)s::bigint[])
           AS p(since, until, first_day, last_correction)
), told_role AS (
    SELECT id, code, min(family) OVER (PARTITION BY code) AS family
    FROM (SELECT id, family, coalesce(nullif(catalogue_code, ''), %(own)s || family) AS code
          FROM register_volunteerrole) role
), entry AS (
    SELECT e.person_id, r.code, r.family,
           (extract(epoch FROM least(e.ends_at, p.until) - greatest(e.starts_at, p.since)) / 60)::bigint
               AS minutes
    FROM period p JOIN hours_hoursentry e ON e.first_month <= p.first_day AND e.last_month >= p.first_day
    JOIN told_role r ON r.id = e.role_id
    WHERE e.state IN ('approved', 'reversed') AND e.kind = ANY(%(headline)s::text[])
      AND coalesce(e.correction_id, 0) <= p.last_correction
      AND (e.reversal_id IS NULL OR e.reversal_id > p.last_correction)
), person AS (
    SELECT family, code, grouping(code) = 1 AS every_role, sum(minutes) AS minutes
    FROM entry GROUP BY GROUPING SETS ((person_id, family, code), (person_id, family))
), part AS (
    SELECT family, code, every_role,
           sum(minutes) AS minutes, count(*) AS people, 0::bigint AS heads, max(minutes) AS top_minutes
    FROM person GROUP BY family, code, every_role
    UNION ALL
    SELECT r.family, r.code, grouping(r.code) = 1,
           sum(t.minutes), 0, sum(t.heads),
           max(ceil(t.minutes::numeric / greatest(t.heads + t.heads_before, 1)))
    FROM period p JOIN hours_hourstally t ON t.first_month = p.first_day
    JOIN told_role r ON r.id = t.role_id
    WHERE t.state IN ('approved', 'reversed') AND coalesce(t.correction_id, 0) <= p.last_correction
      AND (t.reversal_id IS NULL OR t.reversal_id > p.last_correction)
    GROUP BY GROUPING SETS ((r.family, r.code), (r.family))
)
SELECT family, CASE WHEN every_role THEN NULL ELSE code END,
       sum(minutes)::bigint, sum(people)::bigint, sum(heads)::bigint, max(top_minutes)::bigint
FROM part GROUP BY family, code, every_role
ORDER BY family, code NULLS FIRST
"""

#: Begins the code under which an association's own roles of one family are told together.
OWN_ROLES = "own-"

_EVERY = 2**63 - 1

#: The months of a year by their numbers.
EVERY_MONTH = frozenset(range(1, 13))


@dataclass(frozen=True)
class Amount:
    """Headline minutes, distinct known people, heads without names, and the largest person's minutes."""

    minutes: int
    people: int
    heads: int
    top_minutes: int


@dataclass(frozen=True)
class RoleAmount:
    """The amount of one role by the catalogue's code, or of all roles of a family (`code` None)."""

    family: str
    code: str | None
    amount: Amount


@dataclass(frozen=True)
class Checked:
    """How many months were compared with their rows, and how many did not agree."""

    checked: int
    wrong: int


def closed_months() -> set[date]:
    """First days of the months that are closed and were collected: of no other may anybody outside hear."""
    closed = Month.objects.filter(state=Month.State.CLOSED).values_list("first_day", flat=True)
    return set(told_months(closed))


def told_months(months: Iterable[date]) -> list[date]:
    """Of these months those that anybody outside may hear of: the ones that are collected, in their order."""
    unknown = sampling.uncollected()
    return [first_day for first_day in months if first_day not in unknown]


def kept_since() -> date | None:
    """The first month of which there are hours, or None.

    Groups and dialogues are told of earlier months as well; no hours of those are not reported, which is
    no 0.
    """
    first = [
        rows.aggregate(first=Min("first_month"))["first"]
        for rows in (
            HoursEntry.objects.filter(state=HoursEntry.State.APPROVED),
            HoursTally.objects.filter(state=HoursTally.State.APPROVED),
        )
    ]
    return min((day for day in first if day is not None), default=None)


def month_amount(first_day: date) -> Amount:
    """A month as its figure has it; a month without a figure is a true 0."""
    figure = MonthFigure.objects.filter(
        year=first_day.year, month=first_day.month, measure=figures.VOLUNTEER, role=None
    ).first()
    if figure is None:
        return Amount(minutes=0, people=0, heads=0, top_minutes=0)
    return Amount(
        minutes=figure.minutes, people=figure.people, heads=figure.heads, top_minutes=figure.top_minutes
    )


def told_month_amount(first_day: date) -> Amount:
    """A month as those outside may know it: corrections of a closed one only once they are told."""
    if (last := telling.last_told(first_days=[first_day])[first_day]) is None:
        return month_amount(first_day)
    return amount_over([first_day], last={first_day: last})


def closed_year_amount(year: int, *, months_of_it: Collection[int] = EVERY_MONTH) -> Amount:
    """The closed months of a year together, or those of some months: people are distinct over them.

    As those outside may know them.
    """
    closed = sorted(day for day in closed_months() if day.year == year and day.month in months_of_it)
    return amount_over(closed, last=telling.last_told(first_days=closed))


def told_by_role(first_days: list[date]) -> list[RoleAmount]:
    """Closed months together by role and by family, as those outside may know them.

    A person counts once in each role, and once in each family. Roles of the association's own stand together
    under one code for each family; a role of the catalogue that it keeps twice is one.
    """
    with connection.cursor() as cursor:
        last = telling.last_told(first_days=first_days)
        cursor.execute(_BY_ROLE, {**_periods(first_days, last), "own": OWN_ROLES})
        return [
            RoleAmount(
                family=family,
                code=code,
                amount=Amount(minutes=minutes, people=people, heads=heads, top_minutes=top_minutes),
            )
            for family, code, minutes, people, heads, top_minutes in cursor.fetchall()
            if minutes or people or heads
        ]


def amount_over(first_days: list[date], *, last: Mapping[date, int | None] = MappingProxyType({})) -> Amount:
    """Some months together, read from their rows; with corrections up to the last one given, or all."""
    with connection.cursor() as cursor:
        cursor.execute(_OVER_MONTHS, _periods(first_days, last))
        minutes, people, heads, top_minutes = cursor.fetchone()
    return Amount(minutes=minutes, people=people, heads=heads, top_minutes=top_minutes)


def _periods(first_days: list[date], last: Mapping[date, int | None]) -> dict[str, Any]:
    zone = months.zone()
    bounds = [split.bounds(first_day, zone) for first_day in first_days]
    return {
        "since": [since for since, _ in bounds],
        "until": [until for _, until in bounds],
        "first": first_days,
        "last": [_EVERY if (key := last.get(day)) is None else key for day in first_days],
        "headline": [str(kind) for kind in HEADLINE],
    }


def volunteers_of_closed_months(
    year: int, *, months_of_it: Collection[int] = EVERY_MONTH
) -> tuple[list[UUID], int]:
    """Accounts of the people with headline hours in the year's closed months, and how many have none."""
    closed = [day for day in closed_months() if day.year == year and day.month in months_of_it]
    touching = Q(pk__in=[])
    for first_day in closed:
        touching |= Q(first_month__lte=first_day, last_month__gte=first_day)
    people = (
        HoursEntry.objects.filter(touching, state=HoursEntry.State.APPROVED, kind__in=HEADLINE)
        .values_list("person_id", "person__user_uuid")
        .distinct()
    )
    accounts = [user for _, user in people if user is not None]
    return accounts, len(people) - len(accounts)


def volunteers_changed(first_day: date, *, after: datetime | None, until: datetime) -> tuple[list[UUID], int]:
    """Accounts of the people whose headline hours of a month were approved in a stretch of time, and how many
    others: people without an account, and heads without names.

    What goes away is not counted, so that it is rather fewer than were concerned. Nobody of a month that is
    not collected: it is in no total.
    """
    if not told_months([first_day]):
        return [], 0
    entries = selectors.touching(first_day).filter(
        state=HoursEntry.State.APPROVED, kind__in=HEADLINE, approved_at__lte=until
    )
    counted = HoursTally.objects.annotate(counts_since=Coalesce("approved_at", "created_at"))
    tallies = counted.filter(first_month=first_day, state=HoursTally.State.APPROVED, counts_since__lte=until)
    if after is not None:
        entries, tallies = entries.filter(approved_at__gt=after), tallies.filter(counts_since__gt=after)
    people = entries.values_list("person_id", "person__user_uuid").distinct()
    accounts = [user for _, user in people if user is not None]
    heads = sum(tallies.values_list("heads", flat=True))
    return accounts, len(people) - len(accounts) + heads


def verify() -> Checked:
    """Compare all months' figures with their rows, and closed months' rows with the hash they closed with."""
    checked = wrong = 0
    marked = set(ChangedMonth.objects.values_list("first_day", flat=True))
    for month in Month.objects.order_by("first_day"):
        closed = month.state == Month.State.CLOSED
        begun = split.starts(month.first_day, months.zone()) <= clock.now()
        waiting = month.first_day in marked
        if closed or (begun and not waiting):
            checked += 1
            rows_are_right = not closed or selectors.is_intact(month)
            figure_is_right = waiting or amount_over([month.first_day]) == month_amount(month.first_day)
            wrong += not (rows_are_right and figure_is_right)
    return Checked(checked=checked, wrong=wrong)
