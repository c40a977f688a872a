"""What of training hangs on somebody who coordinates (see `volunteers.register.handover`)."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tenants import clock
from volunteers.register.handover import Hanging, Party
from volunteers.training.models import Run, Session


def _ahead(party: Party) -> QuerySet[Run]:
    coming = Session.objects.filter(ends_at__gt=clock.now()).values("run")
    live = Run.objects.filter(trainer=party.person).exclude(state=Run.State.CANCELLED)
    return live.filter(pk__in=coming)


def _find(party: Party) -> list[str]:
    return [run.course.name for run in _ahead(party).select_related("course")] if party.person else []


def _move(party: Party, successor: Party) -> int:
    return Run.objects.filter(pk__in=_ahead(party)).update(trainer=successor.person)


RUNS = Hanging("training", _("Notes who is at the courses"), _find, _move, needs_person=True)
