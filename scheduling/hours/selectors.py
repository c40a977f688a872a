"""What others may read of hours."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from itertools import chain
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import (
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Greatest, Least

from scheduling.hours import split
from scheduling.hours.models import (
    HEADLINE,
    ChangedMonth,
    Correction,
    HoursEntry,
    HoursTally,
    Month,
    MonthFigure,
)
from volunteers.register import reach
from volunteers.register.made_once import MadeOnce
from volunteers.register.models import Person, Trail, VolunteerRole
from volunteers.register.person_data import themselves

State = HoursEntry.State
WAITING = (State.DRAFT, State.SUBMITTED, State.RETURNED)
MONTHS = 12

# Who did it stays out, so that an anonymised person leaves the hash as it is; how many people does not.
# Corrections after `last` are not there yet: what they took back stands, what they added does not.
_HASH = """
WITH entry AS (
    SELECT * FROM hours_hoursentry
    WHERE state IN ('approved', 'reversed') AND first_month <= %(month)s AND last_month >= %(month)s
      AND coalesce(correction_id, 0) <= %(last)s AND (reversal_id IS NULL OR reversal_id > %(last)s)
)
SELECT encode(sha256(convert_to(string_agg(line, E'\\n' ORDER BY line COLLATE "C"), 'UTF8')), 'hex') FROM (
    SELECT concat_ws('|', 'entry', e.uuid, r.code, e.kind,
                     extract(epoch FROM e.starts_at)::bigint, extract(epoch FROM e.ends_at)::bigint) AS line
    FROM entry e LEFT JOIN register_volunteerrole r ON r.id = e.role_id
    UNION ALL
    SELECT concat_ws('|', 'tally', t.uuid, r.code, t.heads, t.minutes)
    FROM hours_hourstally t JOIN register_volunteerrole r ON r.id = t.role_id
    WHERE t.first_month = %(month)s AND t.state IN ('approved', 'reversed')
      AND coalesce(t.correction_id, 0) <= %(last)s AND (t.reversal_id IS NULL OR t.reversal_id > %(last)s)
    UNION ALL
    SELECT concat_ws('|', 'people', count(DISTINCT person_id)) FROM entry
) AS lines
"""


def input_hash(first_day: date, *, last_correction: int) -> str:
    """The hash of everything that a month's figures are made of, with corrections up to one."""
    with connection.cursor() as cursor:
        cursor.execute(_HASH, {"month": first_day, "last": last_correction})
        return str(cursor.fetchone()[0])


def year_hash(months: Sequence[Month], *, last_correction: int) -> str:
    """The hash of what a year's figures are made of, out of those of its months."""
    parts = [input_hash(month.first_day, last_correction=last_correction) for month in months]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def last_correction() -> int:
    """The key of the latest correction, 0 before the first. Whoever keeps it holds the months concerned."""
    return Correction.objects.aggregate(last=Max("pk"))["last"] or 0


def is_intact(month: Month) -> bool:
    """Whether a closed month still consists of what it was closed with."""
    return month.state == Month.State.CLOSED and month.input_hash == input_hash(
        month.first_day, last_correction=month.last_correction
    )


def touching(first_day: date) -> QuerySet[HoursEntry]:
    """The entries of which a part lies in a month."""
    return HoursEntry.objects.filter(first_month__lte=first_day, last_month__gte=first_day)


def has_hours(first_day: date) -> bool:
    """Whether anything stands in a month that counts or may come to count."""
    heads = HoursTally.objects.filter(first_month=first_day).exclude(state=HoursTally.State.REVERSED)
    return touching(first_day).exclude(state=State.REVERSED).exists() or heads.exists()


def left_behind(first_day: date) -> int:
    """How many entries of a month are not approved and so count nowhere."""
    return touching(first_day).filter(state__in=WAITING).count()


def _inside(state: str) -> QuerySet[HoursEntry]:
    """For months: the entries of which a part lies in each."""
    return HoursEntry.objects.filter(
        state=state, first_month__lte=OuterRef("first_day"), last_month__gte=OuterRef("first_day")
    )


def waiting_in_month() -> Combinable:
    """For months: how many entries of each are handed in and not approved."""
    many = _inside(State.SUBMITTED).order_by().values("state").annotate(many=Count("pk")).values("many")
    return Coalesce(Subquery(many, output_field=IntegerField()), 0)


def _heads_inside() -> QuerySet[HoursTally]:
    """For months: the heads of each that wait for approval."""
    return HoursTally.objects.filter(
        state=HoursTally.State.SUBMITTED, first_month=OuterRef("first_day")
    ).order_by()


# Codes of lines that are told beside those of `untold`.
WAITING_CODE, BEHIND = "hours.waiting", "hours.behind"


def waiting_by_month(*, reader: reach.Reaching, first: date, last: date) -> QuerySet[HoursEntry, Any]:
    """How many entries wait for this coordinator, in the shape of `untold.read`, by their first month."""
    rows = waiting_entries(reader=reader).filter(first_month__lte=last, last_month__gte=first)
    coded = rows.select_related(None).order_by().annotate(code=Value(WAITING_CODE))
    counted = coded.values("code", "first_month").annotate(many=Count("pk"), oldest=Min("first_month"))
    return counted.values_list("code", "first_month", "many", "oldest")


def behind_by_month(*, reader: reach.Reaching, first: date, last: date) -> QuerySet[Month, Any]:
    """How many entries that the reader may see waited in vain when a month closed, in the same shape.

    They are those that a coordinator can have count after all; heads without names are among them. A night
    over two such months is in both.
    """
    many: Combinable = Value(0)
    for rows in (_seen(reader, _inside(State.SUBMITTED)), reach.of_roles(reader, _heads_inside())):
        counted = rows.order_by().values("state").annotate(many=Count("pk")).values("many")
        many = many + Coalesce(Subquery(counted, output_field=IntegerField()), 0)
    closed = Month.objects.filter(state=Month.State.CLOSED, first_day__range=(first, last))
    found = closed.annotate(code=Value(BEHIND), many=many, oldest=F("first_day")).order_by()
    return found.filter(many__gt=0).values_list("code", "first_day", "many", "oldest")


def _in_closed_month() -> Exists:
    """Whether a part of the entry lies in a closed month, so that it can no longer change."""
    return Exists(
        Month.objects.filter(
            state=Month.State.CLOSED,
            first_day__gte=OuterRef("first_month"),
            first_day__lte=OuterRef("last_month"),
        )
    )


def its_month_is_closed() -> Exists:
    """For rows of other apps with a `first_month`: whether it is closed."""
    return Exists(Month.objects.filter(state=Month.State.CLOSED, first_day=OuterRef("first_month")))


@dataclass(frozen=True)
class Narrowed:
    """Of what waits only one role, and only what begins in one month."""

    role: VolunteerRole | None = None
    month: date | None = None

    @property
    def is_wide(self) -> bool:
        """Whether it is everything."""
        return self.role is None and self.month is None


EVERYTHING = Narrowed()


def waiting_entries(*, reader: reach.Reaching, of: Narrowed = EVERYTHING) -> QuerySet[HoursEntry]:
    """What waits for this coordinator and can still be approved, the oldest first, with people and roles."""
    # What waits is nearly always later than all that is closed: then no month is asked about.
    closed = Month.objects.filter(state=Month.State.CLOSED).order_by("-first_day").values("first_day")[:1]
    is_open = Q(first_month__gt=Subquery(closed)) | ~Q(_in_closed_month())
    waiting = HoursEntry.objects.filter(is_open, state=State.SUBMITTED)
    if of.role is not None:
        waiting = waiting.filter(role=of.role)
    if of.month is not None:
        waiting = waiting.filter(first_month=of.month)
    return _seen(reader, waiting).select_related("person", "role").order_by("starts_at", "pk")


_NAMES = [f"name_{language}" for language in ("fi", "sv", "en")]
# What a list of entries shows.
_SHOWN = (
    *("uuid", "kind", "starts_at", "ends_at", "minutes", "source"),
    *("person__given_name", "person__family_name", "person__is_blank"),
    *(f"role__{name}" for name in _NAMES),
)


def with_people(keys: Sequence[int]) -> dict[int, HoursEntry]:
    """Entries that a reader was shown to reach, by key, with the names of people and roles, to be shown."""
    return HoursEntry.objects.select_related("person", "role").only(*_SHOWN).in_bulk(keys)


def writers_of(uuids: Collection[UUID]) -> dict[UUID, str]:
    """Who wrote down what leaders wrote for others, by entry, as the trail says."""
    lines = Trail.objects.filter(subject_kind="hours", subject_uuid__in=uuids, verb="hours.submitted")
    found = lines.order_by("at", "pk").values_list("subject_uuid", "actor_name")
    return {uuid: name for uuid, name in found if uuid is not None}


def waiting_kinds(*, reader: reach.Reaching) -> tuple[list[VolunteerRole], list[date]]:
    """The roles and the months, the latest first, of what waits for this coordinator."""
    rows = waiting_entries(reader=reader).select_related(None).order_by()
    pairs = rows.values_list("role_id", "first_month").distinct()
    return kinds_of(pairs)


def kinds_of(pairs: Iterable[tuple[int | None, date]]) -> tuple[list[VolunteerRole], list[date]]:
    """Roles in order of name and months, the latest first, of what waits, out of keys of roles and months."""
    known = set(pairs)
    roles = {role for role, _month in known if role is not None}
    found = VolunteerRole.objects.filter(pk__in=roles).only("uuid", *_NAMES) if roles else []
    return sorted(found, key=lambda role: role.name), sorted({month for _role, month in known}, reverse=True)


def _seen(reader: reach.Reaching, entries: QuerySet[HoursEntry]) -> QuerySet[HoursEntry]:
    """Hours of people whom the reader may see, in roles that they look after."""
    return reach.of_roles(reader, reach.of_people(reader, entries))


def entries_by_uuid(uuids: Sequence[UUID], *, reader: reach.Reaching) -> QuerySet[HoursEntry]:
    """These entries with people and roles; identifiers that are unknown or beyond reach are left out."""
    known = _seen(reader, HoursEntry.objects.filter(uuid__in=uuids))
    return known.select_related("person", "role").order_by("pk")


def own_entries(person: Person) -> QuerySet[HoursEntry]:
    """A person's hours, the latest first, with roles; `closed` says whether their month is.

    What was taken back is shown where nothing came in its place.
    """
    return (
        HoursEntry.objects.filter(person__in=themselves(person))
        .exclude(state=State.REVERSED, reversal__added__isnull=False)
        .annotate(closed=_in_closed_month())
        .select_related("role", "correction", "reversal")
        .order_by("-starts_at", "-pk")
    )


def own_entry(person: Person, uuid: UUID) -> HoursEntry | None:
    """Hours that a person reported, or a leader for them, and that they may still change; or None."""
    return (
        HoursEntry.objects.filter(
            ~_in_closed_month(),
            person=person,
            uuid=uuid,
            source__in=HoursEntry.THEIRS,
            state__in=(State.SUBMITTED, State.RETURNED),
        )
        .select_related("role")
        .first()
    )


@dataclass(frozen=True)
class OwnYear:
    """A person's minutes of a year: what is confirmed, and what still waits."""

    year: int
    confirmed: int
    waiting: int


def own_year(person: Person, *, year: int, zone: tzinfo) -> OwnYear:
    """Headline minutes that pass in a local year; a New Year's night gives each year its part."""
    since, until = split.year_bounds(year, zone)
    passed = ExpressionWrapper(
        Least(F("ends_at"), until) - Greatest(F("starts_at"), since), output_field=DurationField()
    )
    sums = HoursEntry.objects.filter(
        person=person,
        starts_at__lt=until,
        ends_at__gt=since,
        kind__in=HEADLINE,
    ).aggregate(
        confirmed=Sum(passed, filter=Q(state=State.APPROVED)),
        waiting=Sum(passed, filter=Q(state=State.SUBMITTED)),
    )
    return OwnYear(year=year, confirmed=_minutes(sums["confirmed"]), waiting=_minutes(sums["waiting"]))


@dataclass(frozen=True)
class OwnCard:
    """A month of one's own: its lines by time, and the minutes that pass in it."""

    entries: list[HoursEntry]
    confirmed: int
    waiting: int
    other: int


def own_card(person: Person, *, month: date, zone: tzinfo) -> OwnCard:
    """A person's lines of a month with sums; a night at its end gives it the part that passes in it."""
    entries = list(
        own_entries(person).filter(first_month__lte=month, last_month__gte=month).order_by("starts_at", "pk")
    )
    sums = dict.fromkeys(("confirmed", "waiting", "other"), 0)
    for entry in entries:
        minutes = split.split(entry.starts_at, entry.ends_at, zone).get(month, 0)
        counts = entry.state in (State.APPROVED, State.SUBMITTED)
        if counts and entry.kind not in HEADLINE:
            sums["other"] += minutes
        elif entry.state == State.APPROVED:
            sums["confirmed"] += minutes
        elif entry.state == State.SUBMITTED and not getattr(entry, "closed", False):
            sums["waiting"] += minutes
    return OwnCard(entries=entries, **sums)


def headline_minutes(person: Person) -> int:
    """Approved minutes of volunteering of one person, of all years."""
    rows = HoursEntry.objects.filter(person=person, state=State.APPROVED, kind__in=HEADLINE)
    return int(rows.aggregate(minutes=Sum("minutes"))["minutes"] or 0)


def _minutes(passed: timedelta | None) -> int:
    return int((passed or timedelta()) / timedelta(minutes=1))


@dataclass(frozen=True)
class MonthLine:
    """A month as the coordinator sees it; `month` is None where nothing was written and nobody closed it."""

    first_day: date
    month: Month | None
    minutes: int
    people: int
    heads: int
    waiting: int
    has_ended: bool

    @property
    def is_closed(self) -> bool:
        """Whether it does not change any more."""
        return self.month is not None and self.month.state == Month.State.CLOSED


@dataclass(frozen=True)
class YearLines:
    """The months of a year, and how far the year is."""

    year: int
    lines: list[MonthLine]
    figure: MonthFigure | None
    being_made: bool

    @property
    def closed(self) -> int:
        """How many months are closed: the year's completeness, of 12."""
        return sum(line.is_closed for line in self.lines)


def year_lines(year: int, *, at: datetime, zone: tzinfo) -> YearLines:
    """The months of a year up to now, with their sums and what waits in them."""
    months = {month.first_day: month for month in Month.objects.filter(first_day__year=year)}
    figures = {
        figure.month: figure
        for figure in MonthFigure.objects.filter(year=year, measure="volunteer", role=None)
    }
    heads = HoursTally.objects.filter(state__in=WAITING, first_month__year=year)
    counts = (
        rows.order_by().values_list("first_month").annotate(count=Count("pk"))
        for rows in (HoursEntry.objects.filter(state__in=WAITING, first_month__year=year), heads)
    )
    waiting: Counter[date] = Counter()
    for first_day, count in chain.from_iterable(counts):
        waiting[first_day] += count
    lines = []
    for first_day in (date(year, number, 1) for number in range(1, 13)):
        since, until = split.bounds(first_day, zone)
        if since > at:
            break
        figure = figures.get(first_day.month)
        lines.append(
            MonthLine(
                first_day=first_day,
                month=months.get(first_day),
                minutes=figure.minutes if figure else 0,
                people=figure.people if figure else 0,
                heads=figure.heads if figure else 0,
                waiting=waiting[first_day],
                has_ended=until <= at,
            )
        )
    return YearLines(
        year=year,
        lines=lines,
        figure=figures.get(0),
        being_made=is_being_made(year),
    )


def month_figure(first_day: date) -> MonthFigure | None:
    """A month's volunteering hours as they were made last."""
    return MonthFigure.objects.filter(
        year=first_day.year, month=first_day.month, measure="volunteer", role=None
    ).first()


def being_made(first_days: Sequence[date]) -> bool:
    """Whether the figures of one of these months are behind its rows."""
    return ChangedMonth.objects.filter(first_day__in=first_days, told_by=None).exists()


def closed_of(year: int) -> tuple[int, int]:
    """How many months of a year are closed, and how many there are."""
    found = _months.rows(first=date(year, 1, 1), last=date(year, 12, 31))
    return sum(state == Month.State.CLOSED for (state,) in found), len(found)


_months = MadeOnce(
    lambda first, last: Month.objects.filter(first_day__range=(first, last)).order_by().values_list("state"),
    first=date,
    last=date,
)


def years_with_months() -> list[int]:
    """The years of which there are months, the latest first."""
    return [day.year for day in Month.objects.dates("first_day", "year", order="DESC")]


def figures() -> QuerySet[MonthFigure]:
    """All of the association's own figures, with roles."""
    return MonthFigure.objects.select_related("role").order_by("year", "month", "measure", "pk")


def figures_of(years: Sequence[int]) -> QuerySet[MonthFigure]:
    """Figures of these years: of all roles together by month, of single roles for the whole year."""
    return MonthFigure.objects.filter(Q(role=None) | Q(month=0), year__in=years)


def is_being_made(year: int) -> bool:
    """Whether figures of the year are behind its rows just now."""
    return ChangedMonth.objects.filter(first_day__year=year, told_by=None).exists()


def closed_months(first_days: Iterable[date]) -> set[date]:
    """Which of these months are closed."""
    closed = Month.objects.filter(state=Month.State.CLOSED, first_day__in=sorted(first_days))
    return set(closed.values_list("first_day", flat=True))


def moments_of_changed_months() -> list[datetime]:
    """When figures have to be made: since a month was marked, if any is."""
    return list(ChangedMonth.objects.order_by("marked_at").values_list("marked_at", flat=True)[:1])


def moments_of_closing() -> list[datetime]:
    """When open months close by themselves."""
    return list(Month.objects.filter(state=Month.State.OPEN).values_list("closes_at", flat=True).distinct())
