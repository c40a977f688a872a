"""The one door to the states of runs and enrolments: it keeps the count of places and writes the trail."""

from collections.abc import Mapping
from typing import Any

from tenants import clock
from tenants.actors import Actor
from volunteers.register import trail
from volunteers.register.models import Person
from volunteers.training.errors import RunStateRefused
from volunteers.training.models import Enrolment, Run

RUN, ENROLMENT = "course_run", "enrolment"
State = Enrolment.State

RUN_MOVES: Mapping[str, frozenset[str]] = {
    Run.State.DRAFT: frozenset({Run.State.PUBLISHED, Run.State.CANCELLED}),
    Run.State.PUBLISHED: frozenset({Run.State.CANCELLED}),
    Run.State.CANCELLED: frozenset(),
}
MOVES: Mapping[str, frozenset[str]] = {
    State.WAITING: frozenset({State.ENROLLED, State.CANCELLED, State.CANCELLED_BY_ORG}),
    State.ENROLLED: frozenset({State.COMPLETED, State.CANCELLED, State.CANCELLED_BY_ORG}),
    # A tick that was wrong is taken back, and with it what came of it.
    State.COMPLETED: frozenset({State.ENROLLED}),
    State.CANCELLED: frozenset(),
    State.CANCELLED_BY_ORG: frozenset(),
}


class WrongMove(RuntimeError):
    """A verb asked for what no state allows. Always a programming error."""


def move_run(run: Run, *, to: str, by: Actor) -> Run:
    """Move a locked run. Raises RunStateRefused."""
    if to not in RUN_MOVES[run.state]:
        raise RunStateRefused(now=run.get_state_display())
    run.state = to
    run.cancelled_at = clock.now() if to == Run.State.CANCELLED else None
    run.save(update_fields=["state", "cancelled_at"])
    trail.record(f"course_run.{to}", by=by, subject_kind=RUN, subject_uuid=run.uuid)
    return run


def enrol(run: Run, *, person: Person, state: str, by: Actor) -> Enrolment:
    """A new enrolment in a locked run: with a place, or waiting for one."""
    now = clock.now()
    made = Enrolment.objects.create(run=run, person=person, state=state, created_at=now, changed_at=now)
    _count(run, before=False, after=state in Enrolment.HOLDING)
    _tell(made, by=by)
    return made


def move(enrolment: Enrolment, *, run: Run, to: str, by: Actor, **changes: Any) -> Enrolment:
    """Move an enrolment of a locked run; `changes` are other fields that go along."""
    if to not in MOVES[enrolment.state]:
        raise WrongMove(f"{enrolment.state} to {to}")
    before = enrolment.state in Enrolment.HOLDING
    now = clock.now()
    enrolment.state, enrolment.changed_at = to, now
    enrolment.completed_at = now if to == State.COMPLETED else None
    for name, value in changes.items():
        setattr(enrolment, name, value)
    enrolment.save(update_fields=["state", "changed_at", "completed_at", *changes])
    _count(run, before=before, after=to in Enrolment.HOLDING)
    _tell(enrolment, by=by)
    return enrolment


def _count(run: Run, *, before: bool, after: bool) -> None:
    if before != after:
        run.taken += 1 if after else -1
        run.save(update_fields=["taken"])


def _tell(enrolment: Enrolment, *, by: Actor) -> None:
    trail.record(
        f"enrolment.{enrolment.state}",
        by=by,
        subject_kind=ENROLMENT,
        subject_uuid=enrolment.uuid,
        run=str(enrolment.run.uuid),
    )
