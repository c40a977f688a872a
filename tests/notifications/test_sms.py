"""Handing an SMS to the gateway, and what its answers mean."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import urllib3
from pytest_django import Settings

from notifications.channels import Deferred, Handed, Refused, ServerAway, sms, tags
from tenants.context import entered
from tenants.models import Association
from tests.notifications.smsgateway import TOKEN, SmsGateway

UUID_ = UUID("0190a3d2-1111-4222-8333-444455556666")
BO = "358401234567"


@pytest.fixture
def gateway(settings: Settings) -> Iterator[SmsGateway]:
    server = SmsGateway()
    settings.SMS_URL, settings.SMS_TOKEN = server.url, TOKEN
    server.start()
    yield server
    server.stop()


def send(association: Association, text: str = "Hei Bo", to: str = "+358 40 123 4567", **more: Any) -> Handed:
    with entered(association), sms.Gateway() as way:
        return way.send(text, to=to, sender=more.pop("sender", "Napajoki"), uuid=UUID_, **more)


def test_order_is_written_as_the_gateway_reads_it(alfa: Association, gateway: SmsGateway) -> None:
    assert send(alfa) == Handed(provider_id="421332671", parts=1)
    (order,) = gateway.orders
    base, tag = order.pop("callback_url").rstrip("/").rsplit("/", 1)
    assert base == "http://rinnalla.localhost:8000/hooks/sms"
    assert tags.read(tag) == tags.Tag(association=alfa.uuid, message=UUID_)
    assert order == {
        "message": "Hei Bo",
        "sender": "Napajoki",
        "encoding": "UTF8",
        "max_parts": 6,
        "userref": str(UUID_),
        "extra_details": "recipients_usage",
        "recipients": [{"msisdn": BO}],
    }
    assert gateway.tokens == [f"{TOKEN}:"]


def test_letters_outside_of_the_alphabet_are_sent_as_such(alfa: Association, gateway: SmsGateway) -> None:
    send(alfa, "Hei Žofia 😀", sender="")
    assert gateway.orders[0]["encoding"] == "UCS2"
    assert "sender" not in gateway.orders[0]


@pytest.mark.parametrize("phone", ["040 1234567", "+358401234567", "00358401234567"])
def test_number_is_written_with_its_country(phone: str) -> None:
    assert sms.number_of(phone) == BO


@pytest.mark.parametrize(
    ("phone", "code"),
    [
        ("", "bad_number"),
        ("Bo", "bad_number"),
        ("12", "bad_number"),
        ("+358 9 310 1691", "not_mobile"),
        ("0600 12345", "not_mobile"),
    ],
)
def test_number_that_gets_no_sms_is_refused_here(
    alfa: Association, gateway: SmsGateway, phone: str, code: str
) -> None:
    with pytest.raises(Refused) as refusal:
        send(alfa, to=phone)
    assert (refusal.value.code, refusal.value.dead) == (code, "bounced")
    assert gateway.tokens == []


@pytest.mark.parametrize(
    ("status", "code", "meant", "said", "dead"),
    [
        (403, "0x0215", Refused, "sms_blocked", "blocked"),
        (403, "0x0214", Refused, "sms_blocked", "blocked"),
        (403, "0x0217", Refused, "sms_country", "bounced"),
        (400, "0x0308", Refused, "sms_refused_400", ""),
        (422, "", Refused, "sms_refused_422", ""),
        (500, "0x0201", Deferred, "sms_deferred_500", None),
        (302, "", Deferred, "sms_deferred_302", None),
    ],
)
def test_no_for_this_message(
    alfa: Association,
    gateway: SmsGateway,
    status: int,
    code: str,
    meant: type[Refused | Deferred],
    said: str,
    dead: str | None,
) -> None:
    gateway.refuse(BO, status, code, Location="http://127.0.0.1:1/")
    with pytest.raises(meant) as no:
        send(alfa)
    assert (no.value.code, getattr(no.value, "dead", None)) == (said, dead)


@pytest.mark.parametrize(
    ("status", "code", "headers", "said", "counts", "pause"),
    [
        (429, "", {"Retry_After": "17"}, "sms_busy_429", False, 17),
        (429, "", {"Retry_After": "99999"}, "sms_busy_429", False, 300),
        (429, "", {"Retry_After": "later"}, "sms_busy_429", False, None),
        (403, "0x0216", {}, "sms_no_credit", False, 300),
        (403, "0x0213", {}, "sms_set_up_403", False, 300),
        (503, "", {}, "sms_away_503", True, None),
    ],
)
def test_no_for_all_messages(
    alfa: Association,
    gateway: SmsGateway,
    status: int,
    code: str,
    headers: dict[str, str],
    said: str,
    counts: bool,
    pause: int | None,
) -> None:
    gateway.refuse(BO, status, code, **headers)
    with pytest.raises(ServerAway) as away:
        send(alfa)
    found = away.value.pause
    assert (away.value.code, away.value.while_sending) == (said, counts)
    assert found == (timedelta(seconds=pause) if pause else None)


def test_wrong_token_is_our_fault_and_stands_in_no_log(
    alfa: Association, gateway: SmsGateway, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.SMS_TOKEN = "another-secret-token"
    with caplog.at_level(logging.DEBUG), pytest.raises(ServerAway) as away:
        send(alfa)
    assert (away.value.code, away.value.while_sending) == ("sms_set_up_401", False)
    assert "another-secret-token" not in caplog.text + repr(away.value.__cause__)
    assert BO not in caplog.text


def test_gateway_that_is_away_costs_no_attempt(alfa: Association, gateway: SmsGateway) -> None:
    gateway.stop()
    with pytest.raises(ServerAway) as away:
        send(alfa)
    assert (away.value.code, away.value.while_sending) == ("sms_away", False)


def test_slow_gateway_may_have_taken_it(
    alfa: Association, gateway: SmsGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sms, "SECONDS", urllib3.Timeout(connect=0.2, read=0.2))
    gateway.seconds = 0.6
    with pytest.raises(ServerAway) as away:
        send(alfa)
    assert (away.value.code, away.value.while_sending) == ("sms_lost_ReadTimeoutError", True)


@pytest.mark.parametrize("text", ["<html>Sign in to this network</html>", "", "[]", "\x00"])
def test_answer_of_somebody_else_is_no_yes(alfa: Association, gateway: SmsGateway, text: str) -> None:
    gateway.answers[BO] = (200, {}, text)
    with pytest.raises(Deferred, match="sms_answer_is_none"):
        send(alfa)


@pytest.mark.parametrize("text", ['{"id": 5}', '{"ids": [], "details": {"messages": "many"}}', "{}"])
def test_yes_in_other_words_is_a_yes(alfa: Association, gateway: SmsGateway, text: str) -> None:
    gateway.answers[BO] = (200, {}, text)
    assert send(alfa, "a" * 200) == Handed(provider_id="", parts=2)


def test_association_waits_after_its_share_and_the_urgent_does_not(
    alfa: Association, beta: Association, gateway: SmsGateway, settings: Settings
) -> None:
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "sms_association": (2, 3600), "sms_gateway": (4, 3600)}
    for _each in range(2):
        send(alfa)
    with pytest.raises(ServerAway) as away:
        send(alfa)
    assert (away.value.code, away.value.while_sending) == ("paced_sms_association", False)
    assert away.value.pause is not None
    assert timedelta(0) < away.value.pause <= timedelta(seconds=3601)
    send(alfa, urgent=True)
    with pytest.raises(ServerAway, match="paced_sms_gateway"):
        send(beta, urgent=True)
    assert len(gateway.orders) == 3
