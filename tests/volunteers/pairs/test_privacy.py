"""Nothing of a client stands anywhere but on the pages of their pair: planted, driven through, looked for."""

import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from accounts.models import User
from accounts.routes import routes
from desk import export
from notifications import kinds
from notifications.models import Message
from tenants.actors import Actor
from tenants.context import entered, platform_role
from tenants.logs import JsonFormatter
from tenants.models import Association
from tests.volunteers.pairs.conftest import BY, MARKER, active, at, person, told
from volunteers.pairs import clients, subjects, words
from volunteers.pairs.kinds import WATCH
from volunteers.pairs.models import Client as PairClient, Meeting, Pair
from volunteers.pairs.services import ending, intake, meetings
from volunteers.pairs.services.meetings import Noted
from volunteers.register import person_data
from volunteers.register.services.erasure import erase_person

Browse = Callable[..., Client]
pytestmark = pytest.mark.usefixtures("it_is_monday")


def by(user: User) -> Actor:
    return Actor(user=user.uuid, name=str(user))


@pytest.fixture
def hear(caplog: pytest.LogCaptureFixture) -> Callable[[], str]:
    """Everything as it is written at the level of the settings."""
    caplog.set_level(logging.INFO)
    return lambda: "\n".join(JsonFormatter().format(record) for record in caplog.records)


def tables(schema: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY 1", [schema])
        return [name for (name,) in cursor.fetchall()]


def with_marker(schema: str, marker: str = MARKER) -> list[str]:
    """Tables of a schema in which the marker stands in clear."""
    found = []
    with connection.cursor() as cursor:
        for table in tables(schema):
            cursor.execute("SELECT has_table_privilege(%s, 'SELECT')", [f'"{schema}"."{table}"'])
            if not cursor.fetchone()[0]:
                continue
            row = f'SELECT 1 FROM "{schema}"."{table}" AS t WHERE t::text LIKE %s LIMIT 1'
            cursor.execute(row, [f"%{marker}%"])
            if cursor.fetchone():
                found.append(table)
    return found


def lived(ada: User) -> Pair:
    """A pair with all that can happen to one."""
    pair = active(by(ada))
    noted = Noted(at("2025-01-29 14:00"), 60, "together", "talk")
    meetings.note(pair=pair, noted=noted, by=by(ada))
    ending.stop(pair=pair, by=by(ada))
    WATCH.tell()
    return pair


def test_marker_stands_in_no_table_message_log_or_page_but_those_of_the_pair(
    browse: Browse, ada: User, bo: User, alfa: Association, hear: Callable[[], str]
) -> None:
    with entered(alfa):
        pair = lived(ada)
        intake.correct(pair=pair, told=told(alias=f"{MARKER}new"), by=by(ada))
        assert with_marker(alfa.schema_name) == []
        sent = list(Message.objects.all())
        assert {message.kind for message in sent} >= {"pairs.waits", "pairs.due"}
        for message in sent:
            for language in ("fi", "sv", "en"):
                rendered = kinds.get(message.kind).render(message, language)
                assert MARKER not in str(vars(rendered))
    with platform_role():
        assert with_marker("public") == []
    pages = [route for route in routes("association") if not route.kwargs and "pairs" not in route.pattern]
    assert len(pages) > 60
    for user in (ada, bo):
        client = browse(user, alfa)
        for route in pages:
            if route.name in {"signout", "signin"}:
                continue
            answer = client.get(route.path())
            if not answer.streaming:
                assert MARKER.encode() not in answer.content, route.name
    browse(ada, alfa).get(f"/coordinate/pairs/{pair.uuid}/")
    assert MARKER not in hear()


@pytest.mark.logs_errors
def test_error_on_the_page_of_a_client_tells_nothing_of_them(
    browse: Browse, ada: User, alfa: Association, hear: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with entered(alfa):
        pair = active(by(ada))

    def fails(_agreement: Any) -> str:
        raise RuntimeError(clients.opened(PairClient.objects.get()).alias)

    monkeypatch.setattr(words, "goals", fails)
    client = browse(ada, alfa)
    client.raise_request_exception = False
    answer = client.get(f"/coordinate/pairs/{pair.uuid}/")
    assert answer.status_code == 500
    assert MARKER not in answer.content.decode()
    assert "RuntimeError" in hear()
    assert MARKER not in hear()


def test_archive_of_the_owner_is_without_pairs_and_subjects_name_nobody(
    ada: User, inside: Association
) -> None:
    pair = lived(ada)
    names = {"Client", "Pair", "Agreement", "Proposal", "Meeting", "Signal"}
    assert {model.__name__ for model in export.LEFT_OUT if model._meta.app_label == "pairs"} == names
    assert subjects.PAIR.label(pair.uuid).endswith(str(pair.pk))
    assert MARKER not in subjects.MEETING.label(Meeting.objects.get().uuid)


def test_what_a_volunteer_takes_along_names_no_client(ada: User, inside: Association) -> None:
    lived(ada)
    kept = person_data.kept_of(person("Bo"))
    assert {"pair_volunteer", "meeting_person", "proposal_person"} <= {each.name for each in kept}
    assert MARKER not in str(kept)


def test_who_is_erased_leaves_a_paused_pair_and_no_name(ada: User, inside: Association) -> None:
    pair = active(by(ada))
    erase_person(person=person("Bo"), by=BY)
    pair.refresh_from_db()
    assert (pair.state, pair.volunteer) == ("paused", None)
    assert pair.signals.get().kind == "stops"
    assert pair.agreements.get().person is None


def test_former_key_opens_until_all_is_sealed_anew(alfa: Association, settings: Any) -> None:
    with entered(alfa):
        active()
    settings.MFA_KEYS = ["new"]
    call_command("reencrypt_clients")
    settings.SECRET_KEY = "another"
    with entered(alfa):
        client = PairClient.objects.get()
        assert clients.opened(client).alias == f"{MARKER}alias"
        assert clients.own_words(client.pairs.get().agreements.get()) == (
            f"{MARKER}content",
            f"{MARKER}goals",
        )
        settings.MFA_KEYS = []
        assert clients.opened(client).alias is None


def test_other_association_finds_no_pair(
    browse: Browse, ada: User, cleo: User, alfa: Association, beta: Association
) -> None:
    with entered(alfa):
        pair = active(by(ada))
    client = browse(cleo, beta)
    assert client.get(f"/coordinate/pairs/{pair.uuid}/").status_code == 404
    assert f"Pair {pair.pk}" not in client.get("/coordinate/pairs/?show=all").content.decode()
