"""What waits for a coordinator: every tenth of the people needs something, and short shifts lie ahead."""

from __future__ import annotations

from datetime import timedelta

from infra.bench.data_people import PEOPLE
from infra.bench.scene import Facts, data_set
from scheduling.shifts.models import Shift
from tenants import clock, provisioning
from tenants.context import entered
from tenants.models import Association
from volunteers.register.models import (
    AgreementText,
    Person,
    Qualification,
    QualificationType,
    VolunteerRole,
)

CODE = "bench-today"


@data_set("waiting", process="app", after="people")
def waiting(profile: str) -> Facts:
    """Late supervision, ages and signatures that are missing, qualifications that end, short shifts."""
    for slug in PEOPLE:
        association = Association.objects.get(slug=slug)
        with entered(association):
            _let_things_wait(association)
    return {"associations": len(PEOPLE)}


@data_set("known", process="owner", after="waiting")
def known(profile: str) -> Facts:
    """PostgreSQL has looked at what the tables hold, as autovacuum sees to where people work."""
    with provisioning.connect(autocommit=True) as own:
        own.execute("VACUUM ANALYZE")
    return {}


def _let_things_wait(association: Association) -> None:
    now, day = clock.now(), clock.today(association)
    late, old_enough = VolunteerRole.objects.filter(code__startswith="bench-").order_by("pk")[:2]
    VolunteerRole.objects.filter(pk=late.pk).update(supervision="blocking", supervision_every_days=45)
    VolunteerRole.objects.filter(pk=old_enough.pk).update(minimum_age=18)
    AgreementText.objects.create(
        kind="agreement", version=1, text_fi="Sopimus", in_force_on=day, created_at=now
    )
    kind = QualificationType.objects.create(code=CODE, name_fi="Ensiapu")
    Qualification.objects.bulk_create(
        Qualification(
            person=each,
            type=kind,
            from_on=day,
            to_on=day + timedelta(days=20),
            noted_at=now,
            noted_by="x",
        )
        for each in Person.objects.order_by("pk")[5::50]
    )
    Shift.objects.bulk_create(
        Shift(
            role=late,
            starts_at=now + timedelta(hours=3 + 4 * number),
            ends_at=now + timedelta(hours=6 + 4 * number),
            places=2,
            taken=number % 2,
            state="published",
            created_at=now,
        )
        for number in range(40)
    )
