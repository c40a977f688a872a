"""The tables that a federation sees of one year, as cells and sums.

Association × month and × year, district × year, federation × month and × year. A further table means further
cells and the relations in which they stand; nothing else in this package knows the tables.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from umbrella.suppression.cells import Cell, People, Relation

#: The month of a figure over the whole year.
YEAR = 0


class FigureKey(NamedTuple):
    """Names one figure. An association's has the same key in every umbrella that shows it."""

    level: str  # "association", "district" or "federation"
    owner: str
    year: int
    month: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Amount:
    """The exact numbers of one figure; see `Cell`."""

    minutes: int
    people: int
    top_minutes: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Reported:
    """What one association has reported of a year: the months that are released now, and all together.

    `whole` is the year so far: minutes are those of the months, people are distinct over them. A year that
    was reported on a form has no months.
    """

    association: str
    district: str
    months: Mapping[int, Amount]
    whole: Amount


@dataclass(frozen=True, kw_only=True, slots=True)
class Tables:
    """Cells with the sums between them."""

    cells: tuple[Cell, ...]
    relations: tuple[Relation, ...]


NO_TABLES = Tables(cells=(), relations=())


def federation_tables(
    *, federation: str, year: int, reported: Sequence[Reported]
) -> tuple[tuple[Cell, ...], tuple[Relation, ...]]:
    """Make the cells and relations of one federation's year. Who did not report is left out by the caller."""
    cells: list[Cell] = []
    relations: list[Relation] = []
    by_district: dict[str, list[Cell]] = {}
    by_month: dict[int, list[Cell]] = {}
    for one in reported:
        block = (one.district, year)
        whole = _cell(FigureKey("association", one.association, year, YEAR), block, one.whole)
        parts = []
        for month, amount in sorted(one.months.items()):
            part = _cell(FigureKey("association", one.association, year, month), block, amount)
            parts.append(part)
            by_month.setdefault(month, []).append(part)
        cells += [whole, *parts]
        if parts:
            relations.append(_sum(whole, parts, People.OVERLAP))
        by_district.setdefault(one.district, []).append(whole)

    districts = []
    for name, parts in by_district.items():
        districts.append(_total(FigureKey("district", name, year, YEAR), (federation, year), parts))
        relations.append(_sum(districts[-1], parts, People.ADD))
    for month, parts in ((YEAR, districts), *sorted(by_month.items())):
        key = FigureKey("federation", federation, year, month)
        cells.append(_total(key, ("federation", federation, year), parts))
        relations.append(_sum(cells[-1], parts, People.ADD))
    return (*cells, *districts), tuple(relations)


def _cell(key: FigureKey, block: Hashable, amount: Amount) -> Cell:
    return Cell(
        key=key,
        row=(key.level, key.owner),
        block=block,
        minutes=amount.minutes,
        people=amount.people,
        top_minutes=amount.top_minutes,
    )


def _total(key: FigureKey, block: Hashable, parts: Sequence[Cell]) -> Cell:
    """Add up parts; one person's share is the largest in any part, since most people stand in one only."""
    tops = [part.top_minutes for part in parts if part.top_minutes is not None]
    amount = Amount(
        minutes=sum(part.minutes for part in parts),
        people=sum(part.people for part in parts),
        top_minutes=max(tops, default=None),
    )
    return replace(_cell(key, block, amount), version=hash(tuple((part.key, part.version) for part in parts)))


def _sum(total: Cell, parts: Sequence[Cell], people: People) -> Relation:
    return Relation(total=total.key, parts=tuple(part.key for part in parts), people=people)
