"""Inside an association PostgreSQL itself refuses what belongs to others."""

import pytest
from django.db import DatabaseError, connection, transaction

from tenants.context import entered
from tenants.models import Association

FORBIDDEN = [
    "SELECT * FROM a_beta.register_person",
    "INSERT INTO a_beta.register_site (name) VALUES ('x')",
    "SELECT * FROM public.accounts_user",
    "SELECT * FROM public.tenants_association",
    "SELECT * FROM public.django_session",
    "SELECT * FROM a_alfa.django_migrations",
    "SELECT nextval('a_beta.register_person_id_seq')",
    "CREATE TABLE a_alfa.mine (i int)",
    "CREATE TEMP TABLE mine (i int)",
    "TRUNCATE a_alfa.register_trail",
    "SET ROLE rinnalla_owner",
    "SET SESSION AUTHORIZATION rinnalla_owner",
    "SELECT pg_read_file('/etc/passwd')",
    "COPY (SELECT 1) TO PROGRAM 'true'",
    "SELECT set_config('role', 't_a_beta', false)",
    "UPDATE pg_settings SET setting = 't_a_beta' WHERE name = 'role'",
    "DO $$ BEGIN SET ROLE t_a_beta; END $$",
    "SELECT 1; SET ROLE t_a_beta",
]


@pytest.mark.django_db
@pytest.mark.parametrize("statement", FORBIDDEN)
def test_statement_from_inside_is_refused(statement: str, alfa: Association) -> None:
    with entered(alfa), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
