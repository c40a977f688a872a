"""The compose file's own commands and settings, started as processes: they are what an operator starts."""

import contextlib
import http.client
import json
import re
import socket
import ssl
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from infra import secrets as secret_files
from local.mailbox import Mailbox
from local.ports import bound, free_port
from local.postgres import Postgres, bin_dir
from local.processes import GuardedProcess
from local.redis import pings, server_program
from tests import environment
from tests.infra import composed
from tests.infra.composed import ROOT, Machine
from tests.lacking import needs

pytestmark = [
    pytest.mark.slow,
    needs(bin_dir() and server_program(), "There are no built-in servers for this machine."),
]

BASE = "rinnalla.test"
WORKERS = ("worker-urgent", "worker-default", "worker-bulk", "figures", "owner")
SERVING = ("web", *WORKERS, "beat", "backup")


@pytest.fixture(scope="module")
def secrets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installation") / "secrets"
    assert secret_files.main([str(folder)]) == 0
    return folder


@pytest.fixture(scope="module")
def mailbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Mailbox, int]]:
    """Somebody's mail server, and its port."""
    folder = tmp_path_factory.mktemp("mail")
    with bound() as listener:
        catcher = GuardedProcess(
            [
                *(sys.executable, "-m", "local.catcher", "--folder", str(folder)),
                *("--socket", str(listener.fileno())),
            ],
            log=folder / "catcher.log",
            env={"PYTHONPATH": str(ROOT / "platform")},
            sockets=[listener.fileno()],
        )
        yield Mailbox(folder), int(listener.getsockname()[1])
        catcher.stop()


@pytest.fixture(scope="module")
def installation(
    tmp_path_factory: pytest.TempPathFactory, secrets: Path, mailbox: tuple[Mailbox, int]
) -> Iterator[Machine]:
    """Everything that the file starts, in its order, but for PostgreSQL, which is the built-in one."""
    folder = tmp_path_factory.mktemp("machine")
    services = composed.read(
        variables={
            "BASE_URL": f"https://{BASE}",
            "MAIL_FROM": f"Rinnalla <rinnalla@{BASE}>",
            "EMAIL_URL": f"smtp://127.0.0.1:{mailbox[1]}",
            "PROXY_OPTIONS": "local_certs\n\tskip_install_trust",
        }
    )["services"]
    with ExitStack() as opened:
        password = (secrets / "postgres_password").read_text().strip()
        server = opened.enter_context(Postgres(folder / "postgres", durable=False, password=password))
        made = opened.enter_context(
            composed.machine(
                folder / "machine", services=services, secrets=secrets, postgres_port=server.port
            )
        )
        made.more = {"PG_BIN": str(bin_dir())}
        environment.lend_template(made.var_dir("owner"))
        made.start("redis")
        word = (secrets / "redis_password").read_text().strip()
        made.until(lambda: pings(made.redis_port, word), seconds=20, what="waited for Redis")
        assert made.finish("boot", seconds=60) == 0, made.last_words()
        assert made.finish("migrate", seconds=400) == 0, made.last_words()
        for name in SERVING:
            made.start(name)
        for name in SERVING:
            made.until(lambda name=name: made.is_healthy(name), seconds=90, what=f"waited for {name}")  # type: ignore[misc]  # a default binds it
        yield made


def ask(
    machine: Machine, path: str, *, host: str = BASE, through_proxy: bool = True
) -> tuple[http.client.HTTPResponse, str]:
    """One request as the proxy sends it on, or as our own network does."""
    forwarded = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https", "X-Forwarded-Host": host}
    connection = http.client.HTTPConnection("127.0.0.1", machine.web_port, timeout=20)
    connection.request("GET", path, headers={"Host": host} | (forwarded if through_proxy else {}))
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return answer, body


def test_web_is_ready(installation: Machine) -> None:
    answer, body = ask(installation, "/readyz", through_proxy=False)
    assert (answer.status, json.loads(body)) == (
        200,
        {
            "status": "ok",
            "checks": dict.fromkeys(("database", "walls", "migrations", "redis", "disk", "messages"), "ok"),
        },
    )


def test_page_behind_the_proxy_is_as_in_real_use(installation: Machine) -> None:
    front, text = ask(installation, "/")
    assert (front.status, "Rinnalla" in text) == (200, True)
    assert front.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    signing_in, _form = ask(installation, "/account/login/", host=f"id.{BASE}")
    assert signing_in.status == 200
    cookies = [re.split(r";\s*", cookie) for cookie in signing_in.headers.get_all("Set-Cookie") or []]
    kept = [cookie for cookie in cookies if not cookie[0].endswith('=""')]
    assert [cookie[0].partition("=")[0] for cookie in kept] == ["__Host-rn_csrf"]
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(kept[0])
    assert not [one for one in kept[0] if one.lower().startswith("domain")]


def test_demo_pages_are_not_there(installation: Machine) -> None:
    assert ask(installation, "/demo/")[0].status == 404


def test_beat_ticks_and_a_worker_of_each_kind_works(installation: Machine) -> None:
    """Each kind of worker tells how many tasks of which name it has done."""
    done = (
        "from config.celery import app\n"
        "import json\n"
        "found = app.control.inspect(timeout=5).stats() or {}\n"
        "print(json.dumps({name.split('@')[0]: one['total'] for name, one in found.items()}))"
    )

    def totals() -> dict[str, dict[str, int]]:
        answer = installation.run("worker-urgent", "python", "-c", done)
        found: dict[str, dict[str, int]] = json.loads(answer.stdout.strip() or "{}")
        return found

    end = time.monotonic() + 40
    while True:
        found = totals()
        if found.get("urgent", {}).get("tenants.wake_due") and found.get("figures", {}).get("umbrella.tick"):
            break
        assert time.monotonic() < end, (found, installation.last_words())
        time.sleep(1)
    assert sorted(found) == ["bulk", "default", "figures", "owner", "urgent"]


def test_federation_is_founded_and_its_administrator_written_to(
    installation: Machine, mailbox: tuple[Mailbox, int]
) -> None:
    answer = installation.run(
        "web",
        *("python", "platform/manage.py", "found_umbrella", "--slug", "liitto", "--name-fi", "Liitto ry"),
        *("--admin-email", "Vera@Liitto.fi", "--admin-name", "Vera Virtanen"),
    )
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.splitlines() == [
        f"Liitto ry: https://liitto.{BASE}/",
        f"vera@liitto.fi signs in at https://id.{BASE}/",
    ]
    (summary,) = mailbox[0].summaries(to="vera@liitto.fi")
    assert (summary.to, summary.subject.strip()) == (
        ("vera@liitto.fi",),
        "Olet järjestön Liitto ry ylläpitäjä Rinnallassa",
    )
    letter = mailbox[0].read(summary.key).text
    assert f"https://id.{BASE}/" in letter
    assert "token" not in letter
    page, _text = ask(installation, "/", host=f"liitto.{BASE}")
    assert (page.status, page.headers["Location"]) == (302, "/signin/?next=%2F")


def test_association_is_set_up_by_the_owners_worker_and_opens(
    installation: Machine, mailbox: tuple[Mailbox, int]
) -> None:
    answer = installation.run(
        "web",
        *("python", "platform/manage.py", "found_association", "--umbrella", "liitto", "--slug", "napajoki"),
        *("--name-fi", "Napajoki ry", "--coordinator-email", "ada@napajoki.fi"),
    )
    assert answer.returncode == 0, answer.stderr
    host = f"napajoki.{BASE}"
    installation.until(
        lambda: ask(installation, "/", host=host)[0].status == 200, seconds=60, what="waited for Napajoki"
    )
    assert "Napajoki ry" in ask(installation, "/", host=host)[1]
    assert [one.subject.strip() for one in mailbox[0].summaries(to="ada@napajoki.fi")] == [
        "Olet yhdistyksen Napajoki ry koordinaattori Rinnallassa"
    ]


def test_certificates_are_for_our_hosts_alone_and_the_question_is_not_for_strangers(
    installation: Machine,
) -> None:
    def may(domain: str) -> int:
        return ask(
            installation, f"/internal/certificate?domain={domain}", host="web:8000", through_proxy=False
        )[0].status

    assert [may(host) for host in (BASE, f"id.{BASE}", f"liitto.{BASE}")] == [200, 200, 200]
    strangers = (
        f"nobody.{BASE}",
        f"a.liitto.{BASE}",
        "evil.test",
        f"liitto.{BASE}.evil.test",
        "",
        "127.0.0.1",
    )
    assert {may(host) for host in strangers} == {404}
    for path in (f"/internal/certificate?domain={BASE}", "/readyz"):
        assert ask(installation, path)[0].status == 404
    assert ask(installation, "/healthz", host="anything.at.all")[1] == '{"status": "ok"}'


def test_backup_of_the_night_goes_well(installation: Machine) -> None:
    words = installation.services["backup"]["command"]
    answer = installation.run("backup", *words, "--now")
    assert answer.returncode == 0, answer.stderr
    lines = [json.loads(line) for line in answer.stderr.splitlines()]
    assert (lines[-1]["event"], lines[-1]["code"]) == ("backup_done", 0)


@needs(composed.program("caddy"), "There is no Caddy: install requirements/dev.txt.")
def test_proxy_ends_tls_for_our_hosts_and_keeps_the_inside_in(installation: Machine) -> None:
    ports = {name: str(free_port()) for name in ("HTTP_PORT", "HTTPS_PORT", "PROXY_HEALTH_PORT")}
    installation.services["proxy"]["environment"] |= {
        "WEB_HOST": "127.0.0.1",
        "WEB_PORT": str(installation.web_port),
        "XDG_DATA_HOME": str(installation.folder / "proxy"),
        **ports,
    }
    words = installation.services["proxy"]["command"]
    installation.services["proxy"]["command"] = [
        word.replace("/etc/caddy/", f"{ROOT / 'infra' / 'proxy'}/") for word in words
    ]
    installation.start("proxy")
    installation.until(lambda: _listens(ports["HTTPS_PORT"]), seconds=20, what="waited for the proxy")
    tls = int(ports["HTTPS_PORT"])
    for host in (BASE, f"id.{BASE}", f"liitto.{BASE}"):
        status, headers, _body = through(tls, host, "/healthz")
        assert (host, status) == (host, 200)
        assert "Server" not in headers
    status, headers, body = through(tls, BASE, "/")
    assert (status, "Rinnalla" in body) == (200, True)
    assert headers["Strict-Transport-Security"].startswith("max-age=")
    for path in ("/readyz", "/READYZ", "/%72eadyz", "//readyz", "/internal/certificate?domain=" + BASE):
        assert (path, through(tls, BASE, path)[0]) == (path, 404)
    assert through(tls, BASE, "/", send_host="web:8000")[0] == 404
    for host in (f"nobody.{BASE}", "evil.test"):
        with pytest.raises(ssl.SSLError):
            through(tls, host, "/healthz")
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", int(ports["HTTP_PORT"]))) as plain:
        plain.request("GET", "/shifts/?a=1", headers={"Host": f"liitto.{BASE}"})
        moved = plain.getresponse()
        assert (moved.status, moved.headers["Location"]) == (308, f"https://liitto.{BASE}/shifts/?a=1")


def _listens(port: str) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", int(port))) == 0


def through(port: int, host: str, path: str, *, send_host: str = "") -> tuple[int, Any, str]:
    """A browser's request through the proxy; `host` is what the handshake names."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE  # its own authority signs here
    with (
        socket.create_connection(("127.0.0.1", port), timeout=20) as raw,
        context.wrap_socket(raw, server_hostname=host) as secure,
    ):
        secure.sendall(
            f"GET {path} HTTP/1.1\r\nHost: {send_host or host}\r\nConnection: close\r\n"
            "X-Forwarded-Proto: http\r\n\r\n".encode()
        )
        with http.client.HTTPResponse(secure) as answer:
            answer.begin()
            return answer.status, answer.headers, answer.read().decode(errors="replace")


def test_every_process_writes_json_lines_only(installation: Machine) -> None:
    ask(installation, "/")
    logs = sorted((installation.folder / "log").glob("*.log"))
    loose = {}
    for file in logs:
        if file.stem == "redis":
            continue  # it has a format of its own
        lines = file.read_text().splitlines()
        loose[file.stem] = [line for line in lines if not _is_json(line)]
        assert lines or file.stem == "beat", f"{file.stem} wrote nothing"
    assert {name: lines for name, lines in loose.items() if lines} == {}
    requests = [
        json.loads(line)
        for line in installation.log("web").read_text().splitlines()
        if '"event": "request"' in line
    ]
    assert {"id", "method", "place", "status", "ms", "route"} <= set(requests[-1])
    assert not [line for line in requests if "z" in (line["route"] or "")[-1:] and line["place"] == "probe"]


def _is_json(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def test_readiness_tells_when_the_broker_is_away_and_pages_still_come(installation: Machine) -> None:
    """Last: Redis does not come back."""
    installation.running.pop("redis").stop()
    answer, body = ask(installation, "/readyz", through_proxy=False)
    assert (answer.status, json.loads(body)["status"]) == (200, "degraded")
    assert json.loads(body)["checks"]["redis"] == "not ok"
    assert ask(installation, "/healthz")[0].status == 200
