"""How everybody's supervision stands in the roles that ask for it: one query, however many people.

The same rule as `register.requirements.duty_of`, which tells it of one person; a test holds them together.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DateTimeField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from tenants import clock
from volunteers.register import calendar_dates, reach
from volunteers.register.models import VolunteerRole
from volunteers.register.requirements import DUE_DAYS, Duty
from volunteers.supervision.models import Seat, SupervisionGroup, SupervisionSession

# So far ahead one sees whose supervision falls due.
AHEAD = timedelta(days=30)
LATE = (Duty.OVERDUE, Duty.BLOCKED)


def standings(*, today: date) -> QuerySet[Any]:
    """Each person in each role that asks for supervision: `standing` as `Duty`, `due`, `last`, `counted`."""
    blocking = Q(role__supervision=VolunteerRole.Supervision.BLOCKING)
    standing = Case(
        When(Q(last__lt=today) & blocking, then=Value(Duty.BLOCKED.value)),
        When(due__lt=today, then=Value(Duty.OVERDUE.value)),
        When(due__lt=today + timedelta(days=DUE_DAYS), then=Value(Duty.DUE.value)),
        default=Value(Duty.OK.value),
        output_field=CharField(),
    )
    found: QuerySet[Any] = calendar_dates.supervised(today=today).annotate(standing=standing)
    return found


def seen(reader: reach.Reaching, *, today: date) -> QuerySet[Any]:
    """Those whom the reader may see, in the roles that they look after."""
    return reach.of_roles(reader, reach.of_people(reader, standings(today=today)))


def late(reader: reach.Reaching, *, today: date) -> QuerySet[Any]:
    """Whose supervision is late, those first for whom shifts are closed."""
    found = seen(reader, today=today).filter(due__lt=today)
    return with_next(found).order_by("last", "person__sort_key", "pk")


def ahead(reader: reach.Reaching, *, today: date) -> QuerySet[Any]:
    """Whose supervision falls due within the next days, the first of them first."""
    found = seen(reader, today=today).filter(due__range=(today, today + AHEAD))
    return with_next(found).order_by("due", "person__sort_key", "pk")


def with_next(found: QuerySet[Any]) -> QuerySet[Any]:
    """With people and roles, and when they are next asked to a time of their role's groups: `next_at`."""
    seats = (
        Seat.objects.filter(
            person=OuterRef("person"),
            session__group__role=OuterRef("role"),
            session__state=SupervisionSession.State.INVITED,
            session__starts_at__gt=clock.now(),
        )
        .exclude(answer=Seat.Answer.NO)
        .exclude(session__group__kind__in=SupervisionGroup.NO_DUTY)
        .order_by("session__starts_at")
    )
    coming = Subquery(seats.values("session__starts_at")[:1], output_field=DateTimeField())
    known: QuerySet[Any] = found.select_related("person", "role").annotate(next_at=coming)
    return known


@dataclass(frozen=True)
class Coverage:
    """Of so many people in roles that ask for supervision so many are in order; the others are late.

    In order is who is so in each of these roles: the role's interval since the last time is not over yet.
    `blocked` are those of the late who get no new shifts. `percent` is None where nobody is asked.
    """

    people: int
    late: int
    blocked: int

    @property
    def covered(self) -> int:
        """Those in order."""
        return self.people - self.late

    @property
    def percent(self) -> int | None:
        """Whole per cent, rounded down: one who is late never disappears into a hundred."""
        return self.covered * 100 // self.people if self.people else None


def coverage(reader: reach.Reaching | None = None, *, today: date) -> Coverage:
    """How many people are in order today; of those whom the reader may see, or of all."""
    found = standings(today=today) if reader is None else seen(reader, today=today)
    counted = found.order_by().aggregate(
        people=Count("person", distinct=True),
        late=Count("person", filter=Q(standing__in=LATE), distinct=True),
        blocked=Count("person", filter=Q(standing=Duty.BLOCKED), distinct=True),
    )
    return Coverage(**counted)


def coverage_on(day: date) -> int | None:
    """Per cent of people in order on a day that has passed, as far as it is known; None where it is not."""
    counted = counted_on(day)
    return counted[0] * 100 // counted[1] if counted else None


def counted_on(day: date) -> tuple[int, int] | None:
    """People in order, and all who have a duty, on a day that has passed; None where it is not known.

    Known is when somebody was ticked as present, and the last day that was noted where it is not later. For
    whom neither is known, and whose role began before, nothing can be said, and so of nobody.
    """
    present = (
        Seat.objects.filter(
            person=OuterRef("person"),
            came=Seat.Came.PRESENT,
            session__group__role=OuterRef("role"),
            session__local_date__lte=day,
        )
        .exclude(session__group__kind__in=SupervisionGroup.NO_DUTY)
        .values("person")
        .annotate(last=Max("session__local_date"))
    )
    rows = (
        calendar_dates.supervised(today=day)
        .annotate(was=Subquery(present.values("last")))
        .values_list(
            "person_id", "role__supervision_every_days", "was", "duty__last_on", "duty__since_on", "from_on"
        )
    )
    in_order: dict[int, bool] = {}
    for person, every, was, last_on, since_on, from_on in rows:
        known = [each for each in (was, last_on) if each is not None and each <= day]
        if not known and last_on is not None:
            return None  # noted since, and what stood before is not kept
        counted = max(known, default=None) or min(since_on or from_on, from_on)
        in_order[person] = in_order.get(person, True) and (day - counted).days <= every
    return (sum(in_order.values()), len(in_order)) if in_order else None


def asks(role: VolunteerRole) -> bool:
    """Whether a role asks for supervision, or recommends it."""
    return role.supervision != VolunteerRole.Supervision.NONE and bool(role.supervision_every_days)
