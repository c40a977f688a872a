"""Reading shifts for those who plan: a week by role, place or person, and days as plain data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Literal, NamedTuple
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Window
from django.utils import timezone

from scheduling.shifts.eligibility import conflicts
from scheduling.shifts.eligibility.conflicts import Conflict, Contact
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.selectors import lines
from scheduling.shifts.selectors.shifts import CoveredDay, midnight
from tenants import clock
from volunteers.register import reach
from volunteers.register.made_once import MadeOnce
from volunteers.register.models import Person, Site, VolunteerRole

By = Literal["role", "site", "person"]
# More shifts than this at once are a list that nobody reads; more days than a month with its edges neither.
MOST = 1500
MOST_DAYS = 45
GAPS_AHEAD = timedelta(hours=72)


@dataclass(frozen=True)
class Part:
    """Which of the shifts a reader wants to see; all of them, if nothing is said."""

    role: int | None = None
    site: int | None = None
    person: int | None = None
    only_short: bool = False

    @property
    def is_all(self) -> bool:
        """Whether nothing is left out."""
        return self == Part()


def of_days(first: date, last: date, *, reader: reach.Reaching, part: Part) -> QuerySet[Shift]:
    """The shifts that start from `first` to `last` and that the reader looks after, in order of time."""
    found = Shift.objects.filter(
        starts_at__gte=midnight(first), starts_at__lt=midnight(last + timedelta(days=1))
    ).order_by("starts_at", "pk")
    found = reach.of_roles(reader, found)
    if part.role:
        found = found.filter(role=part.role)
    if part.site:
        found = found.filter(site=part.site)
    if part.person:
        held = SignUp.objects.filter(person=part.person, shift=OuterRef("pk"), state__in=SignUp.ACTIVE)
        found = found.filter(Exists(held))
    if part.only_short:
        found = found.filter(state=Shift.State.PUBLISHED, taken__lt=F("places"))
    return found


# --- the week -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """A line of the week: a role, a place or a person; without one, shifts that have none."""

    key: str
    of: VolunteerRole | Site | Person | None
    site: Site | None = None


@dataclass(frozen=True)
class Week:
    """A week, Monday to Sunday: its days, its lines, and in which lines each shift stands."""

    days: Sequence[CoveredDay]
    lines: Sequence[Line]
    lines_of: Mapping[int, Sequence[str]] = field(default_factory=dict)

    @property
    def taken(self) -> int:
        """Places that somebody holds."""
        return sum(day.taken for day in self.days)

    @property
    def places(self) -> int:
        """Places in all."""
        return sum(day.places for day in self.days)

    @property
    def shifts(self) -> list[Shift]:
        """All of them."""
        return [shift for day in self.days for shift in day.shifts]


def week(
    monday: date,
    *,
    reader: reach.Reaching,
    part: Part | None = None,
    by: By = "role",
    roles: Mapping[int, VolunteerRole] | None = None,
) -> Week:
    """The shifts of a week in one query, by person in one more, and one for the `roles` if not read yet."""
    days = {day: CoveredDay(day) for day in (monday + timedelta(days=number) for number in range(7))}
    found = _read(monday, monday + timedelta(days=6), reader=reader, part=part or Part())
    lines.with_roles(found, lines.roles() if roles is None else roles)
    for shift in found:
        days[timezone.localtime(shift.starts_at).date()].add(shift)
    stand, stand_in = (
        {"role": _by_role, "site": _by_site}[by](found)
        if by != "person"
        else _by_person(found, reader=reader, only=part.person if part else None)
    )
    return Week(days=list(days.values()), lines=stand, lines_of=stand_in)


def _read(first: date, last: date, *, reader: reach.Reaching, part: Part) -> list[Shift]:
    if reader.reach.whole and part.is_all:
        rows = _all.rows(since=midnight(first), until=midnight(last + timedelta(days=1)))
    else:
        rows = list(of_days(first, last, reader=reader, part=part).values_list(*lines.SHIFT))
    return lines.plain(rows)


_all = MadeOnce(
    lambda since, until: (
        Shift.objects.filter(starts_at__gte=since, starts_at__lt=until)
        .order_by("starts_at", "pk")
        .values_list(*lines.SHIFT)
    ),
    since=datetime,
    until=datetime,
)
_Lines = tuple[list[Line], dict[int, Sequence[str]]]


def _by_role(found: Sequence[Shift]) -> _Lines:
    roles: dict[int, VolunteerRole] = {}
    sites: dict[int, set[Site | None]] = {}
    for shift in found:
        roles.setdefault(shift.role_id, shift.role)
        sites.setdefault(shift.role_id, set()).add(shift.site)
    found_lines = [
        # Where a role is always at one place, its name stands once.
        Line(str(role.pk), role, next(iter(sites[role.pk])) if len(sites[role.pk]) == 1 else None)
        for role in sorted(roles.values(), key=lambda role: (role.position, role.pk))
    ]
    return found_lines, {shift.pk: (str(shift.role_id),) for shift in found}


def _by_site(found: Sequence[Shift]) -> _Lines:
    sites = {shift.site for shift in found if shift.site is not None}
    found_lines = [Line(str(site.pk), site) for site in sorted(sites, key=lambda site: (site.name, site.pk))]
    if any(shift.site is None for shift in found):
        found_lines.append(Line("", None))
    return found_lines, {shift.pk: (str(shift.site_id or ""),) for shift in found}


def _by_person(found: Sequence[Shift], *, reader: reach.Reaching, only: int | None) -> _Lines:
    held = SignUp.objects.filter(shift__in=[shift.pk for shift in found], state__in=SignUp.ACTIVE)
    if only is not None:
        held = held.filter(person=only)
    seen = reach.of_people(reader, held).select_related("person").order_by("person__sort_key", "person")
    people: dict[int, Person] = {}
    lines_of: dict[int, list[str]] = {shift.pk: [] for shift in found}
    for sign_up in seen:
        people.setdefault(sign_up.person_id, sign_up.person)
        lines_of[sign_up.shift_id].append(str(sign_up.person_id))
    found_lines = [Line(str(pk), person) for pk, person in people.items()]
    if only is None:
        short = [
            shift.pk for shift in found if shift.state != Shift.State.CANCELLED and shift.taken < shift.places
        ]
        for pk in short:
            lines_of[pk].append("")
        found_lines = [*([Line("", None)] if short else []), *found_lines]
    return found_lines, dict(lines_of)


def covered(first: date, last: date, *, reader: reach.Reaching, part: Part) -> list[CoveredDay]:
    """How far the places of each day are taken, in one query that reads no whole shift."""
    count = (last - first).days + 1
    days = {day: CoveredDay(day) for day in (first + timedelta(days=number) for number in range(count))}
    found = of_days(first, last, reader=reader, part=part).filter(state=Shift.State.PUBLISHED)
    for starts_at, taken, places in found.values_list("starts_at", "taken", "places"):
        days[timezone.localtime(starts_at).date()].count(taken=taken, places=places)
    return list(days.values())


def who_comes(first: date, last: date, *, reader: reach.Reaching) -> list[tuple[UUID, str]]:
    """Those whom the reader may see and who hold a place on the reader's shifts of these days, by name.

    There may be hundreds of them, so that only their names are read.
    """
    if reader.reach.whole:
        names = _names.rows(since=midnight(first), until=midnight(last + timedelta(days=1)))
    else:
        theirs = of_days(first, last, reader=reader, part=Part()).order_by().values("pk")
        held = SignUp.objects.filter(person=OuterRef("pk"), state__in=SignUp.ACTIVE, shift__in=theirs)
        found = reach.people(reader).filter(Exists(held), is_blank=False)
        names = list(found.values_list("uuid", "given_name", "family_name"))
    return [(uuid, f"{given} {family}") for uuid, given, family in names]


_names = MadeOnce(
    lambda since, until: (
        Person.objects.filter(
            pk__in=SignUp.objects.filter(
                state__in=SignUp.ACTIVE, shift__starts_at__gte=since, shift__starts_at__lt=until
            ).values("person"),
            is_blank=False,
        )
        .order_by("sort_key", "pk")
        .values_list("uuid", "given_name", "family_name")
    ),
    since=datetime,
    until=datetime,
)


@dataclass(frozen=True)
class Gaps:
    """The first shifts soon that lack people, and how many there are."""

    first: Sequence[Shift]
    total: int

    @property
    def more(self) -> int:
        """How many are told by their number alone."""
        return self.total - len(self.first)


def gaps(*, reader: reach.Reaching, most: int, roles: Mapping[int, VolunteerRole]) -> Gaps:
    """The reader's published shifts of the next 72 hours with a free place, the next one first. One query."""
    now = clock.now()
    found = Shift.objects.filter(
        state=Shift.State.PUBLISHED, starts_at__gt=now, starts_at__lt=now + GAPS_AHEAD, taken__lt=F("places")
    )
    counted = reach.of_roles(reader, found).order_by("starts_at", "pk")
    rows = list(counted.values_list(*lines.SHIFT, Window(Count("pk")))[:most])
    first = lines.plain(row[:-1] for row in rows)
    lines.with_roles(first, roles)
    return Gaps(first, total=rows[0][-1] if rows else 0)


def conflicts_of(found: Sequence[Shift], *, reader: reach.Reaching) -> list[Conflict]:
    """What these shifts ask too much of those who come."""
    ahead = [shift for shift in found if shift.state == Shift.State.PUBLISHED]
    if not ahead:
        return []
    starts = [timezone.localtime(shift.starts_at).date() for shift in ahead]
    return conflicts.of_shifts(
        [shift.pk for shift in ahead],
        first=min(starts),
        last=max(starts),
        reader=reader,
        contacts=[
            Contact(shift.contact_person_id, shift.pk, shift.starts_at, shift.ends_at)
            for shift in ahead
            if shift.contact_person_id
        ],
    )


def would_ask_too_much(
    shift: Shift, *, starts_at: datetime, ends_at: datetime, reader: reach.Reaching
) -> list[Conflict]:
    """What a shift would ask too much of those who come, if it were at another time."""
    day = timezone.localtime(starts_at).date()
    held = [
        each._replace(starts_at=starts_at, ends_at=ends_at) if each.shift == shift.pk else each
        for each in conflicts.read_held(
            first=min(day, timezone.localtime(shift.starts_at).date()),
            last=max(day, timezone.localtime(shift.starts_at).date()),
            reader=reader,
        )
    ]
    contact = shift.contact_person_id
    return conflicts.of_shifts(
        [shift.pk],
        first=day,
        last=day,
        reader=reader,
        contacts=[Contact(contact, shift.pk, starts_at, ends_at)] if contact else [],
        held=held,
    )


# --- plain data, for the calendar -----------------------------------------------------------------


class Entry(NamedTuple):
    """A shift as the calendar is told of it."""

    pk: int
    uuid: Any
    role: int
    site: int | None
    contact: int | None
    title: str
    state: str
    taken: int
    places: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Calendar:
    """Shifts of some days, the names that they share, and what they ask too much."""

    entries: Sequence[Entry]
    roles: Mapping[int, VolunteerRole]
    sites: Mapping[int, Site]
    conflicts: Sequence[Conflict]
    # There are more than are told.
    more: bool


def calendar(first: date, last: date, *, reader: reach.Reaching, part: Part) -> Calendar:
    """The shifts of some days as plain data: at most ten queries, however many there are."""
    rows = of_days(first, last, reader=reader, part=part).values_list(
        "pk", "uuid", "role_id", "site_id", "contact_person_id", "title",
        "state", "taken", "places", "starts_at", "ends_at",
    )  # fmt: skip
    entries = [Entry._make(row) for row in rows[: MOST + 1]]
    more, entries = len(entries) > MOST, entries[:MOST]
    published = [entry for entry in entries if entry.state == Shift.State.PUBLISHED]
    found = conflicts.of_shifts(
        [entry.pk for entry in published],
        first=first,
        last=last,
        reader=reader,
        contacts=[
            Contact(entry.contact, entry.pk, entry.starts_at, entry.ends_at)
            for entry in published
            if entry.contact
        ],
    )
    return Calendar(
        entries=entries,
        roles=VolunteerRole.objects.only("name_fi", "name_sv", "name_en").in_bulk(
            {entry.role for entry in entries}
        ),
        sites=Site.objects.only("name").in_bulk({entry.site for entry in entries if entry.site}),
        conflicts=found,
        more=more,
    )
