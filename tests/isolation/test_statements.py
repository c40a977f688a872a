"""What somebody who can write SQL inside one association gets out of it: nothing of another's.

Each attack is tried in every way that code of ours could hand it to PostgreSQL, and afterwards the next query
must still run as the association's own role.
"""

import re
from collections.abc import Callable, Iterator

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Value
from django.db.models.expressions import RawSQL
from django.test.utils import CaptureQueriesContext
from psycopg import _queries

from tenants.context import entered
from tenants.models import Association
from tests.isolation.looks import IN_ALFA, family_names, seen
from volunteers.register.models import Person

ALFA = {"Ahola", "Berg"}

# Whole statements. (Those that change the role by themselves are at the end of this file.)
STATEMENTS = [
    # another association
    "SELECT * FROM a_beta.register_person",
    "TABLE a_beta.register_person",
    "INSERT INTO a_beta.register_site (name) VALUES ('x')",
    "UPDATE a_beta.register_person SET given_name = 'x'",
    "DELETE FROM a_beta.register_person",
    "MERGE INTO a_beta.register_site s USING (SELECT 1) x ON false WHEN NOT MATCHED THEN DO NOTHING",
    "LOCK TABLE a_beta.register_person IN ACCESS SHARE MODE",
    "COPY a_beta.register_person TO STDOUT",
    "SELECT nextval('a_beta.register_person_id_seq')",
    "SELECT pg_sequence_last_value('a_beta.register_person_id_seq')",
    "EXPLAIN ANALYZE SELECT * FROM a_beta.register_person",
    "PREPARE hop AS SELECT * FROM a_beta.register_person",
    "DECLARE hop CURSOR FOR SELECT * FROM a_beta.register_person",
    # the shared side
    "SELECT * FROM public.accounts_user",
    "SELECT * FROM public.accounts_handoff",
    "SELECT * FROM public.account_emailaddress",
    "SELECT * FROM public.tenants_association",
    "SELECT * FROM public.tenants_access",
    "SELECT * FROM public.django_session",
    "SELECT * FROM public.django_content_type",
    "INSERT INTO public.tenants_access (user_id, association_id, role) VALUES (1, 1, 'owner')",
    "SELECT * FROM a_alfa.django_migrations",
    "DELETE FROM a_alfa.django_migrations",
    # figures
    "SELECT * FROM figures.exact_figure",
    "CREATE TABLE figures.mine (i int)",
    # objects
    "CREATE TABLE a_alfa.mine (i int)",
    "CREATE TEMP TABLE mine (i int)",
    "CREATE SCHEMA mine",
    "CREATE VIEW a_alfa.mine AS SELECT 1",
    "CREATE FUNCTION a_alfa.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE FUNCTION extensions.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE EXTENSION dblink",
    "ALTER TABLE a_alfa.register_person DISABLE TRIGGER ALL",
    "ALTER TABLE a_alfa.register_person OWNER TO t_a_alfa",
    "DROP TABLE a_alfa.register_trail",
    "TRUNCATE a_alfa.register_trail",
    "DO $$ BEGIN SET ROLE t_a_beta; END $$",
    # roles and rights
    "SET ROLE rinnalla_owner",
    "SET ROLE rinnalla_figures",
    "SET ROLE postgres",
    "SET SESSION AUTHORIZATION rinnalla_owner",
    "GRANT t_a_beta TO t_a_alfa",
    "GRANT ALL ON ALL TABLES IN SCHEMA a_alfa TO PUBLIC",
    "ALTER ROLE rinnalla_app SUPERUSER",
    "ALTER ROLE rinnalla_app SET role = 't_a_beta'",
    "ALTER DATABASE postgres SET search_path = a_beta",
    "CREATE ROLE mine LOGIN",
    # settings
    "SELECT set_config('role', 't_a_beta', false)",
    "SELECT set_config('search_path', 'a_beta', false)",
    "SELECT set_config('session_replication_role', 'replica', false)",
    "UPDATE pg_settings SET setting = 't_a_beta' WHERE name = 'role'",
    "SET session_replication_role = replica",
    # the machine
    "COPY (SELECT 1) TO PROGRAM 'true'",
    "COPY (SELECT 1) TO '/tmp/mine'",
    "COPY a_alfa.register_site FROM '/etc/passwd'",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT pg_ls_dir('.')",
    "SELECT lo_import('/etc/passwd')",
    "SELECT pg_reload_conf()",
    "SELECT rolpassword FROM pg_authid",
    "SELECT subconninfo FROM pg_subscription",
]

TS_STAT = "'select to_tsvector(given_name) from a_beta.register_person'"

# One expression, as it slips into a query of ours that somebody put together from text.
EXPRESSIONS = [
    f"(SELECT word FROM ts_stat({TS_STAT} || left(set_config('role','t_a_beta',false),0)) LIMIT 1)",
    f"(SELECT word FROM ts_stat({TS_STAT}) LIMIT 1)",
    "(SELECT ndoc::text FROM ts_stat('set role t_a_beta') LIMIT 1)",
    "(SELECT string_agg(given_name, ',') FROM a_beta.register_person)",
    "(SELECT string_agg(email, ',') FROM public.accounts_user)",
    "set_config('role', 't_a_beta', false)",
    "set_config('search_path', 'a_beta', false)",
    "pg_catalog.set_config('role', 't_a_beta', true)",
    "query_to_xml('select * from a_beta.register_person', true, true, '')::text",
    "schema_to_xml('a_beta', true, true, '')::text",
    "pg_read_file('/etc/passwd')",
    "lo_import('/etc/passwd')::text",
    "(SELECT last_value::text FROM a_beta.register_person_id_seq)",
    "('a_beta.register_person'::regclass)::text",
]

# For the right reason: not because a name was misspelt. (PostgreSQL is often built without XML.)
REFUSAL = re.compile(
    "permission denied|must be owner|must be superuser|cannot open SET query|unsupported XML"
)

STACKED = ["SET ROLE t_a_beta", "RESET ROLE", "SET search_path = a_beta", "SET SESSION AUTHORIZATION DEFAULT"]


@pytest.fixture
def inside(alfa: Association, beta: Association) -> Iterator[Association]:
    with entered(alfa):
        yield alfa
        assert seen() == IN_ALFA
        assert family_names() == ALFA


def _execute(sql: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall() if cursor.description else None


def _refused(attack: Callable[[], object]) -> str:
    with pytest.raises((DatabaseError, psycopg.Error)) as refusal, transaction.atomic():
        attack()
    return str(refusal.value)


@pytest.mark.parametrize("statement", STATEMENTS)
def test_statement_is_refused(inside: Association, statement: str) -> None:
    assert REFUSAL.search(_refused(lambda: _execute(statement)))


@pytest.mark.parametrize("expression", EXPRESSIONS)
@pytest.mark.parametrize(
    "way",
    [
        lambda x: _execute(f"SELECT {x}"),
        lambda x: list(Person.objects.extra(select={"x": x})),
        lambda x: list(Person.objects.extra(select={"x": x}).filter(given_name__startswith="A")),
        lambda x: list(Person.objects.extra(where=[f"{x} = ''"])),
        lambda x: list(Person.objects.extra(order_by=[]).extra(where=[f"{x} = %s"], params=["a"])),
        lambda x: list(Person.objects.annotate(x=RawSQL(x, []))),
        lambda x: list(Person.objects.annotate(x=RawSQL(f"{x} || %s", ["a"]), y=Value("b"))),
        lambda x: list(Person.objects.raw(f"SELECT *, {x} AS x FROM register_person")),
        lambda x: list(Person.objects.extra(select={"x": x}).iterator()),
        lambda x: Person.objects.annotate(x=RawSQL(x, [])).filter(x="a").exists(),
        lambda x: Person.objects.update(phone=RawSQL(f"left({x}, 1)", [])),
    ],
    ids=[
        "cursor", "extra", "extra+parameter", "where", "where+parameter", "annotate", "annotate+parameter",
        "raw", "server-side cursor", "exists", "update",
    ],
)  # fmt: skip
def test_expression_is_refused(inside: Association, expression: str, way: Callable[[str], object]) -> None:
    assert REFUSAL.search(_refused(lambda: way(expression)))


@pytest.mark.parametrize("second", STACKED)
@pytest.mark.parametrize(
    "way",
    [
        lambda s: _execute(f"SELECT 1; {s}"),
        lambda s: _execute(f"SELECT 1; {s}; SELECT 1"),
        lambda s: connection.cursor().execute(f"SELECT %s::int; {s}", [1]),
        lambda s: connection.cursor().executemany(f"UPDATE register_site SET name = %s; {s}", [["a"], ["b"]]),
        lambda s: list(Person.objects.extra(where=[f"1=1); {s}; SELECT (1"])),
        lambda s: list(Person.objects.extra(where=[f"1=%s); {s}; SELECT (1"], params=[1])),
        lambda s: list(Person.objects.extra(where=[f"1=1); {s}; SELECT (1"]).iterator()),
        lambda s: list(Person.objects.raw(f"SELECT * FROM register_person; {s}")),
        lambda s: list(Person.objects.annotate(x=RawSQL(f"1); {s}; SELECT (1", []))),
        lambda s: Person.objects.filter(pk=0).update(phone=RawSQL(f"''; {s}; --", [])),
        lambda s: _copied(f"COPY register_site TO STDOUT; {s}"),
        lambda s: list(_raw_cursor().stream(f"SELECT 1; {s}")),
    ],
    ids=[
        "cursor", "cursor, three", "parameter", "executemany", "extra", "extra+parameter",
        "server-side cursor", "raw", "annotate", "update", "copy", "stream",
    ],
)  # fmt: skip
def test_second_statement_is_refused(inside: Association, second: str, way: Callable[[str], object]) -> None:
    refusal = _refused(lambda: way(second))
    assert "cannot insert multiple commands" in refusal or "syntax error" in refusal


def _raw_cursor() -> psycopg.Cursor:
    with connection.cursor() as cursor:
        made: psycopg.Cursor = cursor.connection.cursor()
        return made


def _copied(statement: str) -> bytes:
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        return b"".join(copy)


def test_one_statement_cursor_still_copies_and_does_many(inside: Association) -> None:
    """The hook that forces the extended protocol is psycopg's private one: this watches it."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.executemany("UPDATE register_site SET name = %s WHERE name = %s",
                               [["One", "Majakka"], ["Two", "One"]])  # fmt: skip
        assert _copied("COPY (SELECT name FROM register_site) TO STDOUT") == b"Two\n"
        assert len(list(Person.objects.order_by("pk").iterator(chunk_size=1))) == 2
        transaction.set_rollback(True)


def test_where_parameters_stand_in_a_long_statement_is_found_once(inside: Association) -> None:
    """psycopg does so for longer ones than by itself: its limit is private, so this watches."""
    long = f"SELECT {', '.join(['%s::int'] * 400)}, '{'x' * 30_000}'"
    with connection.cursor() as cursor:
        cursor.execute(long, range(400))
        before = _queries._query2pg.cache_info().hits
        cursor.execute(long, range(400))
    assert _queries._query2pg.cache_info().hits == before + 1


def test_failed_transaction_stays_failed_until_its_savepoint(inside: Association) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        with pytest.raises(DatabaseError):
            _execute("SELECT * FROM a_beta.register_person")
        with pytest.raises(DatabaseError, match="current transaction is aborted"):
            _execute("SELECT 1")
        _execute("SELECT 2")
    assert seen() == IN_ALFA


def test_names_in_search_path_are_nobody_elses(inside: Association) -> None:
    """No table of `public` is found by its bare name, whatever somebody plants there."""
    for table in ("accounts_user", "tenants_association", "django_session", "tenants_wakeup"):
        assert "does not exist" in _refused(lambda table=table: _execute(f"SELECT * FROM {table}"))  # type: ignore[misc]  # bound at once


# --- what stays open -------------------------------------------------------------------------------


@pytest.mark.parametrize("statement", ["SET ROLE t_a_beta", "SET LOCAL ROLE t_a_beta"])
def test_open_whole_statement_can_change_the_role(
    alfa: Association, beta: Association, statement: str
) -> None:
    """Whoever writes a whole statement, from its first letter, is the app. It ends with the phase."""
    with entered(alfa):
        with CaptureQueriesContext(connection):
            _execute(statement)
        assert seen()[0] == "t_a_beta"
    assert seen()[0] == "rinnalla_app"
    with entered(alfa):
        assert seen() == IN_ALFA
        assert family_names() == ALFA


def test_open_names_and_sizes_of_others_can_be_seen(inside: Association) -> None:
    """PostgreSQL's catalogue tells everybody which schemas there are and about how large their tables."""
    assert _execute("SELECT count(*) FROM pg_namespace WHERE nspname = 'a_beta'") == [(1,)]
    assert _execute("SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace "
                    "WHERE nspname = 'a_beta' AND relname = 'register_person'") == [(1,)]  # fmt: skip
