"""How training loses a person (see `volunteers.register.person_data`)."""

from zoneinfo import ZoneInfo

from tenants.actors import Actor
from tenants.context import current_association
from volunteers.register.person_data import Erasing
from volunteers.training.models import Enrolment, Run
from volunteers.training.services import enrolling


def enrolments(erasing: Erasing) -> None:
    """Places ahead become free; that somebody took part still counts, by that year's blank person."""
    enrolling.release(person=erasing.person, by=Actor.system("erasure"))
    zone = ZoneInfo(current_association().timezone)
    mine = Enrolment.objects.filter(person=erasing.person)
    mine.exclude(state__in=Enrolment.HOLDING).delete()
    for row in mine.order_by("pk"):
        year = (row.completed_at or row.changed_at).astimezone(zone).year
        Enrolment.objects.filter(pk=row.pk).update(person=erasing.blanks.of(year))


def training(erasing: Erasing) -> None:
    """The run goes on without a trainer of its own."""
    Run.objects.filter(trainer=erasing.person).update(trainer=None)
