"""People come into the register, and get to their login."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction

from tenants import clock
from tenants.actors import Actor
from tenants.context import current_association, platform_role
from tenants.models import Access, Association, Invitation, JoinRequest
from volunteers.register import trail
from volunteers.register.errors import AnotherBegins, LinkedToAnother, PersonKnown
from volunteers.register.models import Person, VolunteerRole, search_key, sort_key
from volunteers.register.services import periods
from volunteers.register.services.invite import invite_person
from volunteers.register.services.roles import hold_role


@transaction.atomic
def add_person(
    *,
    given_name: str,
    family_name: str,
    by: Actor,
    email: str = "",
    phone: str = "",
    language: str = "fi",
    user_uuid: UUID | None = None,
) -> Person:
    """Put somebody into the register; their period starts with another verb. Part of larger verbs too.

    Two people may share an address, one person is added once: raises PersonKnown.
    """
    given_name, family_name, email = given_name.strip(), family_name.strip(), email.strip().lower()
    if (
        email
        and Person.objects.filter(
            given_name__iexact=given_name, family_name__iexact=family_name, email__iexact=email
        ).exists()
    ):
        raise PersonKnown(name=f"{given_name} {family_name}")
    person = Person.objects.create(
        given_name=given_name,
        family_name=family_name,
        sort_key=sort_key(family_name=family_name, given_name=given_name),
        search_key=search_key(given_name=given_name, family_name=family_name, email=email, phone=phone),
        email=email,
        phone=phone.strip(),
        language=language,
        user_uuid=user_uuid,
        created_at=clock.now(),
    )
    trail.record("person.added", by=by, subject_kind="person", subject_uuid=person.uuid)
    return person


@transaction.atomic(durable=True)
def take_in(
    *,
    given_name: str,
    family_name: str,
    by: Actor,
    on: date,
    roles: Iterable[VolunteerRole] = (),
    email: str = "",
    phone: str = "",
    language: str = "fi",
    invited: bool = False,
) -> Person:
    """Put a new volunteer into the register: active from a day on, with roles, invited to sign in if wished.

    Raises PersonKnown, or NoAddress for an invitation without an address.
    """
    person = add_person(
        given_name=given_name, family_name=family_name, by=by, email=email, phone=phone, language=language
    )
    periods.activate(person=person, by=by, on=on)
    for role in roles:
        hold_role(person=person, role=role, by=by, from_on=on)
    if invited:
        invite_person(person=person, by=by)
    return person


@transaction.atomic
def link_person(*, person_uuid: UUID, user_uuid: UUID) -> Person:
    """Join a person and the login that accepted their invitation. Doing it again changes nothing.

    Listed as the crossing "link_person". Raises LinkedToAnother, and LinkedToAnother too when the person
    is no longer in the register.
    """
    person = Person.objects.select_for_update().filter(uuid=person_uuid).first()
    if person is None:
        raise LinkedToAnother
    if person.user_uuid == user_uuid:
        return person
    if person.user_uuid is not None or Person.objects.filter(user_uuid=user_uuid).exists():
        raise LinkedToAnother
    person.user_uuid = user_uuid
    person.save(update_fields=["user_uuid"])
    trail.record(
        "person.linked",
        by=Actor(user=user_uuid, name=person.name),
        subject_kind="person",
        subject_uuid=person.uuid,
    )
    return person


@transaction.atomic(durable=True)
def invite_first_coordinator(
    *, given_name: str, family_name: str, email: str, language: str, by: Actor
) -> Person:
    """A crossing of the federation's administrator: somebody to begin with, where nobody coordinates yet.

    They own the association: they accept the agreement for it, and ask others in.
    One invitation is open at a time: none can be kept to come in with later. Where two people approved who
    begins, it is that address. Invited anew, a person who is known by name and address keeps their row.
    Raises AnotherBegins or HasLogin.
    """
    _leave_only_one(current_association(), email)
    known = Person.objects.filter(
        given_name__iexact=given_name.strip(), family_name__iexact=family_name.strip(), email__iexact=email
    ).first()
    person = known or add_person(
        given_name=given_name, family_name=family_name, email=email, language=language, by=by
    )
    invite_person(person=person, by=by, role=Access.Role.OWNER)
    return person


def _leave_only_one(association: Association, email: str) -> None:
    with platform_role():
        asked = JoinRequest.objects.filter(association=association).first()
        if asked and asked.coordinator_email and asked.coordinator_email.lower() != email.strip().lower():
            raise AnotherBegins(email=asked.coordinator_email)
        Invitation.objects.filter(
            association=association,
            role__in=[Access.Role.OWNER, Access.Role.COORDINATOR],
            accepted_at__isnull=True,
        ).delete()
