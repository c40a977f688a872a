"""How what two took part in becomes that of one."""

from tenants.actors import Actor
from volunteers.register.models import Person
from volunteers.register.person_data import Merging
from volunteers.training import locks, states
from volunteers.training.models import Attendance, Enrolment
from volunteers.training.services import enrolling

State = Enrolment.State


def enrolments(merging: Merging) -> None:
    """Who is in a run under both names is so once: what counts most stays, with all that was attended."""
    mine = {each.run_id: each for each in _open(merging.kept)}
    for their in _open(merging.gone):
        if my := mine.get(their.run_id):
            _join(my, their, by=merging.by)
    Enrolment.objects.filter(person=merging.gone).update(person=merging.kept)


def _open(person: Person) -> list[Enrolment]:
    rows = Enrolment.objects.filter(person=person, state__in=Enrolment.OPEN)
    return list(rows.select_related("run").order_by("run_id"))


def _join(one: Enrolment, other: Enrolment, *, by: Actor) -> None:
    stays, goes = sorted((one, other), key=lambda each: _WEIGHT.index(each.state))
    seen = Attendance.objects.filter(enrolment=stays).values("session")
    Attendance.objects.filter(enrolment=goes).exclude(session__in=seen).update(enrolment=stays)
    run = locks.run(goes.run)
    if goes.state == State.COMPLETED:
        states.move(goes, run=run, to=State.ENROLLED, by=by, qualification=None)
    states.move(goes, run=run, to=State.CANCELLED_BY_ORG, by=by)
    enrolling.move_up(run=run, by=by)


_WEIGHT = (State.COMPLETED, State.ENROLLED, State.WAITING)
