"""The demo's SMS: the gateway that keeps them, its reports, and the page that shows them."""

from __future__ import annotations

import http.client
import json
import os
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from local.ports import LOOPBACK, bound
from local.supervisor import Command, Supervisor
from local.telephones import Telephones
from notifications.channels import reports
from tests.environment import ROOT
from tests.workshop import until

TOKEN, SECRET = "a-token", "a-secret"


@pytest.fixture
def port(folder: Path) -> Iterator[int]:
    """The gateway's."""
    listener = bound()
    supervisor = Supervisor(say=lambda _line: None)
    with listener:
        supervisor.start(
            Command(
                name="sms",
                command=[
                    *(sys.executable, "-m", "local.sms_catcher", "--folder", folder / "sms"),
                    *("--socket", str(listener.fileno())),
                ],
                log=folder / "sms.log",
                env=os.environ
                | {"PYTHONPATH": str(ROOT / "platform"), "SMS_TOKEN": TOKEN, "SMS_HOOK_SECRET": SECRET},
                cwd=ROOT,
                sockets=[listener.fileno()],
                is_ready=lambda said: "ready" in said,
            )
        )
        yield int(listener.getsockname()[1])
        supervisor.stop()


@pytest.fixture
def told() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Where reports go, and what they said."""
    said: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            signed = reports.signed_by_gateway(self.headers["X-Gwapi-Signature"], secret=SECRET)
            said.append({"host": self.headers["Host"], "path": self.path, **signed})
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_arguments: Any) -> None:
            pass

    server = ThreadingHTTPServer((LOOPBACK, 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://rinnalla.localhost:{server.server_address[1]}/hooks/sms/tag/", said
    server.shutdown()
    server.server_close()


def order(port: int, body: str, *, user: str = "YS10b2tlbjo=") -> tuple[int, Any]:
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=5)
    connection.request(
        "POST",
        "/rest/mtsms",
        body.encode(),
        {"Authorization": f"Basic {user}", "Date": "Tue, 04 Feb 2025 12:01:00 GMT"},
    )
    answer = connection.getresponse()
    found = answer.status, json.loads(answer.read())
    connection.close()
    return found


def test_text_is_kept_and_its_arrival_reported(
    port: int, folder: Path, told: tuple[str, list[dict[str, Any]]]
) -> None:
    url, said = told
    text = {
        "message": "Hei Eeva, pääsetkö?",
        "sender": "Tunturila",
        "callback_url": url,
        "recipients": [{"msisdn": "358401234567"}],
    }
    status, answer = order(port, json.dumps(text))
    assert (status, answer["details"]["messages"][0]["recipients"][0]["parts"]) == (200, 1)
    (kept,) = Telephones(folder / "sms").texts(to="040 123 4567")
    assert (kept.to, kept.sender, kept.text) == ("358401234567", "Tunturila", "Hei Eeva, pääsetkö?")
    assert kept.sent_at is not None
    assert kept.sent_at.isoformat() == "2025-02-04T12:01:00+00:00"
    until(lambda: bool(said), seconds=10)
    (report,) = said
    assert (report["host"], report["path"], report["status"], report["id"]) == (
        url.split("/")[2],
        "/hooks/sms/tag/",
        "DELIVERED",
        answer["ids"][0],
    )


def test_wrong_orders_are_refused_and_nothing_is_kept(port: int, folder: Path) -> None:
    good = '{"message": "Hei", "recipients": [{"msisdn": 358401234567}]}'
    assert order(port, good, user="b3RoZXI6")[0] == 401
    for bad in ("", "[]", "{}", '{"message": "Hei", "recipients": []}'):
        assert order(port, bad)[0] == 422
    assert list(Telephones(folder / "sms").texts()) == []
