"""The SMS gateway of the demo: takes every text as GatewayAPI would, keeps it, and reports that it arrived.

python -m local.sms_catcher --folder var/sms --socket 5
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import hmac
import http.client
import json
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from local.ports import LOOPBACK
from local.telephones import Telephones

LARGEST = 64 * 1024
ARRIVES_AFTER = 1.0  # seconds
PATIENCE = 10.0


def jwt(said: Mapping[str, Any], *, secret: str) -> str:
    """What the header `X-Gwapi-Signature` of a report holds."""
    parts = [
        base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=")
        for part in ({"typ": "JWT", "alg": "HS256"}, said)
    ]
    signature = hmac.new(secret.encode(), b".".join(parts), hashlib.sha256).digest()
    return b".".join([*parts, base64.urlsafe_b64encode(signature).rstrip(b"=")]).decode()


def tell(url: str, report: Mapping[str, Any], *, secret: str) -> int:
    """Report to the address that came with the order; returns the status of the answer.

    The demo's hosts lie on this machine, whatever they are called.
    """
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(LOOPBACK, parts.port or 80, timeout=PATIENCE)
    try:
        connection.request(
            "POST",
            parts.path,
            body=json.dumps(report),
            headers={
                "Host": parts.netloc,
                "Content-Type": "application/json",
                "X-Gwapi-Signature": jwt(report, secret=secret),
            },
        )
        return connection.getresponse().status
    finally:
        connection.close()


class Catcher(BaseHTTPRequestHandler):
    """One connection of the platform's."""

    protocol_version = "HTTP/1.1"
    timeout = 60
    telephones: Telephones
    token: str
    secret: str

    def do_POST(self) -> None:
        """Take an order."""
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > LARGEST:
            self.close_connection = True
            return self._answer(413, {"message": "Too large"})
        body = self.rfile.read(int(length))
        due = base64.b64encode(f"{self.token}:".encode()).decode()
        if self.headers.get("Authorization") != f"Basic {due}":
            return self._answer(401, {"code": "0x0210", "message": "Invalid username"})
        try:
            order = json.loads(body)
            number = str(order["recipients"][0]["msisdn"])
            text, sender = str(order["message"]), str(order.get("sender", ""))
        except (ValueError, KeyError, IndexError, TypeError):
            return self._answer(422, {"message": "Invalid json request body"})
        parts = _parts(text, unicode=order.get("encoding") == "UCS2")
        try:
            self.telephones.put(
                to=number, sender=sender, text=text, parts=parts, date=self.headers.get("Date", "")
            )
        except OSError as error:
            print(f"A text could not be kept: {error.strerror}", flush=True)
            return self._answer(500, {"message": "The text could not be kept"})
        taken = time.time_ns() // 1000
        detail = {"id": taken, "recipients": [{"country": "FI", "msisdn": int(number), "parts": parts}]}
        self._answer(200, {"ids": [taken], "details": {"messages": [detail]}})
        if url := order.get("callback_url"):
            report = {
                "id": taken,
                "msisdn": int(number),
                "time": int(time.time()),
                "status": "DELIVERED",
                "userref": order.get("userref"),
            }
            threading.Timer(ARRIVES_AFTER, self._report, (str(url), report)).start()
        return None

    def _report(self, url: str, report: dict[str, Any]) -> None:
        try:
            tell(url, report, secret=self.secret)
        except OSError as error:
            print(f"A report could not be brought: {type(error).__name__}", flush=True)

    def _answer(self, status: int, said: dict[str, Any]) -> None:
        body = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002  the name that the library gives
        """Say nothing of each request."""


def _parts(text: str, *, unicode: bool) -> int:
    """About as many as the telephone network would make of it."""
    alone, joined = (70, 67) if unicode else (160, 153)
    return 1 if len(text) <= alone else -(-len(text) // joined)


def main() -> None:
    """Run it on a socket that is bound already (its descriptor's number), until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(description="Catches the demo's SMS.")
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--socket", type=int, required=True)
    options = parser.parse_args()
    Catcher.telephones = Telephones(options.folder)
    Catcher.token, Catcher.secret = os.environ["SMS_TOKEN"], os.environ["SMS_HOOK_SECRET"]
    server = ThreadingHTTPServer((LOOPBACK, 0), Catcher, bind_and_activate=False)
    server.socket.close()
    server.socket = socket.socket(fileno=options.socket)
    server.server_activate()
    server.daemon_threads = True
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit(0))
    print("ready", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
