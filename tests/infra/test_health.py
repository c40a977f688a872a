"""Health checks of containers, the nightly backup, and the pages that tell whether all is well."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.test import Client, override_settings

from config import certificates, readiness
from infra import health, nightly
from tenants.models import Association, Umbrella
from tests import states
from tests.infra.composed import ROOT


def sign(folder: Path, name: str, *, seconds_ago: float = 0) -> None:
    file = folder / "alive" / name
    file.parent.mkdir(exist_ok=True)
    file.touch()
    os.utime(file, (time.time() - seconds_ago,) * 2)


@pytest.fixture
def var_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("kind", ["worker", "beat", "backup"])
def test_process_without_a_young_sign_of_life_is_not_healthy(kind: str, var_dir: Path) -> None:
    assert health.main([kind]) == 1
    sign(var_dir, kind)
    assert health.main([kind]) == 0
    sign(var_dir, kind, seconds_ago=600)
    assert health.main([kind]) == 1


def test_backup_that_did_not_go_well_for_a_day_is_not_healthy(var_dir: Path) -> None:
    sign(var_dir, "backup")
    sign(var_dir, "backup-begun", seconds_ago=27 * 3600)
    assert health.main(["backup"]) == 1
    sign(var_dir, "backup-done", seconds_ago=3600)
    assert health.main(["backup"]) == 0


def test_web_that_does_not_answer_is_not_healthy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "1")
    assert health.main(["web"]) == 1


@pytest.fixture
def command(tmp_path: Path) -> Path:
    """Stands for `manage.py backup_all`."""
    return tmp_path / "command.py"


def test_nightly_hands_on_lines_and_tells_how_it_ended(
    command: Path, var_dir: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    command.write_text('print(\'{"event": "copied"}\')\nprint("loose words")')
    assert nightly._back_up([sys.executable, str(command)])
    command.write_text("raise SystemExit(3)")
    assert not nightly._back_up([sys.executable, str(command)])
    lines = [json.loads(line) for line in capfd.readouterr().err.splitlines()]
    assert [(line["event"], line.get("line"), line.get("code")) for line in lines] == [
        ("copied", None, None),
        ("backup_says", "loose words", None),
        ("backup_done", None, 0),
        ("backup_failed", None, 3),
    ]
    assert (var_dir / "alive" / "backup-done").exists()


def test_nightly_is_due_once_a_day() -> None:
    due = nightly._next("01:30")
    assert 0 < due - time.time() <= nightly.DAY
    assert time.strftime("%H:%M:%S", time.gmtime(due)) == "01:30:00"


def test_nightly_ends_when_it_is_told_to(var_dir: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "infra.nightly"],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "VAR_DIR": str(var_dir), "BACKUP_AT": "00:00", "BACKUP_KEY": "x"},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    assert json.loads(process.stderr.readline())["event"] == "backup_waits"
    assert health.main(["backup"]) == 0
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 0
    process.stderr.close()


def test_nightly_refuses_to_wait_without_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BACKUP_KEY", raising=False)
    monkeypatch.setenv("BACKUP_KEY_FILE", "/dev/null")
    assert nightly.main([]) == 78


def test_nightly_refuses_a_time_that_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKUP_AT", "25:00")
    assert nightly.main([]) == 78


# --- pages ---------------------------------------------------------------------------------------


def test_healthz_answers_for_any_host_without_a_query(django_assert_num_queries: object, db: None) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]  # pytest-django's fixture
        answer = Client(headers={"host": "203.0.113.9"}).get("/healthz")
    assert (answer.status_code, answer.json(), answer["Cache-Control"]) == (200, {"status": "ok"}, "no-store")
    assert answer.cookies == {}


def test_readyz_says_words_only(db: None) -> None:
    answer = Client(headers={"host": "web:8000"}).get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "checks": dict.fromkeys(("database", "walls", "migrations", "redis", "disk", "messages"), "ok"),
    }


def test_readyz_is_not_ready_while_migrations_are_behind(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    more = readiness._wanted() | {("tenants", "9999_not_yet")}
    monkeypatch.setattr(readiness, "_wanted", lambda: more)
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (503, "not ok")
    assert answer.json()["checks"]["migrations"] == "not ok"


def test_readyz_is_ready_when_the_database_is_ahead(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    fewer = frozenset(list(readiness._wanted())[1:])
    monkeypatch.setattr(readiness, "_wanted", lambda: fewer)
    assert Client().get("/readyz").status_code == 200


def test_readyz_is_not_ready_without_walls(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tenants.backend.walls.breaches", lambda connection: ["Everybody may."])
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["checks"]["walls"]) == (503, "not ok")


def test_readyz_is_degraded_without_redis(db: None) -> None:
    with override_settings(REDIS_URL="redis://127.0.0.1:1/0"):
        answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")


def test_readyz_is_not_ready_when_it_cannot_write(db: None) -> None:
    with override_settings(VAR_DIR="/dev/null/var"):
        answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["checks"]["disk"]) == (503, "not ok")


@pytest.mark.parametrize("path", ["/readyz", "/internal/certificate?domain=rinnalla.localhost"])
def test_inside_pages_do_not_exist_for_who_comes_through_the_proxy(path: str, db: None) -> None:
    answer = Client(headers={"host": "rinnalla.localhost:8000", "x-forwarded-for": "203.0.113.9"}).get(path)
    assert answer.status_code == 404
    assert answer["Content-Type"].startswith("text/html")


def test_certificates_are_for_living_hosts(alfa: Association, liitto: Umbrella) -> None:
    certificates._known.clear()
    base = "rinnalla.localhost"
    ours = (base, f"id.{base}", f"alfa.{base}", f"ALFA.{base}", f"liitto.{base}")
    assert {host: certificates.is_ours(host) for host in ours} == dict.fromkeys(ours, True)
    strangers = (f"gamma.{base}", f"x.alfa.{base}", f"-.{base}", f"alfa.{base}.evil.test", "", "evil.test")
    assert {host: certificates.is_ours(host) for host in strangers} == dict.fromkeys(strangers, False)


def test_certificates_of_what_was_closed_are_no_longer_renewed(alfa: Association) -> None:
    from tenants import addresses

    certificates._known.clear()
    states.put(alfa, Association.State.ARCHIVED)
    addresses.forget()
    assert not certificates.is_ours("alfa.rinnalla.localhost")


def test_certificates_are_not_looked_for_without_end(
    alfa: Association, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificates._known.clear()
    monkeypatch.setattr(certificates, "looks", certificates.Allowance(at_once=3, a_second=0.0))
    client = Client(headers={"host": "web:8000"})

    def may(label: str) -> int:
        url = f"/internal/certificate?domain={label}.rinnalla.localhost"
        return int(client.get(url).status_code)

    assert may("alfa") == 200
    assert [may(f"guess{number}") for number in range(4)] == [404, 404, 429, 429]
    assert (may("alfa"), may("id")) == (200, 200)
