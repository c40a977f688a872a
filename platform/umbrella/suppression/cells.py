"""What is published, as cells and the sums between them, and which cells must not be seen."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from enum import StrEnum

#: A cell over fewer people than this is hidden.
FEWEST_PEOPLE = 5

#: A cell in which one person has more than this percentage of the minutes is hidden.
DOMINANCE_PERCENT = 85


class Reason(StrEnum):
    """Why a cell is hidden. Kept with the exact figures: a reader of the tables sees one sign for both."""

    PRIMARY = "primary"
    SECONDARY = "secondary"


class People(StrEnum):
    """How the people of a relation's parts make up its total. Minutes always add."""

    #: Other people in each part, or counted as memberships: the parts add up.
    ADD = "add"
    #: The same person may stand in several parts (months, roles): max(parts) <= total <= sum(parts).
    OVERLAP = "overlap"


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """One figure of one table, in exact numbers: the hours and the people of somebody in some period.

    `key` names the cell through all releases: the same figure of the same period has the same key, in every
    umbrella that shows it. `row` is whose figure it is (an association, a district, the federation), `block`
    the rows among which a partner is looked for first and kept: a district's associations in one year.
    `people` is the number that is shown, heads without names included. `top_minutes` is the largest share of
    one person, None where nobody can know it (heads). `version` stands for what the figure was made of: two
    cells of one key and one version are the same figure in two releases. By default that is its numbers; a
    total takes its parts', since other parts may happen to sum up to the same.

    Who did not report has no cell. That somebody did not report is public; it is neither 0 nor hidden.

    `listed=False` makes a cell that no table shows but that sums run through (a role's year in the
    federation, when only its months are shown): it is unknown to a reader and protected like any other.
    With `link=True` it is less than a figure: it only ties figures to each other (what one association did
    in one role in one month), and no rule asks how many people stand behind it.
    """

    key: Hashable
    row: Hashable
    block: Hashable
    minutes: int
    people: int
    top_minutes: int | None = None
    listed: bool = True
    link: bool = False
    version: Hashable = None

    def __post_init__(self) -> None:
        if self.version is None:
            object.__setattr__(self, "version", (self.minutes, self.people, self.top_minutes))
        if self.minutes < 0 or self.people < 0:
            raise ValueError(f"Cell {self.key!r} is negative.")
        if self.minutes and not self.people:
            raise ValueError(f"Cell {self.key!r} has minutes but nobody who gave them.")

    @property
    def is_zero(self) -> bool:
        """Nobody, nothing: shown as 0 to all, since it tells of no one."""
        return not self.people and not self.minutes


@dataclass(frozen=True, kw_only=True, slots=True)
class Relation:
    """A sum that every reader knows to hold: the total's minutes are those of its parts."""

    total: Hashable
    parts: tuple[Hashable, ...]
    people: People


@dataclass(frozen=True, kw_only=True, slots=True)
class Publication:
    """What one release told: all its cells with their sums, and which of them it did not show."""

    cells: tuple[Cell, ...]
    relations: tuple[Relation, ...]
    hidden: frozenset[Hashable]


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """What a release may show.

    `hidden` has the cells to show as "•", both numbers of a cell together. `partners` is to be stored and
    handed in again at the next release of the same blocks. `kept` are hidden cells whose key was shown by an
    earlier release with another value: that value is known anyway and may stay, marked as of then.
    `exposed` are small cells, now or in an earlier release, that what is already public gives away: nothing
    that this release hides could help. `unproven` are further cells whose protection could not be shown:
    there should be none, and a release with one must not go out. `proven` gives for each hidden cell values
    that a reader who knows everything published cannot rule out: (least, most) minutes and (fewest, most)
    people. The real bounds are at least as wide.
    """

    hidden: Mapping[Hashable, Reason]
    partners: Mapping[Hashable, tuple[Hashable, ...]]
    kept: frozenset[Hashable]
    exposed: frozenset[Hashable]
    unproven: frozenset[Hashable]
    proven: Mapping[Hashable, tuple[tuple[int, int], tuple[int, int]]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """When a figure tells too much of one person."""

    fewest_people: int = FEWEST_PEOPLE
    dominance_percent: int = DOMINANCE_PERCENT

    def hides(self, cell: Cell) -> bool:
        """Say whether the cell is a primary one: too few people, or one who did nearly all of it."""
        if cell.is_zero or cell.link:
            return False
        if cell.people < self.fewest_people:
            return True
        return cell.top_minutes is not None and (
            cell.top_minutes * 100 > cell.minutes * self.dominance_percent
        )
