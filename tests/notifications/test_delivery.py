"""Sending what is due: once, re-checked, in the recipient's language, and never lost."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection

from notifications import delivery, kinds, services, states
from notifications.kinds import Attachment, Kind, Recipient
from notifications.models import Message
from tenants import clock
from tenants.context import entered, platform_role
from tenants.logs import JsonFormatter
from tenants.models import Association, Wakeup
from tests.notifications.conftest import Told
from tests.notifications.mailserver import MailServer

NOON = datetime(2025, 2, 4, 10, 0, 45, tzinfo=UTC)
A_MINUTE = timedelta(minutes=1)


def plan(n: int = 1, **fields: Any) -> Message:
    return services.plan(
        **{
            "kind": "tests.told",
            "key": f"key {n}",
            "person_uuid": uuid4(),
            "due_at": NOON,
            "data": {"n": n},
            **fields,
        }
    )


def deliver(at: datetime = NOON) -> bool:
    with clock.fixed(at):
        return delivery.deliver_due()


def wakeups(association: Association) -> list[datetime]:
    with platform_role():
        rows = Wakeup.objects.filter(schema_name=association.schema_name, queue="messages")
        return list(rows.order_by("due_at").values_list("due_at", flat=True))


def state_of(message: Message) -> tuple[str, int, str]:
    message.refresh_from_db()
    return message.state, message.attempts, message.failure


def test_due_message_is_sent_and_noted(alfa: Association, told: Told, mailserver: MailServer) -> None:
    with entered(alfa):
        message = plan()
        assert deliver(at=NOON + A_MINUTE) is False
        assert state_of(message) == ("sent", 1, "")
        assert (message.sent_at, message.lease_until) == (NOON + A_MINUTE, None)
        assert wakeups(alfa) == []
    (mail,) = mailserver.mails
    assert mail["X-To"] == "bo@example.org"
    assert mail["To"] == "Bo Berg <bo@example.org>"
    assert mail["From"] == "Alfan mielen hyvinvointi ry <rinnalla@example.org>"
    assert mail["Subject"] == "Your shift (en) 1"
    assert mail["Message-ID"] == f"<{message.uuid}@rinnalla.localhost>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Language"] == "en"
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]


def test_file_comes_along_whole(alfa: Association, told: Told, mailserver: MailServer) -> None:
    content = "BEGIN:VCALENDAR\r\nSUMMARY:Yövuoro\r\nEND:VCALENDAR\r\n".encode()
    told.attachments = (Attachment(name="shift.ics", content=content, mimetype="text/calendar"),)
    with entered(alfa):
        plan()
        deliver()
    (file,) = mailserver.mails[0].iter_attachments()
    assert (file.get_filename(), file.get_content_type()) == ("shift.ics", "text/calendar")
    assert file.get_payload(decode=True) == content


def test_message_before_its_time_is_left(alfa: Association, told: Told, mailserver: MailServer) -> None:
    with entered(alfa):
        message = plan()
        deliver(at=NOON - timedelta(seconds=1))
        assert state_of(message) == ("planned", 0, "")
        assert wakeups(alfa) == [NOON]
    assert mailserver.mails == []


def test_second_run_sends_nothing(alfa: Association, told: Told, mailserver: MailServer) -> None:
    with entered(alfa):
        plan()
        deliver()
        deliver()
    assert len(mailserver.mails) == 1


def test_language_follows_the_recipient_else_the_association(
    alfa: Association, told: Told, mailserver: MailServer
) -> None:
    with entered(alfa):
        for n, language in enumerate(("sv", "", "xx")):
            told.recipient = Recipient(address="bo@example.org", name="Bo", language=language)
            plan(n)
            deliver()
    assert mailserver.subjects() == ["Your shift (sv) 0", "Your shift (fi) 1", "Your shift (fi) 2"]
    greetings = [str(mail.get_body(("plain",)).get_content()).splitlines()[0] for mail in mailserver.mails]  # type: ignore[union-attr]  # there is one
    assert greetings == ["Hej Bo,", "Hei Bo,", "Hei Bo,"]


def test_message_no_longer_wanted_becomes_obsolete(
    alfa: Association, told: Told, mailserver: MailServer
) -> None:
    told.not_wanted = "the sign-up was cancelled"
    with entered(alfa):
        message = plan()
        deliver()
        assert state_of(message) == ("obsolete", 1, "the sign-up was cancelled")
    assert mailserver.mails == []


def test_person_without_address_gets_nothing(alfa: Association, told: Told, mailserver: MailServer) -> None:
    with entered(alfa):
        told.recipient = None
        nobody = plan(1)
        deliver()
        told.recipient = Recipient(address="", name="Bo")
        no_address = plan(2)
        deliver()
        assert state_of(nobody) == ("withheld", 1, "no_address")
        assert state_of(no_address) == ("withheld", 1, "no_address")
    assert mailserver.mails == []


def test_suspended_association_sends_nothing(alfa: Association, told: Told, mailserver: MailServer) -> None:
    Association.objects.filter(pk=alfa.pk).update(state="suspended")
    alfa.refresh_from_db()
    with entered(alfa):
        message = plan()
        deliver()
        assert state_of(message) == ("planned", 0, "")
    assert (mailserver.mails, told.asked) == ([], [])
    Association.objects.filter(pk=alfa.pk).update(state="active")
    with entered(alfa):
        deliver()
        assert state_of(message)[0] == "sent"
    assert len(mailserver.mails) == 1


def test_association_that_is_suspended_while_its_messages_go_out_stops(
    alfa: Association, told: Told, mailserver: MailServer
) -> None:
    """The row that the job holds is older than the suspension."""
    with entered(alfa):
        message = plan()
        with platform_role():
            Association.objects.filter(pk=alfa.pk).update(state="suspended")
        deliver()
        assert state_of(message) == ("planned", 0, "")
    assert mailserver.mails == []


@pytest.mark.logs_errors
def test_message_that_breaks_stops_no_other_and_tells_nothing(
    alfa: Association, told: Told, mailserver: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    with entered(alfa):
        broken = plan(1, data={"breaks": True})
        fine = plan(2, due_at=NOON + timedelta(seconds=1))
        deliver(at=NOON + A_MINUTE)
        assert state_of(broken) == ("retrying", 1, "error_LookupError")
        assert broken.next_at == NOON + A_MINUTE + delivery.FIRST_PAUSE
        assert state_of(fine) == ("sent", 1, "")
        assert wakeups(alfa) == [broken.next_at]
    lines = [JsonFormatter().format(record) for record in caplog.records]
    assert [json.loads(line)["event"] for line in lines] == ["message_not_made", "message_retrying"]
    assert [line for line in lines if "Berg" in line or "@" in line] == []


def test_address_that_the_server_refuses_fails_at_once(
    alfa: Association, told: Told, mailserver: MailServer
) -> None:
    mailserver.answers = {"bo@example.org": "550 no Bo here bo@example.org"}
    with entered(alfa):
        message = plan()
        deliver()
        assert state_of(message) == ("failed", 1, "refused_550")


@pytest.mark.parametrize(
    "address", ["bo", "bo@", "bo berg@example.org\nBcc: x@example.org", "b@@example.org"]
)
def test_address_that_is_none_fails_and_stops_nothing(
    alfa: Association, told: Told, mailserver: MailServer, address: str
) -> None:
    told.recipient = Recipient(address=address, name="Bo\nBerg", language="fi")
    with entered(alfa):
        message = plan(1)
        deliver()
        assert state_of(message) == ("failed", 1, "bad_address")
        told.recipient = Recipient(address="bo@example.org", name="Bo\nBerg")
        fine = plan(2)
        deliver()
        assert state_of(fine)[0] == "sent"
    assert [mail["X-To"] for mail in mailserver.mails] == ["bo@example.org"]


def test_answer_for_now_is_tried_again_with_longer_pauses_and_given_up(
    alfa: Association, told: Told, mailserver: MailServer
) -> None:
    mailserver.answers = {"bo@example.org": "451 try later"}
    at, pauses = NOON, []
    with entered(alfa):
        message = plan()
        for attempt in range(1, delivery.ATTEMPTS):
            deliver(at=at)
            assert state_of(message) == ("retrying", attempt, "deferred_451")
            assert wakeups(alfa) == [message.next_at]
            pauses.append((message.next_at - at).total_seconds())
            deliver(at=message.next_at - timedelta(seconds=1))
            assert state_of(message)[1] == attempt
            at = message.next_at
        deliver(at=at)
        assert state_of(message) == ("failed", delivery.ATTEMPTS, "deferred_451")
        assert message.due_at == NOON
        assert wakeups(alfa) == []
    assert pauses == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]
    assert mailserver.mails == []


def test_server_that_refuses_the_text_for_good(alfa: Association, told: Told, mailserver: MailServer) -> None:
    mailserver.data_answer = "554 spam"
    with entered(alfa):
        message = plan()
        deliver()
        assert state_of(message) == ("failed", 1, "refused_554")


def test_server_that_is_away_costs_no_attempt_and_stops_the_run(
    alfa: Association, told: Told, mailserver: MailServer
) -> None:
    mailserver.stop()
    with entered(alfa):
        first, second = plan(1), plan(2)
        assert deliver() is False
        assert state_of(first) == ("retrying", 0, "server_away_ConnectionRefusedError")
        assert state_of(second) == ("planned", 0, "")
        again = NOON + delivery.PAUSE_WITHOUT_SERVER
        assert (first.next_at, wakeups(alfa)) == (again, [NOON, again])
        for _minute in range(30):
            deliver(at=again)
            again = wakeups(alfa)[-1]
        mailserver.start()
        deliver(at=again)
        assert [state_of(first)[0], state_of(second)[0]] == ["sent", "sent"]
        assert wakeups(alfa) == []
    assert sorted(mailserver.subjects()) == ["Your shift (en) 1", "Your shift (en) 2"]


def test_server_that_hangs_up_in_the_middle_costs_an_attempt(
    alfa: Association, told: Told, mailserver: MailServer
) -> None:
    mailserver.hangs_up_after = 1
    with entered(alfa):
        messages = [plan(n, due_at=NOON + timedelta(seconds=n)) for n in range(3)]
        deliver(at=NOON + A_MINUTE)
        assert [state_of(message)[:2] for message in messages] == [
            ("sent", 1),
            ("retrying", 1),
            ("planned", 0),
        ]
        mailserver.hangs_up_after = None
        deliver(at=NOON + 2 * A_MINUTE)
        assert [state_of(message)[0] for message in messages] == ["sent", "sent", "sent"]
    assert len(mailserver.mails) == 3


def test_run_takes_only_so_many_and_says_that_there_are_more(
    alfa: Association, told: Told, mailserver: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "AT_ONCE", 2)
    with entered(alfa):
        for n in range(3):
            plan(n)
        assert deliver() is True
        assert len(mailserver.mails) == 2
        assert wakeups(alfa) == [NOON]
        assert deliver() is False
        assert wakeups(alfa) == []
    assert mailserver.subjects() == [f"Your shift (en) {n}" for n in range(3)]
    assert mailserver.connections == 2


def test_claim_of_a_dead_worker_is_taken_over_after_its_lease(
    alfa: Association, told: Told, mailserver: MailServer
) -> None:
    with entered(alfa), clock.fixed(NOON):
        message = plan()
        assert states.claim(message) is True
        assert states.claim(Message.objects.get()) is False
        delivery.deliver_due()
        assert mailserver.mails == []
        [again] = wakeups(alfa)
        assert timedelta() < again - NOON <= states.LEASE
        Message.objects.update(lease_until=clock.real_now() - timedelta(seconds=1))
        delivery.deliver_due()
        assert state_of(message) == ("sent", 2, "")


def test_worker_that_lost_its_claim_changes_nothing(
    alfa: Association, told: Told, mailserver: MailServer
) -> None:
    with entered(alfa), clock.fixed(NOON):
        slow = plan()
        assert states.claim(slow) is True
        Message.objects.update(lease_until=clock.real_now() - timedelta(seconds=1))
        quick = Message.objects.get()
        assert states.claim(quick) is True
        assert states.settle(slow, to="failed") is False
        assert state_of(quick)[0] == "sending"
        assert states.settle(quick, to="sent") is True


def test_message_over_which_workers_die_is_given_up(
    alfa: Association, told: Told, mailserver: MailServer
) -> None:
    with entered(alfa):
        message = plan()
        Message.objects.update(
            state="sending",
            attempts=delivery.ATTEMPTS,
            lease_until=clock.real_now() - timedelta(seconds=1),
        )
        deliver()
        assert state_of(message)[::2] == ("failed", "worker_lost")
    assert mailserver.mails == []


def test_kind_of_another_release_waits(alfa: Association, told: Told, mailserver: MailServer) -> None:
    with entered(alfa):
        message = plan()
        Message.objects.update(kind="tests.gone")
        deliver()
        assert state_of(message) == ("retrying", 1, "unknown_kind")


def test_settle_refuses_what_moves_do_not_allow(alfa: Association, told: Told) -> None:
    with entered(alfa), clock.fixed(NOON):
        message = plan()
        states.claim(message)
        with pytest.raises(states.NotFromHere):
            states.settle(message, to="planned")


def test_database_that_is_gone_ends_the_run(
    alfa: Association, told: Told, mailserver: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(message: Message) -> str | None:
        raise DatabaseError("server closed the connection")

    monkeypatch.setattr(told, "still_wanted", gone)
    monkeypatch.setattr(connection, "is_usable", lambda: False)
    kinds.unregister("tests.told")
    kinds.register(Kind("tests.told", "", recipient=told.recipient_of, render=told.render, still_wanted=gone))
    with entered(alfa):
        message = plan()
        with pytest.raises(DatabaseError):
            deliver()
        assert state_of(message)[:2] == ("sending", 1)
        assert wakeups(alfa) == [NOON]
