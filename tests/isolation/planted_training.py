"""One row of everything of a course, with words that can be found again wherever they leak."""

from datetime import UTC, datetime, timedelta
from typing import Any

from volunteers.register.models import (
    Person,
    Qualification,
    QualificationType,
    Site,
    TypeIncluded,
    VolunteerRole,
)
from volunteers.training.models import Attendance, Course, Enrolment, Module, Run, Session

NOW = datetime(2025, 2, 3, 6, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def plant_wider(mark: str, key: int, kind: QualificationType) -> None:
    """A kind of qualification that includes another one."""
    wider = QualificationType.objects.create(
        pk=key + 1, code=f"wider-{mark.lower()}", name_fi=f"Laajempi {mark}"
    )
    TypeIncluded.objects.create(pk=key, wider=wider, included=kind)


def plant_training(mark: str, key: int, person: Person, role: VolunteerRole, site: Site) -> list[Any]:
    """A course that is going on: somebody was at its first session, and the second is tomorrow."""
    course = Course.objects.create(
        pk=key,
        name_fi=f"Kurssi {mark}",
        description_fi=f"Sisältö {mark}",
        role=role,
        grants=QualificationType.objects.get(code=f"type-{mark.lower()}"),
        created_at=NOW,
    )
    module = Module.objects.create(pk=key, course=course, name_fi=f"Osa {mark}", minutes=60)
    run = Run.objects.create(
        pk=key,
        course=course,
        state="published",
        places=2,
        taken=1,
        trainers=f"Kouluttaja {mark}",
        trainer=person,
        notes=f"Mukaan {mark}",
        created_at=NOW,
    )
    held = Session.objects.create(
        pk=key,
        run=run,
        module=module,
        starts_at=NOW - DAY,
        ends_at=NOW - DAY + timedelta(hours=1),
        site=site,
        place=f"Sali {mark}",
    )
    Session.objects.create(
        pk=key + 1,
        run=run,
        module=module,
        starts_at=NOW + DAY,
        ends_at=NOW + DAY + timedelta(hours=1),
    )
    enrolment = Enrolment.objects.create(
        pk=key,
        run=run,
        person=person,
        state="completed",
        created_at=NOW,
        changed_at=NOW,
        completed_at=NOW,
        qualification=Qualification.objects.get(pk=key),
    )
    Attendance.objects.create(session=held, enrolment=enrolment, way="tick", noted_at=NOW, counted_at=NOW)
    return [course, module, run, held, enrolment]
