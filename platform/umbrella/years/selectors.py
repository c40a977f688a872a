"""What pages, files and API read of years."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Min, Q
from django.utils.translation import gettext as _, ngettext

from tenants.models import Affiliation, Umbrella
from umbrella import selectors as figures
from umbrella.models import Level, PublishedFigure
from umbrella.spans import Stay, months_within
from umbrella.years import content
from umbrella.years.content import MONTHS, Content
from umbrella.years.models import ReportingYear, YearStep, YearVersion
from web import formats
from web.fingerprints import fingerprint

State = ReportingYear.State


@dataclass(frozen=True)
class Standing:
    """How far a year is. One that nobody has touched is open."""

    year: int
    state: str = State.OPEN
    amending: bool = False
    # Without what they say.
    versions: tuple[YearVersion, ...] = ()
    steps: tuple[YearStep, ...] = field(default=(), repr=False)

    @property
    def stands(self) -> bool:
        """Whether its figures cannot change."""
        return self.state in ReportingYear.KEPT and not self.amending

    @property
    def label(self) -> str:
        """The state in words."""
        return str(State(self.state).label)


def standings(umbrella: Umbrella) -> list[Standing]:
    """All years with a published figure, the newest first; two queries and one for the years."""
    kept = {row.year: row for row in ReportingYear.objects.filter(umbrella=umbrella)}
    return [
        Standing(year, kept[year].state, kept[year].amending) if year in kept else Standing(year)
        for year in figures.published_years(umbrella)
    ]


def standing(umbrella: Umbrella, year: int) -> Standing | None:
    """One year with its versions and steps; None where nothing of it is published."""
    if year not in figures.published_years(umbrella):
        return None
    row = ReportingYear.objects.filter(umbrella=umbrella, year=year).first()
    if row is None:
        return Standing(year)
    return Standing(
        year,
        row.state,
        row.amending,
        tuple(row.versions.defer("content")),
        tuple(row.steps.all()),
    )


@dataclass(frozen=True)
class Paper:
    """What a page or a file shows: a version, or with number 0 what is published now."""

    content: Content
    number: int = 0
    fingerprint: str = ""
    version: YearVersion | None = None

    @property
    def title(self) -> str:
        """What stands on top."""
        return _("The year %(year)s") % {"year": self.content["year"]}

    @property
    def state(self) -> str:
        """`Version 2, frozen 4.2.2025`, or that it is not frozen."""
        if self.version is None:
            return _("Not frozen: the figures can still change")
        day = formats.day(formats.local_date(self.version.frozen_at), weekday=False, year=True)
        return _("Version %(number)s, frozen %(day)s") % {"number": self.number, "day": day}

    @property
    def is_whole(self) -> bool:
        """Whether what it says is what was frozen."""
        return self.version is not None and fingerprint(self.content) == self.fingerprint


def version_of(umbrella: Umbrella, year: int, number: int) -> Paper | None:
    """One version, or None."""
    found = YearVersion.objects.filter(
        reporting_year__umbrella=umbrella, reporting_year__year=year, number=number
    ).first()
    return None if found is None else Paper(found.content, found.number, found.input_hash, found)


def paper_of(umbrella: Umbrella, found: Standing) -> Paper:
    """What a year says: its latest version, or while nothing stands, what is published now."""
    if found.stands and (kept := version_of(umbrella, found.year, found.versions[0].number)) is not None:
        return kept
    return Paper(content.build(umbrella, found.year))


@dataclass(frozen=True)
class Gap:
    """Something that one may want to wait for before the year is frozen."""

    title: str
    why: str


def gaps(umbrella: Umbrella, said: Content) -> list[Gap]:
    """What is missing of a year that is not frozen."""
    to_come = months_to_tell(umbrella, said["year"])
    silent = [one["name"] for one in said["associations"] if not one["reported"]]
    short = [
        one["name"]
        for one in said["associations"]
        if one["method"] == "platform" and one["months_closed"] < to_come.get(one["code"], MONTHS)
    ]
    found = []
    if silent:
        title = ngettext(
            "%(count)s association has not reported", "%(count)s associations have not reported", len(silent)
        )
        found.append(Gap(title % {"count": formats.number(len(silent))}, ", ".join(silent)))
    if short:
        title = ngettext(
            "%(count)s association has open months", "%(count)s associations have open months", len(short)
        )
        found.append(Gap(title % {"count": formats.number(len(short))}, ", ".join(short)))
    if not any(row["role"] for row in said["figures"]):
        found.append(
            Gap(
                _("Nothing is told by role"),
                _("The figures by role come with one release. Frozen before it, the year has none."),
            )
        )
    if not any(row["table"] == "people_year" for row in said["figures"]):
        found.append(
            Gap(
                _("Different people are not told"),
                _(
                    "They are counted in the night after a release, and told where that tells of nobody. "
                    "Frozen before it, the year has none."
                ),
            )
        )
    return found


def months_to_tell(umbrella: Umbrella, year: int) -> dict[str, int]:
    """How many months of a year each association has to tell, by its address; two queries.

    All that it belonged to the federation, and in its first year with figures those since the first hours.
    """
    stays: dict[str, list[Stay]] = defaultdict(list)
    rows = Affiliation.objects.filter(umbrella=umbrella).order_by("from_on", "pk")
    for slug, from_on, to_on in rows.values_list("association__slug", "from_on", "to_on"):
        stays[slug].append(Stay(from_on, to_on, ""))
    told = PublishedFigure.objects.filter(umbrella=umbrella, level=Level.ASSOCIATION, year__lte=year)
    first = (
        told.order_by()
        .values_list("association__slug")
        .annotate(began=Min("year"), since=Min("month", filter=Q(year=year, month__gt=0)))
    )
    since = {slug: month for slug, began, month in first if began == year and month}
    return {
        slug: sum(1 for month in months_within(of_it, year) if month >= since.get(slug, 1))
        for slug, of_it in stays.items()
    }
