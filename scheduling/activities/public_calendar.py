"""What is open to all, whoever does it. Apps above add what they know when they start:

public_calendar.register(ahead)    # ahead(most) gives the next ones, at most so many
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from scheduling.activities import selectors, words


@dataclass(frozen=True)
class OnCalendar:
    """One thing that anybody may come to, with nothing that is not to be told."""

    title: str
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    description: str = ""


Source = Callable[[int], Iterable[OnCalendar]]


def _occasions(most: int) -> Iterable[OnCalendar]:
    for each in selectors.public_ahead()[:most]:
        yield OnCalendar(
            title=words.title(each),
            starts_at=each.starts_at,
            ends_at=each.ends_at,
            place=words.public_place(each),
            description=each.description,
        )


_sources: list[Source] = [_occasions]


def register(source: Source) -> None:
    """Add a source. The same one is added once."""
    if source not in _sources:
        _sources.append(source)


def ahead(most: int) -> list[OnCalendar]:
    """The next ones of all sources, the earliest first."""
    found = [each for source in _sources for each in source(most)]
    return sorted(found, key=lambda each: (each.starts_at, each.title))[:most]
