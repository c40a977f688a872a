"""What the federation shows of a year, and what a reader can work out of what it hides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from local.attack import attack
from umbrella.suppression import People, Relation

Key = tuple[str, str, int, str]
Figure = Mapping[str, Any]


@dataclass(frozen=True)
class Attacked:
    """How many figures were hidden, and how many of them could be worked out after all."""

    hidden_cells: int
    recovered: int


def figures(table: Mapping[str, Any]) -> Iterator[tuple[Key, Figure]]:
    """Every cell of the tables without roles of a year by level, owner and month (0: the year)."""
    for row in table["associations"]:
        yield ("association", row["slug"], 0, ""), row["year"]
        for month, figure in enumerate(row["months"], start=1):
            yield ("association", row["slug"], month, ""), figure
    for row in table["districts"]:
        yield ("district", row["name"], 0, ""), row["year"]
    yield ("federation", "", 0, ""), table["total"]
    for month, figure in enumerate(table["months"], start=1):
        yield ("federation", "", month, ""), figure


def figures_by_role(by_role: Mapping[str, Any]) -> Iterator[tuple[Key, Figure]]:
    """Every cell of the tables by role, by level, owner, month and the role's or the family's code."""
    for row in by_role["associations"]:
        yield ("association", row["association"], 0, row["code"]), row["year"]
    for row in by_role["districts"]:
        yield ("district", row["name"], 0, row["family"]), row["year"]
    for row in by_role["roles"]:
        for month, figure in enumerate(row["months"], start=1):
            yield ("federation", "", month, row["code"]), figure


def relations(table: Mapping[str, Any], told: set[Key]) -> list[Relation]:
    """The sums that every reader knows to hold between the cells that are told or hidden."""
    found: list[Relation] = []

    def add(total: Key, parts: list[Key], people: People) -> None:
        parts = [part for part in parts if part in told]
        if total in told and parts:
            found.append(Relation(total=total, parts=tuple(parts), people=people))

    slugs = [row["slug"] for row in table["associations"]]
    for slug in slugs:
        months = [("association", slug, month, "") for month in range(1, 13)]
        add(("association", slug, 0, ""), months, People.OVERLAP)
    for district in table["districts"]:
        inside = [row["slug"] for row in table["associations"] if row["district"] == district["name"]]
        years: list[Key] = [("association", slug, 0, "") for slug in inside]
        add(("district", district["name"], 0, ""), years, People.ADD)
    add(
        ("federation", "", 0, ""),
        [("district", row["name"], 0, "") for row in table["districts"]],
        People.ADD,
    )
    for month in range(1, 13):
        all_months: list[Key] = [("association", slug, month, "") for slug in slugs]
        add(("federation", "", month, ""), all_months, People.ADD)
    return found


@dataclass(frozen=True)
class Linked:
    """The sums that go through figures by role, and the numbers in them that no table shows."""

    sums: list[Relation]
    unlisted: set[Hashable]


def links(table: Mapping[str, Any], by_role: Mapping[str, Any], told: set[Key]) -> Linked:
    """How a reader ties the tables by role to the others: by what each association did in a role in a month,
    and in a family in a year.

    Who has which role is told; so is which months it has, where the association reported any.
    """
    unlisted: set[Hashable] = set()
    sums: list[Relation] = []

    def add(total: Hashable, parts: list[Hashable], people: People) -> None:
        if parts:
            sums.append(Relation(total=total, parts=tuple(parts), people=people))

    roles: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in by_role["associations"]:
        roles[row["association"]].append(row)
    places = {row["slug"]: row["district"] for row in table["associations"]}
    of_role_month: dict[tuple[int, str], list[Hashable]] = defaultdict(list)
    of_district: dict[tuple[str, str], list[Hashable]] = defaultdict(list)
    for slug, rows in roles.items():
        of_month: dict[int, list[Hashable]] = defaultdict(list)
        of_family: dict[str, list[Hashable]] = defaultdict(list)
        for row in rows:
            year: Key = ("association", slug, 0, row["code"])
            of_family[row["family"]].append(year)
            months: list[Hashable] = []
            for month in range(1, 13):
                if {("association", slug, month, ""), ("federation", "", month, row["code"])} <= told:
                    months.append((slug, month, row["code"]))
                    of_month[month].append(months[-1])
                    of_role_month[month, row["code"]].append(months[-1])
            unlisted.update(months)
            add(year, months, People.OVERLAP)
        for family, parts in of_family.items():
            unlisted.add((slug, family))
            add((slug, family), parts, People.OVERLAP)
            of_district[places[slug], family].append((slug, family))
        whole: Key = ("association", slug, 0, "")
        add(whole, [year for parts in of_family.values() for year in parts], People.OVERLAP)
        add(whole, [(slug, family) for family in of_family], People.OVERLAP)
        for month, parts in of_month.items():
            add(("association", slug, month, ""), parts, People.OVERLAP)
    for (month, code), parts in of_role_month.items():
        add(("federation", "", month, code), parts, People.ADD)
    for (district, family), parts in of_district.items():
        add(("district", district, 0, family), parts, People.ADD)
    return Linked(sums=sums, unlisted=unlisted)


def attacked(table: Mapping[str, Any], by_role: Mapping[str, Any]) -> Attacked:
    """Try to work out every hidden number by linear programming over all that is told."""
    every = chain(figures(table), figures_by_role(by_role))
    cells = {key: figure for key, figure in every if figure["state"] in {"shown", "hidden"}}
    linked = links(table, by_role, set(cells))
    sums = relations(table, set(cells)) + linked.sums
    hidden: set[Hashable] = {key for key, figure in cells.items() if figure["state"] == "hidden"}
    unknown: dict[Hashable, float] = dict.fromkeys(linked.unlisted, 0.0)
    recovered: set[Hashable] = set()
    for metric, least in (("minutes", 0.0), ("people", 1.0)):
        shown: dict[Hashable, tuple[float, float]] = {
            key: (float(figure[metric]), float(figure[metric]))
            for key, figure in cells.items()
            if key not in hidden
        }
        bounds = attack(
            shown=shown,
            hidden=unknown | dict.fromkeys(hidden, least),
            relations=sums,
            people=metric == "people",
            targets=hidden,
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


def hidden_roles(by_role: Mapping[str, Any]) -> dict[str, list[str]]:
    """What is hidden in the tables by role, by table."""
    found: dict[str, list[str]] = {
        "association_role_year": [],
        "federation_role_month": [],
        "district_family_year": [],
    }
    table_of = {
        "association": "association_role_year",
        "district": "district_family_year",
        "federation": "federation_role_month",
    }
    for (level, owner, month, code), figure in figures_by_role(by_role):
        if figure["state"] == "hidden":
            found[table_of[level]].append(" ".join(str(part) for part in (owner, code, month or "") if part))
    return {name: sorted(keys) for name, keys in found.items()}


def whole_hours(figure: Figure) -> int:
    """Minutes as the pages show them."""
    return int((int(figure["minutes"]) + 30) // 60)
