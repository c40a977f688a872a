"""Whom a coordinator can put on a shift: who could come, or is meant by a name; what speaks against each."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from scheduling.shifts import conditions
from scheduling.shifts.eligibility import checks as eligibility
from scheduling.shifts.eligibility.checks import Standing
from scheduling.shifts.errors.shifts import NotAVolunteerHere, ShiftRefusal, TimesOverlap, Weight
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.selectors import shifts as selectors
from volunteers.register import reach, search
from volunteers.register.models import Person

# As many as one reads; the others are found by their names.
SHOWN = 10


@dataclass(frozen=True)
class Line:
    """Somebody who might come, and what one press would do."""

    person: Person
    sub: str
    reasons: Sequence[str]
    may: bool
    may_learn: bool
    # A reason that is kept passes by all that speaks against it.
    all_the_same: bool


@dataclass(frozen=True)
class Found:
    """Those who were found, who could come first."""

    lines: Sequence[Line]
    more: bool


def find(shift: Shift, *, text: str, reader: reach.Reaching) -> Found:
    """Who is meant by a text; without one, those who do the role and are free then.

    In a number of queries that depends neither on how many there are nor on how many are found.
    """
    if not search.words(text):
        found = list(selectors.free_doers(shift, reader=reader)[: SHOWN + 1])
    else:
        with search.with_likeness(text):
            people = selectors.addable_people(shift, reader=reader)
            found = list(search.among(people, text)[: SHOWN + 1])
    lines = lines_of(shift, found[:SHOWN])
    if not search.words(text):
        lines.sort(key=lambda line: not (line.may or line.may_learn))  # stable: by name among equals
    return Found(lines, more=len(found) > SHOWN)


def lines_of(shift: Shift, people: Sequence[Person]) -> list[Line]:
    """These people, each with what speaks against them on this shift. After its start nothing is asked."""
    if conditions.has_started(shift):
        return [Line(each, "", (), may=True, may_learn=False, all_the_same=False) for each in people]
    standings = eligibility.standings_of(people, shifts=[shift])
    return [_line(shift, each, standings[each.pk]) for each in people]


def _line(shift: Shift, person: Person, standing: Standing) -> Line:
    reasons = eligibility.reasons(shift, standing, checks=eligibility.COORDINATOR_CHECKS)
    learns = eligibility.reasons(shift, standing, checks=eligibility.COORDINATOR_TRAINING_CHECKS)
    said = [*reasons, *eligibility.remarks(shift, standing)]
    return Line(
        person=person,
        sub=_hope(standing.hope(shift)),
        reasons=[of_somebody(each) for each in said],
        may=not reasons,
        may_learn=not learns,
        all_the_same=bool(reasons) and all(each.weight == Weight.HARD for each in reasons),
    )


def _hope(hope: SignUp | None) -> str:
    return str(hope.get_state_display()).capitalize() if hope else ""


def of_somebody(reason: ShiftRefusal) -> str:
    """Why not, said to somebody else than the person whom it is about."""
    if isinstance(reason, TimesOverlap):
        return _("Has another shift at the same time: %(other)s.") % reason.data
    if type(reason) is NotAVolunteerHere:
        return _("Is not an active volunteer at that time.")
    return str(reason)
