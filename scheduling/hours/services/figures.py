"""The association's own figures: made again from rows for months that changed, never added up."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.db import connection, transaction

from scheduling.hours import split
from scheduling.hours.models import HEADLINE, ChangedMonth, MonthFigure
from scheduling.hours.services import months, telling
from tenants import clock

VOLUNTEER = "volunteer"

# Periods are the changed months, and the year as month 0. An entry gives each the minutes that pass in it.
# One pass sums by person, a second one over people, so that the largest person's share falls out of it.
_FIGURES = """
WITH period AS (
    SELECT * FROM unnest(%(numbers)s::int[], %(since)s::timestamptz[], %(until)s::timestamptz[],
                         %(first)s::date[], %(last)s::date[])
           AS p(month, since, until, first_day, last_day)
), entry AS (
    SELECT p.month, e.person_id, e.role_id,
           CASE WHEN e.kind = ANY(%(headline)s::text[]) THEN %(volunteer)s ELSE e.kind END AS measure,
           (extract(epoch FROM least(e.ends_at, p.until) - greatest(e.starts_at, p.since)) / 60)::bigint
               AS minutes
    FROM period p JOIN hours_hoursentry e ON e.first_month <= p.last_day AND e.last_month >= p.first_day
    WHERE e.state = 'approved'
), person AS (
    SELECT month, measure, role_id, grouping(role_id) = 1 AS every_role, sum(minutes) AS minutes
    FROM entry GROUP BY GROUPING SETS ((month, measure, person_id, role_id), (month, measure, person_id))
), part AS (
    SELECT month, measure, role_id, every_role,
           sum(minutes) AS minutes, count(*) AS people, 0::bigint AS heads, max(minutes) AS top_minutes
    FROM person WHERE every_role OR role_id IS NOT NULL GROUP BY month, measure, role_id, every_role
    UNION ALL
    SELECT p.month, %(volunteer)s, t.role_id, grouping(t.role_id) = 1,
           sum(t.minutes), 0, sum(t.heads),
           max(ceil(t.minutes::numeric / greatest(t.heads + t.heads_before, 1)))
    FROM period p JOIN hours_hourstally t ON t.first_month BETWEEN p.first_day AND p.last_day
    WHERE t.state = 'approved'
    GROUP BY GROUPING SETS ((p.month, t.role_id), (p.month))
)
SELECT month, measure, CASE WHEN every_role THEN NULL ELSE role_id END,
       sum(minutes)::bigint, sum(people)::bigint, sum(heads)::bigint, max(top_minutes)::bigint
FROM part GROUP BY month, measure, role_id, every_role
"""

# Volunteering of a year that was written down under a grant target, by role.
_TARGETS = """
SELECT role_id, g.uuid::text, sum(minutes)::bigint FROM (
    SELECT e.role_id, e.grant_target_id,
           (extract(epoch FROM least(e.ends_at, %(until)s) - greatest(e.starts_at, %(since)s)) / 60)::bigint
               AS minutes
    FROM hours_hoursentry e
    WHERE e.first_month <= %(last)s AND e.last_month >= %(first)s AND e.state = 'approved'
      AND e.kind = ANY(%(headline)s::text[]) AND e.grant_target_id IS NOT NULL
    UNION ALL
    SELECT t.role_id, t.grant_target_id, t.minutes FROM hours_hourstally t
    WHERE t.first_month BETWEEN %(first)s AND %(last)s AND t.state = 'approved'
      AND t.grant_target_id IS NOT NULL
) AS part JOIN register_granttarget g ON g.id = part.grant_target_id
GROUP BY role_id, g.uuid
"""


@dataclass(frozen=True)
class Made:
    """The run's mark on the changed months, and which they are."""

    mark: UUID
    months: list[date]


def make_figures() -> Made:
    """Make the figures of all changed months and of their years, one year in a transaction.

    The months stay marked until `settle_marks`. Running it again gives the same figures.
    """
    mark = uuid4()
    made: list[date] = []
    changed = ChangedMonth.objects.order_by("first_day").values_list("first_day", flat=True)
    for year in sorted({first_day.year for first_day in changed}):
        telling.gather(year=year)
        made += _make_year(year, mark)
    return Made(mark=mark, months=made)


def settle_marks(*, made: Made) -> None:
    """Those who follow know: forget the months of a run, but for those written again since."""
    ChangedMonth.objects.filter(told_by=made.mark, first_day__in=made.months).delete()


@transaction.atomic(durable=True)
def _make_year(year: int, mark: UUID) -> list[date]:
    # Whoever writes now holds the mark of their month: we wait, and read what they have committed.
    # Two runs over one year wait for each other here, so an older reading never overwrites a newer one.
    changed = list(
        ChangedMonth.objects.filter(first_day__year=year)
        .order_by("first_day")
        .select_for_update()
        .values_list("first_day", flat=True)
    )
    if not changed:
        return []
    rows = read(year=year, changed=changed)
    numbers = [first_day.month for first_day in changed]
    MonthFigure.objects.filter(year=year, month__in=[0, *numbers]).delete()
    MonthFigure.objects.bulk_create(rows, batch_size=1000)
    ChangedMonth.objects.filter(first_day__in=changed).update(told_by=mark)
    return changed


def read(*, year: int, changed: list[date]) -> list[MonthFigure]:
    """The figures of a year and of some of its months by their rows as they are now, not saved."""
    zone = months.zone()
    january, december = date(year, 1, 1), date(year, 12, 1)
    periods = [(0, *split.year_bounds(year, zone), january, december)]
    periods += [(day.month, *split.bounds(day, zone), day, day) for day in changed]
    numbers, since, until, first, last = (list(column) for column in zip(*periods, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(
            _FIGURES,
            {
                "numbers": numbers,
                "since": since,
                "until": until,
                "first": first,
                "last": last,
                "headline": [str(kind) for kind in HEADLINE],
                "volunteer": VOLUNTEER,
            },
        )
        found = {(month, measure, role): figures for month, measure, role, *figures in cursor.fetchall()}
        since_year, until_year = split.year_bounds(year, zone)
        cursor.execute(
            _TARGETS,
            {
                "since": since_year,
                "until": until_year,
                "first": january,
                "last": december,
                "headline": [str(kind) for kind in HEADLINE],
            },
        )
        targets: dict[int, dict[str, int]] = defaultdict(dict)
        for role, target, minutes in cursor.fetchall():
            targets[role][target] = minutes
    # A month without hours is a true 0 and has its row.
    for number in numbers:
        found.setdefault((number, VOLUNTEER, None), [0, 0, 0, 0])
    at = clock.now()
    return [
        MonthFigure(
            year=year,
            month=month,
            measure=measure,
            role_id=role,
            minutes=figures[0],
            people=figures[1],
            heads=figures[2],
            top_minutes=figures[3],
            targets=targets.get(role, {}) if (month, measure) == (0, VOLUNTEER) else {},
            computed_at=at,
        )
        for (month, measure, role), figures in sorted(found.items(), key=lambda item: str(item[0]))
    ]
