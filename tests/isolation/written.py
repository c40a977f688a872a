"""Which tables were written, so that only what may have changed is compared with what was."""

from django.db import connection

from tenants.models import Association


class Written:
    """Tells which tables of an association were written since it was asked: in no other has anything changed.

    PostgreSQL counts for this transaction, also what was taken back.
    """

    def __init__(self, association: Association) -> None:
        self._schema_name = association.schema_name
        self._before: dict[str, int] = {}
        self.tables()

    def tables(self) -> set[str]:
        """Since the last time, or since this was made."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables "
                "WHERE schemaname = %s",
                [self._schema_name],
            )
            now: dict[str, int] = dict(cursor.fetchall())
        before, self._before = self._before, now
        return {table for table, times in now.items() if times != before.get(table, 0)}
