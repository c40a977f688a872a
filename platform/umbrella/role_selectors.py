"""Published figures by role, by family and of one association: what pages, exports and API read of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tenants.models import CatalogueRole, RoleFamily, Umbrella
from umbrella import selectors
from umbrella.models import By, Level, PublishedFigure, PublishedRoleFigure
from umbrella.selectors import MISSING, Figure

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
class ByRoles:
    """Everything that is published by role of one year; nothing where it is not told yet.

    `told_on` is the day of the one release that told it. `shares` may be left out.
    """

    year: int
    years: tuple[int, ...]
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
    told = _told(umbrella, year)
    rows = list(
        (told if shares else told.exclude(level=Level.ASSOCIATION)).select_related("association", "district")
    )
    names = names_of(umbrella, {row.code for row in rows if row.by == By.ROLE})
    months: dict[str, dict[int, Figure]] = defaultdict(dict)
    districts: dict[int, dict[str, Figure]] = defaultdict(dict)
    for row in rows:
        if row.level == Level.FEDERATION:
            months[row.code][row.month] = _shown(row)
        elif row.level == Level.DISTRICT and row.district_id:
            districts[row.district_id][row.code] = _shown(row)
    families = tuple(
        family for family in RoleFamily.values if any(family in told for told in districts.values())
    )
    plain = {
        row.district_id: row
        for row in PublishedFigure.objects.filter(umbrella=umbrella, year=year, month=0, level=Level.DISTRICT)
    }
    return ByRoles(
        year=year,
        years=selectors.published_years(umbrella),
        told_on=told_on(umbrella, year),
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
                year=selectors.shown(plain.get(district.pk)),
            )
            for district in umbrella.districts.all()
            if district.pk in districts
        ),
        shares=_shares([row for row in rows if row.level == Level.ASSOCIATION], names),
        without_roles=_without_roles(umbrella, year) if rows else WithoutRoles(),
    )


def _without_roles(umbrella: Umbrella, year: int) -> WithoutRoles:
    with_roles = _told(umbrella, year).filter(level=Level.ASSOCIATION).order_by().values("association")
    others = (
        PublishedFigure.objects.filter(umbrella=umbrella, year=year, month=0, level=Level.ASSOCIATION)
        .exclude(minutes=0)
        .exclude(association__in=with_roles)
    )
    first = others.select_related("association").order_by("association__name_fi", "pk")[: NAMED + 1]
    names = tuple(row.association.name for row in first if row.association)
    if len(names) <= NAMED:
        return WithoutRoles(names)
    return WithoutRoles(names[:NAMED], others=others.count() - NAMED)


def told_on(umbrella: Umbrella, year: int) -> date | None:
    """The day of the release that told a year by role; None where none has."""
    return _told(umbrella, year).values_list("release__due_on", flat=True).first()


def role_row(umbrella: Umbrella, year: int, code: str) -> RoleRow | None:
    """One role in the federation; None where nothing is published of it."""
    rows = _told(umbrella, year).filter(level=Level.FEDERATION, by=By.ROLE, code=code)
    months = {row.month: _shown(row) for row in rows}
    if not months:
        return None
    return RoleRow(
        role=names_of(umbrella, {code})[code],
        months=tuple(months.get(month, MISSING) for month in range(1, 13)),
    )


def have_role(umbrella: Umbrella, year: int, code: str) -> QuerySet[PublishedRoleFigure]:
    """Associations that have a role, in alphabetical order, to be paged; `shares_of` makes them readable."""
    return (
        _told(umbrella, year)
        .filter(level=Level.ASSOCIATION, by=By.ROLE, code=code)
        .select_related("association")
        .order_by("association__name_fi", "association__slug")
    )


def shares_of(rows: Iterable[PublishedRoleFigure], role: RoleName) -> tuple[Share, ...]:
    """These associations' years in one role."""
    return _shares(rows, {role.code: role})


def of_association(umbrella: Umbrella, year: int, slug: str) -> tuple[Share, ...]:
    """The roles that an association has."""
    rows = list(
        _told(umbrella, year)
        .filter(level=Level.ASSOCIATION, association__slug=slug)
        .select_related("association")
    )
    return _shares(rows, names_of(umbrella, {row.code for row in rows}))


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
    named = {
        role.code: RoleName(code=role.code, name=role.name, family=role.family)
        for role in CatalogueRole.objects.filter(umbrella=umbrella, code__in=codes)
    }
    for code in sorted(codes - named.keys()):
        family = code.removeprefix(OWN) if code.startswith(OWN) else ""
        if family in RoleFamily.values:
            name = _("Own roles: %(family)s") % {"family": RoleFamily(family).label}
            named[code] = RoleName(code=code, name=name, family=family)
        else:
            named[code] = RoleName(code=code, name=code, family="")
    return named


def _shown(row: PublishedRoleFigure) -> Figure:
    if row.state == PublishedFigure.State.HIDDEN:
        return Figure(hidden=True)
    return Figure(minutes=row.minutes, people=row.people)
