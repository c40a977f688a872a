"""An SMS gateway in a thread that speaks GatewayAPI's format, and can be slow, wrong, busy, and away."""

import base64
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from local.ports import free_port

TOKEN = "tests-token-of-the-gateway"


class SmsGateway:
    """What it took is in `orders`; `answers` are for numbers: status, headers and text."""

    def __init__(self) -> None:
        self.port = free_port()
        self.orders: list[dict[str, Any]] = []
        self.answers: dict[str, tuple[int, dict[str, str], str]] = {}
        self.seconds = 0.0
        self.tokens: list[str] = []
        self._server: ThreadingHTTPServer | None = None

    @property
    def url(self) -> str:
        """Where orders go."""
        return f"http://127.0.0.1:{self.port}/rest/mtsms"

    def start(self) -> None:
        """Listen."""
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), self._handler())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        """Be away."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def refuse(self, number: str, status: int, code: str = "", **headers: str) -> None:
        """Answer orders to this number with an error in its own format."""
        said = {"incident_uuid": "d8127429-fa0c-4316-b1f2-e610c3958f43", "message": f"No: {number}"}
        text = json.dumps(said | ({"code": code, "variables": [number]} if code else {}))
        self.answers[number] = (status, headers, text)

    def take(self, order: dict[str, Any]) -> tuple[int, dict[str, str], str]:
        """Its answer to an order."""
        number = str(order["recipients"][0]["msisdn"])
        if number in self.answers:
            return self.answers[number]
        self.orders.append(order)
        taken = 421332670 + len(self.orders)
        said = {
            "ids": [taken],
            "usage": {"countries": {"FI": 1}, "currency": "EUR", "total_cost": 0.07},
            "details": {
                "messages": [
                    {"id": taken, "recipients": [{"country": "FI", "msisdn": int(number), "parts": 1}]}
                ]
            },
        }
        return 200, {}, json.dumps(said)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                order = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                scheme, _, login = self.headers.get("Authorization", "").partition(" ")
                token = base64.b64decode(login).decode() if scheme == "Basic" else ""
                gateway.tokens.append(token)
                time.sleep(gateway.seconds)
                status, headers, text = gateway.take(order)
                if token != f"{TOKEN}:":
                    status, headers, text = 401, {}, '{"code": "0x0210", "message": "Invalid username"}'
                body = text.encode()
                try:
                    self.send_response(status)
                    for name, value in headers.items():
                        self.send_header(name.replace("_", "-"), value)
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except OSError:
                    self.close_connection = True  # whoever asked has gone

            def log_message(self, *_arguments: Any) -> None:
                pass

        return Handler
