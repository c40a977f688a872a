"""Who signs in: logins with one password for all, and what they may do where."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.models import User
from accounts.sessions import NEED_FACTOR
from local.enacting import factors, times
from local.federation.associations import Association as Place
from local.federation.cast import LENT
from local.federation.people import User as Told
from tenants import clock
from tenants.actors import Actor
from tenants.context import current_association, platform_role
from tenants.models import Access, Association, Umbrella
from volunteers.register.models import VolunteerRole

PASSWORD = "rinnalla-demo"  # printed on the demo's first page, and nowhere else in use


@transaction.atomic
def make(users: tuple[Told, ...], umbrella: Umbrella) -> None:
    """Have all logins of the story with their access."""
    associations = {association.slug: association for association in Association.objects.all()}
    known = set(User.objects.values_list("uuid", flat=True))
    hashed = make_password(PASSWORD)
    with times.at(times.FOUNDED, 10):
        for told in users:
            if told.uuid not in known:
                _make_one(told, umbrella, associations, hashed)


def _make_one(told: Told, umbrella: Umbrella, associations: dict[str, Association], hashed: str) -> None:
    user = User.objects.create_user(told.email, uuid=told.uuid, name=name_of(told), language=told.language)
    user.password = hashed
    user.save(update_fields=["password"])
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    granted = [
        Access(user=user, association=associations[access.association], role=role, created_at=clock.now())
        for access in told.access
        if access.association in associations
        for role in access.roles
    ]
    if told.umbrella_role:
        granted.append(Access(user=user, umbrella=umbrella, role=told.umbrella_role, created_at=clock.now()))
    Access.objects.bulk_create(granted)
    if {access.role for access in granted} & NEED_FACTOR:
        factors.give([user])


def lend(told: Place, roles: Mapping[str, VolunteerRole]) -> None:
    """Have those who stand in, look or lead here, from inside; a second time changes nothing."""
    association = current_association()
    for lent in LENT:
        if lent.association != told.slug:
            continue
        uuids = [roles[code].uuid for code in lent.groups]
        with platform_role():
            user = User.objects.get(name=lent.full_name)
            if Access.objects.filter(user=user, association=association, role=lent.role).exists():
                continue
            with times.at(lent.starts_on, 9):
                Access.objects.create(
                    user=user,
                    association=association,
                    role=lent.role,
                    created_at=clock.now(),
                    starts_at=times.instant(lent.starts_on, 0),
                    ends_at=times.instant(lent.ends_on + timedelta(days=1), 0) if lent.ends_on else None,
                    limited=bool(uuids),
                    role_uuids=uuids,
                    instead_of=User.objects.filter(name=lent.instead_of).first() if lent.instead_of else None,
                )
            factors.give([user])


def name_of(told: Told) -> str:
    """The name as shown."""
    return f"{told.given_name} {told.family_name}"


def coordinator_of(users: tuple[Told, ...], slug: str) -> Actor:
    """Who coordinates an association, as the doer of what its coordinators do."""
    for told in users:
        if any(access.association == slug and "coordinator" in access.roles for access in told.access):
            return Actor(user=told.uuid, name=name_of(told))
    raise LookupError(f"Nobody coordinates {slug}.")
