"""What others may read of the register."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from tenants import clock
from tenants.context import current_association, platform_role
from tenants.models import Invitation
from volunteers.register.made_once import MadeOnce
from volunteers.register.models import (
    AgreementText,
    Period,
    Person,
    RoleHolding,
    Signature,
    Site,
    Unit,
    VolunteerRole,
)

_PERSON = tuple(field.attname for field in Person._meta.concrete_fields)


def person_of(user_uuid: UUID | None) -> Person | None:
    """The person behind a login in this association, or None."""
    return next(iter(_person_of.instances(Person, user=user_uuid)), None) if user_uuid else None


_person_of = MadeOnce(lambda user: Person.objects.filter(user_uuid=user).values_list(*_PERSON), user=UUID)


def person_by_uuid(uuid: UUID) -> Person | None:
    """The person of this identifier, or None."""
    return Person.objects.filter(uuid=uuid).first()


def active_volunteers() -> QuerySet[Person]:
    """People with an active period, in order of name."""
    active = Period.objects.filter(person=OuterRef("pk"), state=Period.State.ACTIVE)
    return Person.objects.filter(Exists(active)).order_by("sort_key", "pk")


def people_with_period() -> QuerySet[Person]:
    """People whose period has not ended, in order of name: volunteers, and those who prepare to be."""
    going_on = Period.objects.filter(person=OuterRef("pk")).exclude(state=Period.State.ENDED)
    return Person.objects.filter(Exists(going_on)).order_by("sort_key", "pk")


def is_active(person: Person) -> bool:
    """Whether the person volunteers here now."""
    return Period.objects.filter(person=person, state=Period.State.ACTIVE).exists()


def held(on: date) -> Q:
    """Which role holdings are in force on a day."""
    return Q(from_on__lte=on) & (Q(to_on__isnull=True) | Q(to_on__gte=on))


def holders(role: VolunteerRole, *, on: date) -> QuerySet[Person]:
    """Active volunteers who do a role on a day, in order of name."""
    holding = RoleHolding.objects.filter(held(on), person=OuterRef("pk"), role=role)
    return active_volunteers().filter(Exists(holding))


def roles_of(person: Person, *, on: date) -> QuerySet[VolunteerRole]:
    """The roles that a person does on a day, in the association's order."""
    holding = RoleHolding.objects.filter(held(on), person=person, role=OuterRef("pk"))
    return VolunteerRole.objects.filter(Exists(holding))


def roles_ever_of(person: Person, *, on: date) -> QuerySet[VolunteerRole]:
    """The roles that a person does on a day or did before it, in the association's order."""
    holding = RoleHolding.objects.filter(person=person, role=OuterRef("pk"), from_on__lte=on)
    return VolunteerRole.objects.filter(Exists(holding))


def active_roles() -> QuerySet[VolunteerRole]:
    """The roles on offer, in the association's order."""
    return VolunteerRole.objects.filter(is_active=True)


def without_signature(in_force: list[AgreementText]) -> QuerySet[Person]:
    """People whose period goes on and who have still to sign a kind of text, in order of name.

    `in_force` are its versions in force, newest first.
    """
    enough = []
    for text in in_force:
        enough.append(text)
        if text.renews:
            break
    signed = Signature.objects.filter(person=OuterRef("pk"), text__in=enough)
    return people_with_period().filter(~Exists(signed))


def active_units() -> QuerySet[Unit]:
    """The units in use, in the association's order."""
    return Unit.objects.filter(is_active=True)


def active_sites() -> QuerySet[Site]:
    """The sites in use, by name."""
    return Site.objects.filter(is_active=True)


def site_names() -> list[tuple[int, str]]:
    """The keys and names of the sites in use, by name."""
    return [(key, name) for key, name in _site_names.rows()]


_site_names = MadeOnce(lambda: active_sites().values_list("pk", "name"))


def open_invitations(people: Iterable[Person]) -> dict[UUID, datetime]:
    """Of these people those with an invitation that can still be accepted, and until when.

    A reading verb that looks at the shared side: this association's invitations only.
    """
    association = current_association()
    uuids = [person.uuid for person in people if person.user_uuid is None]
    if not uuids:
        return {}
    with platform_role():
        rows = Invitation.objects.filter(
            association=association,
            person_uuid__in=uuids,
            accepted_at__isnull=True,
            expires_at__gt=clock.now(),
        )
        return {uuid: until for uuid, until in rows.values_list("person_uuid", "expires_at") if uuid}
