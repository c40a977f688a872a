"""What only the owner's process can time: ``python -m infra.bench.ownership provisioning|pending``."""

from __future__ import annotations

import difflib
import json
import secrets
import sys
import time
from collections.abc import Callable
from functools import partial
from statistics import median

import django
from django.core.management import call_command
from psycopg import sql

MADE, MIGRATED = 12, 3


django.setup()  # what follows needs the models

from tenants import migrating, provisioning  # noqa: E402  # needs the setup
from tenants.backend.base import role_of  # noqa: E402  # needs the setup
from tenants.models import Association  # noqa: E402  # needs the setup


def _seconds(action: Callable[[], object]) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def _drop(schema_name: str) -> None:
    with provisioning.connect(autocommit=True) as own:
        own.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(schema_name)))
        role = role_of(schema_name)
        if own.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
            for statement in (
                "REVOKE ALL ON SCHEMA extensions FROM {}",
                "REVOKE ALL ON ALL FUNCTIONS IN SCHEMA extensions FROM {}",
                "DROP ROLE {}",
            ):
                own.execute(sql.SQL(statement).format(sql.Identifier(role)))


def making() -> dict[str, float]:
    """Make some by the dump and some by migrating; compare one of each."""
    provisioning.template()  # made once for a release
    by_dump, migrating = [], []
    made = [f"a_bench_{secrets.token_hex(4)}" for _ in range(MADE)]
    migrated = [f"a_bench_{secrets.token_hex(4)}" for _ in range(MIGRATED)]

    def make(name: str) -> None:
        with provisioning.connect() as own:
            provisioning.build(own, name)

    def migrate(name: str) -> None:
        with provisioning.connect(autocommit=True) as own:
            own.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(name)))
        call_command("migrate_schemas", schema_name=name, interactive=False, verbosity=0)

    per_turn = MADE // MIGRATED
    for turn, name in enumerate(migrated):
        migrating.append(_seconds(partial(migrate, name)))
        by_dump += [_seconds(partial(make, each)) for each in made[turn * per_turn : (turn + 1) * per_turn]]
    one = provisioning.dump(made[0]).replace(made[0], provisioning.TOKEN).splitlines()
    other = provisioning.settled(
        provisioning.dump(migrated[0]).replace(migrated[0], provisioning.TOKEN)
    ).splitlines()
    different = [
        line
        for line in difflib.unified_diff(_timeless(one), _timeless(other), n=0, lineterm="")
        if not line.startswith(("---", "+++", "@@"))
    ]
    for name in (*made, *migrated):
        _drop(name)
    return {
        "by_dump": median(by_dump),
        "migrating": median(migrating),
        "made": MADE,
        "migrated": MIGRATED,
        "different_lines": len(different),
    }


def _timeless(lines: list[str]) -> list[str]:
    """When a migration was applied differs, of course."""
    return [line.rsplit(", '", 1)[0] if ".django_migrations VALUES" in line else line for line in lines]


def pending(theirs: int) -> dict[str, float]:
    """Look over all at once, and at some from schema to schema."""
    schemas = sorted(migrating.applied())
    migrating.behind()
    ours = median(_seconds(migrating.behind) for _ in range(7))
    if late := migrating.behind():
        raise RuntimeError(f"{len(late)} associations are behind: there is nothing to compare.")
    some = schemas[:theirs]

    def one_by_one() -> None:
        for name in some:
            call_command("migrate_schemas", schema_name=name, interactive=False, verbosity=0)

    return {
        "ours": ours,
        "theirs": len(some),
        "theirs_each": _seconds(one_by_one) / len(some),
        "associations": Association.objects.filter(schema_name__in=schemas).count(),
    }


def main() -> None:
    """Measure and say it."""
    what, *words = sys.argv[1:]
    told = making() if what == "provisioning" else pending(int(words[0]))
    print("MEASURED", json.dumps(told))


if __name__ == "__main__":
    main()
