"""Names in closed groups: who opens them leaves a line in the trail. Who may is asked beforehand."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count as Number, Q, QuerySet

from accounts.sealing import Seal, Unreadable
from scheduling.activities.models import Activity, Group, Participant
from tenants.actors import Actor
from volunteers.register import trail
from volunteers.register.retention import Over

SEAL = Seal(b"rinnalla participants")
READ = "participants.read"
# As long as anything of a client's is kept after the end.
KEPT_MONTHS = 12


@dataclass(frozen=True)
class Named:
    """A participant as the leader knows them; without a name where its key is lost. `times` they came."""

    uuid: UUID
    name: str
    contact: str
    times: int


def has_names(group: Group) -> bool:
    """Whether anybody's name is kept in it."""
    return group.participants.exists()


def open_names(group: Group, *, by: Actor) -> list[Named]:
    """All of a group by name. That they were read is noted, once for all of them."""
    held = Q(attendances__activity__state=Activity.State.HELD)
    rows = list(group.participants.annotate(times=Number("attendances", filter=held)))
    if rows:
        trail.record(READ, by=by, subject_kind="group", subject_uuid=group.uuid, rows=len(rows))
    found = [
        Named(row.uuid, _opened(row.sealed_name), _opened(row.sealed_contact), row.times) for row in rows
    ]
    return sorted(found, key=lambda each: (each.name.casefold(), each.uuid))


def came(activity: Activity) -> list[UUID]:
    """Who came to a time, without names."""
    return list(activity.attendances.values_list("participant__uuid", flat=True))


def over(keeping: Over) -> QuerySet[Participant]:
    """Those whose group ended long ago."""
    return Participant.objects.filter(group__ended_on__lt=keeping.before_day)


def _opened(token: str) -> str:
    try:
        return SEAL.decrypt(token) if token else ""
    except Unreadable:
        return ""
