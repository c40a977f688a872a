"""What a coordinator sees of messages."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from notifications import selectors, services
from notifications.models import Message
from tenants.context import entered
from tenants.models import Association
from tests.notifications.conftest import Told

NOON = datetime(2025, 2, 4, 10, 0, tzinfo=UTC)


def test_failed_messages_are_the_given_up_ones_latest_first(
    alfa: Association, beta: Association, told: Told
) -> None:
    for association in (alfa, beta):
        with entered(association):
            for n, state in enumerate(["failed", "sent", "retrying", "withheld", "obsolete", "failed"]):
                services.plan(
                    kind="tests.told", key=f"{n}", person_uuid=uuid4(), due_at=NOON + timedelta(hours=n)
                )
                Message.objects.filter(key=f"{n}").update(state=state)
    with entered(alfa):
        assert [message.key for message in selectors.failed_messages()] == ["5", "0"]
        assert selectors.failed_messages().count() == 2
