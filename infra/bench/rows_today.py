"""A coordinator's first page: what the queue asks the database, and how it grows with the people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from accounts.models import User
from infra.bench.data_people import COORDINATOR, PEOPLE
from infra.bench.measure import ratio, take
from infra.bench.pages import WrongAnswer, browser, listening, page, with_empty_page
from infra.bench.register import Finding, at_most, count_at_most, row
from infra.bench.scene import Scene
from scheduling.shifts.models import Shift
from tenants import clock
from tenants.context import entered
from tenants.models import Association
from volunteers.register.models import (
    AgreementText,
    Person,
    Qualification,
    QualificationType,
    VolunteerRole,
)

PATH = "/coordinate/"
CODE = "bench-today"


@row("today")
def today(scene: Scene) -> Iterator[Finding]:
    """Statements, time, and growth from 500 to 5 000 people of whom every tenth needs something."""
    scene.data("people")
    small, big = (Association.objects.get(slug=slug) for slug in PEOPLE)
    for association in (small, big):
        _let_things_wait(association)
    coordinator = User.objects.get(email=COORDINATOR)
    few, many = (browser(coordinator, at) for at in (small, big))
    shape = "5 000 people, 600 of whom need something, and 40 shifts"
    if "rn-queue__head" not in page(many, PATH):
        raise WrongAnswer("Nothing waits in the queue.")
    page(few, PATH)
    with listening() as heard:
        page(many, PATH)
    yield count_at_most(15, len(heard.all), what="statements, Today", unit="queries", data=shape)
    yield at_most(
        1.3,
        ratio(take(lambda: page(many, PATH), lambda: page(few, PATH), repeats=60)),
        what="time of Today with ten times the people",
        unit="×",
        baseline="the same page over 500 people",
        data=shape,
    )
    with with_empty_page("association") as empty:
        yield at_most(
            4,
            ratio(take(lambda: page(many, PATH), lambda: page(many, empty), repeats=60)),
            what="time of Today",
            unit="empty pages",
            baseline="a signed-in page with nothing on it",
            data=shape,
        )


def _let_things_wait(association: Association) -> None:
    """The first time: late supervision, ages and signatures that are missing, short shifts."""
    with entered(association):
        if AgreementText.objects.exists():
            return
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
