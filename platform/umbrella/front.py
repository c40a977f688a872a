"""What the overview, the months and a district read: published tables, in a constant number of queries."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, Func, Min, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce, JSONObject, NullIf
from django.utils.translation import get_language

from tenants import clock
from tenants.models import Affiliation, Association, District, Provisioning, RoleFamily, Umbrella
from umbrella import out_of_service
from umbrella.mail_models import NoReleaseMail
from umbrella.models import (
    By,
    Correction,
    DistinctPeople,
    ExactFigure,
    Level,
    Night,
    PublishedFigure,
    PublishedRoleFigure,
    Release,
    Target,
)
from umbrella.selectors import (
    MISSING,
    DistrictRow,
    Figure,
    Overview,
    Told,
    by_owner,
    members_of,
    of_year_and_last,
    provisional,
    row_of,
    shown,
    stays_of,
)
from umbrella.yearly import selectors as yearly
from umbrella.yearly.selectors import Total

#: Associations on one page.
SHOWN = 25

DECEMBER = 12
#: Stands for the associations that are in no district: they count in the federation.
NO_DISTRICT = 0

#: All that a release corrected of an association's year is one correction, as its page lists them.
_ONE_CORRECTION = Func("association", "release", function="ROW", output_field=TextField())


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

    page: "Page[Affiliation] | None" = None
    all_members: int = 0
    reported: int = 0
    least_closed: int | None = None
    first_missing: str = ""
    families: Families = field(default_factory=Families)
    totals: dict[str, Total] = field(default_factory=dict)
    targets: dict[str, int] = field(default_factory=dict)
    corrections: int = 0
    gets_mail: bool = True

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
    final = PublishedFigure.objects.filter(umbrella=umbrella, level=Level.FEDERATION)
    early = provisional(umbrella).values_list("year", "month")
    rows = final.values_list("year", "month").union(early)
    found = list(rows)
    told = [year for year, month in found if month == DECEMBER]
    told = told or [year for year, month in found if not month] or [year for year, _ in found]
    return Years(tuple(sorted({year for year, _ in found}, reverse=True)), max(told, default=None))


def front(
    umbrella: Umbrella, year: int, *, wanted_page: str, user: Any, district: District | None = None
) -> Front:
    """One year of a federation or of one of its districts, with one page of its associations."""
    members = out_of_service.still_expected(
        members_of(umbrella, year), umbrella, from_month=date(year, 1, 1), year=year
    )
    if district is not None:
        members = members.filter(district=district)
    counted = _counted(umbrella, year, None if district is None else members)
    page = Paginator(members, SHOWN)
    page.count = counted["members"]  # known already
    shown_page = page.get_page(wanted_page)
    affiliations = list(shown_page)
    figures = _figures(umbrella, year, affiliations)
    early = list(provisional(umbrella).filter(year__gte=year).order_by("year", "month"))
    rows = [
        row_of(each, year, figures.get((Level.ASSOCIATION, each.association_id), {})) for each in affiliations
    ]
    federation = figures.get((Level.FEDERATION, None), {})
    months = [shown(federation.get((year, month))) for month in range(1, 13)]
    for figure in early:
        if figure.year == year:
            months[figure.month - 1] = Figure(figure.minutes, figure.people, provisional=True)
    known = _known(umbrella, year, user)
    counted = known["counted"] | counted
    return Front(
        year=year,
        years=(),
        total=shown(federation.get((year, 0))),
        before=shown(federation.get((year - 1, 0))),
        months=tuple(months),
        rows=tuple(rows),
        districts=tuple(
            DistrictRow(
                code=each.code,
                name=each.name,
                year=shown(figures.get((Level.DISTRICT, each.pk), {}).get((year, 0))),
                before=shown(figures.get((Level.DISTRICT, each.pk), {}).get((year - 1, 0))),
                pk=each.pk,
            )
            for each in umbrella.districts.all()
        ),
        people=known["people"],
        release=known["release"],
        night=known["night"],
        next_provisional=tuple(each for each in early if each.year > year),
        page=shown_page,
        all_members=counted["members"],
        reported=counted["reported"],
        least_closed=counted["least"],
        first_missing=counted["first_missing"] or "",
        families=families(umbrella, year),
        totals=yearly.totals(umbrella, year),
        targets=known["targets"],
        corrections=known["corrections"],
        gets_mail=known["gets_mail"],
    )


def _counted(umbrella: Umbrella, year: int, within: QuerySet[Affiliation] | None) -> dict[str, Any]:
    """How many there are; of some also how many have reported, and how much, which `_known` says of all."""
    told = PublishedFigure.objects.filter(umbrella=umbrella, level=Level.ASSOCIATION, year=year, month=0)
    language = (get_language() or "fi")[:2]
    name = Coalesce(NullIf(F(f"association__name_{language}"), Value("")), F("association__name_fi"))
    if within is not None:
        own = told.filter(association=OuterRef("association"))
        found: dict[str, Any] = (
            within.order_by()
            .annotate(
                closed=Subquery(own.values("months_closed")[:1]), source=Subquery(own.values("source")[:1])
            )
            .aggregate(
                members=Count("pk"),
                reported=Count("closed"),
                least=Min("closed", filter=Q(source=ExactFigure.Source.PLATFORM)),
                first_missing=Min(name, filter=Q(closed__isnull=True)),
            )
        )
        return found
    silent = ~Q(association__in=told.values("association"))
    everybody = out_of_service.still_expected(
        stays_of(umbrella, year), umbrella, from_month=date(year, 1, 1), year=year
    )
    return everybody.aggregate(
        members=Count("association", distinct=True), first_missing=Min(name, filter=silent)
    )


def _figures(
    umbrella: Umbrella, year: int, affiliations: list[Affiliation]
) -> dict[tuple[str, int | None], dict[tuple[int, int], Told]]:
    """Published rows of the federation, the districts and the associations on the page, by owner."""
    wanted = Q(association__in=[each.association_id for each in affiliations]) | Q(association__isnull=True)
    figures = PublishedFigure.objects.filter(wanted, umbrella=umbrella)
    return by_owner(of_year_and_last(figures, year))


def _known(umbrella: Umbrella, year: int, user: Any) -> dict[str, Any]:
    """Release, night, different people, who reported, corrections, targets, mail: all in one query."""
    here: dict[str, Any] = {"umbrella": OuterRef("pk")}
    last = Release.objects.filter(**here).order_by("-due_on")
    night = Night.objects.filter(**here).order_by("-day")
    people = DistinctPeople.objects.filter(year=year, **here)
    told = PublishedFigure.objects.filter(level=Level.ASSOCIATION, year=year, month=0, **here).order_by()
    by_month = told.filter(source=ExactFigure.Source.PLATFORM).values("umbrella")
    (row,) = Umbrella.objects.filter(pk=umbrella.pk).values_list(
        Subquery(last.values(said=JSONObject(pk="pk", due_on="due_on"))[:1]),
        Subquery(night.values(said=JSONObject(finished_at="finished_at", months_wrong="months_wrong"))[:1]),
        Subquery(
            people.values(said=JSONObject(memberships="memberships", people="people", overlap="may_overlap"))[
                :1
            ]
        ),
        Exists(NoReleaseMail.objects.filter(user=user.pk, **here)),
        Subquery(
            Correction.objects.filter(year=year, **here)
            .order_by()
            .values("umbrella")
            .annotate(count=Count(_ONE_CORRECTION, distinct=True))
            .values("count")[:1]
        ),
        ArraySubquery(
            Target.objects.filter(year=year, **here).values(said=JSONObject(metric="metric", value="value"))
        ),
        Subquery(told.values("umbrella").annotate(count=Count("pk")).values("count")[:1]),
        Subquery(by_month.annotate(least=Min("months_closed")).values("least")[:1]),
    )
    release_said, night_said, people_said, no_mail, corrections, targets, reported, least = row
    return {
        "counted": {"reported": reported or 0, "least": least},
        "release": Release(pk=release_said["pk"], due_on=date.fromisoformat(release_said["due_on"]))
        if release_said
        else None,
        "night": Night(
            finished_at=datetime.fromisoformat(night_said["finished_at"]),
            months_wrong=night_said["months_wrong"],
        )
        if night_said
        else None,
        "people": DistinctPeople(
            memberships=people_said["memberships"],
            people=people_said["people"],
            may_overlap=people_said["overlap"],
        )
        if people_said
        else None,
        "gets_mail": not no_mail,
        "corrections": corrections or 0,
        "targets": {each["metric"]: each["value"] for each in targets},
    }


def families(umbrella: Umbrella, year: int) -> Families:
    """Hours by district and family; nothing where the year is not told by role yet."""
    rows = PublishedRoleFigure.objects.filter(
        umbrella=umbrella, year=year, level=Level.DISTRICT, by=By.FAMILY, month=0
    )
    found: dict[int, dict[str, Figure]] = {}
    for row in rows:
        hidden = row.state == PublishedFigure.State.HIDDEN
        figure = Figure(hidden=True) if hidden else Figure(minutes=row.minutes, people=row.people)
        found.setdefault(row.district_id or NO_DISTRICT, {})[row.code] = figure
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
