"""What of shifts hangs on somebody who coordinates (see `volunteers.register.handover`)."""

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from scheduling.shifts.models import Series, Shift, ShiftTemplate
from scheduling.shifts.selectors import shifts as selectors
from scheduling.shifts.services.series import rule_of
from scheduling.shifts.words import series as series_words, shifts as words
from tenants import clock
from tenants.context import current_association
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


def _series_of(party: Party) -> QuerySet[Series]:
    """Those that are not over: what they still make would have somebody as contact person who has left."""
    if party.person is None:
        return Series.objects.none()
    found = Series.objects.filter(
        contact_person=party.person, until_on__gte=clock.today(current_association())
    )
    return found.select_related("role").prefetch_related("times").order_by("until_on", "pk")


def _templates_of(party: Party) -> QuerySet[ShiftTemplate]:
    if party.person is None:
        return ShiftTemplate.objects.none()
    return ShiftTemplate.objects.filter(contact_person=party.person).order_by("name", "pk")


def _find_models(party: Party) -> list[str]:
    return [
        *(
            f"{words.title(series)}: {series_words.rule(rule_of(series=series))}"
            for series in _series_of(party)
        ),
        *_templates_of(party).values_list("name", flat=True),
    ]


def _move_models(party: Party, successor: Party) -> int:
    moved = 0
    for rows in (_series_of(party), _templates_of(party)):
        keys = list(rows.values_list("pk", flat=True))
        moved += rows.model.objects.filter(pk__in=keys).update(contact_person=successor.person)
    return moved


SERIES_CONTACT = Hanging(
    "shift_series",
    _("Contact person of repeating shifts and templates"),
    _find_models,
    _move_models,
    needs_person=True,
)
