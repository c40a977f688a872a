"""What a reader who forgets nothing knows about one number: statements over unknowns.

A cell is an unknown per *version*: while the figure stays the same from release to release it is one and the
same unknown, and a corrected figure is a new one. So the reader is taken to know which figures did not
change, and what was shown once stays known. The reader is also taken to know minutes exactly, though the
tables round to hours. Both are more than a real reader knows.

Of a year so far, told again with further months, the reader knows that nobody leaves it and that nobody joins
it but in those months. So two unions of months (`People.OVERLAP`) of one key are compared as well.

They do not use the rule itself ("one of these two has fewer than five"): what any threshold rule gives away
by being published cannot be taken back by hiding more.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence, Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from umbrella.suppression.cells import Cell, People, Publication, Relation

#: Exact always: integers, and fractions where it has to be.
Number = int | Fraction


class Metric(StrEnum):
    """The two numbers of a cell."""

    MINUTES = "minutes"
    PEOPLE = "people"

    def of(self, cell: Cell) -> int:
        """Read this number from a cell."""
        return cell.minutes if self is Metric.MINUTES else cell.people


@dataclass(slots=True)
class Unknown:
    """One number of one cell, as it stood in one or more releases."""

    row: Hashable
    block: Hashable
    value: int
    #: The least that a reader must think possible.
    least: int = 0
    #: Shown by an earlier release, or made public by the association itself, or a true 0.
    known: bool = False
    #: In a table of the release that is being decided, and not known yet: shown unless it is hidden now.
    open: bool = False
    #: Hidden by an earlier release, and the same since.
    was_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """A sum of signed unknowns (number, sign) that is 0 (`exact`) or at least 0."""

    terms: tuple[tuple[int, int], ...]
    exact: bool


@dataclass(frozen=True, slots=True)
class _Union:
    """People who are counted once although they may stand in several parts: a year so far, of its months."""

    total: int
    parts: frozenset[int]

    def and_then(self, other: "_Union") -> tuple[tuple[int, int], ...]:
        """The terms of "these people, and those of the other's further parts, less all of the other's"."""
        further = sorted(other.parts - self.parts)
        return ((self.total, 1), *((part, 1) for part in further), (other.total, -1))

    def is_between(self, one: "_Union", other: "_Union") -> bool:
        """Say whether both can be compared with this one, and so with each other, with nothing lost."""
        return (
            self.parts not in (one.parts, other.parts)
            and one.parts & other.parts <= self.parts <= one.parts | other.parts
        )


@dataclass(slots=True)
class Knowledge:
    """All that was told about one metric, in all releases together."""

    metric: Metric
    unknowns: list[Unknown] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    #: For each unknown the statements in which it stands.
    stands_in: list[list[int]] = field(default_factory=list)
    #: For each key of the release that is being decided its unknown.
    present: dict[Hashable, int] = field(default_factory=dict)
    _numbers: dict[tuple[Hashable, Hashable], int] = field(default_factory=dict)
    _by_row: dict[Hashable, list[int]] = field(default_factory=dict)
    _told: set[Statement] = field(default_factory=set)
    #: For each key its unions in all releases: its unknown, and those of its parts.
    _unions: dict[Hashable, list["_Union"]] = field(default_factory=dict)

    def remember(self, publication: Publication) -> None:
        """Take in an earlier release."""
        numbers = self._take(publication.cells)
        for cell in publication.cells:
            unknown = self.unknowns[numbers[cell.key]]
            if cell.key in publication.hidden:
                unknown.was_hidden = True
            elif cell.listed:
                unknown.known = True
        self._tell(publication.relations, numbers)

    def face(
        self, cells: Sequence[Cell], relations: Iterable[Relation], known: AbstractSet[Hashable]
    ) -> None:
        """Take in the release that is being decided."""
        self.present = self._take(cells)
        for cell in cells:
            unknown = self.unknowns[self.present[cell.key]]
            unknown.known = unknown.known or cell.key in known or (cell.listed and cell.is_zero)
            unknown.open = cell.listed and not unknown.known
        self._tell(relations, self.present)

    def number_of(self, cell: Cell) -> int:
        """Find the unknown of a cell that was taken in."""
        return self._numbers[cell.key, cell.version]

    def numbers_of(self, rows: Iterable[Hashable] | None) -> Iterable[int]:
        """List the unknowns of some rows (None: all), always in one order."""
        if rows is None:
            return range(len(self.unknowns))
        return sorted(number for row in rows for number in self._by_row.get(row, ()))

    def contradicts(self, moves: Mapping[int, Number], *, hidden: AbstractSet[int]) -> bool:
        """Check a claim, exactly: could every number be `value + move` for all that was told?

        `hidden` are the open unknowns that the release hides. True means that the claim is false.
        """
        for number, move in moves.items():
            unknown = self.unknowns[number]
            if move and (unknown.known or (unknown.open and number not in hidden)):
                return True
            if unknown.value + move < unknown.least:
                return True
        for index in {index for number in moves for index in self.stands_in[number]}:
            statement = self.statements[index]
            left = sum(sign * (self.unknowns[n].value + moves.get(n, 0)) for n, sign in statement.terms)
            if left < 0 or (statement.exact and left):
                return True
        return False

    def _take(self, cells: Iterable[Cell]) -> dict[Hashable, int]:
        taken: dict[Hashable, int] = {}
        for cell in cells:
            if cell.key in taken:
                raise ValueError(f"Cell {cell.key!r} stands twice in one release.")
            value = self.metric.of(cell)
            number = self._numbers.get((cell.key, cell.version))
            if number is None:
                number = self._numbers[cell.key, cell.version] = len(self.unknowns)
                self.unknowns.append(Unknown(row=cell.row, block=cell.block, value=value))
                self.stands_in.append([])
                self._by_row.setdefault(cell.row, []).append(number)
            elif self.unknowns[number].value != value:
                raise ValueError(f"Cell {cell.key!r} has two numbers in one version.")
            if self.metric is Metric.PEOPLE and cell.listed and not cell.is_zero:
                # A true 0 is always shown, so what is hidden has somebody in it.
                self.unknowns[number].least = 1
            taken[cell.key] = number
        return taken

    def _tell(self, relations: Iterable[Relation], numbers: Mapping[Hashable, int]) -> None:
        for relation in relations:
            total, parts = numbers[relation.total], [numbers[part] for part in relation.parts]
            whole = ((total, -1), *((part, 1) for part in parts))
            if self.metric is Metric.MINUTES or relation.people is People.ADD:
                self._state(Statement(whole, exact=True))
                continue
            self._state(Statement(whole, exact=False))
            for part in parts:
                self._state(Statement(((total, 1), (part, -1)), exact=False))
            self._compare(relation.total, _Union(total, frozenset(parts)))

    def _compare(self, key: Hashable, union: "_Union") -> None:
        """Say how far a union can be apart from those of the same key that were told before it."""
        earlier = self._unions.setdefault(key, [])
        if union in earlier:
            return
        for other in earlier:
            if other.total == union.total or other.parts.isdisjoint(union.parts):
                continue
            between = [one for one in earlier if one.is_between(other, union)]
            for small, large in ((other, union), (union, other)):
                # What follows from two shorter comparisons is not said again: proofs stay quick.
                if self._exceeds(small, large) or any(
                    not self._exceeds(small, one) and not self._exceeds(one, large) for one in between
                ):
                    continue
                self._state(Statement(small.and_then(large), exact=False))
        earlier.append(union)

    def _exceeds(self, one: "_Union", other: "_Union") -> bool:
        """Say whether the second has more people than the first and its own further parts together.

        It happens where a part's people were exchanged by a correction and their number stayed: then a reader
        who takes the part for unchanged is wrong, and learns nothing.
        """
        return sum(sign * self.unknowns[number].value for number, sign in one.and_then(other)) < 0

    def _state(self, statement: Statement) -> None:
        if statement in self._told:
            return
        self._told.add(statement)
        left = sum(sign * self.unknowns[number].value for number, sign in statement.terms)
        if left < 0 or (statement.exact and left):
            raise ValueError(f"The {self.metric} of a total and its parts do not fit: {statement.terms}")
        for number, _ in statement.terms:
            self.stands_in[number].append(len(self.statements))
        self.statements.append(statement)
