"""Inside Alfa on Monday 3.2.2025: Bo and Ada are hosts, and hosts have supervision."""

from datetime import timedelta
from typing import Any

from tenants import clock
from tests.monday import BY, MONDAY, inside, it_is_monday, said_in_english
from tests.scheduling.hours.conftest import HELSINKI, at, person, role
from volunteers.register.models import VolunteerRole
from volunteers.supervision.models import GroupMember, SupervisionGroup, SupervisionSession

__all__ = [
    "BY",
    "MONDAY",
    "asks",
    "at",
    "group",
    "inside",
    "it_is_monday",
    "person",
    "role",
    "said_in_english",
    "session",
]


def asks(*, blocking: bool = True, every: int = 45, grace: int = 30) -> VolunteerRole:
    """Hosts should be in supervision so often."""
    host = role()
    host.supervision = "blocking" if blocking else "advisory"
    host.supervision_every_days, host.supervision_grace_days = every, grace
    host.save()
    return host


def group(*names: str, name: str = "Maanantairyhmä", **fields: Any) -> SupervisionGroup:
    """A group of hosts with these members."""
    made = SupervisionGroup.objects.create(name=name, role=role(), **fields)
    for each in names:
        GroupMember.objects.create(group=made, person=person(each), since_on=MONDAY.date())
    return made


def session(of: SupervisionGroup, when: str, **fields: Any) -> SupervisionSession:
    """A time of a group: ``session(group, "2025-01-15 17:00")``."""
    starts = at(when)
    return SupervisionSession.objects.create(
        group=of,
        starts_at=starts,
        ends_at=starts + timedelta(minutes=of.minutes),
        local_date=starts.astimezone(HELSINKI).date(),
        created_at=clock.now(),
        **fields,
    )
