"""Fixtures of the walls' tests."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from tenants import addresses, clock
from tests.isolation.planted import NOW
from web import limits


@pytest.fixture
def trial_routes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Associations have the routes of `trial.py` besides their own."""
    monkeypatch.setitem(addresses.URLCONFS, "association", "tests.isolation.trial")


@pytest.fixture
def uncovered(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The database without a test's transaction around it. Only look."""
    with django_db_blocker.unblock():
        yield
        connection.close()


@pytest.fixture
def monday(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A Monday morning on which nobody asks, with each request, how far the clock was moved."""
    monkeypatch.setattr(clock, "refresh", lambda: None)
    with clock.fixed(NOW):
        yield


@pytest.fixture
def no_rates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every route with every identifier in every way is more than anybody may ask for in a minute."""
    monkeypatch.setattr(limits, "allowed", lambda _name, *, source: True)
