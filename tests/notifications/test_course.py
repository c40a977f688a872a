"""When and by which way somebody is told: at their hours, by what they chose, and never into the void."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from pytest_django import Settings

from notifications import addresses, delivery, links, people, preferences, selectors, services
from notifications.channels import Handed, Refused, ServerAway
from notifications.channels.sms import Gateway
from notifications.kinds import Audience, Quiet, Recipient, Urgency, Way
from notifications.models import Attempt, Choice, Message, Preferences, Said, Sending
from tenants import clock
from tenants.context import entered, platform_role
from tenants.models import Association, Wakeup
from tests.notifications.conftest import Told
from tests.notifications.mailserver import MailServer

NOON = datetime(2025, 2, 4, 10, 0, tzinfo=UTC)
NIGHT = datetime(2025, 2, 4, 20, 30, tzinfo=UTC)  # 22:30 in Helsinki
MORNING = datetime(2025, 2, 5, 6, 0, tzinfo=UTC)  # 8:00
BO = UUID("b0b0b0b0-0000-4000-8000-000000000001")
PHONE = "+358 40 1234567"


@pytest.fixture
def inside(alfa: Association, told: Told, mailserver: MailServer) -> Iterator[Association]:
    """In the association, with somebody who has an inbox and a telephone."""
    told.recipient = Recipient(
        address="bo@example.org", name="Bo Berg", language="en", phone=PHONE, has_inbox=True
    )
    with entered(alfa):
        yield alfa


@pytest.fixture
def texts(settings: Settings, monkeypatch: pytest.MonkeyPatch, inside: Association) -> list[str]:
    """The numbers to which SMS go, of an association that sends them."""
    settings.SMS_URL, settings.SMS_TOKEN = "http://127.0.0.1:9/", "t"
    Sending.objects.update_or_create(pk=1, defaults={"sms_on": True})
    sent: list[str] = []

    def send(self: Gateway, text: str, *, to: str, **fields: Any) -> Handed:
        sent.append(to)
        return Handed(provider_id="7", parts=2)

    monkeypatch.setattr(Gateway, "send", send)
    return sent


def plan(key: str = "key", *, at: datetime = NOON, **fields: Any) -> Message:
    return services.plan(**{"kind": "tests.told", "key": key, "person_uuid": BO, "due_at": at, **fields})


def deliver(at: datetime = NOON) -> None:
    with clock.fixed(at):
        delivery.deliver_due()


def outcome(message: Message) -> tuple[str, str, str]:
    message.refresh_from_db()
    return message.state, message.channel, message.failure


def tries(message: Message) -> list[tuple[str, str, str]]:
    return list(message.tries.order_by("pk").values_list("channel", "outcome", "code"))


def choose(way: str) -> None:
    Choice.objects.update_or_create(person_uuid=BO, kind="tests.told", defaults={"way": way})


# --- what is said ---------------------------------------------------------------------------------


def test_what_was_said_is_kept_with_the_attempt(inside: Association, mailserver: MailServer) -> None:
    message = plan(data={"n": 7})
    deliver()
    assert outcome(message) == ("sent", "email", "")
    assert tries(message) == [("email", "sent", "")]
    [told] = selectors.inbox(BO)
    said = told.said
    assert (said.language, said.subject, said.paragraphs) == (
        "en",
        "Your shift (en) 7",
        ["See you on Tuesday."],
    )
    assert (said.facts, said.button_label, said.button_path) == (
        [["When", "Tue 4 Feb 17–20"]],
        "Show the shift",
        "/shifts/",
    )
    assert selectors.unread(BO) == 1
    assert services.mark_read(person_uuid=uuid4()) == 0
    assert services.mark_read(person_uuid=BO, uuid=told.uuid) == 1
    assert selectors.unread(BO) == 0


def test_nothing_is_kept_of_what_outsiders_are_told(
    inside: Association, told: Told, mailserver: MailServer
) -> None:
    told.be(audience=Audience.OUTSIDE)
    Preferences.objects.create(person_uuid=BO)
    message = plan(at=NIGHT)
    deliver(NIGHT)  # and they have no quiet hours
    assert outcome(message) == ("sent", "email", "")
    assert not Said.objects.exists()


# --- when -----------------------------------------------------------------------------------------


def test_quiet_hours_hold_it_until_they_are_over(inside: Association, mailserver: MailServer) -> None:
    message = plan(at=NIGHT)
    deliver(NIGHT)
    assert outcome(message) == ("planned", "", "quiet_hours")
    assert (message.attempts, message.due_at, message.next_at) == (0, NIGHT, MORNING)
    with platform_role():
        assert Wakeup.objects.filter(schema_name=inside.schema_name, due_at=MORNING).exists()
    deliver(MORNING - timedelta(seconds=1))
    assert mailserver.mails == []
    deliver(MORNING)
    assert (outcome(message), message.attempts) == (("sent", "email", ""), 1)
    assert len(mailserver.mails) == 1


def test_what_became_stale_over_night_is_not_sent(
    inside: Association, told: Told, mailserver: MailServer
) -> None:
    message = plan(at=NIGHT)
    deliver(NIGHT)
    told.not_wanted = "the shift has started"
    deliver(MORNING)
    assert outcome(message)[0] == "obsolete"
    assert mailserver.mails == []


@pytest.mark.parametrize(
    ("kind", "allowed", "state"),
    [
        ({"quiet": Quiet.PASS}, False, "planned"),
        ({"quiet": Quiet.PASS}, True, "sent"),
        ({}, True, "planned"),
        ({"safety": True}, False, "sent"),
    ],
)
def test_only_what_the_person_allowed_and_what_keeps_them_safe_comes_at_night(
    inside: Association, told: Told, mailserver: MailServer, kind: Any, allowed: bool, state: str
) -> None:
    told.be(**kind)
    Preferences.objects.create(person_uuid=BO, urgent_at_night=allowed)
    message = plan(at=NIGHT)
    deliver(NIGHT)
    assert outcome(message)[0] == state


def test_own_quiet_hours(inside: Association, mailserver: MailServer) -> None:
    Preferences.objects.create(person_uuid=BO, quiet_from=time(9), quiet_to=time(15))
    by_day, by_night = plan("day"), plan("night", at=NIGHT)
    deliver()
    assert (outcome(by_day)[2], by_day.next_at) == ("quiet_hours", NOON + timedelta(hours=3))
    deliver(NIGHT)
    assert outcome(by_night)[0] == "sent"


def test_away_waits_until_they_are_back(
    inside: Association, told: Told, mailserver: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    back = NOON + timedelta(days=3)
    monkeypatch.setattr(people, "_away", [lambda uuid: back if uuid == BO else None])
    waits, other = plan("waits"), plan("other", person_uuid=uuid4())
    deliver()
    assert (outcome(waits), waits.next_at) == (("planned", "", "away"), back)
    assert outcome(other)[0] == "sent"
    told.be(safety=True)
    safety = plan("safety")
    deliver()
    assert outcome(safety)[0] == "sent"
    told.be(safety=False, rests_when_away=False)
    own = plan("own")
    deliver()
    assert outcome(own)[0] == "sent"
    deliver(back)
    assert outcome(waits)[0] == "sent"


# --- by which way ---------------------------------------------------------------------------------


def test_muted_is_kept_to_be_read_and_waits_for_no_hour(inside: Association, mailserver: MailServer) -> None:
    choose(Way.INBOX)
    message = plan(at=NIGHT)
    deliver(NIGHT)
    assert outcome(message) == ("sent", "inbox", "")
    assert tries(message) == [("inbox", "sent", "")]
    assert (mailserver.mails, selectors.unread(BO)) == ([], 1)


def test_muted_without_an_inbox_is_withheld(inside: Association, told: Told, mailserver: MailServer) -> None:
    told.recipient = Recipient(address="bo@example.org", name="Bo")
    choose(Way.INBOX)
    message = plan()
    deliver()
    assert outcome(message) == ("withheld", "", "muted")


def test_safety_cannot_be_muted(inside: Association, told: Told, mailserver: MailServer) -> None:
    choose(Way.INBOX)
    told.be(safety=True)
    message = plan()
    deliver()
    assert outcome(message)[1] == "email"


def test_chosen_sms_and_its_cost(
    inside: Association, told: Told, texts: list[str], mailserver: MailServer
) -> None:
    told.be(ways=(Way.EMAIL, Way.SMS))
    by_mail = plan("mail")
    deliver()
    choose(Way.SMS)
    by_sms = plan("sms")
    deliver()
    assert (outcome(by_mail)[1], outcome(by_sms)[1], texts) == ("email", "sms", [PHONE])
    [attempt] = by_sms.tries.all()
    assert (attempt.provider_id, attempt.parts, attempt.outcome) == ("7", 2, Attempt.Outcome.SENT)
    Sending.objects.update(sms_on=False)
    switched_off = plan("off")
    deliver()
    assert outcome(switched_off)[1] == "email"


def test_who_has_only_a_telephone_is_told_by_it_where_the_kind_allows(
    inside: Association, told: Told, texts: list[str], mailserver: MailServer
) -> None:
    told.recipient = Recipient(address="", name="Jari", phone=PHONE)
    nothing = plan("nothing")
    deliver()
    told.be(ways=(Way.EMAIL, Way.SMS))
    message = plan("sms")
    deliver()
    assert outcome(nothing) == ("withheld", "", "no_address")
    assert (outcome(message)[:2], texts) == (("sent", "sms"), [PHONE])


def test_address_that_came_back_is_left_alone_until_there_is_another(
    inside: Association, told: Told, mailserver: MailServer
) -> None:
    mailserver.answers = {"bo@example.org": "550 5.1.1 unknown"}
    refused = plan("refused")
    deliver()
    assert outcome(refused) == ("failed", "email", "refused_550")
    assert tries(refused) == [("email", "refused", "refused_550")]
    assert selectors.unread(BO) == 1  # they read it all the same
    asked = mailserver.connections
    dead = plan("dead")
    deliver()
    assert outcome(dead) == ("sent", "inbox", "")
    assert tries(dead) == [("email", "refused", "address_bounced"), ("inbox", "sent", "")]
    assert mailserver.connections == asked
    told.recipient = Recipient(address="bo@example.org", name="Bo")
    nowhere = plan("nowhere")
    deliver()
    assert outcome(nowhere) == ("withheld", "email", "address_bounced")
    told.recipient = Recipient(address="bo@new.example.org", name="Bo")
    with clock.fixed(NOON):
        assert services.send_again(message=nowhere) is True
    deliver()
    assert outcome(nowhere) == ("sent", "email", "")


def test_only_what_is_urgent_tries_another_way(
    inside: Association, told: Told, texts: list[str], mailserver: MailServer
) -> None:
    addresses.note_dead(person_uuid=BO, channel=Way.EMAIL, address="BO@example.org ", reason="bounced")
    told.be(ways=(Way.EMAIL, Way.SMS))
    usual = plan("usual")
    deliver()
    told.be(urgency=Urgency.URGENT)
    urgent = plan("urgent")
    deliver()
    assert (outcome(usual)[1], outcome(urgent)[1]) == ("inbox", "sms")
    addresses.forget_dead(person_uuid=BO, channel=Way.EMAIL)
    mailserver.answers = {"bo@example.org": "451 later"}
    deferred = plan("deferred")
    deliver()
    assert tries(deferred) == [("email", "deferred", "deferred_451"), ("sms", "sent", "")]
    assert (outcome(deferred), deferred.attempts) == (("sent", "sms", ""), 1)


def test_urgent_that_no_way_takes_is_tried_again_where_that_may_help(
    inside: Association, told: Told, texts: list[str], mailserver: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_fields: object) -> Handed:
        raise Refused("sms_blocked", dead="blocked")

    monkeypatch.setattr(Gateway, "send", refuse)
    told.be(ways=(Way.EMAIL, Way.SMS), urgency=Urgency.URGENT)
    mailserver.answers = {"bo@example.org": "451 later"}
    message = plan()
    deliver()
    assert outcome(message) == ("retrying", "sms", "deferred_451")
    assert addresses.why_dead(person_uuid=BO, channel=Way.SMS, address=PHONE) == "blocked"


def test_gateway_that_is_away_holds_up_no_mail(
    inside: Association, told: Told, texts: list[str], mailserver: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_args: object, **_fields: object) -> Handed:
        raise ServerAway("sms_away", while_sending=False)

    monkeypatch.setattr(Gateway, "send", away)
    told.be(ways=(Way.EMAIL, Way.SMS))
    choose(Way.SMS)
    by_sms, by_mail = plan("sms"), plan("mail", at=NOON + timedelta(seconds=1), person_uuid=uuid4())
    deliver(NOON + timedelta(minutes=1))
    assert outcome(by_sms) == ("retrying", "", "sms_away")
    assert (outcome(by_mail)[:2], by_sms.attempts) == (("sent", "email"), 0)


def test_mail_says_how_to_stop_it(inside: Association, told: Told, mailserver: MailServer) -> None:
    message = plan()
    deliver()
    with clock.fixed(NOON):
        link = links.unsubscribe_url(message)
    told.be(safety=True)
    plan("safety")
    deliver()
    mail, safety = mailserver.mails
    assert str(mail["List-Unsubscribe"]).strip() == f"<{link}>"
    text, html = (str(mail.get_body((kind,)).get_content()) for kind in ("plain", "html"))  # type: ignore[union-attr]  # there is one
    assert text.splitlines()[-2:] == ["Stop these messages:", link]
    assert f'href="{link}"' in html
    assert safety["List-Unsubscribe"] is None
    assert "Stop these" not in str(safety.as_string())
    assert "unsubscribe" not in str(Said.objects.values_list())


# --- by hand --------------------------------------------------------------------------------------


def test_cancelled_by_hand_and_sent_again(inside: Association, mailserver: MailServer) -> None:
    waiting, sent = plan("waiting", at=NOON + timedelta(hours=1)), plan("sent")
    deliver()
    assert services.cancel(message=waiting) is True
    assert services.cancel(message=sent) is False
    assert services.send_again(message=sent) is False
    assert outcome(waiting) == ("obsolete", "", "called off by hand")
    deliver(NOON + timedelta(hours=2))
    assert len(mailserver.mails) == 1


def test_preferences_of_nobody_in_particular() -> None:
    assert preferences.NOBODYS.leads == (48, 3)
