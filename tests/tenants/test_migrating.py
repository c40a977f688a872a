"""Many associations are brought to a later version: in one look, resumed after a kill, each for itself."""

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

from tenants.models import Association, HalfMigration
from tests import environment, processes
from tests.arena import arena as new_arena
from tests.environment import DATABASE, ROOT, Servers

pytestmark = pytest.mark.slow
LATER = ["later_1", "later_2"]


@pytest.fixture
def three(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[Association]]:
    """Three associations that are behind; by address, as the migrator takes them. Do not add `db`."""
    with django_db_blocker.unblock(), ExitStack() as stack:
        made = [stack.enter_context(new_arena()) for _ in range(3)]
        yield sorted(made, key=lambda association: association.slug)
        HalfMigration.objects.all().delete()


def run(*words: str, settings: str = "tests.tenants.ahead_settings", **variables: str) -> tuple[int, str]:
    answer = processes.run(
        list(words),
        environment=os.environ
        | {
            "PYTHONPATH": f"{ROOT / 'platform'}{os.pathsep}{ROOT}",
            "DJANGO_SETTINGS_MODULE": settings,
            "RINNALLA_PROCESS": "owner",
            "DATABASE_URL": environment.OWNER_URL,
            "FIGURES_DATABASE_URL": "",
        }
        | variables,
    )
    return answer.returncode, answer.stdout + answer.stderr


def migrate(those: list[Association], *words: str, **variables: str) -> tuple[int, str]:
    chosen = [word for association in those for word in ("--association", association.slug)]
    return run("platform/manage.py", "migrate_associations", *chosen, *words, **variables)


def sql(statement: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(environment.OWNER_URL) as own:
        cursor = own.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def _inside(url: str) -> str:
    return urlsplit(url)._replace(path=f"/{DATABASE}").geturl()


def later(association: Association) -> list[str]:
    """The later version's migrations that it has."""
    schema = association.schema_name
    rows = sql(f"SELECT name FROM {schema}.django_migrations WHERE name LIKE 'later%' ORDER BY id")
    return [name for (name,) in rows]


def has_column(association: Association, column: str) -> bool:
    return bool(
        sql(
            "SELECT 1 FROM information_schema.columns WHERE table_name = 'shifts_shift'"
            f" AND table_schema = '{association.schema_name}' AND column_name = '{column}'"
        )
    )


def test_all_are_brought_along_and_keep_their_rights(three: list[Association]) -> None:
    code, said = migrate(three, "--dry-run")
    assert (code, "3 associations are behind." in said, "shifts.later_1, shifts.later_2" in said) == (
        0,
        True,
        True,
    )
    assert [later(each) for each in three] == [[], [], []]
    code, said = migrate(three)
    assert code == 0, said
    assert [f"{n} of 3 {each.slug}: done" in said for n, each in enumerate(three, 1)] == [True] * 3
    assert [later(each) for each in three] == [LATER] * 3
    for each in three:
        assert sql(
            "SELECT has_table_privilege('t_' || n, n || '.shifts_shift', 'INSERT'),"
            " has_table_privilege('t_' || n, n || '.django_migrations', 'SELECT')"
            f" FROM (VALUES ('{each.schema_name}')) AS one(n)"
        ) == [(True, False)]
    assert migrate(three) == (0, "No association is behind.\n")


def test_limit_takes_so_many(three: list[Association]) -> None:
    assert migrate(three, "--limit", "1")[0] == 0
    assert [later(each) for each in three] == [LATER, [], []]


def test_killed_in_the_middle_it_goes_on(three: list[Association]) -> None:
    _first, second, third = three
    code, _said = migrate(three, TESTS_DIE_IN=second.schema_name)
    assert code == -9
    assert [later(each) for each in three] == [LATER, [], []]
    assert not has_column(second, "later_note")  # the killed migration left nothing
    code, said = migrate(three)
    assert (code, "2 associations are behind." in said) == (0, True)
    assert [later(each) for each in (second, third)] == [LATER] * 2


def test_one_that_fails_is_named_and_the_others_go_on(three: list[Association]) -> None:
    _first, second, _third = three
    sql(f"ALTER TABLE {second.schema_name}.shifts_shift ADD COLUMN later_note text")
    code, said = migrate(three)
    assert code == 1
    assert 'PostgreSQL refused: column "later_note" of relation "shifts_shift" already exists' in said
    assert f"1 of 3 could not be migrated: {second.slug}. The others are done" in said
    assert [later(each) for each in three] == [LATER, [], LATER]
    sql(f"ALTER TABLE {second.schema_name}.shifts_shift DROP COLUMN later_note")
    assert migrate(three)[0] == 0
    assert later(second) == LATER


@pytest.mark.parametrize("variable", ["TESTS_DIE_HALF_IN", "TESTS_FAIL_HALF_IN"])
def test_half_a_migration_is_told_and_ended_by_the_next_run(three: list[Association], variable: str) -> None:
    _first, second, third = three
    code, said = migrate(three, **{variable: second.schema_name})
    sentence = (
        f"shifts.later_2 is half done in {second.schema_name}: it does not run in one transaction, and its "
        "first 1 operations stay. The next run goes on from there."
    )
    if variable == "TESTS_FAIL_HALF_IN":
        assert code == 1
        assert f"ValueError: the step does not work here {sentence}" in said
        assert later(third) == LATER
    else:
        assert code == -9
    assert (later(second), has_column(second, "later_word")) == (["later_1"], False)
    assert sentence in migrate([second], "--dry-run")[1]
    code, said = migrate(three)
    assert (code, later(second), has_column(second, "later_word")) == (0, LATER, True)
    assert HalfMigration.objects.count() == 0


def test_index_of_a_killed_run_is_made_anew(three: list[Association], servers: Servers) -> None:
    """Killed within the making of an index without a lock, PostgreSQL keeps it as invalid."""
    first = three[0]
    assert migrate([first], TESTS_DIE_HALF_IN=first.schema_name)[0] == -9
    HalfMigration.objects.update(operations_done=0)
    with psycopg.connect(_inside(servers.superuser_url)) as own:
        own.execute(
            "UPDATE pg_index SET indisvalid = false WHERE indexrelid = %s::regclass",
            [f"{first.schema_name}.shift_by_later_note"],
        )
    assert migrate([first])[0] == 0
    index = f"{first.schema_name}.shift_by_later_note"
    assert sql(f"SELECT indisvalid FROM pg_index WHERE indexrelid = '{index}'::regclass") == [(True,)]


def test_two_do_not_run_at_once(three: list[Association]) -> None:
    with psycopg.connect(environment.OWNER_URL, autocommit=True) as own:
        own.execute("SELECT pg_advisory_lock(hashtext('rinnalla migrate'))")
        code, said = migrate(three)
    assert (code, "Another process migrates the associations at this moment." in said) == (1, True)
    assert [later(each) for each in three] == [[], [], []]


def test_schema_out_of_order_is_refused(three: list[Association]) -> None:
    first = three[0]
    assert migrate([first])[0] == 0
    sql(f"DELETE FROM {first.schema_name}.django_migrations WHERE name = 'later_1'")
    code, said = migrate([first])
    assert code == 1
    assert "shifts.later_2 is there, but not shifts.later_1, on which it builds." in said


def test_address_that_nobody_has_is_refused(three: list[Association]) -> None:
    code, said = run("platform/manage.py", "migrate_associations", "--association", "nobody")
    assert (code, "There is no association at nobody." in said) == (1, True)


def test_app_cannot_migrate(three: list[Association]) -> None:
    code, said = migrate(three, RINNALLA_PROCESS="app", DATABASE_URL=os.environ["DATABASE_URL"])
    assert (code, "RINNALLA_PROCESS=owner" in said) == (1, True)


def test_signals_come_once_for_the_shared_side(three: list[Association]) -> None:
    """Content types lie in public only, so nobody else has to be told."""
    for each in three:
        sql(f"DELETE FROM {each.schema_name}.django_migrations WHERE app IN ('accounts', 'auth')")
    code, said = run("-m", "tests.tenants.signals_at_migrating", settings="config.settings")
    assert code == 0, said
    heard = json.loads(said.partition("HEARD")[2])
    assert {heard[f"{when} {app}"] for when in ("pre", "post") for app in ("shifts", "accounts")} == {1}
    for each in three:
        assert sql(f"SELECT count(*) FROM {each.schema_name}.django_migrations WHERE app = 'auth'") != [(0,)]
        assert sql(
            "SELECT count(*) FROM information_schema.tables WHERE table_name = 'django_content_type'"
            f" AND table_schema = '{each.schema_name}'"
        ) == [(0,)]
