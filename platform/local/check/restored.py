"""One association is backed up and restored under a new name: equal in every row, and in no figure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from local.browser import Unexpected
from local.check.visits import at, signed_in
from local.stack import Stack
from tenants.backup import contents

SLUG = "tunturila"
COPY = "tunturila-kopio"
UMBRELLA = "rinnakkain"
ANALYST = "veera.tanskanen@example.org"
COORDINATOR = "pekka.rautio@example.org"
# A copy sends nothing: what waited in it is withheld. All else of a message is as it was.
OF_SENDING: Mapping[str, tuple[str, ...]] = {"notifications_message": ("state", "failure", "lease_until")}


@dataclass(frozen=True)
class Outcome:
    """What the restore came to."""

    tables: int
    rows: int
    rows_equal: bool
    figures_unchanged: bool
    unsent: int
    cross_tenant_status: int


def run(stack: Stack, *, folder: Path) -> Outcome:
    """Back up, restore as a copy, compare. The original stays as it is. Raises Unexpected or a LocalError.

    Work that goes on in the original between backup and comparison would make a difference: the archive's own
    numbers, which the restore has been held against, are those of one moment, and are compared as well.
    """
    veera = signed_in(stack, ANALYST)
    before = figures(stack, veera)
    stack.manage("backup_association", SLUG, "--to", str(folder))
    archives = sorted(folder.glob(f"{SLUG}-*"))
    if len(archives) != 1:
        raise Unexpected(f"The backup made {len(archives)} archives.")
    original = held(stack, SLUG)
    stack.manage("restore_association", str(archives[0]), "--as", COPY, "--name", "Tunturilan kopio ry")
    copied = held(stack, COPY)
    status = at(signed_in(stack, COORDINATOR), stack, COPY, "/home/").status
    return Outcome(
        tables=sum("rows" in each for each in copied.values()),
        rows=sum(each.get("rows", 0) for each in copied.values()),
        rows_equal=contents.differences(original, copied) == [],
        figures_unchanged=figures(stack, veera) == before and not exact_rows(stack),
        unsent=_number(
            stack,
            sql.SQL("SELECT count(*) FROM {} WHERE state IN ('planned', 'sending', 'retrying')").format(
                sql.Identifier(_schema(COPY), "notifications_message")
            ),
        ),
        cross_tenant_status=status,
    )


def held(stack: Stack, slug: str) -> contents.Contents:
    """Rows and hashes of all tables."""
    with psycopg.connect(_owner(stack), options="-c TimeZone=UTC") as own:
        return contents.of(own, _schema(slug), without=OF_SENDING)


def exact_rows(stack: Stack) -> int:
    """How many rows of the exact store are the copy's."""
    return _number(
        stack,
        sql.SQL(
            "SELECT count(*) FROM figures.exact_figure WHERE association_uuid IN "
            "(SELECT uuid FROM public.tenants_association WHERE slug = {})"
        ).format(COPY),
    )


def figures(stack: Stack, veera: Any) -> list[Any]:
    """What the federation shows of both years."""
    shown = []
    for year in (2024, 2025):
        table = at(veera, stack, UMBRELLA, f"/api/v1/figures/?year={year}").expect(200).json
        shown.append(
            {key: value for key, value in table.items() if not re.search("_at$|as_of|verified", key)}
        )
    return shown


def _number(stack: Stack, question: sql.Composed) -> int:
    with psycopg.connect(_owner(stack)) as own:
        row = own.execute(question).fetchone()
    return int(row[0]) if row else 0


def _owner(stack: Stack) -> str:
    return stack.environment("owner")["DATABASE_URL"]


def _schema(slug: str) -> str:
    return f"a_{slug.replace('-', '_')}"
