"""What the federation shows, release after release, and what a reader can work out of what it hides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, permutations
from typing import Any

from local.attack import attack
from umbrella.suppression import People, Relation

Key = tuple[str, str, int, str]
Figure = Mapping[str, Any]


#: The tables by role of a year that is not told by role yet.
NOTHING_BY_ROLE: Mapping[str, Any] = {"associations": [], "districts": [], "roles": []}


@dataclass(frozen=True)
class Attacked:
    """How many figures were hidden, and how many of them could be worked out after all."""

    hidden_cells: int
    recovered: int


@dataclass(frozen=True)
class Moment:
    """What the federation's API showed of a year when somebody looked."""

    table: Mapping[str, Any]
    by_role: Mapping[str, Any]

    @property
    def year(self) -> int:
        """The year that it is of."""
        return int(self.table["year"])

    def cells(self) -> dict[Key, Figure]:
        """Every final figure, shown or hidden."""
        every = chain(figures(self.table), figures_by_role(self.by_role))
        return {key: figure for key, figure in every if figure["state"] in {"shown", "hidden"}}


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


def attacked(moments: Sequence[Moment]) -> Attacked:
    """Try to work out every hidden number by linear programming over all that was told, at all moments.

    A reader who forgets nothing takes a figure for the same one in two releases, unless both showed it with
    other numbers. A year so far is the same while it has the same months, a total while it has the same
    parts; nobody leaves a year so far, and nobody joins it but in its further months.
    """
    shown: dict[Hashable, Figure] = {}
    hidden: set[Hashable] = set()
    unlisted: set[Hashable] = set()
    sums: set[Relation] = set()
    corrected = _corrected(moments)
    for moment in moments:
        cells = moment.cells()
        linked = links(moment.table, moment.by_role, set(cells))
        plain = relations(moment.table, set(cells))
        names = _names(moment.year, cells, linked.unlisted, plain, corrected)
        for key, figure in cells.items():
            if figure["state"] == "shown":
                shown[names[key]] = figure
            else:
                hidden.add(names[key])
        unlisted.update(names[key] for key in linked.unlisted)
        sums.update(
            replace(one, total=names[one.total], parts=tuple(names[part] for part in one.parts))
            for one in chain(plain, linked.sums)
        )
    uncovered = hidden & shown.keys()  # shown by another release
    targets = hidden - uncovered
    recovered: set[Hashable] = set(uncovered)
    for metric, least in (("minutes", 0.0), ("people", 1.0)):
        bounds = attack(
            shown={name: (float(figure[metric]), float(figure[metric])) for name, figure in shown.items()},
            hidden=dict.fromkeys(unlisted, 0.0) | dict.fromkeys(targets, least),
            relations=sums,
            people=metric == "people",
            targets=targets,
            unions=_unions(sums),
        )
        recovered |= {name for name, bound in bounds.items() if bound.recovers()}
    return Attacked(hidden_cells=len(hidden), recovered=len(recovered))


def _corrected(moments: Iterable[Moment]) -> set[tuple[int, Key]]:
    """Figures of which two releases showed different numbers."""
    numbers: dict[tuple[int, Key], set[tuple[int, int]]] = defaultdict(set)
    for moment in moments:
        for key, figure in moment.cells().items():
            if figure["state"] == "shown":
                numbers[moment.year, key].add((figure["minutes"], figure["people"]))
    return {name for name, told in numbers.items() if len(told) > 1}


def _names(
    year: int,
    cells: Mapping[Key, Figure],
    unlisted: Collection[Hashable],
    plain: Iterable[Relation],
    corrected: Collection[tuple[int, Key]],
) -> dict[Hashable, Hashable]:
    """What each figure of a moment is called among those of all moments: what it is of, and its version."""
    parts: dict[Any, tuple[Any, ...]] = {one.total: one.parts for one in plain}
    names: dict[Any, Hashable] = {key: (year, key, ()) for key in unlisted}

    def name(key: Key) -> Hashable:
        if key not in names:
            figure, version = cells[key], tuple(name(part) for part in parts.get(key, ()))
            if not version and figure["state"] == "shown" and (year, key) in corrected:
                version = (figure["minutes"], figure["people"])
            names[key] = (year, key, version)
        return names[key]

    for key in cells:
        name(key)
    return names


def _unions(sums: Iterable[Relation]) -> set[tuple[Hashable, ...]]:
    """The same year so far in two releases: one, the other, and the further months of the first."""
    years: dict[Hashable, list[tuple[Any, tuple[Hashable, ...]]]] = defaultdict(list)
    for one in sums:
        if one.people is People.OVERLAP:
            total: Any = one.total
            years[total[:2]].append((total, one.parts))
    return {
        (total, other, *(part for part in parts if part not in fewer))
        for told in years.values()
        for (total, parts), (other, fewer) in permutations(told, 2)
        if total != other and set(parts) & set(fewer)
    }


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
