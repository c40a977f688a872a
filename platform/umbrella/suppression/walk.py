"""Find other numbers that would have looked the same: the proof that a hidden number is safe.

Propagating intervals would give *outer* bounds and so call a cell safe that a cleverer reader can still work
out. The proof has to come from inside: exhibit whole numbers that agree with all that was told, in which the
hidden number is another one. The true numbers are one such point. From there we walk along closed cycles
(what is taken from one cell is given to another, in every sum again) as far as the target needs: the
simplex method, started at the truth, with a cost for each cell that is not hidden yet. Every point on the
way is a valid one, so a walk that is cut short proves less, never something false. Numbers are integers and
fractions, never floats.

What the walk returns is checked apart from it, by `Knowledge.contradicts`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from umbrella.suppression.deadline import Deadline
from umbrella.suppression.knowledge import Knowledge, Number

Row = dict[int, Number]
Limits = tuple[Number, Number | None]

#: Towards the target counts more than all that hiding can cost.
FIRST_THE_TARGET = 10**12

#: A walk that has not arrived by then stops where it is.
MOST_STEPS = 2_000

#: So often a walk that ended at fractions is tried again within closer limits, to get whole numbers.
MOST_NARROWINGS = 12

#: After so many steps that lead nowhere, take the lowest number first (Bland): it cannot go round in circles.
STEPS_BEFORE_BLAND = 30


@dataclass(slots=True)
class _Column:
    """One thing that may change: an unknown's number up or down, or the slack of a comparison."""

    #: The unknown, or -1 for slack.
    number: int
    #: What one step of the column does to the unknown.
    sign: int
    low: int
    high: int | None
    cost: int


@dataclass(slots=True)
class _Climb:
    """One walk under way."""

    #: Each basic column in terms of the others.
    rows: dict[int, Row]
    #: What a step of each other column gains.
    gain: Row
    limits: list[Limits]
    #: How far each column has been moved from the truth.
    at: list[Number]

    def entering(self, *, lowest_first: bool) -> tuple[int | None, int]:
        """Choose the column to move and its direction; None where nothing gains any more."""
        best: tuple[Number, int] | None = None
        chosen, direction = None, 0
        for column, slope in self.gain.items():
            low, high = self.limits[column]
            if (high is not None and self.at[column] >= high) if slope > 0 else self.at[column] <= low:
                continue
            rank: tuple[Number, int] = (0, column) if lowest_first else (-_size(slope), column)
            if best is None or rank < best:
                best, chosen, direction = rank, column, 1 if slope > 0 else -1
        return chosen, direction

    def step(self, entering: int, direction: int) -> Number:
        """Move the entering column as far as it can go; returns how far that was."""
        length, leaving = self._longest(entering, direction)
        self.at[entering] = _plain(self.at[entering] + length * direction)
        for basic, row in self.rows.items():
            if entering in row:
                self.at[basic] = _plain(self.at[basic] + row[entering] * length * direction)
        if leaving is not None:
            self._swap(entering, leaving)
        return length

    def _longest(self, entering: int, direction: int) -> tuple[Number, int | None]:
        """Say how far the entering column can go, and which other column stops it (None: its own limit)."""
        low, high = self.limits[entering]
        length: Number | None = self.at[entering] - low
        if direction > 0:
            length = None if high is None else high - self.at[entering]
        leaving: int | None = None
        for basic, row in self.rows.items():
            rate = row.get(entering, 0) * direction
            low, high = self.limits[basic]
            if not rate or (rate > 0 and high is None):
                continue
            room = _divide((low if rate < 0 else high or 0) - self.at[basic], rate)
            tie = room == length and leaving is not None and basic < leaving
            if length is None or room < length or tie:
                length, leaving = room, basic
        if length is None:
            raise ArithmeticError("A walk that gains has no end, though its target has one.")
        return length, leaving

    def _swap(self, entering: int, leaving: int) -> None:
        """Let the entering column take the leaving one's place in the basis."""
        row = self.rows.pop(leaving)
        factor = row.pop(entering)
        solved = {column: _divide(-value, factor) for column, value in row.items()}
        solved[leaving] = _divide(1, factor)
        for other in (*self.rows.values(), self.gain):
            if entering in other:
                _add(other, solved, other.pop(entering))
        self.rows[entering] = solved


class Walk:
    """The freedom that is left in some unknowns while all others stay as they are.

    `free` unknowns are hidden already. `priced` ones are still shown and may be hidden at a cost for each
    unit that they move. Make it once for a set of unknowns, then `reach` for one target after another.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        *,
        free: Iterable[int],
        priced: Mapping[int, int],
        deadline: Deadline | None = None,
    ) -> None:
        self._knowledge = knowledge
        self._deadline = deadline
        self._columns: list[_Column] = []
        self._column_of: dict[int, int] = {}
        self._priced = bool(priced)
        movable = self._without_stuck({*free, *priced})
        for number in sorted(movable):
            unknown = knowledge.unknowns[number]
            room = unknown.value - unknown.least
            cost = priced.get(number, 0)
            self._column_of[number] = len(self._columns)
            if cost:
                self._columns.append(_Column(number, 1, 0, None, cost))
                self._columns.append(_Column(number, -1, 0, room, cost))
            else:
                self._columns.append(_Column(number, 1, -room, None, 0))
        self._rows = self._solve(self._equations(movable))

    def reach(self, target: int, *, by: Number) -> dict[int, Number]:
        """Move the target by as much as `by` (either sign), at the least cost; returns all moves.

        They may be smaller than asked, or none at all. They are whole numbers but for rare tangles of many
        releases, where only fractions go as far: then the proof stands against linear programming, as the
        rule asks, and not surely against a reader who searches whole numbers.
        """
        start = self._column_of.get(target)
        if start is None or not by:
            return {}
        limits: list[Limits] = [(column.low, column.high) for column in self._columns]
        low, high = limits[start]
        limits[start] = (max(low, by), 0) if by < 0 else (0, by if high is None else min(high, by))
        furthest = at = self._climb(target=start, by=by, limits=limits)
        for _ in range(MOST_NARROWINGS):
            broken = [column for column, value in at.items() if isinstance(value, Fraction)]
            if not broken:
                return self._moves(at)
            # The truth is whole and stays within limits that are drawn in towards it: start again from there.
            column = min(broken, key=lambda one: (one == start, self._columns[one].number < 0, one))
            low, high = limits[column]
            limits[column] = (low, int(at[column])) if at[column] > 0 else (int(at[column]), high)
            at = self._climb(target=start, by=by, limits=limits)
            if at.get(start) != furthest.get(start):
                break
        return self._moves(furthest)

    def _check_time(self) -> None:
        if self._deadline is not None:
            self._deadline.check()

    def _without_stuck(self, movable: set[int]) -> set[int]:
        """Leave out what an equation with only one open number gives away."""
        knowledge = self._knowledge
        pending = {index for number in movable for index in knowledge.stands_in[number]}
        while pending:
            statement = knowledge.statements[pending.pop()]
            if not statement.exact:
                continue
            inside = [number for number, _ in statement.terms if number in movable]
            if len(inside) == 1:
                movable.discard(inside[0])
                pending.update(knowledge.stands_in[inside[0]])
        return movable

    def _equations(self, movable: set[int]) -> list[Row]:
        """Say in rows that sum to 0 how the movable unknowns hang together; comparisons get a slack."""
        equations: list[Row] = []
        knowledge = self._knowledge
        for index in sorted({index for number in movable for index in knowledge.stands_in[number]}):
            statement = knowledge.statements[index]
            row: Row = {}
            for number, sign in statement.terms:
                if number in movable:
                    column = self._column_of[number]
                    row[column] = sign
                    if self._columns[column].cost:
                        row[column + 1] = -sign
            if not statement.exact:
                left = sum(sign * knowledge.unknowns[number].value for number, sign in statement.terms)
                row[len(self._columns)] = -1
                self._columns.append(_Column(-1, 1, -left, None, 0))
            equations.append(row)
        return equations

    def _solve(self, equations: list[Row]) -> dict[int, Row]:
        """Write some columns (the basis) in terms of the others."""
        rows: dict[int, Row] = {}
        used_by: dict[int, set[int]] = {}
        often = Counter(column for equation in equations for column in equation)
        # The short ones first, and of each what stands in few others: so the rows stay short.
        for equation in sorted(equations, key=len):
            self._check_time()
            for basic in [column for column in equation if column in rows]:
                factor = equation.pop(basic)
                _add(equation, rows[basic], factor)
            if not equation:
                continue
            # A slack column if there is one: it stands in no other equation. Then what can be moved for
            # nothing.
            basic = min(
                equation,
                key=lambda column: (
                    self._columns[column].number >= 0,
                    self._columns[column].cost,
                    often[column],
                    column,
                ),
            )
            row = _solved_for(equation, basic)
            for other in used_by.pop(basic, ()):
                if basic in rows[other]:
                    factor = rows[other].pop(basic)
                    _add(rows[other], row, factor)
                    for column in row:
                        used_by.setdefault(column, set()).add(other)
            rows[basic] = row
            for column in row:
                used_by.setdefault(column, set()).add(basic)
        return rows

    def _climb(self, *, target: int, by: Number, limits: list[Limits]) -> dict[int, Number]:
        """Bring the target column on as far as `by`, then make that as cheap as possible."""
        climb = _Climb(
            rows={basic: dict(row) for basic, row in self._rows.items()},
            gain={j: -column.cost for j, column in enumerate(self._columns) if column.cost},
            limits=limits,
            at=[0] * len(limits),
        )
        climb.gain[target] = FIRST_THE_TARGET if by > 0 else -FIRST_THE_TARGET
        for basic in [column for column in climb.gain if column in climb.rows]:
            _add(climb.gain, climb.rows[basic], climb.gain.pop(basic))
        idle = 0
        for _ in range(MOST_STEPS):
            self._check_time()
            if not self._priced and climb.at[target] == by:
                break
            entering, direction = climb.entering(lowest_first=idle > STEPS_BEFORE_BLAND)
            if entering is None:
                break
            idle = 0 if climb.step(entering, direction) else idle + 1
        return {column: value for column, value in enumerate(climb.at) if value}

    def _moves(self, at: Mapping[int, Number]) -> dict[int, Number]:
        """Say by how much each unknown moved."""
        moves: dict[int, Number] = {}
        for column, value in at.items():
            number = self._columns[column].number
            if number >= 0:
                moves[number] = _plain(moves.get(number, 0) + value * self._columns[column].sign)
        return {number: move for number, move in moves.items() if move}


def _size(number: Number) -> Number:
    return number if number >= 0 else -number


def _divide(number: Number, by: Number) -> Number:
    """Divide exactly, and stay with integers where possible: nearly all rates are 1 or -1."""
    if by in (1, -1):
        return number if by == 1 else -number
    return _plain(Fraction(number) / by)


def _plain(number: Number) -> Number:
    """Write a fraction that is whole as an integer."""
    return number.numerator if number.denominator == 1 else number


def _add(row: Row, other: Row, factor: Number) -> None:
    """Add `factor` times another row to this one, in place."""
    for column, value in other.items():
        new = _plain(row.get(column, 0) + factor * value)
        if new:
            row[column] = new
        else:
            del row[column]


def _solved_for(equation: Row, basic: int) -> Row:
    """Turn "the row is 0" into "basic = the others"."""
    factor = equation[basic]
    return {column: _divide(-value, factor) for column, value in equation.items() if column != basic}
