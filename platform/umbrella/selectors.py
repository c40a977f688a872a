"""What the federation's pages, exports and API read: published tables and nothing else."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, Protocol

from django.db.models import Max, Q, QuerySet

from tenants.models import Affiliation, Umbrella
from umbrella import out_of_service
from umbrella.models import (
    DistinctPeople,
    ExactFigure,
    Level,
    Night,
    ProvisionalFigure,
    PublishedFigure,
    Release,
)
from umbrella.years.models import ReportingYear


@dataclass(frozen=True)
class Figure:
    """Hours and people as they may be shown. Neither `hidden` figures nor missing ones have numbers."""

    minutes: int | None = None
    people: int | None = None
    hidden: bool = False
    provisional: bool = False

    @property
    def is_missing(self) -> bool:
        """Not reported: neither hidden nor 0."""
        return self.minutes is None and not self.hidden

    @property
    def per_person(self) -> float | None:
        """Hours for each person."""
        return self.minutes / 60 / self.people if self.minutes is not None and self.people else None


MISSING = Figure()


class Told(Protocol):
    """What a row of the published table tells, as a model or as a bare tuple."""

    @property
    def state(self) -> str: ...
    @property
    def minutes(self) -> int | None: ...
    @property
    def people(self) -> int | None: ...
    @property
    def months_closed(self) -> int: ...
    @property
    def source(self) -> str: ...


class Read(NamedTuple):
    """What is read of each row: a page of figures has hundreds, and making models of them takes longest."""

    level: str
    association_id: int | None
    district_id: int | None
    year: int
    month: int
    state: str
    minutes: int | None
    people: int | None
    months_closed: int
    source: str


READ = Read._fields


@dataclass(frozen=True)
class Row:
    """One association in the table: its year, its months, and its year before."""

    slug: str
    name: str
    district: str
    year: Figure
    before: Figure
    months: tuple[Figure, ...]
    months_closed: int
    reported_on_form: bool

    @property
    def method(self) -> str | None:
        """How the year was told; None where it was not."""
        if self.year.is_missing:
            return None
        return "form" if self.reported_on_form else "platform"

    @property
    def change_percent(self) -> float | None:
        """Against its own last year, where both are shown."""
        if not self.before.minutes or self.year.minutes is None:
            return None
        return (self.year.minutes - self.before.minutes) * 100 / self.before.minutes


@dataclass(frozen=True)
class DistrictRow:
    """One district's year."""

    code: str
    name: str
    year: Figure
    before: Figure = MISSING
    pk: int = 0

    @property
    def change_percent(self) -> float | None:
        """Against its own last year, where both are shown."""
        if not self.before.minutes or self.year.minutes is None:
            return None
        return (self.year.minutes - self.before.minutes) * 100 / self.before.minutes


@dataclass(frozen=True)
class Overview:
    """Everything on the overview of one year."""

    year: int
    years: tuple[int, ...]
    total: Figure
    before: Figure
    months: tuple[Figure, ...]
    rows: tuple[Row, ...]
    districts: tuple[DistrictRow, ...]
    people: DistinctPeople | None
    release: Release | None
    night: Night | None
    next_provisional: tuple[ProvisionalFigure, ...] = field(default=())

    @property
    def reporting(self) -> tuple[int, int]:
        """Associations that reported, and all."""
        return sum(1 for row in self.rows if not row.year.is_missing), len(self.rows)

    @property
    def not_reported(self) -> tuple[Row, ...]:
        """Those whose figures are missing."""
        return tuple(row for row in self.rows if row.year.is_missing)

    @property
    def hidden_rows(self) -> tuple[Row, ...]:
        """Those whose year is hidden."""
        return tuple(row for row in self.rows if row.year.hidden)

    @property
    def months_closed(self) -> int | None:
        """The fewest months that any association has closed that reports by month; None where none does."""
        return min((row.months_closed for row in self.rows if row.method == "platform"), default=None)

    @property
    def change_percent(self) -> float | None:
        """The federation against last year."""
        if not self.before.minutes or self.total.minutes is None:
            return None
        return (self.total.minutes - self.before.minutes) * 100 / self.before.minutes

    @property
    def hours_per_person(self) -> float | None:
        """Hours for each different person of the whole federation."""
        if self.people is None or not self.people.people or self.total.minutes is None:
            return None
        return self.total.minutes / 60 / self.people.people


def published_years(umbrella: Umbrella) -> tuple[int, ...]:
    """Years with a figure that may be seen, a provisional one too, newest first."""
    final = PublishedFigure.objects.filter(umbrella=umbrella, level=Level.FEDERATION)
    early = provisional(umbrella).values_list("year", flat=True)
    years = final.values_list("year", flat=True).union(early)
    return tuple(sorted(years, reverse=True))


def whole_years(umbrella: Umbrella) -> int | None:
    """The newest year of which all twelve months are published, or the newest at all."""
    newest = (
        PublishedFigure.objects.filter(umbrella=umbrella, level=Level.FEDERATION, month=12).aggregate(
            year=Max("year")
        )["year"]
        or PublishedFigure.objects.filter(umbrella=umbrella).aggregate(year=Max("year"))["year"]
    )
    return int(newest) if newest else None


def year_asked(umbrella: Umbrella, wanted: str) -> int | None:
    """The year that somebody asks for by four digits, or None where nothing of it is published."""
    year = int(wanted) if len(wanted) == 4 and wanted.isascii() and wanted.isdecimal() else None
    return year if year in published_years(umbrella) else None


def overview(umbrella: Umbrella, year: int) -> Overview:
    """One year of a federation; a constant number of queries, whatever its size."""
    figures = by_owner(read(of_year_and_last(PublishedFigure.objects.filter(umbrella=umbrella), year)))
    early = tuple(provisional(umbrella).filter(year=year).order_by("month"))

    def at(level: str, owner: int | None, of_year: int, month: int) -> Figure:
        return shown(figures.get((level, owner), {}).get((of_year, month)))

    everybody = out_of_service.still_expected(
        members_of(umbrella, year), umbrella, from_month=date(year, 1, 1), year=year
    )
    rows = [
        row_of(member_of(affiliation), year, figures.get((Level.ASSOCIATION, affiliation.association_id), {}))
        for affiliation in everybody
    ]
    months = [at(Level.FEDERATION, None, year, month) for month in range(1, 13)]
    for figure in early:
        months[figure.month - 1] = Figure(minutes=figure.minutes, people=figure.people, provisional=True)
    return Overview(
        year=year,
        years=published_years(umbrella),
        total=at(Level.FEDERATION, None, year, 0),
        before=at(Level.FEDERATION, None, year - 1, 0),
        months=tuple(months),
        rows=tuple(rows),
        districts=tuple(
            DistrictRow(code=district.code, name=district.name, year=at(Level.DISTRICT, district.pk, year, 0))
            for district in umbrella.districts.all()
        ),
        people=DistinctPeople.objects.filter(umbrella=umbrella, year=year).first(),
        release=Release.objects.filter(umbrella=umbrella).order_by("-due_on").first(),
        night=Night.objects.filter(umbrella=umbrella).order_by("-day").first(),
        next_provisional=tuple(provisional(umbrella).filter(year__gt=year).order_by("year", "month")),
    )


def of_year_and_last(figures: QuerySet[PublishedFigure], year: int) -> QuerySet[PublishedFigure]:
    """Those of a year, month by month, and the whole year before, beside which it is put."""
    return figures.filter(Q(year=year) | Q(year=year - 1, month=0))


def read(figures: QuerySet[PublishedFigure]) -> Iterator[Read]:
    """These rows, for `by_owner`."""
    return (Read(*row) for row in figures.values_list(*READ))


def by_owner(figures: Iterable[Read]) -> dict[tuple[str, int | None], dict[tuple[int, int], Told]]:
    """Rows by level and owner (None: the federation), and of each owner by year and month."""
    found: dict[tuple[str, int | None], dict[tuple[int, int], Told]] = {}
    for row in figures:
        of_owner = found.setdefault((row.level, row.association_id or row.district_id), {})
        of_owner[row.year, row.month] = row
    return found


def association(umbrella: Umbrella, year: int, slug: str) -> Row | None:
    """One association's year as on the overview; None where it was not a member then."""
    affiliation = members_of(umbrella, year).filter(association__slug=slug).first()
    if affiliation is None:
        return None
    figures = PublishedFigure.objects.filter(
        umbrella=umbrella, association_id=affiliation.association_id, year__in=[year, year - 1]
    )
    return row_of(member_of(affiliation), year, {(figure.year, figure.month): figure for figure in figures})


def years_of(umbrella: Umbrella, slug: str, among: tuple[int, ...]) -> tuple[int, ...]:
    """Of some years those in which an association belonged to the umbrella."""
    stays = list(
        Affiliation.objects.filter(umbrella=umbrella, association__slug=slug).values_list("from_on", "to_on")
    )
    return tuple(
        year
        for year in among
        if any(since.year <= year and (until is None or until.year >= year) for since, until in stays)
    )


def newest_year(umbrella: Umbrella, slug: str) -> int | None:
    """The newest year of which something is published of an association."""
    rows = PublishedFigure.objects.filter(umbrella=umbrella, association__slug=slug)
    year: int | None = rows.aggregate(year=Max("year"))["year"]
    return year


def provisional(umbrella: Umbrella) -> QuerySet[ProvisionalFigure]:
    """Open months that are shown early; a frozen year has none, whatever is still stored of it."""
    standing = ReportingYear.objects.filter(umbrella=umbrella, state__in=ReportingYear.KEPT, amending=False)
    return ProvisionalFigure.objects.filter(umbrella=umbrella).exclude(year__in=standing.values("year"))


def stays_of(umbrella: Umbrella, year: int) -> QuerySet[Affiliation]:
    """Every affiliation with the umbrella in a year; who came back or moved in it has several."""
    return Affiliation.objects.filter(umbrella=umbrella, from_on__year__lte=year).exclude(
        to_on__year__lt=year
    )


def members_of(umbrella: Umbrella, year: int) -> QuerySet[Affiliation]:
    """Who belonged to the umbrella in a year, once each: in the district of that year (see `spans`)."""
    return each_once(stays_of(umbrella, year)).select_related("association", "district")


def each_once(stays: QuerySet[Affiliation]) -> QuerySet[Affiliation]:
    """The first of each association's affiliations, by its name."""
    first = stays.order_by("association_id", "from_on", "pk").distinct("association_id").values("pk")
    return Affiliation.objects.filter(pk__in=first).order_by("association__name_fi", "pk")


class Member(NamedTuple):
    """Who stands in a table: an association in the district of the year."""

    slug: str
    name: str
    district: str


def member_of(affiliation: Affiliation) -> Member:
    """One of `members_of`."""
    district = affiliation.district.name if affiliation.district else ""
    return Member(affiliation.association.slug, affiliation.association.name, district)


def row_of(member: Member, year: int, figures: Mapping[tuple[int, int], Told]) -> Row:
    """One member's year from its published rows, by year and month."""
    whole = figures.get((year, 0))
    return Row(
        slug=member.slug,
        name=member.name,
        district=member.district,
        year=shown(whole),
        before=shown(figures.get((year - 1, 0))),
        months=tuple(shown(figures.get((year, month))) for month in range(1, 13)),
        months_closed=whole.months_closed if whole else 0,
        reported_on_form=bool(whole and whole.source == ExactFigure.Source.FORM),
    )


def shown(figure: Told | None) -> Figure:
    """A row of the table as it may be shown; no row is a missing figure."""
    if figure is None:
        return MISSING
    if figure.state == PublishedFigure.State.HIDDEN:
        return Figure(hidden=True)
    return Figure(minutes=figure.minutes, people=figure.people)
