"""No log of any process holds what people are or write: planted, driven through, and looked for."""

import http.client
import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from accounts.models import User
from config.settings.logs import LOGGING
from local.ports import free_port
from tenants import bootdb
from tenants.context import entered
from tenants.logs import JsonFormatter
from tenants.models import Association
from tests.accounts.traveller import Traveller, url
from tests.api.programs import program, token
from tests.environment import ROOT, Servers
from tests.lacking import lacking
from tests.workshop import Workshop, workshop
from volunteers.register.models import Person

Browse = Callable[..., Client]
# Names, addresses, numbers and words that stand nowhere else.
PLANTED = ("Xenophora", "xenia.q@example.org", "+358 40 7654321", "Zwiebelfisch", "tok-3f9a77")


@pytest.fixture
def hear(caplog: pytest.LogCaptureFixture) -> Callable[[], str]:
    """Everything as it is written at the level of the settings."""
    caplog.set_level(logging.INFO)
    return lambda: "\n".join(JsonFormatter().format(record) for record in caplog.records)


def clean(text: str) -> bool:
    return not [word for word in PLANTED if word in text]


def record(name: str, message: Any, *arguments: Any, level: int = logging.WARNING) -> dict[str, Any]:
    made = logging.LogRecord(name, level, __file__, 1, message, arguments, None, "somewhere")
    found: dict[str, Any] = json.loads(JsonFormatter().format(made))
    return found


# --- what a line holds -----------------------------------------------------------------------------


def test_text_of_another_library_that_was_put_together_is_left_out() -> None:
    """As gunicorn does: "Invalid request from ip=…: …"."""
    line = record("gunicorn.error", "Invalid request from ip={}: {}".format("10.9.8.7", PLANTED[1]))
    assert line["event"] == "test_logs:1 somewhere"
    assert clean(json.dumps(line))


def test_text_that_stands_in_the_source_is_kept() -> None:
    assert record("gunicorn.error", "Worker exiting of old age")["event"] == "Worker exiting of old age"


@pytest.mark.parametrize(
    "name", ["django.request", "psycopg.pool", "gunicorn.error", "celery.app.trace", "allauth"]
)
def test_arguments_of_another_library_are_left_out(name: str) -> None:
    line = record(name, "Something with %s and %s", PLANTED[0], PLANTED[1])
    assert line["event"] == "Something with %s and %s"
    assert clean(json.dumps(line))


def test_answer_of_a_task_is_left_out() -> None:
    line = record(
        "celery.app.trace",
        "Task %(name)s[%(id)s] succeeded in %(runtime)ss: %(return_value)s",
        {"name": "hours.refresh_figures", "id": "1", "runtime": 0.1, "return_value": PLANTED[3]},
        level=logging.INFO,
    )
    assert (line["task"], clean(json.dumps(line))) == ("hours.refresh_figures", True)


@pytest.mark.parametrize("message", [ValueError(PLANTED[0]), {"a": PLANTED[0]}])
def test_object_in_place_of_a_text_is_left_out(message: object) -> None:
    assert clean(json.dumps(record("somebody", message)))


def test_error_has_type_and_frames_and_no_text() -> None:
    try:
        raise ValueError(PLANTED[0]) from KeyError(PLANTED[1])
    except ValueError:
        made = logging.LogRecord("rinnalla", logging.ERROR, __file__, 1, "x", (), sys.exc_info(), "f")
    line = json.loads(JsonFormatter().format(made))
    assert (line["error"], clean(json.dumps(line))) == ("ValueError", True)
    assert line["frames"]


def test_lines_are_json_whatever_stands_in_them() -> None:
    for text in ('a"b', "a\nb", "\u2028", "\ud800"):
        assert "\n" not in JsonFormatter().format(
            logging.LogRecord("rinnalla", 20, __file__, 1, text, (), None, "f")
        )


def test_every_handler_writes_json_and_statements_are_logged_by_none() -> None:
    logging_: Any = LOGGING
    assert {each["formatter"] for each in logging_["handlers"].values()} == {"json"}
    assert "django.db.backends" not in logging_["loggers"]


# --- driving pages ---------------------------------------------------------------------------------


@pytest.mark.logs_errors
def test_pages_forms_and_searches_leave_no_word_of_theirs(
    browse: Browse, ada: User, alfa: Association, hear: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browse(ada, alfa)
    client.raise_request_exception = False
    name, mail, phone, word, token = PLANTED
    person = {
        "given_name": name,
        "family_name": word,
        "email": mail,
        "phone": phone,
        "language": "fi",
        "invited": "1",
    }
    assert client.post("/coordinate/people/new/", person).status_code == 302
    assert client.get("/coordinate/people/", {"q": name}).status_code == 200
    client.post("/coordinate/people/new/", person | {"phone": word})
    client.get(f"/nothing/{name}/", {"q": mail})
    client.get("/", headers={"User-Agent": word, "Referer": f"https://x.example/{token}", "X-Mark": name})
    client.get("/signin/", {"next": f"/{word}"})
    client.post("/api/v1/shifts/", json.dumps({"title": word}), content_type="application/json")
    Client().get(f"/{word}/", HTTP_HOST=f"{word.lower()}.evil.example")
    traveller = Traveller()
    traveller.get(url("identity", f"/invitation/?token={token}.x"))
    traveller.get(url("identity", "/account/login/"))
    traveller.post("/account/login/", {"login": mail, "password": word})
    traveller.post("/account/login/code/", {"email": mail})
    from scheduling.shifts.selectors import ahead

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError(f"{name} {mail} {phone}")

    monkeypatch.setattr(ahead, "outlook", fail)
    assert client.get("/shifts/", {"q": word}).status_code == 500
    with entered(alfa):
        assert Person.objects.filter(email=mail).count() == 1
    heard = hear()
    assert '"status": 500' in heard
    assert '"RuntimeError"' in heard
    assert clean(heard)


@pytest.mark.logs_errors
def test_error_of_the_database_leaves_no_value(
    browse: Browse, ada: User, alfa: Association, hear: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A broken rule of a table says which row broke it, and the statement holds its values."""
    from volunteers.register import roster

    def fail(*_: object, **__: object) -> Any:
        with transaction.atomic():
            person = Person.objects.all()[0]
            Person.objects.create(
                uuid=person.uuid, given_name=PLANTED[0], family_name=PLANTED[3], created_at=person.created_at
            )

    monkeypatch.setattr(roster, "people", fail)
    client = browse(ada, alfa)
    client.raise_request_exception = False
    assert client.get("/coordinate/people/").status_code == 500
    assert '"IntegrityError"' in hear()
    assert clean(hear())


def test_token_of_a_program_stands_in_no_line(ada: User, alfa: Association, hear: Callable[[], str]) -> None:
    """A right one and a wrong one, one that is sent to a page, and one with a session beside it."""
    made = token(ada, alfa, name=PLANTED[3])
    wrong = f"rnl_{PLANTED[4]}"
    answers = []
    for secret in (made.secret, wrong):
        client = program(alfa, secret)
        answers += [client.get("/api/v1/people/"), client.get("/coordinate/people/")]
        answers.append(client.post("/api/v1/shifts/", "{", content_type="application/json"))
        client.cookies["rn_session"] = "x" * 32
        answers.append(client.get("/api/v1/people/"))
    assert [answer.status_code for answer in answers] == [200, 302, 400, 400, 401, 302, 401, 400]
    heard = hear()
    assert heard.count('"event": "request"') == len(answers)
    assert [secret for secret in (made.secret, wrong, made.token.prefix) if secret in heard] == []
    assert clean(heard)


# --- PostgreSQL ------------------------------------------------------------------------------------


def test_postgresql_says_nothing_of_statements_in_a_database_of_ours(db: None) -> None:
    with connection.cursor() as cursor:
        for name, value in bootdb.QUIET.items():
            cursor.execute("SELECT current_setting(%s)", [name])
            assert cursor.fetchone()[0] == value, name


@pytest.mark.parametrize("name", sorted(set(bootdb.QUIET) - {"log_parameter_max_length_on_error"}))
def test_app_cannot_make_postgresql_talk(db: None, name: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET {name} TO DEFAULT")


def test_log_of_postgresql_holds_no_word_of_statements_that_failed(
    servers: Servers, db: None, tmp_path: Path
) -> None:
    if servers.postgres is None:
        lacking("The database's server is not ours, so its log is not here.")
    for statement, values in (
        ("INSERT INTO tenants_domain (id, domain, tenant_id) VALUES (1, %s, NULL)", [PLANTED[1]]),
        ("SELECT %s::text::integer", [PLANTED[3]]),
        (f"SELECT '{PLANTED[0]}'::integer", []),
        (f"SELECT * FROM {PLANTED[0]}", []),
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
    with pytest.raises(psycopg.Error), psycopg.connect(servers.superuser_url) as own:
        own.execute("SELECT %s::integer", [PLANTED[3]])
    written = servers.postgres.log.read_text(errors="replace")
    assert "ready to accept connections" in written
    assert clean(written)


# --- other processes -------------------------------------------------------------------------------


@pytest.fixture
def shop(servers: Servers, django_db_setup: None, tmp_path: Path) -> Iterator[Workshop]:
    with workshop(tmp_path / "workshop") as made:
        made.begin_worker()
        yield made


@pytest.mark.slow
def test_worker_names_no_arguments_and_no_texts_of_errors(shop: Workshop) -> None:
    shop.send("tests.here", schema_name="a_alfa", mark=PLANTED[3])
    shop.told(PLANTED[3])
    shop.send("tests.here", PLANTED[0], schema_name=PLANTED[1])
    shop.send("tests.nothing_of_this_name", mail=PLANTED[1])
    shop.send("tests.here", schema_name="a_alfa", wrong=PLANTED[2])
    shop.send("tests.here", schema_name="a_alfa", mark="after")
    shop.told("after")
    log = shop.log("worker")
    assert "tests.here" in log
    assert clean(log)


@pytest.mark.slow
def test_gunicorn_writes_json_and_nothing_of_what_was_asked(
    servers: Servers, django_db_setup: None, tmp_path: Path
) -> None:
    port, log = free_port(), tmp_path / "web.log"
    environment = os.environ | {"PYTHONPATH": f"{ROOT / 'platform'}{os.pathsep}{ROOT}", "LOG_LEVEL": "INFO"}
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "config.wsgi:application",
        "--bind",
        f"127.0.0.1:{port}",
        "--preload",
        "--log-level",
        "warning",
    ]
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out)
    try:
        ask(port, "GET", "/", wait=True)
        assert ask(port, "GET", f"/shifts/?q={PLANTED[0]}&mail={PLANTED[1]}") == 302
        assert ask(port, "GET", f"/{PLANTED[3]}/") == 404
        assert ask(port, PLANTED[3].upper() * 3, "/") in {400, 405}
        assert ask(port, "GET", "/", headers={"Content-Length": PLANTED[3]}) in {400, None}
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)
    written = log.read_text()
    assert '"event": "request"' in written
    assert [line for line in written.splitlines() if not line.startswith("{")] == []
    assert clean(written)
    assert PLANTED[3].upper() not in written


def ask(
    port: int, method: str, path: str, *, headers: dict[str, str] | None = None, wait: bool = False
) -> int | None:
    """The status of an answer, or None where there was none."""
    until = time.monotonic() + (60 if wait else 0)
    while True:
        talk = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            talk.request(method, path, headers={"Host": "alfa.rinnalla.localhost:8000", **(headers or {})})
            return talk.getresponse().status
        except (OSError, http.client.HTTPException):
            if time.monotonic() > until:
                return None
            time.sleep(0.3)
        finally:
            talk.close()
