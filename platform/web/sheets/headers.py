"""The first row of a file: which of its columns are known, by their names in three languages."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from web.sheets.refusals import MissingColumns


@dataclass(frozen=True)
class Header:
    """Where each known column stands, under which name, and what else there is."""

    places: dict[str, int]
    written: dict[str, str]
    left_out: list[str]
    width: int


@dataclass(frozen=True)
class Columns:
    """What a kind of file may hold: each column's names, which are needed, which are known and not kept."""

    names: Mapping[str, Iterable[str]]
    required: Sequence[str]
    not_kept: frozenset[str] = frozenset()

    def known(self, name: str) -> str | None:
        """The column that is called like this."""
        wanted = _plain(name)
        return next((column for column, names in self.names.items() if wanted in names), None)

    def recognised(self, names: Sequence[str]) -> int:
        """How many of these are columns that we know."""
        return len({column for name in names if (column := self.known(name))})

    def header(self, names: Sequence[str]) -> Header:
        """Find the columns; of two with one meaning the first counts. Raises MissingColumns."""
        places: dict[str, int] = {}
        left_out = []
        for place, name in enumerate(names):
            column = self.known(name)
            if column is not None and column not in places:
                places[column] = place
            if name and (column is None or column in self.not_kept or places[column] != place):
                left_out.append(name)
        missing = [name for name in self.required if name not in places]
        if missing:
            found = ", ".join(name for name in names if name) or "–"
            raise MissingColumns(missing=", ".join(missing), found=found[:300])
        written = {column: names[place] for column, place in places.items()}
        return Header(places, written, left_out, len(names))


def _plain(name: str) -> str:
    return re.sub(r"[\s_\-./]+", "_", name.strip().casefold()).strip("_")
