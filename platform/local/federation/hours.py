"""Hours as rows for the product's bulk verb: all of 2024, and the open January of 2025."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from local.federation.associations import ASSOCIATION_BY_SLUG, REPORTING
from local.federation.draws import Draws
from local.federation.local_time import HOLIDAYS, Month, days_of, elapsed_minutes, wall_time
from local.federation.months import (
    ARKEEN_VOIMAA_STARTS,
    DIALOGUE_DAYS,
    GROUPS,
    JULY,
    JUNE,
    NIGHT_QUARTERS,
    association_months,
    crisis_nights,
    group_days,
    january_2025,
    january_2025_roles,
    night_hours,
    role_months,
)
from local.federation.people import Person
from local.federation.rota import Days, Rota, Turn, turn_on
from local.federation.totals import ROLES, TUNTURILA_JUNE, YEAR
from local.federation.work import HOUR, PATTERNS, open_days, possible_days, turn_lengths

HEADLINE_KINDS = ("task", "preparation", "accompanied_travel")
JANUARY_2025: Month = (2025, 1)


@dataclass(frozen=True, slots=True)
class HourRow:
    """One person's hours: what `record_batch` takes. Times are wall times of the association's zone."""

    association: str
    person: int
    role: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    state: str = "approved"

    @property
    def minutes(self) -> int:
        """Return the minutes that pass, which a change of the clocks makes more or fewer."""
        return elapsed_minutes(self.starts_at, self.ends_at)


@dataclass(slots=True)
class Ledger:
    """What is known so far: the people, their days, and the hours of each association."""

    seed: int
    people: Mapping[str, Sequence[Person]]
    days: Days
    rows: dict[str, list[HourRow]]
    months: dict[str, list[int]]
    roles: dict[str, dict[str, list[int]]]


def open_ledger(seed: int, people: Mapping[str, Sequence[Person]]) -> Ledger:
    """Lay out how many hours there are in each month, association and role."""
    months = association_months(seed)
    return Ledger(
        seed=seed,
        people=people,
        days=Days(),
        rows={slug: [] for slug in REPORTING},
        months=months,
        roles={slug: role_months(seed, slug, months[slug]) for slug in REPORTING},
    )


def write_2024(ledger: Ledger) -> None:
    """Write everybody's hours of 2024."""
    for slug in REPORTING:
        for role in _order(slug):
            draws = Draws(ledger.seed, "hours", slug, role)
            turns, given = _turns_of_2024(ledger, slug, role, draws)
            _share(ledger, slug, role, turns, draws)
            ledger.rows[slug] += _rows(slug, [*given, *turns], draws)


def write_january_2025(ledger: Ledger, already: Mapping[str, Mapping[str, int]]) -> None:
    """Write January 2025, less what attended shifts bring (`already`: association → role → quarters)."""
    for slug, hours in january_2025(ledger.seed, ledger.months).items():
        shares = january_2025_roles(slug, hours, ledger.roles[slug])
        last = ASSOCIATION_BY_SLUG[slug].suspended_on
        for role in _order(slug):
            draws = Draws(ledger.seed, "january", slug, role)
            quarters = shares[role] * HOUR - already.get(slug, {}).get(role, 0)
            turns: list[Turn] = []
            if (slug, role) == ("uusisuvanto", "kriisipuhelin"):
                quarters -= night_hours(*JANUARY_2025) * HOUR
                turns = [turn for turn in _nights(role) if turn.starts_at.year == 2025]
            if quarters < 0:
                raise ValueError(f"{slug}: more {role} in shifts than January has")
            days = open_days(PATTERNS[role], JANUARY_2025, draws, last)
            turns += _month_turns(slug, role, quarters, days, draws)
            _share(ledger, slug, role, turns, draws)
            ledger.rows[slug] += _rows(slug, turns, draws)


def _order(slug: str) -> list[str]:
    """Return an association's roles in the order in which turns are given: fixed dates, few people first."""
    first = ("dialogit", "arkeen-voimaa", "hyvinvointitiimi", "soppatykki", "tapahtumat", "ohjelmarengas")
    return sorted(
        ROLES[slug], key=lambda role: (first.index(role) if role in first else 9, ROLES[slug][role][0])
    )


def _turns_of_2024(ledger: Ledger, slug: str, role: str, draws: Draws) -> tuple[list[Turn], list[Turn]]:
    """Return the turns that are to be shared, and those that the story gives to somebody."""
    if slug == "napajoki" and role in _WHOLE_TURNS:
        return _WHOLE_TURNS[role](draws, ledger.roles[slug][role]), []
    turns: list[Turn] = []
    given: list[Turn] = []
    for month, hours in enumerate(ledger.roles[slug][role]):
        quarters = hours * HOUR
        if slug == "tunturila" and month in (JUNE, JULY):
            given += _tunturila_summer(ledger, role, month)
            continue
        if (slug, role) == ("uusisuvanto", "kriisipuhelin"):
            quarters -= night_hours(YEAR, month + 1) * HOUR
        if quarters < 0:
            raise ValueError(f"{slug}: more nights than hours of {role} in month {month + 1}")
        days = open_days(PATTERNS[role], (YEAR, month + 1), draws)
        turns += _month_turns(slug, role, quarters, days, draws)
    if (slug, role) == ("uusisuvanto", "kriisipuhelin"):
        turns += [turn for turn in _nights(role) if turn.starts_at.year < 2025]
    return turns, given


def _month_turns(slug: str, role: str, quarters: int, days: Sequence[date], draws: Draws) -> list[Turn]:
    """Cut a month's work into turns and lay them on its days in turn."""
    pattern = PATTERNS[role]
    if slug == "napajoki" and role == "ohjelmarengas":
        gigs = quarters // (3 * pattern.length)
        return [turn_on(role, days[at % len(days)], draws.pick(pattern.starts), 8, 3) for at in range(gigs)]
    if slug == "napajoki" and role in ("kriisipuhelin", "ryhmanohjaaja"):
        lengths = [pattern.length] * (quarters // pattern.length)
    else:
        lengths = turn_lengths(quarters, pattern, draws)
    return [
        turn_on(role, days[at % len(days)], draws.pick(pattern.starts), length)
        for at, length in enumerate(lengths)
    ]


def _crisis_shifts(draws: Draws, months: Sequence[int]) -> list[Turn]:
    return [
        turn
        for month, hours in enumerate(months, start=1)
        for turn in _month_turns(
            "napajoki",
            "kriisipuhelin",
            hours * HOUR,
            open_days(PATTERNS["kriisipuhelin"], (YEAR, month), draws),
            draws,
        )
    ]


def _gigs(draws: Draws, months: Sequence[int]) -> list[Turn]:
    return [
        turn
        for month, hours in enumerate(months, start=1)
        for turn in _month_turns(
            "napajoki",
            "ohjelmarengas",
            hours * HOUR,
            open_days(PATTERNS["ohjelmarengas"], (YEAR, month), draws),
            draws,
        )
    ]


def _sessions(draws: Draws, months: Sequence[int]) -> list[Turn]:
    return [
        turn_on("ryhmanohjaaja", day, group.hour * HOUR, 2 * HOUR)
        for group in GROUPS
        for day in group_days(group)
    ]


def _arkeen_voimaa(draws: Draws, months: Sequence[int]) -> list[Turn]:
    return [
        turn_on("arkeen-voimaa", start + timedelta(weeks=week), 66, 10, 2)
        for start in ARKEEN_VOIMAA_STARTS
        for week in range(6)
    ]


def _dialogues(draws: Draws, months: Sequence[int]) -> list[Turn]:
    return [turn_on("dialogit", day, 17 * HOUR, 3 * HOUR, 2) for day in DIALOGUE_DAYS]


_WHOLE_TURNS: dict[str, Callable[[Draws, Sequence[int]], list[Turn]]] = {
    "kriisipuhelin": _crisis_shifts,
    "ohjelmarengas": _gigs,
    "ryhmanohjaaja": _sessions,
    "arkeen-voimaa": _arkeen_voimaa,
    "dialogit": _dialogues,
}
"""Napajoki's roles whose shape is known to the turn: 432 shifts × 3 h, 390 gigs × 3 people × 2 h, …"""


def _nights(role: str) -> Iterator[Turn]:
    """Yield the nights of the crisis hub, 22 to 6 by the clock on the wall."""
    for night, people in crisis_nights():
        starts_at = wall_time(night, 22 * HOUR)
        yield Turn(
            role,
            starts_at,
            starts_at + timedelta(hours=8),
            NIGHT_QUARTERS.get(night, 32),
            people,
            movable=False,
        )


def _tunturila_summer(ledger: Ledger, role: str, month: int) -> list[Turn]:
    """Return the turns of Tunturila's two thin months, with those who take them.

    In June the chair keeps the village house open nearly alone and five others each run an errand; in July
    three people share what there is.
    """
    people = ledger.people["tunturila"]
    turns: list[Turn] = []
    if month == JUNE and role == "kohtaamispaikka":
        chair = next(person for person in people if person.full_name == "Pekka Rautio")
        weekdays = [day for day in days_of((YEAR, 6)) if day.weekday() in (1, 3, 5) and day not in HOLIDAYS]
        open_on = weekdays[: (TUNTURILA_JUNE - 5) // 3]
        turns = [_given(turn_on(role, day, 12 * HOUR, 3 * HOUR), chair) for day in open_on]
    elif month == JUNE and role == "asiointikaveri":
        runners = [person for person in people if person.holds(role, date(YEAR, 6, 1))][-5:]
        for at, runner in enumerate(runners):
            turns.append(_given(turn_on(role, date(YEAR, 6, 3) + timedelta(days=at), 44, HOUR), runner))
    elif month == JULY and role == "kohtaamispaikka":
        for at, name in enumerate(("Hilkka Tervo", "Olavi Kumpula", "Erkki Palokangas") * 2):
            host = next(person for person in people if person.full_name == name)
            turns.append(
                _given(turn_on(role, date(YEAR, 7, 2) + timedelta(days=4 * at), 12 * HOUR, 2 * HOUR), host)
            )
    for turn in turns:
        for person in people:
            if person.number in turn.people:
                ledger.days.take(person, turn.days)
    return turns


def _given(turn: Turn, person: Person) -> Turn:
    turn.people.append(person.number)
    return turn


def _share(ledger: Ledger, slug: str, role: str, turns: Sequence[Turn], draws: Draws) -> None:
    last = ASSOCIATION_BY_SLUG[slug].suspended_on

    def other_days(turn: Turn) -> list[date]:
        return possible_days(PATTERNS[role], (turn.starts_at.year, turn.starts_at.month), draws, last)

    Rota(role, ledger.people[slug], ledger.days, draws).fill(turns, other_days)


def _rows(slug: str, turns: Sequence[Turn], draws: Draws) -> list[HourRow]:
    return [
        HourRow(slug, person, turn.role, _kind(slug, turn.role, draws), turn.starts_at, turn.ends_at)
        for turn in turns
        for person in turn.people
    ]


def _kind(slug: str, role: str, draws: Draws) -> str:
    """Draw the kind of an entry. The way with a client and preparing are headline hours as well."""
    if role in ("asiointikaveri", "kulttuurikaveri") and draws.percent(12):
        return "accompanied_travel"
    if role in ("ryhmanohjaaja", "yhteislounas") and slug != "napajoki" and draws.percent(10):
        return "preparation"
    return "task"
