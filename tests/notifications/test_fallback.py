"""Text messages in the life of a message: fallback of urgent ones, dead addresses, a busy gateway."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from pytest_django import Settings

from notifications import delivery, kinds, services
from notifications.addresses import fingerprint
from notifications.channels import noted
from notifications.kinds import Kind, Recipient
from notifications.models import Attempt, DeadAddress, Message, Sending
from notifications.ways import Urgency, Way
from tenants import clock
from tenants.context import entered
from tenants.models import Association
from tests.notifications.conftest import Told
from tests.notifications.mailserver import MailServer
from tests.notifications.smsgateway import TOKEN, SmsGateway

NOON = datetime(2025, 2, 4, 10, 0, tzinfo=UTC)
BO = "358401234567"
PERSON = UUID("0190a3d2-1111-4222-8333-aaaaaaaaaaaa")


@pytest.fixture
def gateway(settings: Settings) -> Iterator[SmsGateway]:
    server = SmsGateway()
    settings.SMS_URL, settings.SMS_TOKEN = server.url, TOKEN
    server.start()
    yield server
    server.stop()


@pytest.fixture(autouse=True)
def _calls(told: Told, alfa: Association) -> Iterator[None]:
    """Two kinds that go by SMS first: one that cannot wait, and one that can."""
    told.recipient = Recipient(
        address="bo@example.org", name="Bo", language="en", phone="+358 40 123 4567", has_inbox=True
    )
    for name, urgency in (("tests.urgent", Urgency.URGENT), ("tests.text", Urgency.DEFAULT)):
        kinds.register(
            Kind(
                name=name,
                label=name,
                recipient=told.recipient_of,
                still_wanted=told.still_wanted,
                render=told.render,
                urgency=urgency,
                ways=(Way.SMS, Way.EMAIL),
                safety=True,
                short=lambda _message, _language: "Pääsetkö tänään?",
            )
        )
    with entered(alfa):
        Sending.objects.create(sms_on=True, sms_sender="Alfa")
    yield
    for name in ("tests.urgent", "tests.text"):
        kinds.unregister(name)


def plan(kind: str) -> Message:
    return services.plan(kind=kind, key=str(uuid4()), person_uuid=PERSON, due_at=NOON)


def deliver(at: datetime = NOON) -> None:
    with clock.fixed(at):
        delivery.deliver_due()


def went(message: Message) -> tuple[str, str]:
    message.refresh_from_db()
    return message.state, message.channel


def tries(message: Message) -> list[tuple[str, str, str, int]]:
    return list(message.tries.order_by("pk").values_list("channel", "outcome", "code", "parts"))


def test_urgent_message_goes_as_text_and_its_parts_are_counted(
    alfa: Association, gateway: SmsGateway, mailserver: MailServer
) -> None:
    with entered(alfa):
        message = plan("tests.urgent")
        deliver()
        assert went(message) == ("sent", "sms")
        assert tries(message) == [("sms", "sent", "", 1)]
        assert Attempt.objects.get().provider_id == "421332671"
    assert [order["message"] for order in gateway.orders] == ["Pääsetkö tänään?"]
    assert mailserver.mails == []


def test_blocked_number_is_asked_once_and_the_urgent_one_goes_by_mail(
    alfa: Association, gateway: SmsGateway, mailserver: MailServer
) -> None:
    gateway.refuse(BO, 403, "0x0215")
    with entered(alfa):
        first = plan("tests.urgent")
        deliver()
        assert went(first) == ("sent", "email")
        assert tries(first) == [("sms", "refused", "sms_blocked", 0), ("email", "sent", "", 0)]
        assert DeadAddress.objects.get().reason == "blocked"
        second = plan("tests.urgent")
        deliver()
        assert went(second) == ("sent", "email")
    assert (len(gateway.tokens), len(mailserver.mails)) == (1, 2)


def test_busy_gateway_holds_up_texts_and_neither_mail_nor_what_is_urgent(
    alfa: Association, told: Told, gateway: SmsGateway, mailserver: MailServer
) -> None:
    gateway.refuse(BO, 429, Retry_After="120")
    with entered(alfa):
        text, urgent = plan("tests.text"), plan("tests.urgent")
        mail = services.plan(
            kind="tests.told", key="mail", person_uuid=PERSON, due_at=NOON + timedelta(seconds=1)
        )
        at = NOON + timedelta(seconds=2)
        deliver(at=at)
        assert went(urgent) == ("sent", "email")
        assert went(mail) == ("sent", "email")
        assert went(text)[0] == "retrying"
        assert (text.next_at, text.attempts, text.failure) == (
            at + timedelta(seconds=120),
            0,
            "sms_busy_429",
        )
        gateway.answers.clear()
        deliver(at=text.next_at)
        assert went(text) == ("sent", "sms")


def test_used_up_month_sends_by_mail(alfa: Association, gateway: SmsGateway, mailserver: MailServer) -> None:
    with entered(alfa):
        Sending.objects.update(sms_parts_a_month=1)
        messages = [plan("tests.text"), plan("tests.text")]
        deliver()
        assert [went(each) for each in messages] == [("sent", "sms"), ("sent", "email")]
    assert len(gateway.orders) == 1


@pytest.mark.parametrize(("kind", "again"), [("tests.urgent", True), ("tests.text", False)])
def test_text_that_came_back_goes_by_mail_only_where_it_cannot_wait(
    alfa: Association, gateway: SmsGateway, mailserver: MailServer, kind: str, again: bool
) -> None:
    report: dict[str, Any] = {
        "channel": "sms",
        "outcome": "bounced",
        "code": "sms_undeliverable",
        "provider_id": "421332671",
        "fingerprint": fingerprint(f"+{BO}"),
        "dead": "bounced",
    }
    with entered(alfa):
        message = plan(kind)
        deliver()
        with clock.fixed(NOON):
            assert noted.note(message_uuid=message.uuid, **report)
            assert went(message)[0] == ("planned" if again else "sent")
            deliver()
            assert not noted.note(message_uuid=message.uuid, **report)
            deliver()
        assert went(message) == ("sent", "email" if again else "sms")
    assert (len(gateway.orders), len(mailserver.mails)) == (1, 1 if again else 0)
