"""What training reads."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, F, Min, OuterRef, Prefetch, Q, QuerySet, Subquery

from scheduling.hours import split
from tenants import clock
from tenants.context import current_association
from volunteers.register.models import Period, Person
from volunteers.training.models import Attendance, Course, Enrolment, Module, Run, Session

# Who is there is noted from so long before a session begins.
EARLY = timedelta(minutes=30)


def in_time(runs: QuerySet[Any]) -> QuerySet[Any]:
    """Runs with `starts_at` and `ends_at`, of their first and last session; None without any."""
    sessions = Session.objects.filter(run=OuterRef("pk"))
    found: QuerySet[Any] = runs.select_related("course__role").annotate(
        starts_at=Subquery(sessions.order_by("starts_at").values("starts_at")[:1]),
        ends_at=Subquery(sessions.order_by("-ends_at").values("ends_at")[:1]),
    )
    return found


def with_waiting(runs: QuerySet[Any]) -> QuerySet[Any]:
    """Runs with `waiting`: how many stand on the list."""
    waits = Q(enrolments__state=Enrolment.State.WAITING)
    found: QuerySet[Any] = runs.annotate(waiting=Count("enrolments", filter=waits))
    return found


def runs_of(course: Course) -> QuerySet[Any]:
    """All runs of a course, the latest first, those without a time before them."""
    return with_waiting(in_time(course.runs.all())).order_by(F("starts_at").desc(nulls_first=True), "-pk")


def completed_in(year: int) -> int | None:
    """How often somebody completed a course in a year (metric M22); None where none was held or completed."""
    first, after = split.year_bounds(year, ZoneInfo(current_association().timezone))
    done = Enrolment.objects.filter(completed_at__gte=first, completed_at__lt=after).count()
    held = Session.objects.filter(run__state=Run.State.PUBLISHED, starts_at__gte=first, starts_at__lt=after)
    return done if done or held.exists() else None


def open_runs() -> QuerySet[Any]:
    """Runs in which one can enrol, or wait for a place, the next first."""
    today = clock.today(current_association())
    found = in_time(Run.objects.filter(state=Run.State.PUBLISHED, course__is_active=True))
    return found.filter(
        Q(enrol_until__isnull=True) | Q(enrol_until__gte=today), starts_at__gt=clock.now()
    ).order_by("starts_at", "pk")


def courses() -> QuerySet[Course]:
    """All courses with how many minutes and modules they have, and their `next_at` session to come."""
    now = clock.now()
    coming = Session.objects.filter(
        run__course=OuterRef("pk"), run__state=Run.State.PUBLISHED, starts_at__gt=now
    )
    return (
        Course.objects.select_related("grants", "role")
        .prefetch_related("modules")
        .annotate(next_at=Subquery(coming.order_by("starts_at").values("starts_at")[:1]))
        .order_by("-is_active", F("next_at").asc(nulls_last=True), "name_fi", "pk")
    )


def begins(run: Run) -> datetime | None:
    """When its first session begins."""
    found: datetime | None = run.sessions.aggregate(first=Min("starts_at"))["first"]
    return found


def has_begun(run: Run) -> bool:
    """Whether its first session has begun."""
    first = begins(run)
    return first is not None and first <= clock.now()


def sessions_of(run: Run) -> list[Session]:
    """In order, with what they are about and where they are."""
    return list(run.sessions.select_related("module", "site").order_by("starts_at", "pk"))


def open_enrolment(*, run: Run, person: Person) -> Enrolment | None:
    """What a person has in a run: a place or a wait."""
    return Enrolment.objects.filter(run=run, person=person, state__in=Enrolment.OPEN).first()


def number_in_list(enrolment: Enrolment) -> int:
    """Where somebody who waits stands, from one."""
    before = Enrolment.objects.filter(
        run=enrolment.run_id, state=Enrolment.State.WAITING, pk__lte=enrolment.pk
    )
    return before.count()


def has_period(person: Person) -> bool:
    """Whether they volunteer here, or prepare to."""
    return Period.objects.filter(person=person).exclude(state=Period.State.ENDED).exists()


def enrolments_of(run: Run) -> QuerySet[Enrolment]:
    """Who has a place or waits for one, by name, with what they attended."""
    ticks = Attendance.objects.order_by("session__starts_at")
    return (
        run.enrolments.filter(state__in=Enrolment.OPEN)
        .select_related("person", "qualification__type")
        .prefetch_related(Prefetch("attendances", queryset=ticks))
        .order_by("person__sort_key", "pk")
    )


def of_person(person: Person) -> QuerySet[Any]:
    """All that somebody takes part in or waits for, the latest first."""
    sessions = Session.objects.filter(run=OuterRef("run"))
    return (
        Enrolment.objects.filter(person=person, state__in=Enrolment.OPEN)
        .exclude(run__state=Run.State.CANCELLED)
        .select_related("run__course__role", "qualification__type")
        .annotate(
            starts_at=Subquery(sessions.order_by("starts_at").values("starts_at")[:1]),
            ends_at=Subquery(sessions.order_by("-ends_at").values("ends_at")[:1]),
            attended=Count("attendances"),
            of=Subquery(sessions.order_by().values("run").annotate(n=Count("pk")).values("n")[:1]),
        )
        .order_by("-starts_at", "-pk")
    )


def led_sessions(person: Person) -> QuerySet[Session]:
    """Sessions of runs whose trainer somebody is."""
    return Session.objects.filter(run__trainer=person, run__state=Run.State.PUBLISHED).select_related(
        "run__course__role", "module", "site"
    )


def can_be_noted(session: Session) -> bool:
    """Whether it is time to note who is there."""
    return session.starts_at - EARLY <= clock.now()


def at_once(person: Person, session: Session) -> Enrolment | None:
    """The place that somebody has in the session's run."""
    return Enrolment.objects.filter(run=session.run_id, person=person, state__in=Enrolment.HOLDING).first()


def uncounted(*, now: datetime, since: datetime) -> QuerySet[Attendance]:
    """Who was at a session that is over and has not become hours yet."""
    return Attendance.objects.filter(
        counted_at__isnull=True, session__ends_at__lte=now, session__ends_at__gt=since
    ).order_by("session__ends_at", "pk")


def unmarked_sessions(*, now: datetime, since: datetime) -> QuerySet[Session]:
    """Sessions that are over, with people enrolled, of whom nobody is noted as having been there."""
    noted = Attendance.objects.filter(session=OuterRef("pk"))
    return Session.objects.filter(
        ~Exists(noted),
        run__state=Run.State.PUBLISHED,
        run__taken__gt=0,
        ends_at__lte=now,
        ends_at__gt=since,
    )


def rows_of_modules(course: Course) -> list[Module]:
    """In order."""
    return list(course.modules.order_by("position", "pk"))


def minutes_of(modules: Iterable[Any]) -> int:
    """All together."""
    return sum(each.minutes for each in modules)
