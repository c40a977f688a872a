"""Fixtures that all tests share: servers, associations, personas, browsers of theirs, and the clock."""

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from random import SystemRandom
from typing import Any, Literal

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client

from accounts import sessions
from accounts.models import SignIn, User
from tenants import addresses, clock
from tenants.models import Association, Umbrella
from tests import arena as arenas, stacks
from tests.environment import Servers
from tests.lacking import require_what_is_marked


def pytest_runtest_setup(item: pytest.Item) -> None:
    """What a test needs of its machine, before anything is made for it."""
    require_what_is_marked(item)


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """PostgreSQL and Redis, migrated and with the personas in them."""
    running = Servers()
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def django_db_setup(servers: Servers, django_db_blocker: Any) -> Iterator[None]:
    """The database was made by the owner; tests log in as the app and roll back."""
    from django.db import connections

    yield
    with django_db_blocker.unblock():
        connections.close_all()


@pytest.fixture(scope="session")
def demo_data() -> Callable[[], Path]:
    """`with stacks.running(demo_data()) as stack:` the whole product with the demo federation."""
    return stacks.demo_data


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    addresses.forget()
    yield
    addresses.forget()


@pytest.fixture(autouse=True)
def _no_error_in_the_log(caplog: pytest.LogCaptureFixture, request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that logs an ERROR fails, unless it is marked to expect one."""
    yield
    if request.node.get_closest_marker("logs_errors"):
        return
    errors = [record for record in caplog.get_records("call") if record.levelno >= logging.ERROR]
    assert not errors, [f"{record.name}: {record.msg}" for record in errors]


@pytest.fixture
def alfa(db: None) -> Association:
    """Where Ada coordinates and Bo volunteers."""
    return Association.objects.get(slug="alfa")


@pytest.fixture
def beta(db: None) -> Association:
    """Where Cleo coordinates and Dan volunteers."""
    return Association.objects.get(slug="beta")


@pytest.fixture
def liitto(db: None) -> Umbrella:
    """The umbrella of both."""
    return Umbrella.objects.get(slug="liitto")


def _user(name: str) -> User:
    return User.objects.get(email=f"{name}@example.org")


@pytest.fixture
def ada(db: None) -> User:
    """Coordinates (and volunteers) at Alfa."""
    return _user("ada")


@pytest.fixture
def bo(db: None) -> User:
    """Volunteers at Alfa."""
    return _user("bo")


@pytest.fixture
def cleo(db: None) -> User:
    """Coordinates (and volunteers) at Beta."""
    return _user("cleo")


@pytest.fixture
def vera(db: None) -> User:
    """Analyses at the umbrella."""
    return _user("vera")


@pytest.fixture(scope="module")
def around_module(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A transaction around all tests of a module, for rows that are laid out once; each test's lies in it."""
    with django_db_blocker.unblock():
        block: Any = transaction.atomic()
        block._from_testcase = True
        with block:
            yield
            transaction.set_rollback(True)
        connection.close()


@pytest.fixture
def arena(django_db_setup: None, django_db_blocker: Any) -> Iterator[Association]:
    """An association of its own for a test that commits. Do not add `db`."""
    with django_db_blocker.unblock(), arenas.arena() as association:
        yield association


_dice = SystemRandom()
Place = Association | Umbrella | Literal["base", "identity"]


def browser(user: User | None, at: Place, *, csrf: bool = False, second_factor: bool = True) -> Client:
    """A test client at somebody's host, signed in as `user` if there is one. Use it outside `entered`.

    The sign-in has a second factor, so that coordinators and the federation's people have their rights.
    """
    host = addresses.host_of(at)
    # Rate limits count by address; each browser comes from its own.
    where = ".".join(["10", *(str(_dice.randrange(1, 255)) for _ in range(3))])
    client = Client(headers={"host": host}, enforce_csrf_checks=csrf, REMOTE_ADDR=where)
    if user is not None:
        shown = clock.real_now() if second_factor else None
        sign_in = SignIn.objects.create(user=user, method="test", mfa_since=shown, mfa_at=shown)
        session = SessionStore()
        session[sessions.KEY] = str(sign_in.uuid)
        session[sessions.HOST] = host
        if shown:
            session[sessions.FACTOR] = shown.isoformat()
        session.create()
        from django.conf import settings

        client.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
    return client


@pytest.fixture
def browse(db: None) -> Callable[..., Client]:
    """`browse(bo, alfa)` is Bo's browser at Alfa's host; `browse(None, alfa)` a stranger's.

    `browse(ada, alfa, second_factor=False)` is Ada's before she has shown her second factor.
    """
    cache.clear()  # people keep their keys from test to test, and rates count by person
    return browser


@pytest.fixture
def clock_at() -> Callable[[datetime], AbstractContextManager[None]]:
    """`with clock_at(instant):` domain time stands still there."""
    return clock.fixed
