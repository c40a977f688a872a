"""What years of training and supervision leave behind: a tenth of it at the smaller association."""

from __future__ import annotations

from datetime import date, timedelta

from infra.bench.data_people import PEOPLE
from infra.bench.scene import Facts, data_set
from tenants import clock, provisioning
from tenants.context import entered
from tenants.models import Association
from volunteers.register.models import (
    Person,
    Qualification,
    QualificationType,
    SupervisionDuty,
    VolunteerRole,
)
from volunteers.supervision.models import GroupMember, Seat, SupervisionGroup, SupervisionSession
from volunteers.training.models import Course, Enrolment, Module, Run, Session

COURSE = "Peruskurssi"
# For each tenth of the larger one.
RUNS, QUALIFIED, TIMES, SEATS = 20, 8, 100, 20


@data_set("learnt", process="app", after="waiting")
def learnt(profile: str) -> Facts:
    """Runs of a course with who took part, qualifications, and groups of supervision with who came."""
    smallest = min(PEOPLE.values())
    for slug, number in PEOPLE.items():
        association = Association.objects.get(slug=slug)
        with entered(association):
            people = list(Person.objects.filter(is_blank=False).order_by("pk"))
            _qualify(people)
            _train(people, runs=RUNS * number // smallest)
            _supervise(people, times=TIMES * number // smallest, today=clock.today(association))
    return {"runs": RUNS * 10, "qualifications": QUALIFIED * 5000, "attendances": TIMES * SEATS * 10}


@data_set("learning", process="owner", after="learnt")
def learning(profile: str) -> Facts:
    """PostgreSQL has looked at what the tables hold, as autovacuum sees to where people work."""
    with provisioning.connect(autocommit=True) as own:
        own.execute("VACUUM ANALYZE")
    return {}


def _qualify(people: list[Person]) -> None:
    kinds = [
        QualificationType.objects.create(code=f"learnt-{each}", name_fi=f"Koulutus {each}")
        for each in range(QUALIFIED)
    ]
    Qualification.objects.bulk_create(
        (
            Qualification(
                person=each, type=kind, from_on=date(2024, 1, 1), noted_at=clock.now(), noted_by="x"
            )
            for each in people
            for kind in kinds
        ),
        batch_size=2000,
    )


def _train(people: list[Person], *, runs: int) -> None:
    now = clock.now()
    course = Course.objects.create(name_fi=COURSE, created_at=now)
    modules = [
        Module.objects.create(course=course, name_fi=f"Osa {each}", minutes=420, position=each)
        for each in range(5)
    ]
    for number in range(runs):
        run = Run.objects.create(course=course, state="published", places=20, taken=20, created_at=now)
        begins = now - timedelta(days=3 * number)
        for day, module in enumerate(modules):
            starts = begins + timedelta(days=day)
            Session.objects.create(
                run=run, module=module, starts_at=starts, ends_at=starts + timedelta(hours=7)
            )
        Enrolment.objects.bulk_create(
            Enrolment(run=run, person=each, state="enrolled", created_at=now, changed_at=now)
            for each in people[20 * number % len(people) :][:20]
        )


def _supervise(people: list[Person], *, times: int, today: date) -> None:
    """Half of the people have it in a role, and every twelfth of them is late."""
    asked = list(VolunteerRole.objects.filter(code__startswith="bench-").order_by("pk")[:5])
    keys = [each.pk for each in asked]
    VolunteerRole.objects.filter(pk__in=keys).update(supervision="blocking", supervision_every_days=45)
    doing = {
        each.pk: list(Person.objects.filter(holdings__role=each, is_blank=False).order_by("pk"))
        for each in asked
    }
    SupervisionDuty.objects.bulk_create(
        (
            SupervisionDuty(
                person=each, role=role, since_on=today, last_on=today - timedelta(days=place % 50)
            )
            for role in asked
            for place, each in enumerate(doing[role.pk])
        ),
        batch_size=2000,
        ignore_conflicts=True,
    )
    now = clock.now()
    for number in range(times // 10):
        role = asked[number % len(asked)]
        members = doing[role.pk][SEATS * (number // len(asked)) :][:SEATS] or doing[role.pk][:SEATS]
        group = SupervisionGroup.objects.create(name=f"Ryhmä {number}", role=role)
        GroupMember.objects.bulk_create(
            GroupMember(group=group, person=each, since_on=today) for each in members
        )
        for month in range(10):
            starts = now - timedelta(days=30 * month - 10)
            made = SupervisionSession.objects.create(
                group=group,
                starts_at=starts,
                ends_at=starts + timedelta(minutes=90),
                local_date=starts.date(),
                state="held" if month else "invited",
                created_at=now,
            )
            Seat.objects.bulk_create(
                Seat(session=made, person=each, came="present" if month else "") for each in members
            )
