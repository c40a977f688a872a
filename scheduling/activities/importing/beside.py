"""Rows of a file of numbers that are an upper app's, which says what is to become of them.

Filled in `apps.ready`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from scheduling.activities.importing.judging import Line
    from scheduling.activities.models import CountImport
    from tenants.actors import Actor


@dataclass(frozen=True)
class Brought:
    """What a file brought: what stands in the way of taking it back, and in which months it is."""

    in_the_way: list[str]
    first_days: set[date]


@dataclass(frozen=True)
class Kind:
    """A kind of rows. All of its verbs are steps of the file's own transaction.

    `names` are those by which a row is one of these without saying so, in small letters. `hold` locks what
    rows are about, `brought` what a file brought; both come before months are held.
    """

    code: str
    label: str | Promise
    called: Sequence[str]
    names: Callable[[], Collection[str]]
    judge: Callable[[Sequence[Line]], None]
    hold: Callable[[Sequence[Line]], None]
    take_in: Callable[[CountImport, Sequence[Line], Actor], None]
    brought: Callable[[CountImport], Brought]
    take_back: Callable[[CountImport], None]


_KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Add a kind of rows; again, in its place."""
    _KINDS[kind.code] = kind


def all_kinds() -> list[Kind]:
    """All of them, in the order in which they came."""
    return list(_KINDS.values())


def labels() -> Mapping[str, str | Promise]:
    """What each is called, by its code."""
    return {kind.code: kind.label for kind in all_kinds()}


def called() -> dict[str, str]:
    """Codes by other words for them."""
    return {word: kind.code for kind in all_kinds() for word in kind.called}
