"""An applicant becomes a person of the register."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from tenants.actors import Actor
from volunteers.recruiting import states
from volunteers.recruiting.models import Application, InterviewOffer
from volunteers.recruiting.services.handling import tell_state
from volunteers.register.models import ContactPerson, Period, Person, VolunteerRole
from volunteers.register.services import periods
from volunteers.register.services.invite import invite_person
from volunteers.register.services.people import add_person
from volunteers.register.services.roles import hold_role


@transaction.atomic(durable=True)
def accept(
    *,
    application: Application,
    roles: Iterable[VolunteerRole],
    active: bool,
    by: Actor,
    on: date,
    person: Person | None = None,
    invited: bool = True,
) -> Person:
    """Take an applicant into the register, or join the application with somebody who is there already.

    Their period begins as preparing, or active at once; with an address and without a login they are invited
    to sign in. Raises PersonKnown, or NotFromHere.
    """
    row = states.locked(application)
    states.move(row, to=Application.State.ACCEPTED, by=by)
    if person is None:
        person = _new_person(row, by=by)
    InterviewOffer.objects.filter(application=row, time__taken_by__isnull=True).delete()
    if active:
        periods.activate(person=person, by=by, on=on)
    elif not Period.objects.filter(person=person).exclude(state=Period.State.ENDED).exists():
        periods.start_period(person=person, by=by, started_on=on)
    for role in roles:
        hold_role(person=person, role=role, by=by, from_on=on)
    row.person = person
    row.save(update_fields=["person"])
    if invited and person.email and person.user_uuid is None:
        invite_person(person=person, by=by)
    tell_state(application=row, by=by)
    return person


def _new_person(application: Application, *, by: Actor) -> Person:
    person = add_person(
        given_name=application.given_name,
        family_name=application.family_name,
        email=application.email,
        phone=application.phone,
        language=application.language,
        by=by,
    )
    if application.municipality:
        person.municipality = application.municipality
        person.save(update_fields=["municipality"])
    if application.guardian_contact:
        is_address = "@" in application.guardian_contact
        ContactPerson.objects.create(
            person=person,
            name=application.guardian_name or application.guardian_contact,
            email=application.guardian_contact if is_address else "",
            phone="" if is_address else application.guardian_contact[:30],
            is_guardian=True,
        )
    return person
