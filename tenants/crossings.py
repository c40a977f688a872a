"""The few verbs that look over associations: named, audited, and listed here; a test knows the list.

An app registers its verb when it starts. `cross()` runs it inside one association under a person's name and
leaves an entry in the audit. Nothing else may carry data from one association to another place.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.cache import cache

from tenants import clock
from tenants.context import PhaseError, entered, in_tenant_phase
from tenants.models import Association, CrossingEntry


@dataclass(frozen=True)
class Crossing:
    """A registered verb: what it is called, why it exists, and what it runs inside the association."""

    name: str
    why: str
    run: Callable[..., Any]
    # What somebody looks up about themselves with every page is noted once a day.
    noted_daily: bool = False


DAY_SECONDS = 24 * 60 * 60
_crossings: dict[str, Crossing] = {}


def register(*, name: str, why: str, run: Callable[..., Any], noted_daily: bool = False) -> None:
    """Add a verb to the list. A name is given once."""
    if name in _crossings and _crossings[name].run is not run:
        raise ValueError(f"The crossing {name!r} exists already.")
    _crossings[name] = Crossing(name=name, why=why, run=run, noted_daily=noted_daily)


def listed() -> dict[str, Crossing]:
    """All verbs by name."""
    return dict(_crossings)


def cross(name: str, *, into: Association, by_user: UUID | None, **arguments: Any) -> Any:
    """Run a listed verb inside an association and note it. Raises KeyError for a verb that is not listed."""
    if in_tenant_phase():
        raise PhaseError("A crossing starts in the identity phase.")
    crossing = _crossings[name]
    if _is_to_be_noted(crossing, into, by_user):
        CrossingEntry.objects.create(verb=name, association=into, by_user=by_user, at=clock.now())
    with entered(into):
        return crossing.run(**arguments)


def _is_to_be_noted(crossing: Crossing, into: Association, by_user: UUID | None) -> bool:
    """Always, but for what is noted once a day; while the cache is away rather once too often."""
    if not crossing.noted_daily:
        return True
    key = f"crossing-{crossing.name}-{into.pk}-{by_user}-{clock.today(into)}"
    return bool(cache.add(key, 1, timeout=DAY_SECONDS))
