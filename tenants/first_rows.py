"""What a new association begins with, said by the apps that own the rows; a registry, filled at the start.

They run in the association's schema, in one transaction, and again where a process died before it noted that
they had: each looks whether its rows are there. They run with the owner's login, so they write rows and
nothing else: they wake no queue and plan no message.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tenants.models import CatalogueRole, CatalogueText


@dataclass(frozen=True)
class Beginning:
    """What is decided of it: the catalogue's roles and texts that it takes, its first unit's name, if any."""

    roles: Sequence[CatalogueRole]
    unit: str = ""
    texts: Sequence[CatalogueText] = ()


Filler = Callable[[Beginning], None]

_fillers: dict[str, Filler] = {}


def register(*, name: str, fill: Filler) -> None:
    """Add what writes an app's first rows: `fill(beginning)`, which may find them there already."""
    _fillers[name] = fill


def fill_all(beginning: Beginning) -> None:
    """Write them all. Part of tenants.setup, inside the association and a transaction."""
    for name in sorted(_fillers):
        _fillers[name](beginning)
