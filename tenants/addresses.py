"""Which host belongs to whom, and the links that lead there."""

import time
from dataclasses import dataclass
from functools import cache
from typing import Literal
from uuid import UUID

from django.conf import settings
from django.urls import get_urlconf, reverse

from tenants.models import Association, Domain, Umbrella

Kind = Literal["base", "identity", "association", "umbrella"]
_REMEMBERED_SECONDS = 5.0
_remembered: dict[str, tuple[float, "Place"]] = {}

URLCONFS: dict[Kind, str] = {
    "base": "config.urls.base",
    "identity": "config.urls.identity",
    "association": "config.urls.association",
    "umbrella": "config.urls.umbrella",
}


@dataclass(frozen=True)
class Place:
    """What a host stands for."""

    kind: Kind
    association: Association | None = None
    umbrella: Umbrella | None = None

    @property
    def urlconf(self) -> str:
        """The routes of this kind of host."""
        return URLCONFS[self.kind]


class UnknownHost(LookupError):
    """Nobody lives at this host."""


class Closed(UnknownHost):
    """An association lived at this host: it is archived, or was deleted."""

    def __init__(self, association: Association) -> None:
        super().__init__(association.slug)
        self.association = association


def find(host: str, *, anew: bool = False) -> Place:
    """Who lives at a host (without port). Raises UnknownHost or Closed. Remembered for some seconds."""
    host = host.lower().rstrip(".")
    known = _remembered.get(host)
    if known and not anew and known[0] > time.monotonic():
        return known[1]
    place = _look_up(host)
    _remembered[host] = (time.monotonic() + _REMEMBERED_SECONDS, place)
    return place


def forget() -> None:
    """Drop what is remembered (in this process), as after a rename or in tests."""
    _remembered.clear()


def _look_up(host: str) -> Place:
    base = settings.BASE_URL.host
    if host == base:
        return Place(kind="base")
    label, _, rest = host.partition(".")
    if rest == base:
        if label == settings.IDENTITY_LABEL:
            return Place(kind="identity")
        if association := Association.objects.filter(slug=label).first():
            return _open(host, association)
        if umbrella := Umbrella.objects.filter(slug=label).first():
            return Place(kind="umbrella", umbrella=umbrella)
        raise UnknownHost(host)
    domain = Domain.objects.filter(domain=host).select_related("tenant").first()
    if domain is None:
        raise UnknownHost(host)
    return _open(host, domain.tenant)


def _open(host: str, association: Association) -> Place:
    if association.is_open:
        return Place(kind="association", association=association)
    if association.state in {Association.State.ARCHIVED, Association.State.DELETED}:
        raise Closed(association)
    raise UnknownHost(host)


def host_of(owner: Association | Umbrella | Literal["base", "identity"]) -> str:
    """Host name with port, as the browser writes it."""
    if owner == "base":
        label = ""
    elif owner == "identity":
        label = f"{settings.IDENTITY_LABEL}."
    else:
        label = f"{owner.slug}."
    return f"{label}{settings.BASE_URL.host}{settings.BASE_URL.suffix}"


def absolute_url(
    owner: Association | Umbrella | Literal["base", "identity"], route: str = "", **kwargs: object
) -> str:
    """A whole link to a named route on somebody's host; without a route, to its front page."""
    if owner == "base":
        kind: Kind = "base"
    elif owner == "identity":
        kind = "identity"
    else:
        kind = "association" if isinstance(owner, Association) else "umbrella"
    path = reverse(route, urlconf=URLCONFS[kind], kwargs=kwargs or None) if route else "/"
    return f"{settings.BASE_URL.scheme}://{host_of(owner)}{path}"


def path(name: str, uuid: UUID) -> str:
    """The path at this host of what a `uuid` alone names: `reverse`, for pages with a hundred of them."""
    before, after = _around(name, get_urlconf())
    return f"{before}{uuid}{after}"


_ANY = UUID(int=0)


@cache
def _around(name: str, urlconf: str | None) -> tuple[str, str]:
    before, after = reverse(name, urlconf=urlconf, kwargs={"uuid": _ANY}).split(str(_ANY))
    return before, after
