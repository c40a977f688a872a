"""How the register's own tables, and the messages below it, lose a person (see `person_data`)."""

from notifications.models import Message
from volunteers.register.models import Period, RoleHolding, Trail
from volunteers.register.person_data import Erasing
from volunteers.register.traces import GONE


def person(erasing: Erasing) -> None:
    """The register's row goes; where something counts, a blank one stands."""
    erasing.person.delete()


def periods(erasing: Erasing) -> None:
    """When they volunteered tells of nobody else."""
    Period.objects.filter(person=erasing.person).delete()


def holdings(erasing: Erasing) -> None:
    """What they did tells of nobody else."""
    RoleHolding.objects.filter(person=erasing.person).delete()


def trail(erasing: Erasing) -> None:
    """What was done stays; not by whom, and not to whom."""
    if erasing.person.user_uuid is not None:
        Trail.objects.filter(actor_user=erasing.person.user_uuid).update(actor_user=None, actor_name=GONE)
    Trail.objects.filter(subject_uuid=erasing.person.uuid).update(subject_uuid=None, data={})


def messages(erasing: Erasing) -> None:
    """Sent ones have no reader any more, waiting ones none yet."""
    Message.objects.filter(person_uuid=erasing.person.uuid).delete()
    Message.objects.filter(subject_uuid=erasing.person.uuid).delete()
