"""What of shifts hangs on somebody who coordinates (see `volunteers.register.handover`)."""

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from scheduling.shifts import selectors, words
from scheduling.shifts.models import Shift
from tenants import clock
from volunteers.register.handover import Hanging, Party
from web import formats


def _ahead(party: Party) -> QuerySet[Shift]:
    if party.person is None:
        return Shift.objects.none()
    mine = selectors.shifts().filter(contact_person=party.person, ends_at__gt=clock.now())
    return mine.exclude(state=Shift.State.CANCELLED).order_by("starts_at", "pk")


def _find(party: Party) -> list[str]:
    return [
        f"{words.title(shift)}, {formats.when(*map(timezone.localtime, (shift.starts_at, shift.ends_at)))}"
        for shift in _ahead(party)
    ]


def _move(party: Party, successor: Party) -> int:
    keys = _ahead(party).values_list("pk", flat=True)
    return Shift.objects.filter(pk__in=list(keys)).update(contact_person=successor.person)


CONTACT = Hanging("shifts", _("Contact person of shifts ahead"), _find, _move, needs_person=True)
