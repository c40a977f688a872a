"""What of the register hangs on somebody who coordinates (see `handover`)."""

from django.utils.translation import gettext_lazy as _

from volunteers.register.handover import Hanging, Party
from volunteers.register.models import SavedList, VolunteerRole


def _roles(party: Party) -> list[str]:
    found = VolunteerRole.objects.filter(coordinator=party.person) if party.person else ()
    return [role.name for role in found]


def _move_roles(party: Party, successor: Party) -> int:
    return VolunteerRole.objects.filter(coordinator=party.person).update(coordinator=successor.person)


def _lists(party: Party) -> list[str]:
    return list(
        SavedList.objects.filter(user_uuid=party.user).exclude(name="").values_list("name", flat=True)
    )


def _move_lists(party: Party, successor: Party) -> int:
    """One that the successor has under the same name stays theirs."""
    own = SavedList.objects.filter(user_uuid=successor.user).values_list("name", flat=True)
    mine = SavedList.objects.filter(user_uuid=party.user).exclude(name="")
    mine.filter(name__in=list(own)).delete()
    return mine.update(user_uuid=successor.user)


KINDS = (
    Hanging("roles", _("Coordinates the roles"), _roles, _move_roles, needs_person=True),
    Hanging("lists", _("Kept lists of people"), _lists, _move_lists),
)
