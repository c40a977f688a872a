"""Shifts: last week's, with who came, and six weeks to come, with who has signed up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from local.federation.associations import ASSOCIATION_BY_SLUG, REPORTING
from local.federation.catalogue import ROLE_BY_CODE
from local.federation.draws import Draws
from local.federation.hours import Ledger
from local.federation.local_time import elapsed_minutes, wall_time
from local.federation.people import OPENING, Person
from local.federation.weeks import (
    HAITARI,
    HEIKKIS_SECOND_GIG,
    NAPAJOKI_FIRST_WEEK,
    NAPAJOKI_SECOND_WEEK,
    WEEKS,
    Plan,
)
from local.federation.work import HOUR

LAST_WEEK = OPENING - timedelta(weeks=1)
LAST_APPROVED = date(2025, 1, 31)
"""Friday's shifts were approved this morning; the weekend's are not marked yet."""

FILL = (85, 70, 55, 45, 35, 25)
"""Of a hundred places, how many are taken in each of the six weeks."""

_KEPT_OUT = {"Heikki Moilanen", "Jari Koivisto", "Marja Niskala"}
"""They sign up where the story says so and nowhere else."""


@dataclass(frozen=True, slots=True)
class SignUpRow:
    """One person's place, in a state that the product knows (`signed_up`, `attended`, `no_show`, …).

    Or `cannot_come`: it is theirs until somebody takes it over.
    """

    person: int
    state: str


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """One shift. Times are wall times; `approved` says that its hours are approved already."""

    association: str
    key: str
    role: str
    site: str
    title: str
    description: str
    starts_at: datetime
    ends_at: datetime
    places: int
    state: str
    contact: int
    sign_ups: tuple[SignUpRow, ...] = ()
    approved: bool = False

    @property
    def taken(self) -> int:
        """Return how many places are taken."""
        return sum(
            sign_up.state in ("signed_up", "attended", "no_show", "cannot_come") for sign_up in self.sign_ups
        )


@dataclass(slots=True)
class _Week:
    """What is needed to fill one week of one association."""

    slug: str
    monday: date
    people: Sequence[Person]
    ledger: Ledger
    draws: Draws
    fill: int
    numbers: Iterator[int] = field(default_factory=lambda: iter(range(1000)))


def last_week(ledger: Ledger) -> list[ShiftRow]:
    """Make the shifts of 27.1.–2.2.: all full, marked and approved up to Friday.

    Napajoki has the whole week; the others have their first two. Comes before the other hours of January.
    """
    shifts: list[ShiftRow] = []
    for slug in REPORTING:
        if slug == "lakeus":
            continue
        week = _Week(slug, LAST_WEEK, ledger.people[slug], ledger, Draws(ledger.seed, "last week", slug), 100)
        shifts += [_past(week, plan) for plan in past_plans(slug)]
    return shifts


def past_plans(slug: str) -> Sequence[Plan]:
    """What an association had last week."""
    return WEEKS[slug] if slug == "napajoki" else [plan for plan in WEEKS[slug] if plan.weekday < 4][:2]


def coming(ledger: Ledger) -> list[ShiftRow]:
    """Make the shifts from the demo's first morning on, six weeks of them."""
    shifts: list[ShiftRow] = []
    for slug in REPORTING:
        if slug == "lakeus":
            continue
        for number, fill in enumerate(FILL):
            monday = OPENING + timedelta(weeks=number)
            draws = Draws(ledger.seed, "coming", slug, str(number))
            week = _Week(slug, monday, ledger.people[slug], ledger, draws, fill)
            # Who is named goes first, so that nobody takes their day.
            of_week = sorted(plans(slug, number), key=lambda plan: not (plan.named or any(plan.gone)))
            shifts += sorted(
                (_shift(week, plan) for plan in of_week), key=lambda shift: (shift.starts_at, shift.key)
            )
    return shifts


def attended_quarters(shifts: Sequence[ShiftRow]) -> dict[str, dict[str, int]]:
    """Sum up what approved attendance brings, in quarters of an hour per association and role."""
    sums: dict[str, dict[str, int]] = {}
    for shift in shifts:
        if shift.approved:
            heads = sum(sign_up.state == "attended" for sign_up in shift.sign_ups)
            roles = sums.setdefault(shift.association, {})
            quarters = heads * elapsed_minutes(shift.starts_at, shift.ends_at) // 15
            roles[shift.role] = roles.get(shift.role, 0) + quarters
    return sums


def plans(slug: str, number: int) -> Sequence[Plan]:
    """What an association has in one of the weeks to come."""
    if slug != "napajoki":
        return WEEKS[slug]
    if number == 0:
        return NAPAJOKI_FIRST_WEEK
    if number == 1:
        return NAPAJOKI_SECOND_WEEK
    usual = WEEKS[slug]
    if number == 2:
        return [HEIKKIS_SECOND_GIG if plan.title == HAITARI else plan for plan in usual]
    return usual


def _past(week: _Week, plan: Plan) -> ShiftRow:
    day = week.monday + timedelta(days=plan.weekday)
    marked = day <= LAST_APPROVED
    named = (
        ("Eeva Salmela",)
        if (week.slug, plan.weekday, plan.role) == ("napajoki", 6, "kohtaamispaikka")
        else ()
    )
    people = _people(week, plan, day, plan.places, named)
    states = ["attended" if marked else "signed_up"] * len(people)
    if marked and (plan.role, plan.weekday) == ("ruokakassijakelu", 2) and week.slug == "napajoki":
        states[-1] = "no_show"
    sign_ups = tuple(SignUpRow(person.number, state) for person, state in zip(people, states, strict=True))
    return _row(week, plan, day, sign_ups, approved=marked)


def _shift(week: _Week, plan: Plan) -> ShiftRow:
    day = week.monday + timedelta(days=plan.weekday)
    taken = plan.taken
    if taken is None:
        taken = sum(week.draws.percent(week.fill) for _ in range(plan.places))
    people = _people(week, plan, day, taken, plan.named)
    state = "cancelled_by_org" if plan.state == "cancelled" else "signed_up"
    sign_ups = [SignUpRow(person.number, state) for person in people]
    if plan.gone:
        gone = _people(week, plan, day, len(plan.gone), tuple(name for name in plan.gone if name))
        left = "cannot_come" if plan.searched else "cancelled_by_volunteer"
        sign_ups += [SignUpRow(person.number, left) for person in gone]
    return _row(week, plan, day, tuple(sign_ups))


def _row(
    week: _Week, plan: Plan, day: date, sign_ups: tuple[SignUpRow, ...], *, approved: bool = False
) -> ShiftRow:
    role = ROLE_BY_CODE[plan.role]
    swedish = ASSOCIATION_BY_SLUG[week.slug].language == "sv"
    return ShiftRow(
        association=week.slug,
        key=f"{week.slug}-{day.isoformat()}-{next(week.numbers):02d}",
        role=plan.role,
        site=plan.site,
        title=plan.title or (role.name.sv if swedish else role.name.fi),
        description=role.description.sv if swedish else role.description.fi,
        starts_at=wall_time(day, plan.start * HOUR),
        ends_at=wall_time(day, plan.end * HOUR),
        places=plan.places,
        state=plan.state,
        contact=contact_of(week.people),
        sign_ups=sign_ups,
        approved=approved,
    )


def contact_of(people: Sequence[Person]) -> int:
    """Return who answers for a shift: the coordinator, or the chair who volunteers too."""
    staff = [person for person in people if person.staff]
    return (staff or [people[0]])[0].number


def _people(week: _Week, plan: Plan, day: date, count: int, named: tuple[str, ...]) -> list[Person]:
    """Choose who comes: those the story names, then others who hold the role and have nothing that day."""
    days = (day,) if plan.end <= 24 else (day, day + timedelta(days=1))
    chosen = [person for name in named for person in week.people if person.full_name == name]
    for person in week.draws.shuffled(week.people):
        if len(chosen) >= count:
            break
        if (
            person.state == "active"
            and person.full_name not in _KEPT_OUT
            and person not in chosen
            and person.holds(plan.role, day)
            and week.ledger.days.free(person, days)
        ):
            chosen.append(person)
    for person in chosen:
        week.ledger.days.take(person, days)
    return chosen


def by_association(shifts: Sequence[ShiftRow]) -> Mapping[str, tuple[ShiftRow, ...]]:
    """Group shifts by association, in the order of the story."""
    return {slug: tuple(shift for shift in shifts if shift.association == slug) for slug in REPORTING}
