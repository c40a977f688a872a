"""Published figures by role, by family and of one association: what pages, exports and API read of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tenants.models import RoleFamily, Umbrella
from umbrella import front_statements, role_statements as statements
from umbrella.models import By, Level, PublishedFigure, PublishedRoleFigure
from umbrella.selectors import MISSING, Figure
from web import formats

OWN = "own-"

#: So many associations that told nothing by role are named.
NAMED = 12


@dataclass(frozen=True)
class RoleName:
    """A role as the catalogue calls it, or all roles of one family that associations have of their own."""

    code: str
    name: str
    family: str

    @property
    def family_label(self) -> str:
        """The family in words."""
        return str(RoleFamily(self.family).label) if self.family else ""


@dataclass(frozen=True)
class RoleRow:
    """One role in the federation. A month without anybody is missing."""

    role: RoleName
    months: tuple[Figure, ...]

    @property
    def year(self) -> Figure:
        """The hours of the year, where every month is shown. People of several months overlap."""
        told = [figure for figure in self.months if not figure.is_missing]
        if not told:
            return MISSING
        if any(figure.hidden for figure in told):
            return Figure(hidden=True)
        return Figure(minutes=sum(figure.minutes or 0 for figure in told))


@dataclass(frozen=True)
class DistrictFamilies:
    """One district's year by family, in the order of `ByRoles.families`."""

    code: str
    name: str
    families: tuple[Figure, ...]
    year: Figure


@dataclass(frozen=True)
class Share:
    """One association's year in one role."""

    role: RoleName
    slug: str
    association: str
    year: Figure


@dataclass(frozen=True)
class Held:
    """One page of the associations that have a role."""

    page: Page[int]
    shares: tuple[Share, ...]


@dataclass(frozen=True)
class ByRoles:
    """Everything that is published by role of one year; nothing where it is not told yet.

    `told_on` is the day of the one release that told it. `shares` may be left out.
    """

    year: int
    told_on: date | None
    roles: tuple[RoleRow, ...]
    families: tuple[str, ...]
    districts: tuple[DistrictFamilies, ...]
    shares: tuple[Share, ...]
    without_roles: "WithoutRoles"

    @property
    def has_hidden(self) -> bool:
        """Whether the sign for a hidden figure has to be explained."""
        months = [figure for row in self.roles for figure in row.months]
        families = [figure for row in self.districts for figure in row.families]
        return any(figure.hidden for figure in (*months, *families))

    @property
    def district_families(self) -> list[dict[str, object]]:
        """One row for each district and family that is told."""
        return [
            {"district": row.code, "name": row.name, "family": family, "year": figure}
            for row in self.districts
            for family, figure in zip(self.families, row.families, strict=True)
            if not figure.is_missing
        ]


@dataclass(frozen=True)
class WithoutRoles:
    """Associations with hours that are not told by role: the first by name, and how many others."""

    names: tuple[str, ...] = ()
    others: int = 0


def by_roles(umbrella: Umbrella, year: int, *, shares: bool = True) -> ByRoles:
    """One year by role; a constant number of queries, whatever the federation's size.

    Without `shares`: what no page shows of all associations together is not read.
    """
    asked = {"umbrella": umbrella.pk, "year": year}
    rows = statements.BY_ROLE.rows(**asked)
    held = (
        list(_told(umbrella, year).filter(level=Level.ASSOCIATION).select_related("association"))
        if shares
        else []
    )
    codes = {code for level, _district, _month, by, code, *_ in rows if by == By.ROLE}
    names = names_of(umbrella, codes | {row.code for row in held})
    months: dict[str, dict[int, Figure]] = defaultdict(dict)
    districts: dict[int, dict[str, Figure]] = defaultdict(dict)
    for level, district, month, _by, code, *amount, _due_on in rows:
        if level == Level.FEDERATION:
            months[code][month] = _figure(*amount)
        elif district:
            districts[district][code] = _figure(*amount)
    families = tuple(
        family for family in RoleFamily.values if any(family in told for told in districts.values())
    )
    plain = {district: _figure(*amount) for district, *amount in statements.BY_DISTRICT.rows(**asked)}
    return ByRoles(
        year=year,
        told_on=rows[0][-1] if rows else None,
        roles=tuple(
            RoleRow(
                role=names[code],
                months=tuple(months[code].get(month, MISSING) for month in range(1, 13)),
            )
            for code in names
        ),
        families=families,
        districts=tuple(
            DistrictFamilies(
                code=district.code,
                name=district.name,
                families=tuple(districts[district.pk].get(family, MISSING) for family in families),
                year=plain.get(district.pk, MISSING),
            )
            for district in front_statements.districts(umbrella)
            if district.pk in districts
        ),
        shares=_shares(held, names),
        without_roles=_without_roles(umbrella, year) if rows else WithoutRoles(),
    )


def _without_roles(umbrella: Umbrella, year: int) -> WithoutRoles:
    """Who has hours and told nothing by role: the first few by name, and how many there are besides."""
    first = statements.without_roles(formats.language(), NAMED).rows(umbrella=umbrella.pk, year=year)
    names = tuple(name for name, _all in first)
    return WithoutRoles(names, others=first[0][1] - len(first) if first else 0)


def told_on(umbrella: Umbrella, year: int) -> date | None:
    """The day of the release that told a year by role; None where none has."""
    rows = statements.TOLD_ON.rows(umbrella=umbrella.pk, year=year)
    return rows[0][0] if rows else None


def role_row(umbrella: Umbrella, year: int, code: str) -> RoleRow | None:
    """One role in the federation; None where nothing is published of it."""
    rows = statements.MONTHS_OF_ROLE.rows(umbrella=umbrella.pk, year=year, code=code)
    months = {month: _figure(*amount) for month, *amount in rows}
    if not months:
        return None
    return RoleRow(
        role=names_of(umbrella, {code})[code],
        months=tuple(months.get(month, MISSING) for month in range(1, 13)),
    )


def have_role(umbrella: Umbrella, year: int, role: RoleName, *, wanted_page: str, size: int) -> Held:
    """Associations that have a role, in alphabetical order: one page of them."""
    asked = {"umbrella": umbrella.pk, "year": year, "code": role.code}
    counted = statements.HOLDERS.rows(**asked)
    page = Paginator(range(counted[0][0] if counted else 0), size).get_page(wanted_page)
    rows = statements.holders(formats.language(), page.number, size).rows(**asked)
    return Held(
        page,
        tuple(
            Share(role=replace(role, family=family), slug=slug, association=name, year=_figure(*amount))
            for slug, name, family, *amount in rows
        ),
    )


def of_association(umbrella: Umbrella, year: int, slug: str) -> tuple[Share, ...]:
    """The roles that an association has."""
    rows = statements.OF_ASSOCIATION.rows(umbrella=umbrella.pk, year=year, slug=slug)
    names = names_of(umbrella, {code for code, *_ in rows})
    order = {code: place for place, code in enumerate(names)}
    return tuple(
        Share(role=replace(names[code], family=family), slug=slug, association="", year=_figure(*amount))
        for code, family, *amount in sorted(rows, key=lambda row: order[row[0]])
    )


def _told(umbrella: Umbrella, year: int) -> QuerySet[PublishedRoleFigure]:
    return PublishedRoleFigure.objects.filter(umbrella=umbrella, year=year)


def _shares(rows: Iterable[PublishedRoleFigure], names: dict[str, RoleName]) -> tuple[Share, ...]:
    order = {code: place for place, code in enumerate(names)}
    found = [
        Share(
            role=replace(names[row.code], family=row.family),
            slug=row.association.slug,
            association=row.association.name,
            year=_shown(row),
        )
        for row in rows
        if row.association
    ]
    return tuple(sorted(found, key=lambda share: (share.association, order[share.role.code])))


def names_of(umbrella: Umbrella, codes: set[str]) -> dict[str, RoleName]:
    """Names in the catalogue's order, then roles that are not in it, then the associations' own."""
    rows = statements.catalogue(formats.language()).rows(umbrella=umbrella.pk, codes=sorted(codes))
    named = {code: RoleName(code=code, name=name, family=family) for code, name, family in rows}
    for code in sorted(codes - named.keys()):
        family = code.removeprefix(OWN) if code.startswith(OWN) else ""
        if family in RoleFamily.values:
            name = _("Own roles: %(family)s") % {"family": RoleFamily(family).label}
            named[code] = RoleName(code=code, name=name, family=family)
        else:
            named[code] = RoleName(code=code, name=code, family="")
    return named


def _shown(row: PublishedRoleFigure) -> Figure:
    return _figure(row.state, row.minutes, row.people)


def _figure(state: str, minutes: int | None, people: int | None) -> Figure:
    if state == PublishedFigure.State.HIDDEN:
        return Figure(hidden=True)
    return Figure(minutes=minutes, people=people)
