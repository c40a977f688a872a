"""What a schema holds, in numbers that can be compared: rows and a hash of each table, and sequences.

The hash does not depend on the order of rows or columns. Connections come from `tenants.backup.server`, so
that values are written the same way everywhere.
"""

from collections.abc import Collection, Mapping
from typing import Any

import psycopg
from psycopg import sql

Contents = dict[str, dict[str, Any]]

_COLUMNS = """
SELECT c.relname, array_agg(a.attname ORDER BY a.attname COLLATE "C")
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = %s::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
GROUP BY c.relname ORDER BY c.relname COLLATE "C"
"""
# Two halves of each row's md5, added up: the order of rows does not matter, and nothing is kept in memory.
_SUMS = """
SELECT count(*), coalesce(sum(('x' || left(hash, 16))::bit(64)::bigint::numeric), 0)::text,
       coalesce(sum(('x' || right(hash, 16))::bit(64)::bigint::numeric), 0)::text
FROM (SELECT md5(t::text) AS hash FROM (SELECT {columns} FROM {table}) AS t) AS hashes
"""
_SEQUENCES = """
SELECT sequencename, coalesce(last_value, 0) FROM pg_sequences WHERE schemaname = %s
ORDER BY sequencename COLLATE "C"
"""


def of(
    own: psycopg.Connection, schema_name: str, *, without: Mapping[str, Collection[str]] | None = None
) -> Contents:
    """Each table's rows and hash, each sequence's value. `without` names columns of tables to leave out."""
    found: Contents = {}
    for table, columns in own.execute(_COLUMNS, [schema_name]).fetchall():
        kept = [name for name in columns if name not in (without or {}).get(table, ())]
        query = sql.SQL(_SUMS).format(
            columns=sql.SQL(", ").join(map(sql.Identifier, kept)), table=sql.Identifier(schema_name, table)
        )
        rows, high, low = own.execute(query).fetchone() or (0, "", "")
        found[table] = {"rows": rows, "hash": f"{high}/{low}"}
    for name, value in own.execute(_SEQUENCES, [schema_name]).fetchall():
        found[name] = {"value": value}
    return found


def differences(wanted: Contents, found: Contents) -> list[str]:
    """The names of what is not the same in both, or missing in one.

    Sequences know no snapshot: those of a dump, which is read after the counts, may be further on.
    """
    return sorted(
        name
        for name in wanted.keys() | found.keys()
        if wanted.get(name) != found.get(name) and not _is_further(wanted.get(name, {}), found.get(name, {}))
    )


def _is_further(wanted: dict[str, Any], found: dict[str, Any]) -> bool:
    return "value" in wanted and "value" in found and found["value"] >= wanted["value"]
