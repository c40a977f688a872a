"""A city festival's association, with an umbrella of its own, into which a real shift export can be taken.

Only the check of the demo makes it: its figures are no part of the demo federation's.
"""

from __future__ import annotations

from allauth.account.models import EmailAddress

from accounts.models import User
from local.enacting import factors, times
from local.enacting.ground import MEMBERS_SINCE
from local.enacting.logins import PASSWORD
from local.federation.festival import COORDINATOR, ROLE, SLUG, UMBRELLA_SLUG
from tenants import clock, lifecycle, provisioning
from tenants.actors import Actor
from tenants.context import entered
from tenants.models import Access, Association, RoleFamily, Umbrella
from volunteers.register.services import roles

State = Association.State


def lay() -> None:
    """The owner's part: umbrella, association, schema."""
    found(
        slug=SLUG,
        name_fi="Kaupunkijuhlan vapaaehtoiset ry",
        name_sv="Stadsfestens frivilliga rf",
        name_en="City Festival Volunteers",
    )


def found(*, slug: str, **names: str) -> None:
    """Have an association outside the demo federation, with its tables; as the owner."""
    with times.at(times.FOUNDED, 9):
        umbrella = Umbrella.objects.filter(slug=UMBRELLA_SLUG).first() or lifecycle.found_umbrella(
            slug=UMBRELLA_SLUG, name_fi="Juhlavuodet ry", name_sv="Jubileumsåren rf", name_en="Festival Years"
        )
        association = Association.objects.filter(slug=slug).first() or lifecycle.approve_association(
            slug=slug, umbrella=umbrella, district=None, from_on=MEMBERS_SINCE, **names
        )
        if association.state == State.APPROVED:
            lifecycle.move(association, to=State.PROVISIONING)
            provisioning.provision(association)
            lifecycle.move(association, to=State.ACTIVE)


def people() -> None:
    """The app's part: a coordinator, and the one role that all attendances are counted for."""
    if User.objects.filter(email=COORDINATOR).exists():
        return
    association = Association.objects.get(slug=SLUG)
    user = User.objects.create_user(COORDINATOR, PASSWORD, name="Kaisa Juhlavuori", language="en")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    Access.objects.create(
        user=user, association=association, role=Access.Role.COORDINATOR, created_at=clock.now()
    )
    factors.give([user])
    with entered(association):
        roles.add_role(
            code="festival",
            family=RoleFamily.BUILDERS,
            name_fi=ROLE[0],
            name_sv=ROLE[1],
            name_en=ROLE[2],
            by=Actor(user=user.uuid, name=user.name),
        )
