"""What has to be in order before somebody begins: asked of the roles that they hold, and of minors."""

from datetime import date

from django.utils.translation import gettext as _

from volunteers.register import requirements, selectors
from volunteers.register.models import ContactPerson, Person
from volunteers.register.requirements import Unmet

# Younger ones need a guardian's consent.
OWN_CONSENT = 15


def guardian_unmet(person: Person, *, consented: bool, on: date) -> list[Unmet]:
    """What a minor lacks on a day. Who is known to be old enough lacks nothing."""
    age = requirements.age_on(person, on)
    if age is None or age >= OWN_CONSENT or consented:
        return []
    return [
        Unmet(
            "guardian_consent",
            _("Under %(age)s a guardian's consent is needed. Note it with the guardian's contact.")
            % {"age": OWN_CONSENT},
        )
    ]


def lacks_to_begin(person: Person, *, on: date) -> list[Unmet]:
    """All that stands in the way of beginning on a day, each thing once."""
    consented = ContactPerson.objects.filter(
        person=person, is_guardian=True, consented_on__isnull=False, consented_on__lte=on
    ).exists()
    by_role = requirements.lacks_of(person, selectors.roles_of(person, on=on), today=on)
    return once(
        [
            *guardian_unmet(person, consented=consented, on=on),
            *(lack for lacks in by_role.values() for lack in lacks),
        ]
    )


def once(lacks: list[Unmet]) -> list[Unmet]:
    """Each sentence once, in order."""
    return list({lack.sentence: lack for lack in lacks}.values())
