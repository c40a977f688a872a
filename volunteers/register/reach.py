"""Whom a request may see: the one place where the extent of somebody's rights becomes rows.

    reach.people(request)                    everybody the reader may see
    reach.people(request, found)             those of `found`
    reach.person_or_404(request, uuid)       one of them
    reach.of_people(request, rows)           rows of those people, by their `person`
    reach.roles(request), reach.of_roles(request, rows)    the same for volunteer roles

A coordinator of the whole association sees everybody. One of some units or roles sees those who do these
roles or a role of these units and their parts, now or from a day ahead, and whom they took in themselves, as
long as that person prepares and does no role. Everybody else sees nobody. What lies beyond is not there: 404.

Jobs that go on after their request hand over a `Reach` (accounts.reach.of_login) in its place.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.http import Http404

from accounts.reach import Reach
from tenants import clock
from tenants.context import current_association
from volunteers.register.models import Period, Person, RoleHolding, Trail, Unit, VolunteerRole

Row = TypeVar("Row", bound=Model)


class Reaching(Protocol):
    """A request, or a reach by itself."""

    @property
    def reach(self) -> Reach:
        """How far it goes."""


def people(request: Reaching, found: QuerySet[Person] | None = None) -> QuerySet[Person]:
    """Those of these people, or of all, whom the reader may see. In the order that `found` has."""
    known = Person.objects.order_by("sort_key", "pk") if found is None else found
    reach = request.reach
    if reach.whole:
        return known
    if reach.user is None:
        return known.none()
    return known.filter(_within(reach, on=clock.today(current_association())))


def person(request: Reaching, uuid: UUID) -> Person | None:
    """One person whom the reader may see; None too for who was erased."""
    return people(request).filter(uuid=uuid, is_blank=False).first()


def person_or_404(request: Reaching, uuid: UUID) -> Person:
    """One person whom the reader may see."""
    found = person(request, uuid)
    if found is None:
        raise Http404
    return found


def has(request: Reaching, person: Person) -> bool:
    """Whether the reader may see this person."""
    return request.reach.whole or people(request).filter(pk=person.pk).exists()


def of_people(request: Reaching, rows: QuerySet[Row], *, by: str = "person") -> QuerySet[Row]:
    """Rows that belong to people whom the reader may see; `by` names the way from row to person."""
    if request.reach.whole:
        return rows
    key = "uuid" if by.endswith("person_uuid") else "pk"
    return rows.filter(**{f"{by}__in": people(request).order_by().values(key)})


def roles(request: Reaching, found: QuerySet[VolunteerRole] | None = None) -> QuerySet[VolunteerRole]:
    """Those of these roles, or of all, that the reader looks after."""
    known = VolunteerRole.objects.all() if found is None else found
    return known if request.reach.whole else known.filter(_of_reach(request.reach))


def role_or_404(request: Reaching, uuid: UUID, found: QuerySet[VolunteerRole] | None = None) -> VolunteerRole:
    """One role that the reader looks after."""
    role = roles(request, found).filter(uuid=uuid).first()
    if role is None:
        raise Http404
    return role


def of_roles(request: Reaching, rows: QuerySet[Row], *, by: str = "role") -> QuerySet[Row]:
    """Rows that belong to roles that the reader looks after; `by` names the way from row to role."""
    if request.reach.whole:
        return rows
    return rows.filter(**{f"{by}__in": roles(request).order_by().values("pk")})


def units(request: Reaching) -> QuerySet[Unit]:
    """The units that the reader looks after, with their parts."""
    known = Unit.objects.all()
    return known if request.reach.whole else known.filter(pk__in=with_parts(request.reach.units))


def with_parts(uuids: Iterable[UUID]) -> set[int]:
    """Units and all below them, by key."""
    wanted = set(uuids)
    if not wanted:
        return set()
    parts: dict[int | None, list[int]] = defaultdict(list)
    start: list[int] = []
    for pk, parent, uuid in Unit.objects.values_list("pk", "parent_id", "uuid"):
        parts[parent].append(pk)
        if uuid in wanted:
            start.append(pk)
    found: set[int] = set()
    while start:
        pk = start.pop()
        if pk not in found:
            found.add(pk)
            start.extend(parts[pk])
    return found


def _of_reach(reach: Reach) -> Q:
    return Q(uuid__in=reach.roles) | Q(unit__in=with_parts(reach.units))


def _within(reach: Reach, *, on: date) -> Q:
    """The condition on people."""
    own_roles = VolunteerRole.objects.filter(_of_reach(reach)).order_by().values("pk")
    holdings = RoleHolding.objects.filter(Q(to_on__isnull=True) | Q(to_on__gte=on), person=OuterRef("pk"))
    prepares = Period.objects.filter(person=OuterRef("pk"), state=Period.State.PREPARING)
    took_in = Trail.objects.filter(
        subject_kind="person", subject_uuid=OuterRef("uuid"), verb="person.added", actor_user=reach.user
    )
    new = Q(Exists(prepares)) & ~Q(Exists(holdings)) & Q(Exists(took_in))
    return Q(Exists(holdings.filter(role__in=own_roles))) | new
