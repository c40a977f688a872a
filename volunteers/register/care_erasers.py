"""How incidents lose a person (see `person_data`)."""

from volunteers.register.models import Incident
from volunteers.register.person_data import Erasing
from volunteers.register.services import incidents as verbs
from volunteers.register.traces import GONE, Traces


def incidents(erasing: Erasing) -> None:
    """What happened stays for as long as it must; not who told it, nor their name in any of the texts.

    The texts are sealed, so that what takes names out of all others does not see into them.
    """
    Incident.objects.filter(reporter=erasing.person).update(reporter=None)
    verbs.rewrite(change=Traces.of(erasing.person).wiped)


def handling(erasing: Erasing) -> None:
    """It was handled; not by whom."""
    if erasing.person.user_uuid is not None:
        Incident.objects.filter(handler_user=erasing.person.user_uuid).update(
            handler_user=None, handler_name=GONE
        )
