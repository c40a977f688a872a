"""Who takes which turn: fair in proportion to what people take on, never two turns on one day.

One turn a day is stricter than the product's rule (no overlap, 11 hours of rest after a night), and is how
most people's weeks look. A night fills the day it begins on and the one it ends on. Days are kept per human
being, so that somebody in two associations is never in both at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from local.federation.draws import Draws
from local.federation.local_time import wall_time
from local.federation.people import Person
from local.federation.spread import evenly
from local.federation.totals import YEAR


@dataclass(slots=True)
class Turn:
    """A piece of work of one role: when, for how many quarters that pass, by how many people, by whom."""

    role: str
    starts_at: datetime
    ends_at: datetime
    quarters: int
    wanted: int = 1
    movable: bool = True
    people: list[int] = field(default_factory=list)

    @property
    def days(self) -> tuple[date, ...]:
        """Return the days that the turn fills."""
        first, last = self.starts_at.date(), self.ends_at.date()
        return (first,) if first == last else (first, last)

    def moved_to(self, day: date) -> None:
        """Let the same turn be on another day."""
        by = day - self.starts_at.date()
        self.starts_at += by
        self.ends_at += by


def turn_on(role: str, day: date, start: int, quarters: int, wanted: int = 1) -> Turn:
    """Make a turn on a day, from a quarter of the day on. For turns within one day only."""
    starts_at = wall_time(day, start)
    return Turn(role, starts_at, starts_at + timedelta(minutes=15 * quarters), quarters, wanted)


class Days:
    """The days on which each human being is taken."""

    def __init__(self) -> None:
        self._taken: dict[str, set[date]] = {}

    def free(self, person: Person, days: Sequence[date]) -> bool:
        """Say whether nothing is on any of these days."""
        taken = self._taken.get(person.key)
        return taken is None or taken.isdisjoint(days)

    def take(self, person: Person, days: Sequence[date]) -> None:
        """Fill these days."""
        self._taken.setdefault(person.key, set()).update(days)


@dataclass(slots=True)
class _Holder:
    person: Person
    from_on: date
    to_on: date
    fixed: tuple[int, int] | None
    load: int = 0


class Rota:
    """Shares one role's turns among those who hold it."""

    def __init__(self, role: str, people: Sequence[Person], days: Days, draws: Draws) -> None:
        self._days = days
        self._draws = draws
        self._holders = [
            _Holder(
                person,
                holding.from_on,
                _last_day(person, holding.to_on),
                next(
                    ((usual, open_month) for name, usual, open_month in person.duties if name == role), None
                ),
            )
            for person in people
            for holding in person.holdings
            if holding.role == role
        ]

    def fill(self, turns: Sequence[Turn], other_days: Callable[[Turn], Sequence[date]]) -> None:
        """Give each turn its people. A turn that finds nobody moves to another of its role's days.

        Everybody who held the role in 2024 gets at least one turn of that year. Raises RuntimeError when a
        turn finds nobody on any day.
        """
        turns = sorted(turns, key=lambda turn: turn.starts_at)
        self._start_loads(turns)
        closed_year = bool(turns) and turns[-1].starts_at.year == YEAR
        for holder in self._draws.shuffled(self._holders):
            if holder.fixed is not None:
                self._fixed_turns(holder, turns, holder.fixed[0 if closed_year else 1])
            elif closed_year and holder.person.volunteered:
                self._some_turns(holder, self._turns_while_held(holder, turns), 1)
        for turn in turns:
            while len(turn.people) < turn.wanted:
                holder = self._next_for(turn) or self._move(turn, other_days(turn))
                self._give(turn, holder)

    def _start_loads(self, turns: Sequence[Turn]) -> None:
        """Begin latecomers where those who were there from the start will then be."""
        strength = sum(holder.person.vigour for holder in self._holders)
        quarters = sum(turn.quarters * turn.wanted for turn in turns)
        for holder in self._holders:
            late = max(0, (holder.from_on - date(YEAR, 1, 1)).days)
            holder.load = quarters * holder.person.vigour * min(late, 366) // (strength * 366)

    def _turns_while_held(self, holder: _Holder, turns: Sequence[Turn]) -> list[Turn]:
        return [turn for turn in turns if holder.from_on <= turn.starts_at.date() <= holder.to_on]

    def _fixed_turns(self, holder: _Holder, turns: Sequence[Turn], count: int) -> None:
        """Give somebody so many turns of the usual length, and no others."""
        mine = self._turns_while_held(holder, turns)
        lengths = [turn.quarters for turn in mine]
        usual = max(lengths, key=lengths.count)
        self._some_turns(holder, [turn for turn in mine if turn.quarters == usual], count)
        holder.to_on = date(YEAR - 1, 12, 31)

    def _some_turns(self, holder: _Holder, turns: Sequence[Turn], count: int) -> None:
        begin = self._draws.below(len(turns))
        for place in evenly(count, len(turns)):
            self._first_possible(holder, turns, begin + place)

    def _first_possible(self, holder: _Holder, turns: Sequence[Turn], begin: int) -> None:
        for step in range(len(turns)):
            turn = turns[(begin + step) % len(turns)]
            if len(turn.people) < turn.wanted and self._can(holder, turn):
                self._give(turn, holder)
                return
        raise RuntimeError(f"{holder.person.full_name} finds no turn")

    def _can(self, holder: _Holder, turn: Turn) -> bool:
        days = turn.days
        return (
            holder.from_on <= days[0]
            and days[-1] <= holder.to_on
            and holder.person.number not in turn.people
            and self._days.free(holder.person, days)
        )

    def _next_for(self, turn: Turn) -> _Holder | None:
        """Return who has done least for their vigour, give or take a turn or two."""
        best, least = None, 0
        for holder in self._holders:
            if self._can(holder, turn):
                done = holder.load * 1000 // holder.person.vigour + self._draws.below(240)
                if best is None or done < least:
                    best, least = holder, done
        return best

    def _move(self, turn: Turn, days: Sequence[date]) -> _Holder:
        was = turn.starts_at.date()
        for day in days:
            if turn.people or not turn.movable:
                break
            turn.moved_to(day)
            if holder := self._next_for(turn):
                return holder
        turn.moved_to(was)
        raise RuntimeError(f"nobody has time for {turn.role} on {was}")

    def _give(self, turn: Turn, holder: _Holder) -> None:
        turn.people.append(holder.person.number)
        holder.load += turn.quarters
        self._days.take(holder.person, turn.days)


def _last_day(person: Person, to_on: date | None) -> date:
    """Return the last day on which somebody takes turns: those on a break rest since New Year."""
    if person.state == "on_break":
        return date(YEAR, 12, 31)
    return to_on or date.max
