"""Taking somebody into a closed group by name, and out again."""

from collections.abc import Collection
from uuid import UUID, uuid4, uuid5

from django.db import transaction

from scheduling.activities.errors import GroupEnded, GroupFull, GroupIsOpen
from scheduling.activities.models import Activity, Attendance, Group, Participant
from scheduling.activities.participants import SEAL
from tenants import clock
from tenants.actors import Actor
from tenants.context import current_association
from volunteers.register import trail

# A group without a limit of its own is no register of people.
MOST = 200


@transaction.atomic
def take_in(*, group: Group, name: str, contact: str, by: Actor, key: UUID | None = None) -> Participant:
    """Keep a participant's name, who has agreed to it today.

    `key` is that of one sending: the same one comes twice and takes in once.
    Raises GroupIsOpen where anybody may come, GroupEnded, or GroupFull.
    """
    locked = Group.objects.select_for_update().get(pk=group.pk)
    own = uuid5(key, str(locked.uuid)) if key is not None else uuid4()
    if known := locked.participants.filter(uuid=own).first():
        return known
    if locked.is_open:
        raise GroupIsOpen(name=locked.name)
    if not locked.is_active:
        raise GroupEnded(name=locked.name)
    most = min(locked.capacity or MOST, MOST)
    if locked.participants.count() >= most:
        raise GroupFull(name=locked.name, most=most)
    made = Participant.objects.create(
        uuid=own,
        group=locked,
        sealed_name=SEAL.encrypt(name),
        sealed_contact=SEAL.encrypt(contact) if contact else "",
        agreed_on=clock.today(current_association()),
    )
    trail.record("participant.taken_in", by=by, subject_kind="group", subject_uuid=locked.uuid)
    return made


@transaction.atomic
def erase(*, participant: Participant, by: Actor) -> None:
    """Forget a participant and when they came. The numbers of the group's times stay as they are."""
    gone, _each = Participant.objects.filter(pk=participant.pk).delete()
    if gone:
        trail.record("participant.erased", by=by, subject_kind="group", subject_uuid=participant.group.uuid)


def note_came(*, activity: Activity, who: Collection[UUID]) -> int:
    """Say anew who of its group came to a locked time, a step of noting that it was held. How many it is."""
    found = list(
        Participant.objects.filter(group=activity.group_id, uuid__in=who).values_list("pk", flat=True)
    )
    Attendance.objects.filter(activity=activity).exclude(participant__in=found).delete()
    Attendance.objects.bulk_create(
        [Attendance(activity=activity, participant_id=key) for key in found], ignore_conflicts=True
    )
    return len(found)
