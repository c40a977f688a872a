"""Asking for pages as a signed-in person does, and looking at what the database is asked on the way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections
from django.test import Client

from accounts import sessions
from accounts.models import SignIn, User
from infra.bench import urls
from tenants import addresses, clock
from tenants.context import in_tenant_phase
from tenants.models import Association, Umbrella


class WrongAnswer(RuntimeError):
    """A page that was to be measured did not come."""


@dataclass
class Statements:
    """What was sent while somebody listened. Settings of the session (`SET …`) are not listed."""

    all: list[str] = field(default_factory=list)
    inside_associations: list[str] = field(default_factory=list)


@contextmanager
def listening() -> Iterator[Statements]:
    """Note every statement on every connection, and which were sent inside an association."""
    heard = Statements()

    def note(execute: Any, sql: str, parameters: Any, many: bool, context: dict[str, Any]) -> Any:
        if not sql.lstrip().upper().startswith("SET "):
            heard.all.append(sql)
            if in_tenant_phase():
                heard.inside_associations.append(sql)
        return execute(sql, parameters, many, context)

    with ExitStack() as wrapped:
        for each in connections.all():
            wrapped.enter_context(each.execute_wrapper(note))
        yield heard


def browser(user: User, at: Association | Umbrella) -> Client:
    """A client at somebody's host, signed in there with a second factor: all their roles are in force."""
    host, shown = addresses.host_of(at), clock.real_now()
    sign_in = SignIn.objects.create(user=user, method="bench", mfa_since=shown, mfa_at=shown)
    session = SessionStore()
    session[sessions.KEY] = str(sign_in.uuid)
    session[sessions.HOST] = host
    session[sessions.FACTOR] = shown.isoformat()
    session.create()
    client = Client(headers={"host": host})
    client.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
    return client


@contextmanager
def with_empty_page() -> Iterator[str]:
    """Inside the block umbrellas' hosts have an empty page too (see `urls`); gives its path."""
    kept = addresses.URLCONFS["umbrella"]
    addresses.URLCONFS["umbrella"] = urls.__name__
    try:
        yield urls.EMPTY
    finally:
        addresses.URLCONFS["umbrella"] = kept


def page(client: Client, path: str) -> str:
    """The page at a path. Raises WrongAnswer for anything but a whole page."""
    answer = client.get(path)
    if answer.status_code != 200:
        raise WrongAnswer(f"{path} answered {answer.status_code}.")
    return answer.content.decode()
