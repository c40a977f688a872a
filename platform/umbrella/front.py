"""What the overview, the months and a district read: published tables, in a constant number of queries."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q

from tenants import clock
from tenants.models import Affiliation, Association, District, Provisioning, RoleFamily, Umbrella
from umbrella import front_statements as statements, out_of_service
from umbrella.models import (
    DistinctPeople,
    Level,
    Night,
    ProvisionalFigure,
    PublishedFigure,
    Release,
)
from umbrella.selectors import (
    MISSING,
    DistrictRow,
    Figure,
    Member,
    Overview,
    Read,
    Told,
    by_owner,
    provisional,
    row_of,
    shown,
)
from umbrella.yearly import selectors as yearly
from umbrella.yearly.selectors import Total
from web import formats

#: Associations on one page.
SHOWN = 25

DECEMBER = 12
#: Stands for the associations that are in no district: they count in the federation.
NO_DISTRICT = 0


@dataclass(frozen=True)
class Families:
    """Hours by district and role family as they were told; the federation's where every part is shown."""

    families: tuple[str, ...] = ()
    by_district: dict[int, dict[str, Figure]] = field(default_factory=dict)

    def of(self, district: int) -> tuple[Figure, ...]:
        """A district's families, in their order."""
        return tuple(self.by_district.get(district, {}).get(family, MISSING) for family in self.families)

    @property
    def federation(self) -> tuple[Figure, ...]:
        """Each family over all districts."""
        return tuple(
            _sum([told.get(family, MISSING) for told in self.by_district.values()])
            for family in self.families
        )


def _sum(figures: list[Figure]) -> Figure:
    if any(figure.hidden for figure in figures):
        return Figure(hidden=True)
    known = [figure.minutes for figure in figures if figure.minutes is not None]
    return Figure(minutes=sum(known)) if known else MISSING


@dataclass(frozen=True)
class Front(Overview):
    """One year with one page of its associations; what is said of all of them is counted in the database."""

    page: "Page[int] | None" = None
    all_members: int = 0
    reported: int = 0
    least_closed: int | None = None
    first_missing: str = ""
    families: Families = field(default_factory=Families)
    totals: dict[str, Total] = field(default_factory=dict)
    targets: dict[str, int] = field(default_factory=dict)
    corrections: int = 0
    gets_mail: bool = True
    sets_up: bool = False
    has_old_archives: bool = False

    @property
    def reporting(self) -> tuple[int, int]:
        """Associations that reported, and all."""
        return self.reported, self.all_members

    @property
    def months_closed(self) -> int | None:
        """The fewest months that any association has closed that reports by month; None where none does."""
        return self.least_closed


@dataclass(frozen=True)
class Years:
    """Which years there is something of, newest first, and the newest whole one."""

    all: tuple[int, ...]
    whole: int | None

    def asked(self, wanted: str) -> int | None:
        """The year that an address asks for by four digits; without one the newest whole."""
        if not wanted:
            return self.whole
        year = int(wanted) if len(wanted) == 4 and wanted.isascii() and wanted.isdecimal() else None
        return year if year in self.all else None


def years(umbrella: Umbrella) -> Years:
    """In one query."""
    found = [(year, month) for year, month in statements.YEARS.rows(umbrella=umbrella.pk)]
    told = [year for year, month in found if month == DECEMBER]
    told = told or [year for year, month in found if not month] or [year for year, _ in found]
    return Years(tuple(sorted({year for year, _ in found}, reverse=True)), max(told, default=None))


def front(
    umbrella: Umbrella, year: int, *, wanted_page: str, user: Any, district: District | None = None
) -> Front:
    """One year of a federation or of one of its districts, with one page of its associations."""
    of_district = district is not None
    asked: dict[str, Any] = {
        "umbrella": umbrella.pk,
        "year": year,
        "before": year - 1,
        "first": date(year, 1, 1),
        "last": date(year, 12, 31),
        "end": out_of_service.end_of(umbrella, date(year, 1, 1)),
        "district": district.pk if district else None,
        "today": clock.today(umbrella),
        "user": user.pk,
    }
    spoken = formats.language()
    counted = _counted(asked, spoken, of_district=of_district)
    page = Paginator(range(counted["all_members"]), SHOWN).get_page(wanted_page)
    members = statements.page(spoken, page.number, SHOWN, of_district=of_district).rows(**asked)
    figures = _figures(asked, [pk for pk, *_ in members])
    early = [
        ProvisionalFigure(year=of_year, month=month, minutes=minutes, people=people)
        for of_year, month, minutes, people in statements.EARLY.rows(**asked)
    ]
    federation = figures.get((Level.FEDERATION, None), {})
    months = [shown(federation.get((year, month))) for month in range(1, 13)]
    for figure in early:
        if figure.year == year:
            months[figure.month - 1] = Figure(figure.minutes, figure.people, provisional=True)
    return Front(
        year=year,
        years=(),
        total=shown(federation.get((year, 0))),
        before=shown(federation.get((year - 1, 0))),
        months=tuple(months),
        rows=tuple(
            row_of(Member(slug, name, place or ""), year, figures.get((Level.ASSOCIATION, pk), {}))
            for pk, slug, name, place in members
        ),
        districts=tuple(_district(place, year, figures) for place in statements.districts(umbrella)),
        next_provisional=tuple(each for each in early if each.year > year),
        page=page,
        families=families(umbrella, year),
        totals=yearly.totals(umbrella, year),
        **(_known(asked) | counted),
    )


def _figures(
    asked: Mapping[str, Any], owners: list[int]
) -> dict[tuple[str, int | None], dict[tuple[int, int], Told]]:
    """Published rows of the federation, the districts and the associations on the page, by owner."""
    rows = statements.FIGURES.rows(**asked, owners=owners)
    return by_owner(Read(*row) for row in rows)


def _district(
    place: statements.Place,
    year: int,
    figures: Mapping[tuple[str, int | None], Mapping[tuple[int, int], Told]],
) -> DistrictRow:
    own = figures.get((Level.DISTRICT, place.pk), {})
    return DistrictRow(
        code=place.code,
        name=place.name,
        year=shown(own.get((year, 0))),
        before=shown(own.get((year - 1, 0))),
        pk=place.pk,
    )


def _counted(asked: Mapping[str, Any], spoken: str, *, of_district: bool) -> dict[str, Any]:
    """How many there are, and who told nothing; of a district also what `_known` has of all."""
    if not of_district:
        rows = statements.counted(spoken).rows(**asked)
        members, first = rows[0] if rows else (0, None)
        return {"all_members": members, "first_missing": first or ""}
    rows = statements.counted_in_district(spoken).rows(**asked)
    members, first, reported, least = rows[0] if rows else (0, None, 0, None)
    return {
        "all_members": members,
        "first_missing": first or "",
        "reported": reported,
        "least_closed": least,
    }


def _known(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Release, night, different people, who reported, corrections, targets, mail: all in one query."""
    row = statements.KNOWN.row(**asked)
    release, night, people, no_mail, corrections, targets, reported, least, sets_up, keeps = row
    return {
        "reported": reported or 0,
        "least_closed": least,
        "release": Release(pk=release["pk"], due_on=date.fromisoformat(release["due_on"]))
        if release
        else None,
        "night": Night(
            finished_at=datetime.fromisoformat(night["finished_at"]), months_wrong=night["months_wrong"]
        )
        if night
        else None,
        "people": DistinctPeople(
            memberships=people["memberships"], people=people["people"], may_overlap=people["overlap"]
        )
        if people
        else None,
        "gets_mail": not no_mail,
        "corrections": corrections or 0,
        "targets": {each["metric"]: each["value"] for each in targets},
        "sets_up": sets_up,
        "has_old_archives": keeps,
    }


def families(umbrella: Umbrella, year: int) -> Families:
    """Hours by district and family; nothing where the year is not told by role yet."""
    found: dict[int, dict[str, Figure]] = {}
    for district, code, state, minutes, people in statements.FAMILIES.rows(umbrella=umbrella.pk, year=year):
        hidden = state == PublishedFigure.State.HIDDEN
        figure = Figure(hidden=True) if hidden else Figure(minutes=minutes, people=people)
        found.setdefault(district or NO_DISTRICT, {})[code] = figure
    known = tuple(family for family in RoleFamily.values if any(family in told for told in found.values()))
    return Families(known, found)


def setting_up(umbrella: Umbrella) -> tuple[Provisioning, ...]:
    """Associations whose tables are being made just now, or could not be made."""
    today = clock.today(umbrella)
    unmade = [Association.State.PROVISIONING, Association.State.PROVISIONING_FAILED]
    members = Affiliation.objects.filter(
        Q(to_on__isnull=True) | Q(to_on__gte=today),
        umbrella=umbrella,
        from_on__lte=today,
        association__state__in=unmade,
    )
    found = Provisioning.objects.filter(association__in=members.values("association"))
    return tuple(found.select_related("association").order_by("association__name_fi")[:3])


def months(umbrella: Umbrella, year: int) -> tuple[tuple[Figure, ...], tuple[Figure, ...]]:
    """The federation's months of a year, open ones provisional, and those of the year before."""
    rows = {
        (row.year, row.month): row
        for row in PublishedFigure.objects.filter(
            umbrella=umbrella, level=Level.FEDERATION, year__in=[year, year - 1]
        )
    }
    open_months = {
        row.month: Figure(row.minutes, row.people, provisional=True)
        for row in provisional(umbrella).filter(year=year)
    }
    told, before = (
        tuple(shown(rows.get((each, month))) for month in range(1, 13)) for each in (year, year - 1)
    )
    return tuple(open_months.get(month, told[month - 1]) for month in range(1, 13)), before
