"""The tables by role that a federation sees of one year, as further cells and sums beside those of `tables`.

Association × role × year, federation × role × month and district × role family × year are shown. What an
association did in one role in one month is in no table, but all of them add it up: a reader who knows that a
role exists at one place only reads it there. So these cells stand among the unknowns, shown by nobody.

People of several roles overlap, so that roles are summed up like months; a role belongs to one family.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from umbrella.suppression.cells import Cell, People, Relation
from umbrella.suppression.tables import YEAR, Amount, FigureKey, Reported


class RoleKey(NamedTuple):
    """Names a figure of one role, or of one role family over all its roles."""

    level: str  # "association", "district" or "federation"
    owner: str
    year: int
    month: int
    by: str  # "role" or "family"
    code: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RoleReported:
    """What one association has reported of a role: the months that are released now, and all together.

    A month without anybody is left out, or stands as a true 0.
    """

    family: str
    months: Mapping[int, Amount]
    whole: Amount


@dataclass(frozen=True, kw_only=True, slots=True)
class ByRole:
    """One association's year by role, and by family: people are distinct over a family's roles."""

    roles: Mapping[str, RoleReported]
    families: Mapping[str, Amount]


NOBODY = Amount(minutes=0, people=0, top_minutes=0)


def role_tables(
    *, federation: str, year: int, reported: Sequence[Reported], by_role: Mapping[str, ByRole]
) -> tuple[tuple[Cell, ...], tuple[Relation, ...]]:
    """Make the cells and relations by role of a federation's year; `reported` as for `federation_tables`.

    An association that is not in `by_role` has told its hours without roles (on a form).
    """
    making = _Making(federation=federation, year=year)
    for one in reported:
        if one.association in by_role:
            making.association(one, by_role[one.association])
    making.totals()
    return tuple(making.cells), tuple(making.relations)


class _Making:
    """The tables while they are being added up."""

    def __init__(self, *, federation: str, year: int) -> None:
        self.cells: list[Cell] = []
        self.relations: list[Relation] = []
        self._federation, self._year = federation, year
        self._of_role_year: dict[str, list[Cell]] = {}
        self._of_role_month: dict[tuple[str, int], list[Cell]] = {}
        self._of_district: dict[tuple[str, str], list[Cell]] = {}

    def association(self, one: Reported, told: ByRole) -> None:
        """Take in one association: its roles are shown, their months and its families are not."""
        block = (one.district, self._year)
        own = FigureKey("association", one.association, self._year, YEAR)
        years: dict[str, list[Cell]] = {}
        by_month: dict[int, list[Cell]] = {}
        for code, role in sorted(told.roles.items()):
            key = RoleKey("association", one.association, self._year, YEAR, "role", code)
            whole = _cell(key, block, role.whole)
            years.setdefault(role.family, []).append(whole)
            self._of_role_year.setdefault(code, []).append(whole)
            parts = []
            for month, all_roles in sorted(one.months.items()):
                if not all_roles.minutes and not all_roles.people:
                    continue
                amount = role.months.get(month, NOBODY)
                part = replace(_cell(key._replace(month=month), block, amount), listed=False, link=True)
                parts.append(part)
                by_month.setdefault(month, []).append(part)
                self._of_role_month.setdefault((code, month), []).append(part)
            self.cells += [whole, *parts]
            self._sum(whole, parts, People.OVERLAP)
        for family, roles in sorted(years.items()):
            key = RoleKey("association", one.association, self._year, YEAR, "family", family)
            cell = replace(_cell(key, block, told.families[family]), listed=False)
            self.cells.append(cell)
            self._sum(cell, roles, People.OVERLAP)
            self._of_district.setdefault((one.district, family), []).append(cell)
        self._tell(own, [cell.key for roles in years.values() for cell in roles])
        self._tell(own, [RoleKey(*own, "family", family) for family in sorted(years)])
        for month, cells in by_month.items():
            self._tell(own._replace(month=month), [cell.key for cell in cells])

    def totals(self) -> None:
        """Add the districts and the federation up."""
        block = ("federation", self._federation, self._year)
        for (district, family), parts in sorted(self._of_district.items()):
            key = RoleKey("district", district, self._year, YEAR, "family", family)
            self._add_up(key, (self._federation, self._year), parts)
        for code, parts in sorted(self._of_role_year.items()):
            key = RoleKey("federation", self._federation, self._year, YEAR, "role", code)
            self._add_up(key, block, parts, listed=False)
        for (code, month), parts in sorted(self._of_role_month.items()):
            if any(not part.is_zero for part in parts):
                key = RoleKey("federation", self._federation, self._year, month, "role", code)
                self._add_up(key, block, parts)
        # Where nobody did anything in a role, there is no figure, and every reader sees it.
        dead = {
            part.key
            for parts in self._of_role_month.values()
            if all(part.is_zero for part in parts)
            for part in parts
        }
        self.cells = [cell for cell in self.cells if cell.key not in dead]
        self.relations = [
            replace(relation, parts=tuple(part for part in relation.parts if part not in dead))
            for relation in self.relations
        ]

    def _add_up(self, key: RoleKey, block: Hashable, parts: Sequence[Cell], *, listed: bool = True) -> None:
        tops = [part.top_minutes for part in parts if part.top_minutes is not None]
        amount = Amount(
            minutes=sum(part.minutes for part in parts),
            people=sum(part.people for part in parts),
            top_minutes=max(tops, default=None),
        )
        version = hash(tuple((part.key, part.version) for part in parts))
        total = replace(_cell(key, block, amount), version=version, listed=listed)
        self.cells.append(total)
        self._sum(total, parts, People.ADD)

    def _sum(self, total: Cell, parts: Sequence[Cell], people: People) -> None:
        self._tell(total.key, [part.key for part in parts], people)

    def _tell(self, total: Hashable, parts: Sequence[Hashable], people: People = People.OVERLAP) -> None:
        if parts:
            self.relations.append(Relation(total=total, parts=tuple(parts), people=people))


def _cell(key: RoleKey, block: Hashable, amount: Amount) -> Cell:
    return Cell(
        key=key,
        row=(key.level, key.owner),
        block=block,
        minutes=amount.minutes,
        people=amount.people,
        top_minutes=amount.top_minutes,
    )
