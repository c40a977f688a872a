"""A browser that goes from host to host, with cookies that stay where they were set."""

import re
from random import SystemRandom
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.core.mail import EmailMessage
from django.test import Client

from tenants import addresses

Response = Any
_dice = SystemRandom()


class Traveller:
    """One person's browser. Checks tokens of forms as a real one meets them, and never leaves our hosts."""

    def __init__(self) -> None:
        self.hosts: dict[str, Client] = {}
        self.at = ""
        # Rate limits count by address; each browser comes from its own.
        self.ip = ".".join(["10", *(str(_dice.randrange(1, 255)) for _ in range(3))])

    def client(self, host: str) -> Client:
        """The cookies of one host."""
        if host not in self.hosts:
            client = Client(headers={"host": host, "accept-language": "en"}, REMOTE_ADDR=self.ip)
            self.hosts[host] = client
        return self.hosts[host]

    def get(self, url: str, *, follow: bool = True) -> Response:
        """Open an address, relative to where the browser is, and go where it is sent."""
        self.at = urljoin(self.at, url)
        parts = urlsplit(self.at)
        response = self.client(parts.netloc).get(parts.path, dict(parse_qsl(parts.query)))
        return self._after(response, follow)

    def post(self, url: str, data: dict[str, Any] | None = None, *, follow: bool = True) -> Response:
        """Send a form."""
        self.at = urljoin(self.at, url)
        parts = urlsplit(self.at)
        response = self.client(parts.netloc).post(parts.path, data or {})
        return self._after(response, follow)

    def _after(self, response: Response, follow: bool) -> Response:
        for _ in range(12 if follow else 0):
            if response.status_code not in {301, 302, 303}:
                return response
            response = self.get(response.headers["Location"], follow=False)
        assert not follow or response.status_code not in {301, 302, 303}, "It never ends."
        return response


def code_in(mail: EmailMessage) -> str:
    """The code that a mail of the sign-in tells."""
    found = re.search(r"^\s*([A-Z0-9]{3,}(?:-[A-Z0-9]{3,})*)\s*$", str(mail.body), re.MULTILINE)
    assert found, mail.body
    return found.group(1)


def url(place: Any, path: str = "/") -> str:
    """An address at somebody's host."""
    return addresses.absolute_url(place).rstrip("/") + path
