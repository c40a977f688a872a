"""All ways behind one door."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from pytest_django import Settings

from notifications import channels, kinds, services
from notifications.channels import Handed, ServerAway
from notifications.kinds import Recipient, Rendered
from notifications.models import Message, Sending
from notifications.ways import Way
from tenants.context import entered
from tenants.models import Association
from tests.notifications.conftest import Told
from tests.notifications.mailserver import MailServer
from tests.notifications.smsgateway import TOKEN, SmsGateway

NOON = datetime(2025, 2, 4, 10, 0, tzinfo=UTC)
LETTER = Rendered(subject="Vuoro “tänään” klo 17", text="Hei", button_url="https://alfa.example.org/shifts/")
BO = Recipient(address="bo@example.org", name="Bo", phone="+358 40 123 4567")


@pytest.fixture
def gateway(settings: Settings) -> Iterator[SmsGateway]:
    server = SmsGateway()
    settings.SMS_URL, settings.SMS_TOKEN = server.url, TOKEN
    server.start()
    yield server
    server.stop()


def send(out: channels.Channels, way: str, message: Message) -> Handed:
    return out.send(way, LETTER, to=BO, language="fi", message=message, kind=kinds.get("tests.told"))


@pytest.fixture
def message(alfa: Association, told: Told) -> Message:
    with entered(alfa):
        Sending.objects.create(sms_on=True, sms_sender="Alfan tuki")
        return services.plan(kind="tests.told", key="one", person_uuid=uuid4(), due_at=NOON)


def test_each_way_has_its_own_words(
    alfa: Association, message: Message, gateway: SmsGateway, mailserver: MailServer
) -> None:
    with entered(alfa), channels.Channels() as out:
        assert send(out, Way.EMAIL, message) == Handed()
        assert send(out, Way.SMS, message) == Handed(provider_id="421332671", parts=1)
    (mail,) = mailserver.mails
    assert mail["Subject"] == "Vuoro “tänään” klo 17"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = str(mail["List-Unsubscribe"]).strip()
    assert link.startswith("<http://alfa.rinnalla.localhost:8000/unsubscribe/?t=")
    (order,) = gateway.orders
    assert order["message"] == 'Vuoro "tänään" klo 17\nhttps://alfa.example.org/shifts/'
    assert (order["sender"], order["encoding"]) == ("Alfan tuki", "UTF8")


def test_gateway_that_is_away_is_asked_once_a_run_and_mail_goes_on(
    alfa: Association, message: Message, gateway: SmsGateway, mailserver: MailServer
) -> None:
    gateway.refuse("358401234567", 503)
    with entered(alfa), channels.Channels() as out:
        for while_sending in (True, False, False):
            with pytest.raises(ServerAway, match="sms_away_503") as away:
                send(out, Way.SMS, message)
            assert (away.value.way, away.value.while_sending) == (Way.SMS, while_sending)
        send(out, Way.EMAIL, message)
    assert (len(gateway.tokens), len(mailserver.mails)) == (1, 1)
