"""Asking for pages, and listening to what the database is asked."""

import pytest
from django.db import connection

from accounts.models import User
from infra.bench.pages import WrongAnswer, browser, listening, page, with_empty_page
from tenants.context import entered
from tenants.models import Association, Umbrella


def ask(statement: str) -> None:
    """Send one statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_listening_hears_all_but_settings_and_knows_where(alfa: Association) -> None:
    with listening() as heard:
        ask("SELECT 1")
        ask("SET statement_timeout = 0")
        with entered(alfa):
            ask("SELECT 2")
    assert heard.inside_associations == ["SELECT 2"]
    assert [statement for statement in heard.all if statement in {"SELECT 1", "SELECT 2"}] == [
        "SELECT 1",
        "SELECT 2",
    ]
    assert [statement for statement in heard.all if statement.startswith("SET")] == []


def test_empty_page_is_whole_and_gone_afterwards(vera: User, liitto: Umbrella) -> None:
    client = browser(vera, liitto)
    with with_empty_page() as path:
        assert page(client, path).count("<main ") == 1
    with pytest.raises(WrongAnswer, match=f"{path} answered 404"):
        page(client, path)
