"""Every route of every kind of host, tried with other associations' identifiers by people without the right.

Whoever asks, an answer may neither succeed for an identifier from elsewhere nor name anybody or any place of
another association.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from local.browser import Browser, Page, Unexpected
from local.check.visits import signed_in
from local.stack import Stack

AT_ONCE = 6
# Parts of an address that name no row. Months are asked for far in the past, so that nothing is closed.
HARMLESS = {
    "year": "2001",
    "month": "1",
    "number": "1",
    "what": "qualification",
    "kind": "agreement",
    "purpose": "photo",
    "part": "contact",
    "words": "shift.reminder",
    "language": "fi",
    "tag": "0-0:0:0",
    "secret": "none",
    "code": "none",
    "place": "goals",
    "form": "json",
}
# Only the demo has them: who can sign in, and samples with names as in the mock-ups.
FOR_SHOW = ("demo/", "styleguide/")
WAYS_TO_SIGN_IN = {"/signin/", "/account/login/"}
SLUG = "slug"
_PART = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Visitor:
    """Somebody's browser at a host. `own` is the association whose names they may read there."""

    browser: Browser
    label: str
    kind: str
    own: str = ""
    has_role: bool = False


@dataclass(frozen=True)
class Knock:
    """One request, and whether its address names a row that is not the visitor's to see."""

    visitor: Visitor
    route: str
    method: str
    path: str
    is_strange: bool


@dataclass(frozen=True)
class Walked:
    """How many routes were tried, in how many requests, and which of them leak."""

    routes: int
    requests: int
    leaking: tuple[str, ...]


# A form's token differs from page to page.
_TOKEN = re.compile(r"\b[A-Za-z0-9]{64}\b")


class Walls:
    """What lies behind them, read by the owner of the database."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        # The demo has one federation; another one shows whether that one is let in there.
        stack.manage("demo_festival", process="owner")
        file = stack.var_dir / "demo" / "walls.json"
        stack.manage("demo_walls", str(file))
        world: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        self.routes: list[dict[str, Any]] = world["routes"]
        self.associations: dict[str, dict[str, Any]] = world["associations"]
        self.members: dict[str, list[str]] = world["members"]

    def forbidden_names(self, own: str) -> re.Pattern[str]:
        """Names that only other associations have."""
        mine = "\n".join(self.associations[own]["names"]) if own else ""
        others = {name for slug, known in self.associations.items() if slug != own for name in known["names"]}
        # "Rantapirtti" says nothing where there is a "Päiväkeskus Rantapirtti".
        theirs = sorted(name for name in others if name not in mine)
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, theirs))})(?!\w)")

    def strange(self, own: str) -> Iterator[dict[str, str]]:
        """Identifiers of others, of every kind of row; kind by kind of another association."""
        others = [known["identifiers"] for slug, known in self.associations.items() if slug != own]
        kinds = sorted({kind for found in others for kind in found})
        for number, kind in enumerate(kinds):
            having = [found for found in others if kind in found]
            yield having[number % len(having)] | {"kind": kind}

    def strange_slugs(self, label: str) -> list[str]:
        """A federation names its associations in addresses: those of every other one."""
        return [slug for umbrella, slugs in self.members.items() if umbrella != label for slug in slugs]

    def knocks(self, visitor: Visitor) -> Iterator[Knock]:
        """All requests of a visitor, the one that signs out last."""
        routes = [route for route in self.routes if route["kind"] == visitor.kind]
        for route in sorted(routes, key=lambda route: "signout" in route["pattern"]):
            parts = set(_PART.findall(route["pattern"]))
            if parts - set(HARMLESS) - {SLUG} and not route["identifiers"]:
                continue  # secrets of the sign-in host's own
            for method in ("GET", "POST"):
                if SLUG in parts:
                    for slug in self.strange_slugs(visitor.label):
                        yield self._knock(visitor, route, method, {SLUG: slug}, is_strange=True)
                    continue
                if not route["identifiers"]:
                    yield self._knock(visitor, route, method, {}, is_strange=False)
                    continue
                strange = list(self.strange(visitor.own if visitor.has_role else ""))
                # Without a role nobody comes as far as the row: one identifier shows it.
                for found in strange if visitor.has_role else strange[:1]:
                    yield self._knock(visitor, route, method, found, is_strange=True)

    def _knock(
        self, visitor: Visitor, route: dict[str, Any], method: str, found: dict[str, str], *, is_strange: bool
    ) -> Knock:
        # Of two identifiers the first is the shift's and the second what is tried.
        last = [found[found["kind"]]] if "kind" in found else []
        tried = [found.get("Shift", *last)] * (len(route["identifiers"]) - 1) + last if last else []
        slug = {SLUG: found[SLUG]} if SLUG in found else {}
        values = HARMLESS | slug | dict(zip(route["identifiers"], tried, strict=False))
        path = "/" + _PART.sub(lambda part: values[part[1]], route["pattern"])
        return Knock(visitor, f"{visitor.kind}:/{route['pattern']}", method, path, is_strange)

    def answer(self, knock: Knock) -> Page:
        """Send it, without following where it leads."""
        url = self.stack.url(knock.visitor.label, knock.path)
        return knock.visitor.browser.knock(knock.method, url)


def leaks(knock: Knock, page: Page, forbidden: re.Pattern[str]) -> str:
    """What an answer gives away, if anything. A way to the sign-in gives nothing."""
    place = urlsplit(page.headers.get("Location", "")).path
    gave = page.status < 300 or (page.status < 400 and place not in WAYS_TO_SIGN_IN)
    if page.status >= 500:
        return "fails"
    if knock.is_strange and gave:
        return "gives what is another association's"
    if knock.route.partition(":/")[2].startswith(FOR_SHOW):
        return ""
    named = _first_name(forbidden, _TOKEN.sub("", page.text)) or _first_name(
        forbidden, str(dict(page.headers))
    )
    return f"names {named}" if named else ""


@lru_cache(maxsize=4096)
def _first_name(forbidden: re.Pattern[str], text: str) -> str:
    """The first of the names in a text. Most refusals are one page: each is read once."""
    found = forbidden.search(unescape(text))
    return found[0] if found else ""


def walk(
    stack: Stack, *, coordinator: tuple[str, str], volunteer: tuple[str, str], analyst: tuple[str, str]
) -> Walked:
    """Send everybody round everywhere; each is an address and the host where they have a role."""
    walls = Walls(stack)
    visitors = list(_visitors(stack, coordinator, volunteer, analyst))
    require_sight(walls, visitors[0])
    if not walls.strange_slugs(analyst[1]):
        raise Unexpected("There is no other federation whose associations could be asked for.")
    tried: set[str] = set()
    leaking: dict[str, str] = {}
    requests = 0
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for visitor in visitors:
            forbidden = walls.forbidden_names(visitor.own)
            knocks = list(walls.knocks(visitor))
            early = [knock for knock in knocks if "signout" not in knock.route]
            late = [knock for knock in knocks if "signout" in knock.route]
            for batch in (early, late):
                for knock, page in zip(batch, pool.map(walls.answer, batch), strict=True):
                    tried.add(knock.route)
                    requests += 1
                    if what := leaks(knock, page, forbidden):
                        leaking[knock.route] = f"{knock.method} {knock.route} at {visitor.label} {what}"
    return Walked(routes=len(tried), requests=requests, leaking=tuple(leaking.values()))


def _visitors(
    stack: Stack, coordinator: tuple[str, str], volunteer: tuple[str, str], analyst: tuple[str, str]
) -> Iterator[Visitor]:
    """Everybody at home, at the neighbour's, and nobody at all."""
    (_, home), (_, second), (_, umbrella) = coordinator, volunteer, analyst
    for (email, label), kind in (
        (coordinator, "association"),
        (volunteer, "association"),
        (analyst, "umbrella"),
    ):
        browser = signed_in(stack, email)
        for place in {label: None, home: None, second: None, umbrella: None}:
            browser.get(stack.url(place, "/signin/"))
        own = label if kind == "association" else ""
        yield Visitor(browser, label, kind, own=own, has_role=True)
        # Elsewhere they are strangers: its own rows are what they must not see there.
        neighbour = second if label == home else home
        yield Visitor(browser, neighbour, "association", own=neighbour)
        if kind == "association":
            yield Visitor(browser, umbrella, "umbrella")
    nobody = Browser(address=stack.address)
    yield Visitor(nobody, home, "association", own=home)
    yield Visitor(nobody, umbrella, "umbrella")
    yield Visitor(nobody, "", "base")
    yield Visitor(nobody, "id", "identity")


def require_sight(walls: Walls, visitor: Visitor) -> None:
    """The control: with what is their own the same visitor finds pages, and names on them."""
    own = walls.associations[visitor.own]
    found = {
        name
        for path in ("/coordinate/people/", f"/coordinate/shifts/{own['identifiers']['Shift']}/")
        for page in [visitor.browser.knock("GET", walls.stack.url(visitor.label, path)).expect(200)]
        for name in own["names"]
        if name in unescape(page.text)
    }
    if not found:
        raise Unexpected(f"{visitor.label} shows its own coordinator nobody.")
