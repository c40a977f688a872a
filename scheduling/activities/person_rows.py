"""Where groups name a person: who leads them, and how they go on without."""

from django.utils.translation import gettext_lazy as _

from scheduling.activities.models import Group
from volunteers.register.handover import Hanging, Party
from volunteers.register.person_data import Erasing
from volunteers.register.person_export import Export, Told


def erase(erasing: Erasing) -> None:
    """The groups stay, led by nobody."""
    Group.objects.filter(leader=erasing.person).update(leader=None)


EXPORT = Export(
    Told("group", _("Group"), lambda row: row.name),
    related=("role",),
    latest_first="name_fi",
    order=37,
    whole=False,
)


def _led_by(party: Party) -> list[str]:
    found = Group.objects.filter(leader=party.person, is_active=True) if party.person else ()
    return [group.name for group in found]


def _move(party: Party, successor: Party) -> int:
    return Group.objects.filter(leader=party.person, is_active=True).update(leader=successor.person)


LED = Hanging("groups", _("Leads the groups"), _led_by, _move, needs_person=True)
