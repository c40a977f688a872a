"""Mail server, broker, database or worker gone for a while: nothing is lost, and it goes on by itself.

Worker, beat, broker and mail server are real processes and sockets; only the pauses are shorter (workshop).
"""

import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import connections
from psycopg import sql

from notifications import kinds, services
from notifications.kinds import Kind
from notifications.models import Message
from tenants import clock
from tenants.context import entered
from tenants.models import Association, Wakeup
from tests.environment import DATABASE, Servers
from tests.notifications.conftest import Told
from tests.notifications.mailserver import MailServer
from tests.workshop import Workshop, until, workshop

pytestmark = [pytest.mark.slow, pytest.mark.race]


@pytest.fixture(scope="module")
def mails() -> Iterator[MailServer]:
    server = MailServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def shop(
    servers: Servers,
    django_db_setup: None,
    mails: MailServer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Workshop]:
    with workshop(tmp_path_factory.mktemp("outages"), EMAIL_URL=f"smtp://127.0.0.1:{mails.port}") as made:
        made.begin_worker()
        made.begin_beat()
        yield made


@pytest.fixture(autouse=True)
def _the_workshops_kind(mails: MailServer) -> Iterator[None]:
    told = Told()
    kinds.register(Kind("tests.workshop", "", recipient=told.recipient_of, render=told.render, safety=True))
    mails.mails.clear()
    yield
    kinds.unregister("tests.workshop")


def plan(association: Association, *keys: str) -> None:
    with entered(association):
        for key in keys:
            services.plan(kind="tests.workshop", key=key, person_uuid=uuid4(), due_at=clock.now())


def all_sent(association: Association, shop: Workshop, *, seconds: float = 30) -> None:
    def done() -> bool:
        with entered(association):
            return not Message.objects.exclude(state="sent").exists()

    def rest() -> Any:
        with entered(association):
            return list(Message.objects.values_list("key", "state", "attempts", "failure"))

    try:
        until(done, seconds=seconds)
    except AssertionError:
        raise AssertionError(f"{rest()} {shop.log('worker')[-6000:]}") from None


def test_message_goes_its_way_and_leaves_no_wakeup(
    arena: Association, shop: Workshop, mails: MailServer
) -> None:
    plan(arena, "one", "two", "three")
    all_sent(arena, shop)
    assert sorted(mails.subjects()) == ["one", "three", "two"]
    until(lambda: not Wakeup.objects.filter(schema_name=arena.schema_name).exists(), seconds=5)


def test_mail_server_gone_for_a_while(arena: Association, shop: Workshop, mails: MailServer) -> None:
    mails.stop()
    plan(arena, "one", "two", "three")

    def tried() -> bool:
        with entered(arena):
            return Message.objects.filter(state="retrying").count() == 3

    until(tried, seconds=30)
    mails.start()
    all_sent(arena, shop)
    assert sorted(mails.subjects()) == ["one", "three", "two"]
    with entered(arena):
        assert set(Message.objects.values_list("attempts", flat=True)) == {1}


def test_broker_gone_for_a_while(arena: Association, shop: Workshop, mails: MailServer) -> None:
    tries = {"beat": "SchedulingError", "worker": "Cannot connect"}
    before = {name: shop.log(name).count(words) for name, words in tries.items()}
    shop.broker.stop()
    plan(arena, "one")
    until(
        lambda: all(shop.log(name).count(words) >= before[name] + 2 for name, words in tries.items()),
        seconds=40,
    )
    assert shop.runs("beat")
    assert shop.runs("worker")
    shop.broker.start()
    all_sent(arena, shop, seconds=60)
    assert mails.subjects() == ["one"]


def test_broker_that_hangs_for_a_while(arena: Association, shop: Workshop, mails: MailServer) -> None:
    """Connected, but it does not answer: nobody waits for ever."""
    assert shop.broker.pid is not None
    os.kill(shop.broker.pid, signal.SIGSTOP)
    try:
        plan(arena, "one")
        time.sleep(6)
    finally:
        os.kill(shop.broker.pid, signal.SIGCONT)
    all_sent(arena, shop, seconds=60)
    assert mails.subjects() == ["one"]


def test_broker_that_forgot_everything(arena: Association, shop: Workshop, mails: MailServer) -> None:
    """The row in the database is the promise; the queue only carries the hint."""
    shop.end("worker")
    plan(arena, "one")
    until(lambda: shop.waiting("urgent") > 0, seconds=20)
    Wakeup.objects.filter(schema_name=arena.schema_name).update(leased_until=clock.real_now())
    shop.forget_everything()
    shop.begin_worker()
    all_sent(arena, shop)
    assert mails.subjects() == ["one"]


def test_database_gone_for_a_while(
    arena: Association, shop: Workshop, mails: MailServer, servers: Servers
) -> None:
    database = sql.Identifier(DATABASE)
    connections.close_all()
    plan(arena, "one")
    connections.close_all()
    with psycopg.connect(servers.superuser_url, autocommit=True) as own:
        own.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(database))
        try:
            own.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [DATABASE]
            )
            before = shop.log("worker").count("OperationalError")
            until(lambda: shop.log("worker").count("OperationalError") > before + 2, seconds=30)
        finally:
            own.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true").format(database))
    plan(arena, "two")
    all_sent(arena, shop)
    assert sorted(mails.subjects()) == ["one", "two"]


def test_wakeup_that_was_lost_is_made_up_for_by_the_sweep(
    arena: Association, shop: Workshop, mails: MailServer
) -> None:
    shop.end("beat")
    plan(arena, "one")
    Wakeup.objects.filter(schema_name=arena.schema_name).delete()
    shop.begin_beat(sweep_seconds=1)
    all_sent(arena, shop)
    shop.end("beat")
    shop.begin_beat()
    assert mails.subjects() == ["one"]


def test_worker_killed_in_the_middle_of_a_run(arena: Association, shop: Workshop, mails: MailServer) -> None:
    """All arrive; the one that was on the wire may arrive twice, and says so by its Message-ID."""
    mails.seconds = 0.05
    keys = [f"{n:02}" for n in range(30)]
    plan(arena, *keys)
    until(lambda: len(mails.mails) >= 5, seconds=20)
    shop.end("worker")
    assert len(mails.mails) < 30
    shop.begin_worker()
    mails.seconds = 0
    all_sent(arena, shop)
    counts = Counter(mails.subjects())
    assert sorted(counts) == keys
    assert sum(counts.values()) - len(keys) <= 1
    assert len({str(mail["Message-ID"]) for mail in mails.mails}) == len(keys)
