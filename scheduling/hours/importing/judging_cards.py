"""What is to become of each line of an hour card, by the register and the hours as they are now."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from scheduling.hours import selectors, split, walltime
from scheduling.hours.errors import HoursRefused
from scheduling.hours.importing import cards
from scheduling.hours.importing.cards import Said
from scheduling.hours.models import HEADLINE, CardImport, HoursEntry
from scheduling.hours.services.entries import NewEntry
from tenants import clock
from tenants.context import current_association
from volunteers.register.importing import keeping
from volunteers.register.importing.judging import roles_by_name
from volunteers.register.models import Person, VolunteerRole
from volunteers.register.person_errors import PlacementOnly
from volunteers.register.services import placements
from web import formats
from web.sheets.tables import Cell, Row

SUBJECT = "card"
# What is read of the hours that are there already.
_LOOKED_AT = ("person", "role", "kind", "state", "subject_kind", "subject_uuid", "starts_at", "ends_at")
# Two files with the same line make one entry: its key follows from what the line says.
_SAME = UUID("6f0b7a3e-54c1-4d0e-8f8e-0d7f6f4b1c2a")
What = Literal["new", "known", "wrong"]
Stretch = tuple[datetime, datetime]
# Its number, its cells, and everything that is wrong with it.
WrongRow = tuple[int, list[Cell], list[str]]


@dataclass(frozen=True)
class Judged:
    """A row, or a day of one, and what is to become of it."""

    row: Row
    what: What
    said: Said | None = None
    entry: NewEntry | None = None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class Look:
    """A whole file, judged."""

    judged: list[Judged]

    def of(self, what: What) -> list[Judged]:
        """The lines of which this becomes."""
        return [each for each in self.judged if each.what == what]

    @property
    def wrong_rows(self) -> list[WrongRow]:
        """The rows that do not come in, each once."""
        found: dict[int, WrongRow] = {}
        for each in self.of("wrong"):
            row = found.setdefault(each.row.number, (each.row.number, list(each.row.cells), []))
            row[2].extend(problem for problem in each.problems if problem not in row[2])
        return list(found.values())

    @property
    def entries(self) -> list[NewEntry]:
        """What would be written down."""
        return [each.entry for each in self.of("new") if each.entry is not None]

    @property
    def lacks_roles(self) -> bool:
        """Whether lines need a role and name none."""
        said = (each.said for each in self.judged if each.said is not None)
        return any(not each.role and each.kind in HEADLINE for each in said)

    @property
    def minutes(self) -> int:
        """Of all that would be written down."""
        return sum(split.minutes_between(each.starts_at, each.ends_at) for each in self.entries)

    @property
    def people(self) -> int:
        """Whose hours they are, each counted once."""
        return len({each.person.pk for each in self.entries})


def look(draft: CardImport) -> Look:
    """Judge the rows of a kept file; change nothing. Without names and times in its columns it has none."""
    names = [str(name) for name in draft.header]
    places = {column: place for column, place in draft.places.items() if 0 <= place < len(names)}
    if not cards.is_readable(names, places):
        return Look([])
    today = clock.today(current_association())
    days = cards.days_of(names, places)
    read = [(row, *cards.read_row(row, places, days, today)) for row in keeping.unpack(draft.sheet)]
    return Look(list(_Judging(draft, [said for _row, found, _bad in read for said in found]).judge(read)))


class _Judging:
    """What has to be known of all lines before one is judged, in as many queries for many as for one."""

    def __init__(self, draft: CardImport, lines: list[Said]) -> None:
        self.draft = draft
        self.zone = ZoneInfo(current_association().timezone)
        self.roles: Mapping[str, VolunteerRole] = roles_by_name(active=False)
        self.people = _people(lines)
        found = [person for people in self.people.values() for person in people]
        self.placed = {person.pk for person in placements.only_placed(people=found)}
        self.taken: dict[tuple[int, date], list[Stretch]] = defaultdict(list)
        self.elsewhere: dict[tuple[int, date, int | None, str], Stretch] = {}
        self.known: set[tuple[int, UUID]] = set()
        self._look_up(found, lines)
        self.closed = selectors.closed_months({month for said in lines for month in _near(said.day)})
        self.times: Counter[tuple[object, ...]] = Counter()

    def _look_up(self, people: list[Person], lines: list[Said]) -> None:
        """The people's hours around those days, and the lines that came with files before.

        A line whose hours were taken back is known as well: the next file with it does not bring them again.
        """
        if not lines:
            return
        days = [said.day for said in lines]
        rows = HoursEntry.objects.filter(
            person__in={person.pk for person in people},
            starts_at__lt=walltime.about(day=max(days) + timedelta(days=3), at=_MIDNIGHT, zone=self.zone),
            ends_at__gt=walltime.about(day=min(days) - timedelta(days=2), at=_MIDNIGHT, zone=self.zone),
        )
        for row in rows.only(*_LOOKED_AT).order_by("starts_at", "pk").iterator(chunk_size=2000):
            if row.subject_kind == SUBJECT and row.subject_uuid is not None:
                self.known.add((row.person_id, row.subject_uuid))
            if row.state == HoursEntry.State.REVERSED:
                continue
            self._take(row.person_id, row.starts_at, row.ends_at)
            if row.subject_kind != SUBJECT:
                day = row.starts_at.astimezone(self.zone).date()
                what = (row.person_id, day, row.role_id, row.kind)
                self.elsewhere.setdefault(what, (row.starts_at, row.ends_at))

    def _take(self, person: int, starts_at: datetime, ends_at: datetime) -> None:
        for day in self._days(starts_at, ends_at):
            self.taken[person, day].append((starts_at, ends_at))

    def _days(self, starts_at: datetime, ends_at: datetime) -> list[date]:
        """The local days that a stretch of time touches."""
        first = starts_at.astimezone(self.zone).date()
        return [
            first + timedelta(days=n) for n in range((ends_at.astimezone(self.zone).date() - first).days + 1)
        ]

    def judge(self, read: Iterable[tuple[Row, list[Said], list[str]]]) -> Iterator[Judged]:
        """Each line in turn; what an earlier one takes, a later one cannot have."""
        for row, lines, problems in read:
            if problems:
                yield Judged(row, "wrong", problems=tuple(problems))
            for said in lines:
                yield self._judged(row, said)

    def _judged(self, row: Row, said: Said) -> Judged:
        try:
            person, role = self._person(said), self._role(said)
            subject = self._subject(person, said)
            if (person.pk, subject) in self.known:
                return Judged(row, "known", said)
            starts_at, ends_at = self._stretch(person, role, said)
            self._may_be_written(person, starts_at, ends_at)
        except _Refused as refusal:
            return Judged(row, "wrong", said, problems=(str(refusal),))
        except HoursRefused as refusal:
            return Judged(row, "wrong", said, problems=(str(refusal),))
        self._take(person.pk, starts_at, ends_at)
        entry = NewEntry(
            person, role, starts_at, ends_at, said.kind, subject_kind=SUBJECT, subject_uuid=subject
        )
        return Judged(row, "new", said, entry)

    def _person(self, said: Said) -> Person:
        found = self.people.get(_key(said.name), [])
        if said.email and len(found) > 1:
            found = [person for person in found if person.email.lower() == said.email]
        if not found:
            text = _("Nobody called “%(name)s” is in the register. Check the name, or add the person first.")
            raise _Refused(text % {"name": said.name})
        if len(found) > 1:
            text = _("There are several people called “%(name)s”. Add a column with their e-mail addresses.")
            raise _Refused(text % {"name": said.name})
        if found[0].pk in self.placed:
            raise _Refused(str(PlacementOnly(name=found[0].name)))
        return found[0]

    def _role(self, said: Said) -> VolunteerRole | None:
        if said.role:
            role = self.roles.get(said.role.casefold())
            if role is None:
                raise _Refused(_("There is no role “%(name)s”.") % {"name": said.role})
            return role
        if said.kind not in HEADLINE:
            return None
        if self.draft.role is None:
            raise _Refused(_("The row names no role, and none was chosen for such rows."))
        return self.draft.role

    def _subject(self, person: Person, said: Said) -> UUID:
        """The key of a line, by what the file says; of two that say the same the second has another."""
        same = (person.uuid, said.day, said.starts, said.minutes, said.role.casefold(), said.kind)
        self.times[same] += 1
        return uuid5(_SAME, "|".join(map(str, [*same, self.times[same]])))

    def _stretch(self, person: Person, role: VolunteerRole | None, said: Said) -> Stretch:
        """When it was: as the card says, else the first time of that day that is free."""
        if said.starts is not None:
            starts_at = walltime.instant(day=said.day, at=said.starts, zone=self.zone)
            if not said.until:
                return starts_at, starts_at + timedelta(minutes=said.minutes)
            wall = datetime.combine(said.day, said.starts) + timedelta(minutes=said.minutes)
            return starts_at, walltime.instant(day=wall.date(), at=wall.time(), zone=self.zone)
        if other := self.elsewhere.get((person.pk, said.day, role.pk if role else None, said.kind)):
            text = _(
                "%(name)s has hours on that day already: %(when)s. "
                "Fill in from when to when if these are others."
            )
            raise _Refused(text % {"name": person.name, "when": formats.when(*other, year=True)})
        length = timedelta(minutes=said.minutes)
        day_starts = walltime.about(day=said.day, at=_MIDNIGHT, zone=self.zone)
        day_ends = walltime.about(day=said.day + timedelta(days=1), at=_MIDNIGHT, zone=self.zone)
        asked = walltime.about(day=said.day, at=self.draft.default_start, zone=self.zone)
        ends = sorted(end for _start, end in self.taken[person.pk, said.day] if day_starts <= end < day_ends)
        for starts_at in [asked, *(end for end in ends if end > asked), day_starts, *ends]:
            ends_at = starts_at + length
            if ends_at <= day_ends and self._is_free(person, starts_at, ends_at) is None:
                return starts_at, ends_at
        text = _("%(name)s has other hours on that day, and not enough of it is left for these.")
        raise _Refused(text % {"name": person.name})

    def _is_free(self, person: Person, starts_at: datetime, ends_at: datetime) -> Stretch | None:
        """The hours that stand in the way, if any."""
        return next(
            (
                each
                for day in self._days(starts_at, ends_at)
                for each in self.taken[person.pk, day]
                if starts_at < each[1] and each[0] < ends_at
            ),
            None,
        )

    def _may_be_written(self, person: Person, starts_at: datetime, ends_at: datetime) -> None:
        if other := self._is_free(person, starts_at, ends_at):
            text = _("%(name)s has hours at this time already: %(when)s.")
            raise _Refused(text % {"name": person.name, "when": formats.when(*other, year=True)})
        if ends_at > clock.now():
            raise _Refused(_("This time has not passed yet. Only what was done is imported."))
        for month in split.months_touched(starts_at, ends_at, self.zone):
            if month in self.closed:
                text = _("%(month)s is closed. Correct it on the page of the month, or leave the row out.")
                raise _Refused(text % {"month": formats.first_up(formats.month(month))})


class _Refused(Exception):
    """Why a line is not written down, in words that say what to do."""


_MIDNIGHT = datetime.min.time()


def _key(name: str) -> str:
    return " ".join(name.casefold().replace(",", " ").split())


def _people(lines: list[Said]) -> dict[str, list[Person]]:
    """Those whom the file names, both ways round, by name."""
    wanted = {_key(said.name) for said in lines}
    found: dict[str, list[Person]] = defaultdict(list)
    if not wanted:
        return found
    for person in Person.objects.filter(is_blank=False).order_by("pk").iterator(chunk_size=2000):
        for name in {
            _key(f"{person.given_name} {person.family_name}"),
            _key(f"{person.family_name} {person.given_name}"),
        }:
            if name in wanted:
                found[name].append(person)
    return found


def _near(day: date) -> set[date]:
    """The months that hours begun on a day can touch."""
    return {split.month_of(day), split.month_of(day + timedelta(days=1))}
