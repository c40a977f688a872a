"""What others may read of supervision."""

from datetime import datetime
from uuid import UUID

from django.db.models import Count, DateTimeField, Exists, OuterRef, Q, QuerySet, Subquery

from accounts.http import TenantRequest
from tenants import clock
from volunteers.register import reach
from volunteers.register.models import Person
from volunteers.register.selectors import person_of
from volunteers.supervision import states
from volunteers.supervision.models import Seat, SupervisionGroup, SupervisionSession

State = SupervisionSession.State


def groups(reader: reach.Reaching) -> QuerySet[SupervisionGroup]:
    """Groups of roles that the reader looks after, those in use first."""
    found = SupervisionGroup.objects.select_related("role", "supervisor", "site")
    return reach.of_roles(reader, found).order_by("-is_active", "name", "pk")


def with_next(found: QuerySet[SupervisionGroup]) -> QuerySet[SupervisionGroup]:
    """Groups with how many are in them, and when they meet next: `in_it` and `next_at`."""
    ahead = SupervisionSession.objects.filter(
        group=OuterRef("pk"), state__in=states.OPEN, starts_at__gt=clock.now()
    ).order_by("starts_at")
    coming = Subquery(ahead.values("starts_at")[:1], output_field=DateTimeField())
    return found.annotate(in_it=Count("members"), next_at=coming)


def sessions(reader: reach.Reaching) -> QuerySet[SupervisionSession]:
    """Times of groups that the reader looks after."""
    found = SupervisionSession.objects.select_related("group__role", "group__site", "group__supervisor")
    return reach.of_roles(reader, found, by="group__role")


def supervised_by(request: TenantRequest) -> QuerySet[SupervisionSession]:
    """Times of the groups that the reader supervises."""
    found = SupervisionSession.objects.select_related("group__role", "group__site", "group__supervisor")
    mine = Q(group__supervisor__user_uuid=request.user.uuid) | Q(group__supervisor_user=request.user.uuid)
    return found.filter(mine)


def oneself(user: UUID, **also: Q) -> tuple[Person | None, bool]:
    """The person behind a login, and whether they supervise a group that is in use, in one query.

    `also` are questions of apps above, answered on the person under these names.
    """
    groups = SupervisionGroup.objects.filter(supervisor=OuterRef("pk"), is_active=True)
    person = Person.objects.filter(user_uuid=user).annotate(supervises_any=Exists(groups), **also).first()
    return person, person is not None and bool(person.supervises_any)


def unsaid(found: QuerySet[SupervisionSession], *, at: datetime) -> QuerySet[SupervisionSession]:
    """Those of which nobody has ticked yet who came, the oldest first."""
    return found.filter(state__in=states.OPEN, starts_at__lte=at).order_by("starts_at", "pk")


def with_counts(found: QuerySet[SupervisionSession]) -> QuerySet[SupervisionSession]:
    """Times with how many were asked, said yes, said no and came."""
    return found.annotate(
        asked=Count("seats"),
        yes=Count("seats", filter=Q(seats__answer=Seat.Answer.YES)),
        no=Count("seats", filter=Q(seats__answer=Seat.Answer.NO)),
        present=Count("seats", filter=Q(seats__came=Seat.Came.PRESENT)),
    )


def may_come(session: SupervisionSession, reader: reach.Reaching | None = None) -> QuerySet[Person]:
    """Members of the group, and who was asked to this time; of those whom the reader may see, or all."""
    them = Person.objects.filter(
        Q(supervision_groups__group=session.group_id) | Q(supervision_seats__session=session.pk),
        is_blank=False,
    )
    found = Person.objects.filter(pk__in=them.order_by().values("pk")).order_by("sort_key", "pk")
    return found if reader is None else reach.people(reader, found)


def seats_of(person: Person) -> QuerySet[Seat]:
    """A person's own times."""
    return Seat.objects.filter(person=person).select_related(
        "session__group__role", "session__group__site", "session__group__supervisor"
    )


def own_seat(request: TenantRequest, uuid: UUID) -> Seat | None:
    """One of the reader's own times, by the identifier of the seat."""
    person = person_of(request.user.uuid)
    return seats_of(person).filter(uuid=uuid).first() if person is not None else None
