"""What counts at a place by itself, so that nobody counts it by hand too. Filled in each AppConfig.ready().

    counted_besides.register(counted_besides.Source(name="pairs", says=says))

`says` answers for one place with a sentence that is shown where its numbers are noted, or with nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass

from scheduling.activities.models import TallyPlace


@dataclass(frozen=True)
class Source:
    """Something that adds numbers of its own."""

    name: str
    says: Callable[[TallyPlace], str]


_known: dict[str, Source] = {}


def register(source: Source) -> None:
    """Add a source. The same name again takes the place of the first."""
    _known[source.name] = source


def said(place: TallyPlace) -> list[str]:
    """What whoever counts there by hand should know."""
    return [text for _name, source in sorted(_known.items()) if (text := source.says(place))]
