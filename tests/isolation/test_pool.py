"""Connections that go back to the pool carry nothing of whom they served."""

import copy
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.db import connection

from tenants.backend.base import DatabaseWrapper
from tenants.models import Association
from tests.isolation.looks import STATE, wire

CLEAN = ("rinnalla_app", "public, extensions")
PEOPLE = {"a_alfa": {"Ahola", "Berg"}, "a_beta": {"Ceder", "Dahl"}}


@contextmanager
def pool(size: int) -> Iterator[Any]:
    """A maker of wrappers that share one pool, as the threads of a web process do."""
    settings = copy.deepcopy(connection.settings_dict)
    settings["CONN_MAX_AGE"] = 0
    settings["OPTIONS"]["pool"] = {"min_size": size, "max_size": size, "timeout": 20}
    made = DatabaseWrapper(settings, alias=f"pool-of-{size}")
    try:
        yield lambda: DatabaseWrapper(copy.deepcopy(settings), alias=made.alias)
    finally:
        made.close_pool()


def idle(wrapper: DatabaseWrapper, size: int) -> list[tuple[tuple[str, str], Any]]:
    """What lies in the pool: role, path and state of each connection, asked past Django."""
    taken = [wrapper.pool.getconn() for _ in range(size)]
    found = [(wire(raw), raw.autocommit) for raw in taken]
    for raw in taken:
        wrapper.pool.putconn(raw)
    return found


def _state(wrapper: DatabaseWrapper) -> tuple[str, str]:
    with wrapper.cursor() as cursor:
        cursor.execute(STATE)
        row = cursor.fetchone()
    return row[0], row[1]


@pytest.mark.usefixtures("uncovered")
def test_connection_goes_back_without_role_and_path() -> None:
    with pool(1) as make:
        wrapper = make()
        wrapper.set_tenant(Association(schema_name="a_alfa"), include_public=False)
        assert _state(wrapper) == ("t_a_alfa", "a_alfa, extensions")
        wrapper.close()
        assert [found for found, _ in idle(wrapper, 1)] == [CLEAN]


@pytest.mark.usefixtures("uncovered")
def test_connection_in_a_transaction_goes_back_without_it() -> None:
    with pool(1) as make:
        wrapper = make()
        wrapper.set_tenant(Association(schema_name="a_alfa"), include_public=False)
        wrapper.set_autocommit(False)
        with wrapper.cursor() as cursor:
            cursor.execute("INSERT INTO register_trail SELECT FROM register_trail WHERE false")
            with pytest.raises(Exception, match="permission denied"):
                cursor.execute("SELECT * FROM public.accounts_user")
        wrapper.close()
        again = make()
        assert _state(again) == CLEAN
        again.close()
        assert [found for found, _ in idle(wrapper, 1)] == [CLEAN]


@pytest.mark.usefixtures("uncovered")
def test_connection_that_somebody_broke_is_thrown_away() -> None:
    with pool(1) as make:
        wrapper = make()
        wrapper.set_tenant(Association(schema_name="a_alfa"), include_public=False)
        _state(wrapper)
        wrapper.connection.pgconn.finish()
        wrapper.close()
        again = make()
        assert _state(again) == CLEAN
        again.close()


@pytest.mark.usefixtures("uncovered")
def test_next_user_of_a_connection_starts_in_the_identity_phase() -> None:
    with pool(1) as make:
        for schema in ("a_alfa", "a_beta", "a_alfa"):
            wrapper = make()
            assert _state(wrapper) == CLEAN
            wrapper.set_tenant(Association(schema_name=schema), include_public=False)
            assert _state(wrapper)[0] == f"t_{schema}"
            wrapper.close()


def _hammer(wrapper: DatabaseWrapper, dice: random.Random, wrong: list[Any], rounds: int) -> None:
    for _ in range(rounds):
        schema = dice.choice(list(PEOPLE))
        wrapper.set_tenant(Association(schema_name=schema), include_public=False)
        with wrapper.cursor() as cursor:
            what = dice.choice(["read", "error", "transaction", "rollback", "leave"])
            if what in {"transaction", "rollback"}:
                wrapper.set_autocommit(False)
            if what == "error":
                try:
                    cursor.execute("SELECT * FROM public.accounts_user")
                    wrong.append("read the shared side")
                except Exception as error:  # noqa: BLE001  # its text is looked at
                    if "permission denied" not in str(error):
                        wrong.append(error)
        with wrapper.cursor() as cursor:
            cursor.execute("SELECT current_user, array_agg(family_name::text) FROM register_person")
            role, names = cursor.fetchone()
            if role != f"t_{schema}" or set(names) != PEOPLE[schema]:
                wrong.append((schema, role, names))
        if what == "rollback":
            wrapper.rollback()
        if what in {"transaction", "rollback"} and dice.random() < 0.5:
            wrapper.commit()
            wrapper.set_autocommit(True)
        if what == "leave":
            wrapper.set_schema_to_public()
            if _state(wrapper) != CLEAN:
                wrong.append("not in public")
        wrapper.close()


@pytest.mark.usefixtures("uncovered")
def test_many_threads_over_few_connections_never_mix() -> None:
    wrong: list[Any] = []
    with pool(3) as make:

        def run(seed: int) -> None:
            try:
                _hammer(make(), random.Random(seed), wrong, 60)
            except psycopg.Error as error:
                wrong.append(error)

        threads = [threading.Thread(target=run, args=[seed]) for seed in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert wrong == []
        assert [found for found, _ in idle(make(), 3)] == [CLEAN] * 3
