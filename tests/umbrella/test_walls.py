"""PostgreSQL itself keeps the exact figures from the pages, and people from the figures."""

import os

import psycopg
import pytest
from psycopg import errors

APP = [
    "SELECT * FROM figures.exact_figure",
    "SELECT * FROM figures.exact_role_figure",
    "SELECT * FROM figures.exact_part",
    "SELECT * FROM figures.total_part",
    "SELECT * FROM figures.released_cell",
    "SELECT * FROM figures.released_role_cell",
    "SELECT * FROM figures.suppression_partner",
    "SELECT * FROM figures.provisional_basis",
    "SELECT * FROM figures.held_back",
    "INSERT INTO umbrella_release (umbrella_id, due_on, released_at) SELECT 1, now(), now()",
    "UPDATE umbrella_publishedfigure SET minutes = 0",
    "DELETE FROM umbrella_publishedfigure",
    "UPDATE umbrella_publishedrolefigure SET minutes = 0",
    "UPDATE umbrella_publishedtotal SET value = 0",
    "UPDATE umbrella_provisionalfigure SET minutes = 0",
    "UPDATE umbrella_distinctpeople SET people = 0",
    "UPDATE umbrella_night SET months_wrong = 0",
    "UPDATE umbrella_ownpublicationanswer SET answer = 'free'",
    "SET ROLE rinnalla_figures",
]
FIGURES = [
    "SELECT * FROM a_alfa.register_person",
    "SELECT * FROM a_alfa.hours_hoursentry",
    "SELECT * FROM a_alfa.hours_monthfigure",
    "SELECT * FROM accounts_user",
    "SELECT * FROM tenants_access",
    "SELECT * FROM django_session",
    "UPDATE umbrella_publishedtotal SET value = 0",
    "SET ROLE t_a_alfa",
    "SET ROLE rinnalla_app",
    "SET ROLE rinnalla_owner",
]


@pytest.mark.usefixtures("django_db_setup")
@pytest.mark.parametrize(
    ("login", "statement"),
    [("DATABASE_URL", one) for one in APP] + [("FIGURES_DATABASE_URL", one) for one in FIGURES],
)
def test_statement_is_refused(login: str, statement: str) -> None:
    with psycopg.connect(os.environ[login]) as session, pytest.raises(errors.InsufficientPrivilege):
        session.execute(statement)


@pytest.mark.usefixtures("django_db_setup")
def test_app_may_read_what_is_published() -> None:
    with psycopg.connect(os.environ["DATABASE_URL"]) as session:
        session.execute("SELECT * FROM umbrella_publishedfigure")
        session.execute("SELECT * FROM umbrella_publishedrolefigure")
