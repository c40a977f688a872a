"""How the database is made: who owns what, who may what, and that nobody works without the walls."""

import secrets
from collections.abc import Iterator
from urllib.parse import urlsplit

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from psycopg import sql
from pytest_django import Settings

from tenants import bootdb
from tenants.backend import walls
from tests import environment
from tests.environment import Servers

OPENINGS = [
    "GRANT EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) TO PUBLIC",
    "GRANT USAGE ON LANGUAGE plpgsql TO PUBLIC",
    "GRANT UPDATE ON pg_catalog.pg_settings TO PUBLIC",
]


def _ask(question: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return list(cursor.fetchall())


# --- who may what ----------------------------------------------------------------------------------


def test_login_that_serves_people_owns_and_inherits_nothing(db: None) -> None:
    logins = "rolname IN ('rinnalla_app', 'rinnalla_figures')"
    powers = _ask(
        "SELECT rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls "
        f"FROM pg_roles WHERE {logins}"
    )
    assert powers == [(False,) * 6] * 2
    owned = _ask(
        "SELECT relname FROM pg_class JOIN pg_roles r ON r.oid = relowner "
        f"WHERE rolname LIKE 't\\_%' OR {logins}"
    )
    assert owned == []


def test_roles_of_associations_cannot_log_in_and_are_granted_to_the_app_alone(db: None) -> None:
    assert _ask("SELECT rolname FROM pg_roles WHERE rolname LIKE 't\\_%' AND (rolcanlogin OR rolsuper)") == []
    members = _ask(
        "SELECT DISTINCT m.rolname, inherit_option, set_option, admin_option FROM pg_auth_members a "
        "JOIN pg_roles r ON r.oid = roleid JOIN pg_roles m ON m.oid = member WHERE r.rolname LIKE 't\\_%' "
        "ORDER BY 1"
    )
    assert members == [("rinnalla_app", False, True, False), ("rinnalla_owner", False, False, True)]
    assert (
        _ask(
            "SELECT r.rolname FROM pg_auth_members a JOIN pg_roles r ON r.oid = roleid "
            "JOIN pg_roles m ON m.oid = member WHERE m.rolname LIKE 't\\_%' OR m.rolname = 'rinnalla_figures'"
        )
        == []
    )


def test_role_of_an_association_has_rights_in_its_schema_only(db: None) -> None:
    """Asked of PostgreSQL's own lists, for everything that is not PostgreSQL's own."""
    ours = (
        "(SELECT oid FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema')"
    )
    where = "SELECT DISTINCT relnamespace::regnamespace::text FROM pg_class"
    assert _ask(
        "SELECT nspname FROM pg_namespace "
        f"WHERE oid IN {ours} AND has_schema_privilege('t_a_alfa', oid, 'USAGE') ORDER BY 1"
    ) == [("a_alfa",), ("extensions",)]
    assert (
        _ask("SELECT nspname FROM pg_namespace WHERE has_schema_privilege('t_a_alfa', oid, 'CREATE')") == []
    )
    assert _ask(
        f"{where} WHERE relkind IN ('r', 'v', 'm', 'p', 'f') AND relnamespace IN {ours} "
        "AND has_table_privilege('t_a_alfa', oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, TRIGGER')"
    ) == [("a_alfa",)]
    assert _ask(
        f"{where} WHERE CASE relkind WHEN 'S' "
        "THEN has_sequence_privilege('t_a_alfa', oid, 'USAGE, SELECT, UPDATE') END"
    ) == [("a_alfa",)]


def test_functions_that_run_as_their_owner_are_the_known_one(db: None) -> None:
    """Each is a door through the walls: it sets its own search path and is not for everybody."""
    found = _ask(
        "SELECT pronamespace::regnamespace::text || '.' || proname, array_to_string(proconfig, ' '), "
        "has_function_privilege('public', oid, 'EXECUTE') FROM pg_proc WHERE prosecdef "
        # How tests lay out what only the owner's process writes (tests/states.py).
        "AND pronamespace::regnamespace::text <> 'only_in_tests'"
    )
    assert found == [("extensions.wake", "search_path=pg_catalog, pg_temp", False)]


def test_app_cannot_reach_exact_figures_nor_write_published_ones(db: None) -> None:
    assert _ask("SELECT has_schema_privilege('rinnalla_app', 'figures', 'USAGE')") == [(False,)]
    published = (
        "SELECT oid FROM pg_class WHERE relkind = 'r' AND relname LIKE 'umbrella\\_%' "
        "AND relnamespace = 'public'::regnamespace "
        # What is told of a release by mail: whom, and how far it is. No figure is in it.
        "AND relname NOT IN ('umbrella_releasenews', 'umbrella_releasemail', 'umbrella_noreleasemail', "
        # What people do with a year, kept by guards of its own (tests/umbrella/years): copies of what is
        # published, no figure that is read as one.
        "'umbrella_reportingyear', 'umbrella_yearversion', 'umbrella_yearstep', "
        # Links for totals, and answers that the app may add and never read (tests/umbrella/totals).
        "'umbrella_totalslink', 'umbrella_totalsanswer', "
        # What an association asks before it publishes; the answer is the figures login's.
        "'umbrella_ownpublication', "
        # And what the federation writes itself.
        "'umbrella_target')"
    )
    assert len(_ask(published)) >= 5
    assert (
        _ask(
            f"SELECT oid::regclass::text FROM pg_class WHERE oid IN ({published}) "
            "AND has_table_privilege('rinnalla_app', oid, 'INSERT, UPDATE, DELETE, TRUNCATE')"
        )
        == []
    )


def test_figures_login_reads_no_person(db: None) -> None:
    """It knows associations and figures; who people are it learns only as the app does, inside."""
    tables = _ask(
        "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' "
        "AND relnamespace = 'public'::regnamespace AND has_table_privilege('rinnalla_figures', oid, 'SELECT')"
    )
    assert {str(name) for (name,) in tables if not str(name).startswith("umbrella_")} == {
        "tenants_umbrella", "tenants_district", "tenants_association", "tenants_affiliation",
    }  # fmt: skip


# --- the walls themselves --------------------------------------------------------------------------


def test_walls_stand_here(db: None) -> None:
    connection.ensure_connection()
    assert walls.breaches(connection.connection) == []


@pytest.fixture
def other_database(servers: Servers) -> Iterator[str]:
    """A database of its own on the tests' server, with the same logins. Yields the app's address in it."""
    name = f"rinnalla_walls_{secrets.token_hex(4)}"
    urls = bootdb.boot(servers.superuser_url, database=name, passwords=environment._passwords)
    yield urls.app
    with psycopg.connect(servers.superuser_url, autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _as_superuser(servers: Servers, there: str, *statements: str) -> None:
    url = urlsplit(servers.superuser_url)._replace(path=urlsplit(there).path).geturl()
    with psycopg.connect(url, autocommit=True) as own:
        for statement in statements:
            own.execute(statement.encode())


@pytest.mark.parametrize("opening", OPENINGS)
def test_database_without_a_wall_is_refused_and_mended(
    servers: Servers, other_database: str, opening: str, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.setattr(walls, "_stand", False)
    _as_superuser(servers, other_database, opening)
    with psycopg.connect(other_database) as app:
        with pytest.raises(ImproperlyConfigured, match=r"Everybody may .* Run tenants\.bootdb"):
            walls.require(app)
        settings.PROCESS = "owner"
        walls.require(app)
        settings.PROCESS = "app"
    bootdb.boot(
        servers.superuser_url, database=urlsplit(other_database).path[1:], passwords=environment._passwords
    )
    with psycopg.connect(other_database) as app:
        walls.require(app)


def test_superuser_is_refused(servers: Servers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walls, "_stand", False)
    with psycopg.connect(servers.superuser_url) as own, pytest.raises(ImproperlyConfigured):
        walls.require(own)


def test_database_made_ready_twice_opens_nothing(servers: Servers, other_database: str) -> None:
    """The demo does so at every start: what a migration took from everybody stays taken."""
    _as_superuser(
        servers, other_database,
        "SET ROLE rinnalla_owner",
        "CREATE FUNCTION extensions.wake() RETURNS void LANGUAGE sql AS 'SELECT NULL::void'",
        "REVOKE ALL ON FUNCTION extensions.wake() FROM PUBLIC",
    )  # fmt: skip
    bootdb.boot(
        servers.superuser_url, database=urlsplit(other_database).path[1:], passwords=environment._passwords
    )
    with psycopg.connect(other_database) as app:
        answer = app.execute(
            "SELECT has_function_privilege('public', 'extensions.wake()', 'EXECUTE'), "
            "has_function_privilege('public', 'extensions.similarity(text, text)', 'EXECUTE')"
        ).fetchone()
        assert answer == (False, True)
        assert walls.breaches(app) == []


@pytest.mark.parametrize("name", ["Alfa", "a-b", "1a", "a" * 60, "a;b", "", "pg catalog"])
def test_schema_name_that_is_none_of_ours_is_refused(name: str) -> None:
    from tenants.backend.base import checked, role_of

    with pytest.raises(ValueError, match="is not a schema name of ours"):
        checked(name)
    with pytest.raises(ValueError, match="is not a schema name of ours"):
        role_of(name)
