"""A connection that is either in the identity phase or inside one association, and says so to PostgreSQL.

On a switch django-tenants only marks the connection; the next cursor sends one statement that sets both the
search path and the role. The association's role has rights on its own schema and on `extensions` only, so
the walls hold even where our code is wrong. What was tried against them is in tests/isolation/.
"""

import re
from typing import Any

import psycopg
import psycopg._queries
from django.conf import settings
from django.db.backends.postgresql.base import ServerBindingCursor
from django_tenants.postgresql_backend import base
from psycopg.pq import TransactionStatus

from tenants.backend import walls

PUBLIC = "public"
EXTENSIONS = "extensions"
_SAFE_NAME = re.compile(r"^[a-z][a-z0-9_]{0,50}\Z")

# psycopg remembers where the parameters of a statement stand, but only of short ones. What a page asks in one
# long statement is the same each time, and finding its parameters anew took longer than many a whole query.
psycopg._queries.MAX_CACHED_STATEMENT_LENGTH = 64 * 1024
psycopg._queries.MAX_CACHED_STATEMENT_PARAMS = 500


def checked(schema_name: str) -> str:
    """The schema's name, if it can be written into a statement as it is; raises ValueError otherwise."""
    if not _SAFE_NAME.match(schema_name):
        raise ValueError(f"{schema_name!r} is not a schema name of ours")
    return schema_name


def role_of(schema_name: str) -> str:
    """The PostgreSQL role that may use this association's schema."""
    return f"t_{checked(schema_name)}"


class OneStatementCursor(ServerBindingCursor):
    """Always the extended protocol, which takes one statement: a stacked `; SET ROLE …` is refused.

    Binding on the server alone does not do it: without parameters psycopg uses the simple protocol.
    `_execute_send` is a private hook of psycopg, so its version is pinned and a test watches it.
    """

    def _execute_send(self, query: Any, *, force_extended: bool = False, binary: bool | None = None) -> None:
        super()._execute_send(query, force_extended=True, binary=binary)  # type: ignore[misc]  # stubs lack it


class DatabaseWrapper(base.DatabaseWrapper):
    """Sets search path and role together, lazily, and leaves neither behind in the pool."""

    schema_name: str
    commits = 0
    """How many commits were tried on this connection; whether the last one happened, only its answer says."""

    def get_connection_params(self) -> dict[str, Any]:
        """Django's parameters, with our cursor in every process that serves tenants."""
        params: dict[str, Any] = super().get_connection_params()
        if settings.PROCESS != "owner":
            params["cursor_factory"] = OneStatementCursor
        return params

    def init_connection_state(self) -> None:
        """Before its first connection serves anybody, a process looks whether the walls stand."""
        super().init_connection_state()
        walls.require(self.connection)

    def _get_cursor_search_paths(self) -> list[str]:
        return [checked(self.schema_name), EXTENSIONS]

    def _handle_search_path(self, cursor: Any = None) -> None:
        if self.search_path_set_schemas or self._setting_search_path:
            return
        paths = self._get_cursor_search_paths()
        if self.schema_name == PUBLIC or settings.PROCESS == "owner":
            role = "RESET ROLE"
        else:
            role = f'SET ROLE "{role_of(self.schema_name)}"'
        try:
            with self.wrap_database_errors:
                # A plain cursor: two statements in one round trip, and none of them counted as a query.
                statement = f"SET search_path = {', '.join(paths)}; {role}"
                psycopg.Cursor(self.connection).execute(statement.encode())  # built of checked names only
        except base.DatabaseError as error:
            # In a failed transaction only a rollback can follow, and that forgets the path anyway.
            if isinstance(error.__cause__, psycopg.errors.InFailedSqlTransaction):
                self.search_path_set_schemas = None
                return
            raise
        self.search_path_set_schemas = paths

    def _commit(self) -> Any:
        self.commits += 1
        return super()._commit()

    def _close(self) -> Any:
        if self.connection is not None and self.pool and not self.connection.closed:
            self._forget_tenant()
        return super()._close()

    def _forget_tenant(self) -> None:
        """A connection goes back to the pool as it came: no role, no path, no open transaction."""
        try:
            if self.connection.info.transaction_status is not TransactionStatus.IDLE:
                self.connection.rollback()
            self.connection.autocommit = True
            psycopg.Cursor(self.connection).execute(f"RESET ROLE; SET search_path = {PUBLIC}, {EXTENSIONS}")
        except psycopg.Error:
            self.connection.close()
        self.search_path_set_schemas = None
