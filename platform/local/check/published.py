"""What the federation shows of a year, and what a reader can work out of what it hides."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from local.attack import attack
from umbrella.suppression import People, Relation

Key = tuple[str, str, int]
Figure = Mapping[str, Any]


@dataclass(frozen=True)
class Attacked:
    """How many figures were hidden, and how many of them could be worked out after all."""

    hidden_cells: int
    recovered: int


def figures(table: Mapping[str, Any]) -> Iterator[tuple[Key, Figure]]:
    """Every cell of the published tables of a year by level, owner and month (0: the year)."""
    for row in table["associations"]:
        yield ("association", row["slug"], 0), row["year"]
        for month, figure in enumerate(row["months"], start=1):
            yield ("association", row["slug"], month), figure
    for row in table["districts"]:
        yield ("district", row["name"], 0), row["year"]
    yield ("federation", "", 0), table["total"]
    for month, figure in enumerate(table["months"], start=1):
        yield ("federation", "", month), figure


def relations(table: Mapping[str, Any], told: set[Key]) -> list[Relation]:
    """The sums that every reader knows to hold between the cells that are told or hidden."""
    found: list[Relation] = []

    def add(total: Key, parts: list[Key], people: People) -> None:
        parts = [part for part in parts if part in told]
        if total in told and parts:
            found.append(Relation(total=total, parts=tuple(parts), people=people))

    slugs = [row["slug"] for row in table["associations"]]
    for slug in slugs:
        months = [("association", slug, month) for month in range(1, 13)]
        add(("association", slug, 0), months, People.OVERLAP)
    for district in table["districts"]:
        inside = [row["slug"] for row in table["associations"] if row["district"] == district["name"]]
        add(("district", district["name"], 0), [("association", slug, 0) for slug in inside], People.ADD)
    add(("federation", "", 0), [("district", row["name"], 0) for row in table["districts"]], People.ADD)
    for month in range(1, 13):
        add(("federation", "", month), [("association", slug, month) for slug in slugs], People.ADD)
    return found


def attacked(table: Mapping[str, Any]) -> Attacked:
    """Try to work out every hidden number by linear programming over all that is told."""
    cells = {key: figure for key, figure in figures(table) if figure["state"] in {"shown", "hidden"}}
    sums = relations(table, set(cells))
    hidden = {key for key, figure in cells.items() if figure["state"] == "hidden"}
    recovered: set[Hashable] = set()
    for metric, least in (("minutes", 0.0), ("people", 1.0)):
        bounds = attack(
            shown={
                key: (float(figure[metric]), float(figure[metric]))
                for key, figure in cells.items()
                if key not in hidden
            },
            hidden=dict.fromkeys(hidden, least),
            relations=sums,
            people=metric == "people",
        )
        recovered |= {key for key, bound in bounds.items() if bound.recovers()}
    return Attacked(hidden_cells=len(hidden), recovered=len(recovered))


def hidden_years(table: Mapping[str, Any]) -> list[str]:
    """Associations whose year is hidden."""
    return sorted(row["slug"] for row in table["associations"] if row["year"]["state"] == "hidden")


def hidden_months(table: Mapping[str, Any]) -> dict[str, list[int]]:
    """Hidden months by association."""
    return {
        row["slug"]: months
        for row in table["associations"]
        if (months := [m for m, f in enumerate(row["months"], start=1) if f["state"] == "hidden"])
    }


def whole_hours(figure: Figure) -> int:
    """Minutes as the pages show them."""
    return int((int(figure["minutes"]) + 30) // 60)
