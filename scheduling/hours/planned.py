"""When that was planned from which hours follow: asked of whoever plans it.

`register(kind, finder)` when an app starts; the finder gets the UUIDs of subjects of its kind and answers for
each that it knows from when to when it was planned, in one query.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

Stretch = tuple[datetime, datetime]
Finder = Callable[[Sequence[UUID]], Mapping[UUID, Stretch]]

_finders: dict[str, Finder] = {}


def register(subject_kind: str, finder: Finder) -> None:
    """Ask `finder` about subjects of this kind."""
    _finders[subject_kind] = finder


def times(subjects: Mapping[str, Sequence[UUID]]) -> dict[UUID, Stretch]:
    """The planned times of subjects by kind; those that nobody knows are left out."""
    found: dict[UUID, Stretch] = {}
    for kind, uuids in subjects.items():
        if uuids and kind in _finders:
            found.update(_finders[kind](uuids))
    return found
