"""What is to become of each row, by the register as it is now: the same before the yes and in the job."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.utils.translation import gettext as _

from tenants import clock
from tenants.context import current_association
from volunteers.register import own_fields
from volunteers.register.importing import keeping
from volunteers.register.importing.columns import names_are_there
from volunteers.register.importing.rows import PersonRow, Reading, read_row, tags_by_name
from volunteers.register.models import OwnField, PeopleImport, Person, VolunteerRole
from web.sheets.tables import Row

Kind = Literal["new", "known", "repeated", "wrong"]


@dataclass(frozen=True, slots=True)
class Judged:
    """A row, and what is to become of it. `person` is somebody's key, `first` an earlier row's number."""

    row: Row
    kind: Kind
    said: PersonRow | None = None
    person: int | None = None
    first: int | None = None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class Look:
    """A whole file, judged."""

    judged: list[Judged]
    own: dict[str, OwnField]

    def counts(self) -> Counter[str]:
        """How many rows of each kind."""
        return Counter(each.kind for each in self.judged)

    def of(self, kind: Kind) -> list[Judged]:
        """The rows of a kind."""
        return [each for each in self.judged if each.kind == kind]


def look(batch: PeopleImport) -> Look:
    """Judge the rows of a kept file; change nothing. Without names in its columns it has no rows."""
    own = own_fields.by_key(own_fields.active())
    width = len(batch.header)
    places = {name: place for name, place in batch.places.items() if 0 <= place < width}
    if not names_are_there(places):
        return Look([], own)
    reading = Reading(
        places=places,
        today=clock.today(current_association()),
        own={key: field for key, field in own.items() if key in places},
        tags=tags_by_name(),
        roles={name: name for name in roles_by_name(active=False)},
    )
    return Look(list(_judged(keeping.unpack(batch.sheet), reading, fills=batch.fills)), own)


def roles_by_name(*, active: bool) -> dict[str, VolunteerRole]:
    """Roles by code and by each of their names, in small letters."""
    found: dict[str, VolunteerRole] = {}
    roles = VolunteerRole.objects.order_by("-is_active", "position", "pk")
    for role in roles.filter(is_active=True) if active else roles:
        for name in (role.code, role.name_fi, role.name_sv, role.name_en):
            if name:
                found.setdefault(" ".join(name.split()).casefold(), role)
    return found


def _judged(rows: Iterable[Row], reading: Reading, *, fills: bool) -> Iterator[Judged]:
    known, roles = _Known.in_register(), roles_by_name(active=True)
    seen, first_of, row_of = _Known(), dict[int, PersonRow](), dict[int, int]()
    for row in rows:
        said, problems = read_row(row, reading)
        person = known.find(_marks(said)) if said else None
        if said and person is None:
            unknown = [name for name in said.roles if name.casefold() not in roles]
            problems += [_("There is no role “%(name)s”.") % {"name": name} for name in unknown]
        if said is None or problems:
            yield Judged(row, "wrong", problems=tuple(problems))
            continue
        first = row_of.get(person) if person else seen.find(_marks(said))
        if first is not None:
            if fills:
                _complete(first_of[first], said)
            yield Judged(row, "repeated", said, first=first)
            continue
        first_of[row.number] = said
        if person is None:
            seen.note(_marks(said), row.number)
        else:
            row_of[person] = row.number
        yield Judged(row, "new" if person is None else "known", said, person=person)


def _complete(first: PersonRow, later: PersonRow) -> None:
    """What the first row of a person leaves open, a later one may say."""
    first.fields = {**later.fields, **first.fields}
    first.own = {**later.own, **first.own}
    first.tags = list(dict.fromkeys([*first.tags, *later.tags]))
    first.roles = list(dict.fromkeys([*first.roles, *later.roles]))
    first.guardian = first.guardian or later.guardian


@dataclass(frozen=True, slots=True)
class _Marks:
    """What tells one person from another of the same name."""

    name: str
    email: str
    phone: str
    born_on: date | None

    def are_none(self) -> bool:
        """Whether there is nothing but the name."""
        return not (self.email or self.phone or self.born_on)

    def mean(self, other: "_Marks") -> bool:
        """Whether both are of one person: something agrees, and the day of birth does not speak against it.

        Where one of them is nothing but a name, the name has to do.
        """
        if self.born_on and other.born_on:
            return self.born_on == other.born_on
        if self.are_none() or other.are_none():
            return True
        return bool(self.email and self.email == other.email) or bool(
            self.phone and self.phone == other.phone
        )


def _marks(said: PersonRow) -> _Marks:
    fields: Mapping[str, Any] = said.fields
    return _made(said.name, fields.get("email", ""), fields.get("phone", ""), fields.get("born_on"))


def _made(name: str, email: str, phone: str, born_on: date | None) -> _Marks:
    digits = "".join(each for each in phone if each.isdigit())[-9:].lstrip("0")
    return _Marks(" ".join(name.casefold().split()), email.lower(), digits, born_on)


class _Known:
    """People by name, then by what tells them apart. Never by an address alone, which people share."""

    def __init__(self) -> None:
        self._by_name: dict[str, list[tuple[_Marks, int]]] = {}

    @classmethod
    def in_register(cls) -> "_Known":
        """Everybody who was not erased, the longest known first."""
        known = cls()
        people = Person.objects.filter(is_blank=False).order_by("pk")
        for key, given, family, email, phone, born_on in people.values_list(
            "pk", "given_name", "family_name", "email", "phone", "born_on"
        ).iterator(chunk_size=2000):
            known.note(_made(f"{given} {family}", email, phone, born_on), key)
        return known

    def note(self, marks: _Marks, key: int) -> None:
        """Somebody under a key."""
        self._by_name.setdefault(marks.name, []).append((marks, key))

    def find(self, marks: _Marks) -> int | None:
        """The key of the same person; of those with a mark in common the first, else who has none."""
        alike = [(known, key) for known, key in self._by_name.get(marks.name, ()) if known.mean(marks)]
        certain = [key for known, key in alike if not (known.are_none() or marks.are_none())]
        return next(iter(certain or [key for _known, key in alike]), None)
