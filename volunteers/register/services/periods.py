"""A person's time as a volunteer begins, here. States change through `volunteers.register.states`."""

from datetime import date

from django.db import transaction

from tenants.actors import Actor
from volunteers.register import states, trail
from volunteers.register.errors import PeriodOpen
from volunteers.register.models import Period, Person


@transaction.atomic
def start_period(
    *, person: Person, by: Actor, started_on: date, state: str = Period.State.PREPARING
) -> Period:
    """Begin a period, `preparing` or `active` at once. Part of larger verbs too. Raises PeriodOpen."""
    if state not in {Period.State.PREPARING, Period.State.ACTIVE}:
        raise ValueError(f"A period does not begin as {state}.")
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if current := _open_period(person):
        raise PeriodOpen(name=person.name, state=current.get_state_display())
    period = Period.objects.create(person=person, state=state, started_on=started_on)
    trail.record(
        "period.started",
        by=by,
        subject_kind="person",
        subject_uuid=person.uuid,
        state=str(state),
        on=started_on.isoformat(),
    )
    return period


@transaction.atomic
def activate(*, person: Person, by: Actor, on: date) -> Period:
    """Let a person volunteer: their open period becomes active, or a new one begins so.

    An active person stays as they are. Part of larger verbs too.
    """
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    current = _open_period(person)
    if current is None:
        return start_period(person=person, by=by, started_on=on, state=Period.State.ACTIVE)
    if current.state == Period.State.ACTIVE:
        return current
    return states.move(current, to=Period.State.ACTIVE, by=by, on=on)


def _open_period(person: Person) -> Period | None:
    return Period.objects.filter(person=person).exclude(state=Period.State.ENDED).first()
