"""Fixtures of the walls' tests."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from tenants import addresses
from web import limits


@pytest.fixture
def trial_routes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Associations have the routes of `trial.py` besides their own."""
    monkeypatch.setitem(addresses.URLCONFS, "association", "tests.isolation.trial")


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
def uncovered(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The database without a test's transaction around it. Only look."""
    with django_db_blocker.unblock():
        yield
        connection.close()


@pytest.fixture
def no_rates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every route with every identifier in every way is more than anybody may ask for in a minute."""
    monkeypatch.setattr(limits, "allowed", lambda _name, *, source: True)
