"""How shifts are run: what the association set, what a role asks, what a person wishes.

What is returned may be a row that is not saved: nobody has said anything yet, and the defaults count.
"""

from scheduling.shifts.models import RoleRules, ShiftSettings, Wish
from volunteers.register.models import Person, VolunteerRole


def settings() -> ShiftSettings:
    """What is true of all shifts of the association."""
    return ShiftSettings.objects.first() or ShiftSettings()


def rules_of(role: VolunteerRole) -> RoleRules:
    """How the shifts of a role are run."""
    return RoleRules.objects.filter(role=role).first() or RoleRules(role=role)


def wish_of(person: Person) -> Wish:
    """What a person wishes of their shifts."""
    return Wish.objects.filter(person=person).first() or Wish(person=person)
