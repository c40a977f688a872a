"""The first row of a file: which of its columns are known, by their names in three languages."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise

from web.sheets.refusals import MissingColumns
from web.sheets.tables import Row

# Above the header there may be a title and what the table is of.
HEADER_WITHIN = 10


@dataclass(frozen=True)
class Header:
    """Where each known column stands, under which name, and what else there is."""

    places: dict[str, int]
    written: dict[str, str]
    left_out: list[str]
    width: int


@dataclass(frozen=True)
class Columns:
    """What a kind of file may hold: each column's names, which are needed, which are known and not kept.

    `labels` are what a reader is told the columns are, in the order in which they are offered.
    """

    names: Mapping[str, Iterable[str]]
    required: Sequence[str]
    not_kept: frozenset[str] = frozenset()
    labels: Mapping[str, str | Promise] = field(default_factory=dict)

    def known(self, name: str) -> str | None:
        """The column that is called like this."""
        return self._by_name.get(_plain(name))

    @cached_property
    def _by_name(self) -> dict[str, str]:
        """Columns by all that they are called, also by us in each language."""
        found: dict[str, str] = {}
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                found |= {_plain(str(label)): column for column, label in self.labels.items()}
        return found | {name: column for column, names in self.names.items() for name in names}

    def recognised(self, names: Sequence[str]) -> int:
        """How many of these are columns that we know."""
        return len({column for name in names if (column := self.known(name))})

    def starts_at(self, rows: Sequence[Row]) -> int:
        """The place of the header among the first rows: where the most columns are known, or told."""
        named = [texts(row) for row in rows[:HEADER_WITHIN]]
        told = [(self.recognised(names), sum(name != "" for name in names)) for names in named]
        return told.index(max(told)) if told else 0

    def guess(self, names: Sequence[str]) -> dict[str, int]:
        """Where each known column stands; of two with one meaning the first counts."""
        places: dict[str, int] = {}
        for place, name in enumerate(names):
            if column := self.known(name):
                places.setdefault(column, place)
        return places

    def missing(self, places: Mapping[str, int]) -> list[str]:
        """What needed columns are called that are nowhere."""
        return [str(self.labels.get(name, name)) for name in self.required if name not in places]

    def header(self, names: Sequence[str], places: Mapping[str, int] | None = None) -> Header:
        """Where the columns are: as somebody said, or by their names. Raises MissingColumns."""
        where = self.guess(names) if places is None else dict(places)
        if missing := self.missing(where):
            found = ", ".join(name for name in names if name) or "–"
            raise MissingColumns(missing=", ".join(missing), found=found[:300])
        kept = {place for column, place in where.items() if column not in self.not_kept}
        left_out = [name for place, name in enumerate(names) if name and place not in kept]
        return Header(where, {column: names[place] for column, place in where.items()}, left_out, len(names))


def texts(row: Row) -> list[str]:
    """A header's cells as texts."""
    return ["" if cell is None else str(cell)[:200] for cell in row.cells]


def _plain(name: str) -> str:
    return re.sub(r"[\s_\-./]+", "_", name.strip().casefold()).strip("_")
