"""What a few associations can exchange by role among themselves, so that no reader sees a difference."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass

from umbrella.suppression.cells import Cell, Rule
from umbrella.suppression.deadline import Deadline
from umbrella.suppression.knowledge import Knowledge, Metric, Number
from umbrella.suppression.role_tables import RoleKey
from umbrella.suppression.tables import YEAR, Tables
from umbrella.suppression.walk import Walk


@dataclass(frozen=True, slots=True)
class Target:
    """A cell that would be hidden; `cell` has its true size, `small` says whether it has to be protected."""

    key: RoleKey
    cell: Cell
    small: bool


@dataclass(frozen=True, slots=True)
class Proven:
    """Which cells have other values, and which small ones have them far enough from the truth."""

    moved: frozenset[RoleKey]
    protected: frozenset[RoleKey]


class Exchange:
    """A few associations' tables by role, with all that they sum up to taken as known.

    A total in which others stand as well is what these few give to it: it can lose no more than that.
    """

    def __init__(
        self, tables: Tables, plain: Mapping[Hashable, Cell], *, deadline: Deadline | None = None
    ) -> None:
        self._deadline = deadline
        keys = {relation.total for relation in tables.relations}
        around = [plain[key] for key in keys if key in plain]
        known = frozenset(cell.key for cell in around)
        self._knowledge = {metric: Knowledge(metric) for metric in Metric}
        for knowledge in self._knowledge.values():
            knowledge.face((*tables.cells, *around), tables.relations, known)
        self._keys = [cell.key for cell in tables.cells if isinstance(cell.key, RoleKey)]

    def prove(self, targets: Sequence[Target], *, beside: Collection[str], rule: Rule) -> Proven | None:
        """See what hiding these targets protects, each number by itself.

        `beside` are roles that stay shown for the year. Their months are told nowhere, and since people of
        several months overlap, those may be others although the year is the same.

        None where a cell that only stands beside them would keep one of its numbers exact. A cell of which
        neither number moves does not have to be hidden.
        """
        hidden = [target.key for target in targets]
        moved: dict[Metric, set[RoleKey]] = {}
        protected: dict[Metric, set[RoleKey]] = {}
        for metric, knowledge in self._knowledge.items():
            present = knowledge.present
            months_of = beside if metric is Metric.PEOPLE else ()
            free = self._free(hidden, months_of)
            movable = [present[key] for key in free if not knowledge.unknowns[present[key]].known]
            walk = Walk(knowledge, free=movable, priced={}, deadline=self._deadline)
            reached = _Reached(knowledge, walk, frozenset(movable))
            inside = [target for target in targets if target.key in present]
            protected[metric] = {
                target.key
                for target in inside
                if target.small and reached.far_enough(present[target.key], target.cell, rule)
            }
            moved[metric] = {target.key for target in inside if reached.other_than_true(present[target.key])}
        once = moved[Metric.MINUTES] ^ moved[Metric.PEOPLE]
        if any(target.key in once and not target.small for target in targets):
            return None
        small = {target.key for target in targets if target.small}
        return Proven(
            moved=frozenset((moved[Metric.MINUTES] & moved[Metric.PEOPLE]) | (once & small)),
            protected=frozenset(protected[Metric.MINUTES] & protected[Metric.PEOPLE]),
        )

    def _free(self, hidden: Sequence[RoleKey], beside: Collection[str]) -> list[RoleKey]:
        """The hidden cells, and what no table shows beside them: months of roles, families, sums of years."""
        listed = set(hidden)
        roles = {(key.owner, key.code) for key in hidden if key.level == "association"}
        owners = {owner for owner, _ in roles}
        roles |= {(owner, code) for owner in owners for code in beside}
        return [
            key
            for key in self._keys
            if key in listed
            or (key.owner in owners and key.by == "family" and key.level == "association")
            or (key.month == YEAR and key.by == "role" and key.level == "federation")
            or (key.month != YEAR and key.level == "association" and (key.owner, key.code) in roles)
        ]


class _Reached:
    """How far numbers were moved by the walks of one metric, each step checked against all that is told."""

    def __init__(self, knowledge: Knowledge, walk: Walk, hidden: frozenset[int]) -> None:
        self._knowledge, self._walk, self._hidden = knowledge, walk, hidden
        self._ends: dict[int, tuple[Number, Number]] = {}

    def far_enough(self, number: int, cell: Cell, rule: Rule) -> bool:
        """Move a number down and up until it is protected."""
        if self._knowledge.metric is Metric.PEOPLE:
            width = rule.fewest_people
            for sign in (1, -1):
                low, high = self._ends.get(number, (0, 0))
                if high - low >= width:
                    return True
                self._go(number, width + low if sign > 0 else high - width)
            low, high = self._ends.get(number, (0, 0))
            return high - low >= width
        fifth = -(-cell.minutes // 5)
        for by in (-fifth, fifth):
            low, high = self._ends.get(number, (0, 0))
            if not low <= by <= high:
                self._go(number, by)
        low, high = self._ends.get(number, (0, 0))
        return low <= -fifth and high >= fifth

    def other_than_true(self, number: int) -> bool:
        """Say whether the number can be another one."""
        for by in (1, -1):
            if number not in self._ends:
                self._go(number, by)
        return number in self._ends

    def _go(self, number: int, by: Number) -> None:
        moves = self._walk.reach(number, by=by)
        if self._knowledge.contradicts(moves, hidden=self._hidden):
            raise ArithmeticError("An exchange would be seen.")
        for other, move in moves.items():
            low, high = self._ends.get(other, (0, 0))
            self._ends[other] = (min(low, move), max(high, move))
