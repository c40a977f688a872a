"""Two workers, one message: sent once. Rows are committed, so each test has an association of its own."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import OperationalError, connection, transaction

from notifications import delivery, digests, kinds, services, states
from notifications.channels import Handed
from notifications.channels.mail import Post
from notifications.kinds import Kind, Recipient
from notifications.models import Choice, Message
from notifications.telling import Telling
from tenants import clock
from tenants.context import entered
from tenants.models import Association
from tests.arena import at_once, happens_or_waits
from tests.environment import Servers
from tests.notifications.conftest import Told
from tests.notifications.mailserver import MailServer

NOON = datetime(2025, 2, 4, 10, 0, tzinfo=UTC)

pytestmark = pytest.mark.race


def plan(association: Association, *, messages: int) -> None:
    with entered(association):
        for n in range(messages):
            services.plan(kind="tests.told", key=f"key {n}", person_uuid=uuid4(), due_at=NOON, data={"n": n})


def deliver(association: Association) -> None:
    with entered(association):
        delivery.deliver_due()


def test_two_workers_send_each_message_once(arena: Association, told: Told, mailserver: MailServer) -> None:
    plan(arena, messages=20)
    with clock.fixed(NOON):
        answers = at_once(lambda: deliver(arena), lambda: deliver(arena), lambda: deliver(arena))
    assert answers == [None, None, None]
    assert sorted(mailserver.subjects()) == sorted(f"Your shift (en) {n}" for n in range(20))
    with entered(arena):
        assert set(Message.objects.values_list("state", "attempts")) == {("sent", 1)}


def test_two_workers_that_have_both_seen_a_message_claim_it_once(arena: Association, told: Told) -> None:
    """Without luck: both have read the row before either claims it."""
    plan(arena, messages=1)
    seen = threading.Barrier(2)

    def see_and_claim() -> bool:
        with entered(arena):
            message = Message.objects.get()
            seen.wait(10)
            return states.claim(message)

    with clock.fixed(NOON):
        assert sorted(at_once(see_and_claim, see_and_claim)) == [False, True]
    with entered(arena):
        assert Message.objects.get().attempts == 1


def test_control_without_the_condition_both_would_send(arena: Association, told: Told) -> None:
    """The race is real: a claim that only looks first is taken twice."""
    plan(arena, messages=1)
    seen = threading.Barrier(2)

    def see_and_take() -> bool:
        with entered(arena):
            free = Message.objects.filter(states.claimable()).exists()
            seen.wait(10)
            return free and Message.objects.update(state="sending") == 1

    with clock.fixed(NOON):
        assert at_once(see_and_take, see_and_take) == [True, True]


def test_same_key_planned_at_once_is_one_message(arena: Association, told: Told) -> None:
    def plan_it() -> int:
        with entered(arena):
            return services.plan(kind="tests.told", key="same", person_uuid=uuid4(), due_at=NOON).pk

    first, second = at_once(plan_it, plan_it)
    assert first == second
    with entered(arena):
        assert Message.objects.count() == 1


@pytest.mark.logs_errors
def test_query_that_fails_is_the_messages_own_error(
    arena: Association, told: Told, mailserver: MailServer
) -> None:
    """Outside of a transaction a failed query breaks nothing for the next message."""

    def failing(message: Message) -> str | None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")
        return None

    kinds.register(
        Kind("tests.query", "", recipient=told.recipient_of, render=told.render, still_wanted=failing)
    )
    try:
        with entered(arena), clock.fixed(NOON):
            services.plan(kind="tests.query", key="bad", person_uuid=uuid4(), due_at=NOON)
            plan(arena, messages=1)
            delivery.deliver_due()
            found = dict(Message.objects.values_list("key", "state"))
        assert found == {"bad": "retrying", "key 0": "sent"}
    finally:
        kinds.unregister("tests.query")


def test_worker_that_dies_after_the_servers_yes_doubles_one_message_at_most(
    arena: Association, told: Told, mailserver: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is documented: the claim runs out, the same Message-ID goes out again, nothing else does."""
    plan(arena, messages=2)

    class Killed(BaseException):
        """As a process ends: nothing after it runs."""

    def die(*_args: object, **_fields: object) -> bool:
        raise Killed

    with clock.fixed(NOON):
        with monkeypatch.context() as patch, entered(arena):
            patch.setattr(states, "settle", die)
            with pytest.raises(Killed):
                delivery.deliver_due()
        deliver(arena)
        assert len(mailserver.mails) == 2
        with entered(arena):
            Message.objects.filter(state="sending").update(
                lease_until=clock.real_now() - timedelta(seconds=1)
            )
        deliver(arena)
        deliver(arena)
    ids = [str(mail["Message-ID"]) for mail in mailserver.mails]
    assert (len(ids), len(set(ids)), ids[0]) == (3, 2, ids[2])


def test_database_that_goes_away_after_the_servers_yes_doubles_nothing(
    arena: Association,
    told: Told,
    mailserver: MailServer,
    servers: Servers,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The worker lives, and knows that it was sent: it waits with its note until it can be written."""
    plan(arena, messages=2)
    send = Post.send
    lost: list[int] = []

    def send_and_lose_the_database(self: Post, *args: Any, **fields: Any) -> Handed:
        handed = send(self, *args, **fields)
        if not lost:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                lost.append(cursor.fetchone()[0])
            with psycopg.connect(servers.superuser_url, autocommit=True) as own:
                own.execute("SELECT pg_terminate_backend(%s)", lost)
        return handed

    monkeypatch.setattr(Post, "send", send_and_lose_the_database)
    with clock.fixed(NOON):
        deliver(arena)
        deliver(arena)
    assert sorted(mailserver.subjects()) == ["Your shift (en) 0", "Your shift (en) 1"]
    with entered(arena):
        assert set(Message.objects.values_list("state", "attempts")) == {("sent", 1)}


def test_note_is_given_up_with_the_claim(
    arena: Association, told: Told, mailserver: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database that stays away: another worker may have the message by then."""
    plan(arena, messages=1)

    def away(*_args: object, **_fields: object) -> bool:
        raise OperationalError

    monkeypatch.setattr(states, "settle", away)
    monkeypatch.setattr(states, "LEASE", timedelta(seconds=1))
    monkeypatch.setattr(delivery, "PAUSE_WITHOUT_DATABASE", 0.2)
    with clock.fixed(NOON), pytest.raises(OperationalError):
        deliver(arena)
    assert len(mailserver.mails) == 1


def gathered(arena: Association, told: Told) -> tuple[int, int]:
    """A digest that holds one message and is due by a clock that is a moment ahead, and one message more."""
    person_uuid = uuid4()
    told.recipient = Recipient(address="bo@example.org", name="Bo", has_inbox=True)
    with entered(arena):
        Choice.objects.create(person_uuid=person_uuid, kind="tests.told", way="digest")
        for key in ("first", "second"):
            services.plan(kind="tests.told", key=key, person_uuid=person_uuid, due_at=NOON)
        gather(Message.objects.get(key="first"))
        digest = Message.objects.get(kind=digests.KIND)
        Message.objects.filter(pk=digest.pk).update(next_at=NOON)
        return digest.pk, Message.objects.get(key="second").pk


def gather(message: Message) -> None:
    assert states.claim(message) is True
    telling = Telling(message)
    telling.render(kinds.get("tests.told"), kinds.get("tests.told").recipient(message))  # type: ignore[arg-type]  # there is one
    digests.gather(telling)


def race_of_digest(arena: Association, digest: int, taking: Callable[[], object]) -> tuple[bool, set[str]]:
    """One worker is about to put a message in while another claims the digest.

    Answers whether the claim came first, and what the digest held when it was claimed.
    """
    inside, claimed = threading.Event(), threading.Event()

    def put_in() -> bool:
        with entered(arena), transaction.atomic():
            taking()
            inside.set()
            return happens_or_waits(claimed)

    def claim() -> set[str]:
        with entered(arena):
            inside.wait(10)
            assert states.claim(Message.objects.get(pk=digest)) is True
            held = set(Message.objects.filter(digest=digest).values_list("key", flat=True))
            claimed.set()
            return held

    first, held = at_once(put_in, claim)
    return first, held


def test_digest_is_claimed_with_all_that_is_in_it(arena: Association, told: Told) -> None:
    with clock.fixed(NOON):
        digest, second = gathered(arena, told)
        found = race_of_digest(arena, digest, lambda: gather(Message.objects.get(pk=second)))
    assert found == (False, {"first", "second"})


def test_control_without_the_digests_lock_one_would_be_lost(arena: Association, told: Told) -> None:
    with clock.fixed(NOON):
        digest, second = gathered(arena, told)
        found = race_of_digest(
            arena, digest, lambda: Message.objects.filter(pk=second).update(state="sent", digest=digest)
        )
    assert found == (True, {"first"})
