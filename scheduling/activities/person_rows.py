"""Where groups and dialogues name a person: who leads or writes, and how they go on without."""

from django.utils.translation import gettext_lazy as _

from scheduling.activities.models import DialogueGroup, Group
from volunteers.register.handover import Hanging, Party
from volunteers.register.person_data import Erasing
from volunteers.register.person_export import Export, Told


def erase(erasing: Erasing) -> None:
    """The groups stay, led by nobody."""
    Group.objects.filter(leader=erasing.person).update(leader=None)


def erase_recorder(erasing: Erasing) -> None:
    """That somebody wrote it down stays, who did does not."""
    for group in DialogueGroup.objects.filter(recorder=erasing.person).select_related("activity"):
        blank = erasing.blanks.of(group.activity.local_date.year)
        DialogueGroup.objects.filter(pk=group.pk).update(recorder=blank)


def erase_facilitator(erasing: Erasing) -> None:
    """The dialogue stays, led by nobody in particular."""
    DialogueGroup.objects.filter(facilitator=erasing.person).update(facilitator=None)


EXPORT = Export(
    Told("group", _("Group"), lambda row: row.name),
    related=("role",),
    latest_first="name_fi",
    order=37,
    whole=False,
)
DIALOGUE = Export(
    Told("activity", _("Dialogue"), lambda row: f"{row.activity.title}, {row.number}"),
    related=("activity",),
    latest_first="activity__starts_at",
    order=38,
    whole=False,
)


def _led_by(party: Party) -> list[str]:
    found = Group.objects.filter(leader=party.person, is_active=True) if party.person else ()
    return [group.name for group in found]


def _move(party: Party, successor: Party) -> int:
    return Group.objects.filter(leader=party.person, is_active=True).update(leader=successor.person)


LED = Hanging("groups", _("Leads the groups"), _led_by, _move, needs_person=True)
