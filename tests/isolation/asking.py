"""What is asked of the product's pages: the names that each reads from its address, and the forms in it.

A name is tried where it is read, and a form where it is sent: a new one is found without anybody naming it.
"""

import itertools
import re
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.http import QueryDict
from django.test import Client
from django.urls import Resolver404, resolve

from accounts.routes import Route
from api.views import description
from tenants.addresses import URLCONFS

PRODUCT = ("platform", "scheduling", "volunteers", "notifications", "tenants")
UUID_LIKE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# What a form's field gets, by its name or its type.
DEFAULTS = {
    "date": "2025-02-10",
    "time": "18:00",
    "number": "2",
    "email": "x@example.org",
    "start": "18:00",
    "end": "20:00",
}


# --- names in addresses ------------------------------------------------------------------------------


def questions() -> set[str]:
    """Every name that our code reads from a query, so that what is read after another one is read as well."""
    reads = re.compile(r"""(?:GET|query_params)(?:\.get(?:list)?\(|\[)\s*["'](\w+)["']""")
    root = Path(__file__).resolve().parents[2]
    files = [file for folder in PRODUCT for file in (root / folder).rglob("*.py")]
    read = {name for file in files for name in reads.findall(file.read_text(encoding="utf-8"))}
    described = [
        asked["name"]
        for kind in ("association", "umbrella")
        for methods in description(URLCONFS[kind], "en")["paths"].values()
        for operation in methods.values()
        for asked in operation.get("parameters", ())
        if asked["in"] == "query"
    ]
    return read.union(described)


class _Noted(QueryDict):
    """A query that tells which of its names were looked at. Who takes all of it, to ask again, reads none."""

    read: ClassVar[set[str]] = set()
    """Of each its own; this one hears what a query does while it is made."""

    def __deepcopy__(self, memo: MutableMapping[int, Any]) -> Any:
        copy = super().__deepcopy__(memo)
        vars(copy)["read"] = self.read
        return copy

    def __getitem__(self, key: str) -> Any:
        self.read.add(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self.read.add(str(key))
        return super().__contains__(key)

    def get(self, key: str, default: Any = None) -> Any:
        """Its last value."""
        self.read.add(key)
        return super().get(key, default)

    def getlist(self, key: str, default: Any = None) -> Any:
        """All its values."""
        self.read.add(key)
        return super().getlist(key, default)

    def lists(self) -> Any:
        """As a dictionary's items, which copying and encoding ask."""
        return dict.items(self)


@contextmanager
def noting() -> Iterator[set[str]]:
    """The names that are read from the queries of all requests inside the block."""
    read: set[str] = set()

    def query(request: WSGIRequest) -> QueryDict:
        if "noted" not in request.__dict__:
            noted = _Noted(request.META.get("QUERY_STRING", ""))
            vars(noted)["read"] = read
            request.__dict__["noted"] = noted
        return request.__dict__["noted"]  # type: ignore[no-any-return]  # the line above

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WSGIRequest, "GET", property(query))
        yield read


Look = Callable[[str, set[str], Any], None]


def queries(client: Client, address: str, names: set[str], values: list[Any], look: Look) -> None:
    """Ask a page for all names at once, and then for each that it reads, one by one, with two values in turn.

    Most names are read by many pages, so that each comes to most values. `look` gets each address, the names
    that were asked and the answer.
    """
    with noting() as read:
        _ask(client, address, names, values[0], look)
    turn = itertools.cycle(values)
    for _ in range(len(address) % len(values)):  # with another one at each page
        next(turn)
    for name in sorted(read):
        for value in itertools.islice(turn, min(2, len(values))):
            _ask(client, address, {name}, value, look)


def _ask(client: Client, address: str, names: set[str], value: object, look: Look) -> None:
    question = f"{address}?" + "&".join(f"{name}={value}" for name in sorted(names))
    look(question, names, client.get(question))


# --- forms -------------------------------------------------------------------------------------------


@dataclass
class Form:
    """A form that posts, filled in as far as it can be."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)

    def strangers(self, name: str, uuid: UUID, key: int) -> Iterator[UUID | int]:
        """What could name a stranger's row in a field: by its choices; either, where they do not tell."""
        own = [choice for choice in self.choices.get(name, ()) if choice]
        if not own or not all(choice.isdecimal() for choice in own):
            yield uuid
        if not own or not all(UUID_LIKE.fullmatch(choice) for choice in own):
            yield key


class _Reader(HTMLParser):
    """Gathers the forms of a page, with fields that stand beside them and buttons that send elsewhere."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._by_id: dict[str, Form] = {}
        self._late: list[tuple[str, str, dict[str, str]]] = []
        self._elsewhere: list[tuple[Form, str]] = []
        self._form: Form | None = None
        self._select: tuple[Form, str] | None = None
        self.feed(page)
        for owner, tag, given in self._late:
            if owner in self._by_id:
                self._take(self._by_id[owner], tag, given)
        self.forms += [Form(action, one.fields, one.choices, one.hidden) for one, action in self._elsewhere]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A form begins, or something in it."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = None
            if given.get("method", "").lower() == "post":
                self._form = Form(given.get("action", ""))
                self.forms.append(self._form)
                self._by_id[given.get("id", "")] = self._form
        elif tag == "option" and self._select:
            form, name = self._select
            form.choices[name].append(given.get("value", ""))
            if given.get("value") and ("selected" in given or not form.fields[name]):
                form.fields[name] = given["value"]
        elif (owner := given.get("form")) and owner not in self._by_id:
            self._late.append((owner, tag, given))
        elif owner:
            self._take(self._by_id[owner], tag, given)
        elif self._form is not None:
            self._take(self._form, tag, given)

    def _take(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        if tag == "button" and (action := given.get("formaction")):
            self._elsewhere.append((form, action))
        if not name or name == "csrfmiddlewaretoken":
            return
        if tag == "select":
            self._select = form, name
            form.choices.setdefault(name, [])
            form.fields.setdefault(name, "")
        elif tag in {"input", "textarea"} and given.get("type") != "file":
            by_type = DEFAULTS.get(given.get("type", ""), "x")
            form.fields[name] = given.get("value") or DEFAULTS.get(name, by_type)
            if given.get("type") == "hidden":
                form.hidden.add(name)
            if given.get("type") in {"radio", "checkbox"}:
                form.choices.setdefault(name, []).append(given.get("value", ""))
        elif tag == "button":
            form.choices.setdefault(name, []).append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        """A select ends, or a form."""
        if tag == "select":
            self._select = None
        elif tag == "form":
            self._form = None


def forms_of(page: str, address: str) -> list[Form]:
    """The forms of a page at `address` that post to its own host."""
    forms = _Reader(page).forms
    for form in forms:
        form.action = form.action or address
    return [form for form in forms if form.action.startswith("/")]


def is_page(answer: Any) -> bool:
    """Not a file, and not what programs read."""
    return not answer.streaming and answer.headers.get("Content-Type", "").startswith("text/html")


def forms_behind(client: Client, routes: list[Route], identifier: object) -> Iterator[tuple[str, Form]]:
    """Each form once, of all pages that a reader comes to by `identifier`, with the name of its route.

    Once means by the route that it is sent to and by the names of its fields: a list has one for each row.
    """
    seen = set()
    for route in routes:
        address = route.path(**dict.fromkeys(route.identifiers, identifier))
        page = client.get(address)
        if page.status_code != 200 or not is_page(page):
            continue
        for form in forms_of(page.content.decode(), address):
            name = _name_of(form.action)
            if name and (name, *sorted(form.fields)) not in seen:
                seen.add((name, *sorted(form.fields)))
                yield name, form


def _name_of(action: str) -> str:
    try:
        return resolve(urlsplit(action).path, URLCONFS["association"]).url_name or ""
    except Resolver404:
        return ""
