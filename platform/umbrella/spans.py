"""Where an association belongs, in time: which months of a year it tells to whom, and in which district.

*Months*: those on whose last day it belonged to the umbrella; of the year in which it first joined the months
before that day as well, since it tells of them because it joined. What came after it left is nobody's here.

*District*: the one in which it began the year, or joined. A table by district is of a whole year, so an
association that moves during a year stands in its old district until the year ends: were it moved at once,
the two districts' totals before and after would have its own year as their difference. For the same reason a
year that has been told keeps the districts with which it was told first, whatever is written later. So the
sums of a year have the same parts in each release, and a move uncovers nothing that they hide.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from scheduling.hours.reporting import EVERY_MONTH
from tenants.models import Affiliation, Association, Umbrella
from umbrella.models import Level, ReleasedCell
from umbrella.routers import FIGURES

DECEMBER = 12


@dataclass(frozen=True)
class Stay:
    """One affiliation, as far as figures need it."""

    from_on: date
    to_on: date | None
    district: str

    def has(self, day: date) -> bool:
        """Whether it lasts on a day."""
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)


@dataclass(frozen=True)
class Span:
    """What an association tells of a year in an umbrella."""

    district: str
    months: frozenset[int]

    @property
    def is_whole(self) -> bool:
        """Whether it is the year as the association itself has it."""
        return self.months == EVERY_MONTH


class Belonging:
    """All affiliations of an umbrella, past, present and planned, and the districts of told years."""

    def __init__(
        self, stays: Mapping[str, list[Stay]], told: Mapping[tuple[str, int], str] | None = None
    ) -> None:
        """Take each association's stays in the order of time, and the district of each told year."""
        self.stays, self.told = stays, told or {}

    def of(self, association: str, year: int) -> Span | None:
        """What an association, by its UUID, tells of a year; None where it tells nothing."""
        stays = self.stays.get(association, [])
        months = months_within(stays, year)
        if not months:
            return None
        first = next(
            (
                stay
                for stay in stays
                if stay.from_on.year <= year and (stay.to_on is None or stay.to_on.year >= year)
            ),
            stays[0],
        )
        return Span(district=self.told.get((association, year), first.district), months=months)

    def tells(self, association: str, year: int, month: int) -> bool:
        """Whether an association's month belongs to the umbrella."""
        span = self.of(association, year)
        return span is not None and month in span.months


def months_within(stays: Collection[Stay], year: int) -> frozenset[int]:
    """The months of a year that are told where an association had these stays, in the order of time."""
    found = {month for month in EVERY_MONTH if any(stay.has(_last_day(year, month)) for stay in stays)}
    first = min((stay.from_on for stay in stays), default=None)
    if first is not None and first.year == year and found:
        found |= {month for month in EVERY_MONTH if month < first.month}
    return frozenset(found)


def _last_day(year: int, month: int) -> date:
    return date(year + month // DECEMBER, month % DECEMBER + 1, 1) - timedelta(days=1)


def belonging(umbrella: Umbrella) -> Belonging:
    """Everybody who belongs or belonged to an umbrella. With the figures login, which knows what was told."""
    rows = ReleasedCell.objects.using(FIGURES).filter(
        umbrella_id=umbrella.pk, level=Level.ASSOCIATION, month=0
    )
    told: dict[tuple[str, int], str] = {}
    for owner, year, district in rows.order_by("release_id").values_list("owner", "year", "district"):
        told.setdefault((owner, year), district)
    affiliations = Affiliation.objects.filter(umbrella=umbrella).select_related("association", "district")
    stays: dict[str, list[Stay]] = defaultdict(list)
    for one in affiliations.order_by("from_on", "pk"):
        key = district_key(umbrella, one.district.code if one.district else "")
        stays[str(one.association.uuid)].append(Stay(one.from_on, one.to_on, key))
    return Belonging(stays, told)


def parts_of_years(association: Association, years: Collection[int]) -> set[tuple[int, frozenset[int]]]:
    """Of some years the parts, not the whole, that any umbrella is told by an association.

    Runs with the figures login: inside an association nothing else reads where it belongs.
    """
    return {
        (year, months)
        for stays in _by_umbrella(association).values()
        for year in years
        if (months := months_within(stays, year)) and months != EVERY_MONTH
    }


def years_left(association: Association) -> set[int]:
    """The years in which it left an umbrella before their end, or came back. With the figures login."""
    return {
        day.year
        for stays in _by_umbrella(association).values()
        if any(stay.to_on for stay in stays)
        for stay in stays
        for day in (stay.from_on, stay.to_on)
        if day
    }


def _by_umbrella(association: Association) -> dict[int, list[Stay]]:
    found: dict[int, list[Stay]] = defaultdict(list)
    rows = Affiliation.objects.using(FIGURES).filter(association_id=association.pk)
    for one in rows.order_by("from_on", "pk"):
        found[one.umbrella_id].append(Stay(one.from_on, one.to_on, ""))
    return found


def mask(months: Iterable[int]) -> int:
    """Months as one number, by which a part of a year is kept: a bit for each."""
    return sum(1 << (month - 1) for month in months)


def district_key(umbrella: Umbrella, code: str) -> str:
    """Names a district in every table: two umbrellas that share members may use one code."""
    return f"{umbrella.slug}/{code}"
