"""Hours that wait, looked over: which of them are unusual. As many queries for ten thousand as for one."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta, tzinfo
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import DateTimeField, Exists, Func, OuterRef, Q, QuerySet, Value
from django.db.models.functions import TruncDate

from scheduling.hours import planned
from scheduling.hours.models import HEADLINE, HoursEntry
from scheduling.hours.unusual import NIGHT_LEAST, Facts, Reason, Usual, reasons_of
from tenants import clock
from volunteers.register.models import Absence, Period, RoleHolding

State = HoursEntry.State
LATELY = timedelta(days=90)
# Of fewer entries nobody can say what is usual.
ENOUGH = 10

# The clocks on the wall are asked once for each entry, and the night only of those that come near it.
_USUAL = """
WITH lately AS MATERIALIZED (
    SELECT role_id, minutes, starts_at AT TIME ZONE %(zone)s AS starts, ends_at AT TIME ZONE %(zone)s AS ends
    FROM hours_hoursentry
    WHERE state = 'approved' AND starts_at >= %(since)s AND starts_at < %(until)s
      AND role_id = ANY(%(roles)s::bigint[]) AND kind = ANY(%(headline)s::text[])
)
SELECT role_id, percentile_disc(0.5) WITHIN GROUP (ORDER BY minutes),
       bool_or(CASE WHEN extract(hour FROM starts) >= 6 AND ends <= starts::date + time '23:00' THEN false
               ELSE greatest(interval '0', least(ends, starts::date + interval '30 hours')
                                           - greatest(starts, starts::date + interval '23 hours'))
                    + greatest(interval '0', least(ends, starts::date + interval '6 hours') - starts)
                    >= make_interval(mins => %(night)s) END)
FROM lately GROUP BY role_id HAVING count(*) >= %(enough)s
"""


_CROWDED = """
SELECT person_id, role_id, kind, (starts_at AT TIME ZONE %(zone)s)::date
FROM hours_hoursentry
WHERE state IN ('submitted', 'approved') AND role_id IS NOT NULL
  AND first_month = ANY(%(months)s::date[]) AND last_month >= %(since)s
GROUP BY 1, 2, 3, 4 HAVING count(*) > 1
"""


_BREAKS = """
SELECT p.person_id, (
    SELECT t.data ->> 'on' FROM register_trail t
    WHERE t.subject_kind = 'person' AND t.subject_uuid = r.uuid AND t.verb = 'period.moved'
      AND t.data ->> 'to' = %(on_break)s
    ORDER BY t.at DESC LIMIT 1
)
FROM register_period p JOIN register_person r ON r.id = p.person_id
WHERE p.state = %(on_break)s
"""


class Looked(NamedTuple):
    """An entry that waits, what is known around it, and what is unusual about it."""

    pk: int
    role: int | None
    months: tuple[date, date]
    facts: Facts
    reasons: tuple[Reason, ...]


def look_over(entries: QuerySet[HoursEntry], *, zone: tzinfo) -> list[Looked]:
    """All of these entries in their order, each with what is unusual about it."""
    rows = list(_rows(entries, zone))
    if not rows:
        return []
    usual = _usual({row.role for row in rows if row.role}, zone)
    away, breaks = _away(min(row.starts for row in rows).date()), _breaks()
    times = _planned(rows)
    crowded = _crowded({row.first_month for row in rows}, zone)
    found = []
    for row in rows:
        stretch = times.get(row.subject) if row.subject and times else None
        day = row.starts.date()
        facts = Facts(
            row.starts,
            row.ends,
            row.minutes,
            usual.get(row.role) if row.role else None,
            (_wall(stretch[0], zone), _wall(stretch[1], zone)) if stretch else None,
            row.has_role,
            is_away=row.person in away and any(first <= day <= last for first, last in away[row.person]),
            is_on_break=row.person in breaks and breaks[row.person] < day,
            is_second=bool(crowded) and (row.person, row.role, row.kind, day) in crowded,
        )
        found.append(Looked(row.pk, row.role, (row.first_month, row.last_month), facts, reasons_of(facts)))
    return found


class _Row(NamedTuple):
    pk: int
    person: int
    role: int | None
    kind: str
    starts: datetime
    ends: datetime
    minutes: int
    first_month: date
    last_month: date
    subject_kind: str
    subject: UUID | None
    has_role: bool


def _on_the_wall(instant: str, zone: tzinfo) -> Func:
    """What clocks on the wall showed, without zone."""
    return Func(
        instant,
        Value(str(zone)),
        template="(%(expressions)s)",
        arg_joiner=" AT TIME ZONE ",
        output_field=DateTimeField(),
    )


def _rows(entries: QuerySet[HoursEntry], zone: tzinfo) -> Iterable[_Row]:
    on = TruncDate("starts_at", tzinfo=zone)
    holdings = RoleHolding.objects.filter(
        Q(to_on__isnull=True) | Q(to_on__gte=OuterRef("on")),
        person=OuterRef("person"),
        role=OuterRef("role"),
        from_on__lte=OuterRef("on"),
    )
    return map(
        _Row._make,
        entries.select_related(None)
        .annotate(on=on, starts=_on_the_wall("starts_at", zone), ends=_on_the_wall("ends_at", zone))
        .annotate(has_role=Q(role__isnull=True) | Exists(holdings))
        .values_list(
            "pk",
            "person_id",
            "role_id",
            "kind",
            "starts",
            "ends",
            "minutes",
            "first_month",
            "last_month",
            "subject_kind",
            "subject_uuid",
            "has_role",
        ),
    )


def _crowded(months: set[date], zone: tzinfo) -> set[tuple[int, int, str, date]]:
    """Who did something of one kind in one role twice or more on a day: person, role, kind and day.

    Asked of whole months at once: asked of each entry, it is most of what the page takes.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CROWDED, {"zone": str(zone), "months": sorted(months), "since": min(months)})
        return set(cursor.fetchall())


def _wall(instant: datetime, zone: tzinfo) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None)


def _usual(roles: set[int], zone: tzinfo) -> dict[int, Usual]:
    """What is usual in each role, where enough of it was approved lately."""
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(
            _USUAL,
            {
                "zone": str(zone),
                "since": now - LATELY,
                "until": now,
                "roles": sorted(roles),
                "headline": [str(kind) for kind in HEADLINE],
                "night": NIGHT_LEAST,
                "enough": ENOUGH,
            },
        )
        return {role: Usual(minutes, has_nights) for role, minutes, has_nights in cursor.fetchall()}


def _away(since: date) -> dict[int, list[tuple[date, date]]]:
    """The days on which people were away, from a day on."""
    found: dict[int, list[tuple[date, date]]] = defaultdict(list)
    rows = Absence.objects.filter(to_on__gte=since).order_by()
    for person, first, last in rows.values_list("person_id", "from_on", "to_on"):
        found[person].append((first, last))
    return found


def _breaks() -> dict[int, date]:
    """Since when those are on a break who are."""
    with connection.cursor() as cursor:
        cursor.execute(_BREAKS, {"on_break": str(Period.State.ON_BREAK)})
        return {person: date.fromisoformat(day) for person, day in cursor.fetchall() if day}


def _planned(rows: Iterable[_Row]) -> dict[UUID, planned.Stretch]:
    subjects: dict[str, list[UUID]] = defaultdict(list)
    for row in rows:
        if row.subject is not None:
            subjects[row.subject_kind].append(row.subject)
    return planned.times(subjects)
