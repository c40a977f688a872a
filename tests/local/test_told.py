"""What the demo's check finds wrong with messages: it can fail."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from local.enacting import times
from local.management.commands.demo_told import _add
from notifications.models import Message
from scheduling.shifts.models import Shift, SignUp
from tenants import clock
from tenants.context import entered
from tenants.models import Association
from volunteers.register.models import Person, VolunteerRole

pytestmark = pytest.mark.django_db
TUESDAY = datetime(2025, 2, 4, 10, 0, tzinfo=UTC)  # noon in Finland
HOUR = timedelta(hours=1)


def found(*sent: Message) -> dict[str, Any]:
    """How many of each the check counts."""
    counts: dict[str, Any] = {"planned": 0, "sent": [], "stale": [], "quiet_hours_broken": []}
    with clock.fixed(TUESDAY + 48 * HOUR):
        _add(counts)
    return {name: value if name == "planned" else len(value) for name, value in counts.items()}


def tell(sent_at: datetime, *, due_at: datetime = TUESDAY, state: str = "sent", **fields: Any) -> Message:
    bo = Person.objects.get(given_name="Bo")
    return Message.objects.create(
        kind="shift.reminder", key=f"t:{Message.objects.count()}", person_uuid=bo.uuid, state=state,
        channel="email", due_at=due_at, next_at=due_at, sent_at=sent_at, created_at=due_at, **fields,
    )  # fmt: skip


def hold_place(starts_at: datetime, **fields: Any) -> SignUp:
    shift = Shift.objects.create(
        role=VolunteerRole.objects.all()[0], starts_at=starts_at, ends_at=starts_at + HOUR, places=1,
        state="published", created_at=TUESDAY,
    )  # fmt: skip
    bo = Person.objects.get(given_name="Bo")
    return SignUp.objects.create(
        shift=shift, person=bo, starts_at=starts_at, ends_at=starts_at + HOUR, created_at=TUESDAY,
        **{"changed_at": TUESDAY, **fields},
    )  # fmt: skip


def test_message_in_time_is_well(alfa: Association) -> None:
    with entered(alfa):
        place = hold_place(TUESDAY + 5 * HOUR)
        tell(TUESDAY, subject_kind="sign_up", subject_uuid=place.uuid)
        tell(TUESDAY, due_at=times.START - HOUR)  # of the demo's past
        tell(TUESDAY, state="failed")
        assert found() == {"planned": 2, "sent": 1, "stale": 0, "quiet_hours_broken": 0}


def test_message_after_the_start_and_after_giving_back_is_stale(alfa: Association) -> None:
    with entered(alfa):
        begun = hold_place(TUESDAY + HOUR)
        tell(TUESDAY + 2 * HOUR, subject_kind="sign_up", subject_uuid=begun.uuid)
        given = hold_place(TUESDAY + 9 * HOUR, state="cancelled_by_volunteer", changed_at=TUESDAY)
        tell(TUESDAY + HOUR, subject_kind="sign_up", subject_uuid=given.uuid)
        assert found()["stale"] == 2


def test_message_in_the_night_breaks_the_quiet_hours(alfa: Association) -> None:
    with entered(alfa):
        tell(datetime(2025, 2, 4, 20, 0, tzinfo=UTC))  # 22 in Finland
        tell(datetime(2025, 2, 5, 6, 0, 5, tzinfo=UTC))  # 8 and some seconds
        assert found()["quiet_hours_broken"] == 1
