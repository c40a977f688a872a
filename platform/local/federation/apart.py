"""Napajoki's hours beside the headline, and rows that must not change any figure.

Training, supervision and governance are recorded and shown apart. Own travel never counts, a draft does not
count yet, what somebody submitted waits for approval, and an overlapping row is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from local.federation.draws import Draws
from local.federation.hours import HourRow, Ledger
from local.federation.people import Person
from local.federation.rota import turn_on
from local.federation.totals import YEAR
from local.federation.work import HOUR

SLUG = "napajoki"


@dataclass(frozen=True, slots=True)
class Course:
    """A course: for which role, on which days, from when, how long each time, for how many people."""

    role: str
    days: tuple[date, ...]
    start: int
    quarters: int
    people: int


def _evenings(days: str) -> tuple[date, ...]:
    pairs = (day.strip(".").split(".") for day in days.split())
    return tuple(date(YEAR, int(month), int(number)) for number, month in pairs)


def _weekly(first: date, times: int) -> tuple[date, ...]:
    return tuple(first + timedelta(weeks=week) for week in range(times))


COURSES = (
    Course("tukihenkilo", _weekly(date(YEAR, 9, 17), 8), 17 * HOUR, 3 * HOUR, 12),
    Course("kriisipuhelin", _weekly(date(YEAR, 10, 5), 5), 9 * HOUR, 7 * HOUR, 10),
    Course("ohjelmarengas", (date(YEAR, 2, 18),), 13 * HOUR, 2 * HOUR, 40),
    Course("ruokakassijakelu", (date(YEAR, 3, 19),), 12 * HOUR, 5 * HOUR, 24),
    Course("olka", (date(YEAR, 9, 21),), 10 * HOUR, 6 * HOUR, 16),
    Course("asiointikaveri", (date(YEAR, 11, 12),), 12 * HOUR, 4 * HOUR, 30),
    Course("digikaveri", (date(YEAR, 8, 28),), 17 * HOUR, 3 * HOUR, 12),
    Course("pyoraluotsi", (date(YEAR, 5, 3),), 16 * HOUR, 3 * HOUR, 10),
)
"""1 120 hours of training."""

SUPERVISION = {
    "kriisipuhelin": _evenings("17.1. 14.2. 13.3. 10.4. 15.5. 12.6. 21.8. 11.9. 9.10. 8.11. 11.12."),
    "tukihenkilo": _evenings("24.1. 21.2. 20.3. 17.4. 22.5. 5.6. 28.8. 25.9. 16.10. 13.11. 4.12."),
}
"""Evenings of an hour and a half; 162 attendances in each of the two roles make 486 hours."""

ATTENDANCES = 162

BOARD_MEETINGS = tuple(
    date(YEAR, month, 22 if month != 6 else 19) for month in (1, 2, 3, 4, 5, 6, 8, 9, 10, 11)
)
GENERAL_MEETING = date(YEAR, 4, 18)
"""Ten meetings of nine people for two hours and one of ten people for three make 210 hours."""

SUBMITTED_QUARTERS = (12, 12, 12, 8, 8, 10, 14, 12, 8, 12, 12, 12, 12)
"""With Heikki's gig of 31.1. these are the 14 entries, 38 hours of 9 people, that wait for approval."""


def write_apart(ledger: Ledger) -> None:
    """Write training, supervision and governance. Comes before the headline hours: its days are fixed."""
    draws = Draws(ledger.seed, "apart")
    people = [person for person in ledger.people[SLUG] if person.volunteered]
    rows = ledger.rows[SLUG]
    for course in COURSES:
        for person in _attendees(course, people, ledger, draws):
            for day in course.days:
                rows.append(_row(ledger, person, course.role, "training", day, course.start, course.quarters))
    for role, evenings in SUPERVISION.items():
        rows += _supervision(role, evenings, people, ledger, draws)
    board = draws.shuffled([person for person in people if _through(person) and len(person.holdings) == 1])
    board = [person for person in board if not person.user][:10]
    for meeting in BOARD_MEETINGS:
        absent = draws.below(len(board))
        for at, person in enumerate(board):
            if at != absent:
                rows.append(
                    _row(ledger, person, person.holdings[0].role, "governance", meeting, 17 * HOUR, 2 * HOUR)
                )
    for person in board:
        role = person.holdings[0].role
        rows.append(_row(ledger, person, role, "governance", GENERAL_MEETING, 17 * HOUR, 3 * HOUR))


def write_negatives(ledger: Ledger) -> None:
    """Write rows of 2024 that change no figure: the way to twelve gigs, and a draft."""
    rows = ledger.rows[SLUG]
    gigs = [row for row in rows if row.role == "ohjelmarengas" and row.kind == "task"][40:52]
    rows += [
        replace(gig, kind="own_travel", starts_at=gig.starts_at - _HALF_HOUR, ends_at=gig.starts_at)
        for gig in gigs
    ]
    errands = [
        row for row in rows if (row.role, row.kind, row.starts_at.month) == ("asiointikaveri", "task", 11)
    ]
    rows.append(
        replace(errands[0], state="draft", starts_at=errands[0].ends_at, ends_at=errands[0].ends_at + _HOUR)
    )


_HALF_HOUR = timedelta(minutes=30)
_HOUR = timedelta(hours=1)


def overlapping_row(ledger: Ledger) -> HourRow:
    """Return a row that the product must refuse: the same person an hour into what stands already."""
    row = next(row for row in ledger.rows[SLUG] if row.role == "kriisipuhelin" and row.kind == "task")
    return replace(row, starts_at=row.starts_at + _HOUR, ends_at=row.ends_at + _HOUR)


def write_submitted(ledger: Ledger) -> None:
    """Write the entries of January 2025 that people reported themselves and the coordinator has not yet seen.

    Comes before the other hours of January, which then keep out of their way.
    """
    draws = Draws(ledger.seed, "apart", "submitted")
    people = ledger.people[SLUG]
    heikki = next(person for person in people if person.full_name == "Heikki Moilanen")
    rows = [_row(ledger, heikki, "ohjelmarengas", "task", date(2025, 1, 31), 14 * HOUR, 2 * HOUR)]
    friends = [
        person
        for person in people
        if person.state == "active" and _through(person) and person.holds("asiointikaveri", date(2025, 1, 1))
    ]
    friends = [person for person in draws.shuffled(friends) if person.full_name != "Marja Niskala"][:8]
    for at, quarters in enumerate(SUBMITTED_QUARTERS):
        day = date(2025, 1, 27) + timedelta(days=(at % 5))
        rows.append(_row(ledger, friends[at % 8], "asiointikaveri", "task", day, 12 * HOUR, quarters))
    ledger.rows[SLUG] += [replace(row, state="submitted") for row in rows]


def _through(person: Person) -> bool:
    """Say whether somebody was there from before 2024 until now."""
    return bool(person.holdings) and all(
        holding.from_on < date(YEAR, 1, 1) and holding.to_on is None for holding in person.holdings
    )


def _row(
    ledger: Ledger, person: Person, role: str, kind: str, day: date, start: int, quarters: int
) -> HourRow:
    turn = turn_on(role, day, start, quarters)
    ledger.days.take(person, turn.days)
    return HourRow(SLUG, person.number, role, kind, turn.starts_at, turn.ends_at)


def _attendees(course: Course, people: Sequence[Person], ledger: Ledger, draws: Draws) -> list[Person]:
    """Choose who takes a course: those who hold its role first, then others."""
    free = [
        person
        for person in draws.shuffled(people)
        if ledger.days.free(person, course.days)
        and all(holding.covers(day) for holding in person.holdings for day in course.days)
    ]
    free.sort(key=lambda person: all(holding.role != course.role for holding in person.holdings))
    chosen = free[: course.people]
    assert len(chosen) == course.people
    return chosen


def _supervision(
    role: str, evenings: Sequence[date], people: Sequence[Person], ledger: Ledger, draws: Draws
) -> list[HourRow]:
    """Choose who comes when. Jari Koivisto was last there on 8.11. and is overdue when the demo begins."""
    possible = [
        (evening, person)
        for evening in evenings
        for person in people
        if person.holds(role, evening)
        and ledger.days.free(person, (evening,))
        and not (person.full_name == "Jari Koivisto" and evening.month == 12)
    ]
    chosen = draws.shuffled(possible)
    chosen.sort(key=lambda pair: pair[1].full_name != "Jari Koivisto")
    assert len(chosen) >= ATTENDANCES
    return [
        _row(ledger, person, role, "supervision", evening, 17 * HOUR, HOUR + HOUR // 2)
        for evening, person in sorted(chosen[:ATTENDANCES], key=lambda pair: (pair[0], pair[1].number))
    ]
