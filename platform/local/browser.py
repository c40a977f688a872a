"""A browser without a window: cookies for each host, forms with their tokens, redirects across hosts.

It connects to one address whatever the host, since Python does not resolve `*.localhost`, and keeps the host
in the Host header as a real browser does.
"""

from __future__ import annotations

import http.client
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from http.cookies import SimpleCookie
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
# A token of a browser's own making: the server only compares the cookie with what is sent.
_OWN_TOKEN = "t" * 32
MOST_REDIRECTS = 12


class Unexpected(AssertionError):
    """A page answered otherwise than it should."""


@dataclass(frozen=True)
class Page:
    """What came back."""

    url: str
    status: int
    body: bytes
    headers: Mapping[str, str]

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    @property
    def token(self) -> str:
        """The CSRF token of its first form."""
        found = _TOKEN.search(self.text)
        if not found:
            raise Unexpected(f"{self.url} ({self.status}) has no form.")
        return unescape(found.group(1))

    def expect(self, *statuses: int) -> Page:
        """Itself, if it has one of these statuses; raises Unexpected otherwise."""
        if self.status not in statuses:
            raise Unexpected(f"{self.url} answered {self.status}, not {statuses}: {self.text[:300]}")
        return self


@dataclass
class Browser:
    """One person's browser. `address` is where every host of the stack listens."""

    address: tuple[str, int]
    language: str = "en"
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)

    def get(self, url: str) -> Page:
        """Open an address and follow where it leads."""
        return self.follow(self._send("GET", url))

    def post(self, url: str, data: Mapping[str, Any], *, form_at: str = "") -> Page:
        """Send a form: the token is taken from the page `form_at` (the same address by default)."""
        return self.follow(self.submit(url, data, token=self.get(form_at or url).token))

    def submit(self, url: str, data: Mapping[str, Any], *, token: str) -> Page:
        """Send a form whose token is known, and do not go where the answer leads."""
        body = urlencode({"csrfmiddlewaretoken": token, **data}, doseq=True).encode()
        return self._send("POST", url, body, "application/x-www-form-urlencoded")

    def upload(
        self, url: str, data: Mapping[str, str], files: Mapping[str, tuple[str, bytes]], *, form_at: str = ""
    ) -> Page:
        """Send a form with files."""
        token = self.get(form_at or url).token
        edge = secrets.token_hex(16)
        parts: list[bytes] = []
        for name, value in {"csrfmiddlewaretoken": token, **data}.items():
            parts.append(
                f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            )
        for name, (file_name, content) in files.items():
            head = f'--{edge}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n'
            parts.append(f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + content + b"\r\n")
        body = b"".join(parts) + f"--{edge}--\r\n".encode()
        return self.follow(self._send("POST", url, body, f"multipart/form-data; boundary={edge}"))

    def knock(self, method: str, url: str) -> Page:
        """Ask once, with the token of the host's cookie where it is needed; follow nowhere, keep nothing."""
        kept = dict(self.cookies.setdefault(urlsplit(url).netloc, {}))
        kind = "" if method == "GET" else "application/x-www-form-urlencoded"
        alone = Browser(address=self.address, language=self.language, cookies={urlsplit(url).netloc: kept})
        if method != "GET":
            kept["rn_csrf"] = _OWN_TOKEN
        return alone._send(
            method, url, b"" if kind else None, kind, {"X-CSRFToken": _OWN_TOKEN} if kind else {}
        )

    def _send(
        self,
        method: str,
        url: str,
        body: bytes | None = None,
        kind: str = "",
        more: Mapping[str, str] = MappingProxyType({}),
    ) -> Page:
        parts = urlsplit(url)
        jar = self.cookies.setdefault(parts.netloc, {})
        headers = {
            "Host": parts.netloc,
            "Accept-Language": self.language,
            "Cookie": "; ".join(f"{name}={value}" for name, value in jar.items()),
            **more,
        }
        if kind:
            headers["Content-Type"] = kind
        connection = http.client.HTTPConnection(*self.address, timeout=60)
        try:
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            connection.request(method, path or "/", body=body, headers=headers)
            answer = connection.getresponse()
            for line in answer.headers.get_all("Set-Cookie") or []:
                for name, morsel in SimpleCookie(line).items():
                    if morsel.value and morsel["max-age"] != "0":
                        jar[name] = morsel.value
                    else:
                        jar.pop(name, None)
            return Page(url=url, status=answer.status, body=answer.read(), headers=dict(answer.headers))
        finally:
            connection.close()

    def follow(self, page: Page) -> Page:
        """The page to which an answer leads, or itself."""
        for _ in range(MOST_REDIRECTS):
            if page.status not in {301, 302, 303, 307}:
                return page
            page = self._send("GET", urljoin(page.url, page.headers["Location"]))
        raise Unexpected(f"{page.url} leads round in circles.")
