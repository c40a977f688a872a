"""One row of everything of supervision, with words that can be found again wherever they leak."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from volunteers.register.models import Person, Site, VolunteerRole
from volunteers.supervision.models import (
    DebriefRequest,
    GroupMember,
    Seat,
    SupervisionGroup,
    SupervisionSession,
)

NOW = datetime(2025, 2, 3, 6, tzinfo=UTC)


def plant_supervision(mark: str, key: int, role: VolunteerRole, site: Site, person: Person) -> list[Any]:
    """A group of theirs with a member, a time ahead to which they are asked, and one that waits for ticks."""
    group = SupervisionGroup.objects.create(
        pk=key, name=f"Oma ryhmä {mark}", role=role, supervisor=person, site=site
    )
    SupervisionGroup.objects.create(
        pk=key + 1,
        name=f"Ohjausryhmä {mark}",
        role=role,
        supervisor_name=f"Ohjaaja {mark}",
        supervisor_user=UUID(int=key),
        kind="peer_exchange",
    )
    GroupMember.objects.create(pk=key, group=group, person=person, since_on=date(2025, 1, 1))
    ahead = SupervisionSession.objects.create(
        pk=key,
        group=group,
        starts_at=NOW + timedelta(days=2),
        ends_at=NOW + timedelta(days=2, minutes=90),
        local_date=date(2025, 2, 5),
        state="invited",
        created_at=NOW,
    )
    SupervisionSession.objects.create(
        pk=key + 1,
        group=group,
        starts_at=NOW - timedelta(days=2),
        ends_at=NOW - timedelta(days=2) + timedelta(minutes=90),
        local_date=date(2025, 2, 1),
        created_at=NOW,
    )
    seat = Seat.objects.create(pk=key, session=ahead, person=person)
    debrief = DebriefRequest.objects.create(
        pk=key,
        person=person,
        asked_of=person,
        asked_at=NOW - timedelta(hours=1),
    )
    return [group, ahead, seat, debrief]
