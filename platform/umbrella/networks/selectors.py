"""Networks and their figures, from the published tables alone.

A network's figure of a year is the sum of what is published of the associations that were in it on the last
day of that year (of the running year: today), each with its whole year. It is added up when it is read and
stored nowhere. Whoever reads the published tables can add it up as well, so it can uncover nothing that they
hide, at whatever size, and no proof has to know of networks: a hidden association is left out of the sum, and
the page says how many are.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from tenants import clock
from tenants.models import Affiliation, Association, Network, NetworkStay, Umbrella
from umbrella.models import Level, PublishedFigure
from umbrella.selectors import (
    MISSING,
    Figure,
    Row,
    by_owner,
    member_of,
    members_of,
    of_year_and_last,
    read,
    row_of,
    shown,
    stays_of,
)

#: Associations on one page.
SHOWN = 25


@dataclass(frozen=True)
class Sum:
    """What the associations of a network come to in a year, as far as it is published.

    `figure` adds up those whose year is shown; `hidden` of them are hidden and `missing` have not reported.
    `change_percent` compares those that are shown in both years, each with itself.
    """

    figure: Figure = MISSING
    associations: int = 0
    hidden: int = 0
    missing: int = 0
    change_percent: float | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nobody's figure is left out."""
        return not self.hidden


@dataclass(frozen=True)
class NetworkRow:
    """One network in the list."""

    network: Network
    sum: Sum


@dataclass(frozen=True)
class NetworkYear:
    """One year of a network, with one page of its associations."""

    year: int
    sum: Sum
    rows: tuple[Row, ...]
    page: "Page[Affiliation]"


def networks(umbrella: Umbrella, year: int | None) -> list[NetworkRow]:
    """All networks by name, each with its year; three queries."""
    found = list(umbrella.networks.order_by("name_fi", "pk"))
    inside: dict[int, set[int]] = defaultdict(set)
    day = counted_on(umbrella, year)
    inside_then = _on(NetworkStay.objects.filter(network__umbrella=umbrella), day)
    if year is not None:
        inside_then = inside_then.filter(association__in=stays_of(umbrella, year).values("association"))
    for network, association in inside_then.values_list("network_id", "association_id"):
        inside[network].add(association)
    told = _told(umbrella, {one for members in inside.values() for one in members}, year)
    return [NetworkRow(each, _sum(inside[each.pk], told, year)) for each in found]


def network(umbrella: Umbrella, code: str) -> Network | None:
    """One of the umbrella's."""
    return Network.objects.filter(umbrella=umbrella, code=code).first()


def of_year(network: Network, year: int, *, wanted_page: str) -> NetworkYear:
    """Its figure and its associations of a year, in a constant number of queries."""
    umbrella = network.umbrella
    then = _on(network.stays.all(), counted_on(umbrella, year))
    then = then.filter(association__in=stays_of(umbrella, year).values("association"))
    inside = set(then.values_list("association_id", flat=True))
    members = members_of(umbrella, year).filter(association__in=inside)
    page = Paginator(members, SHOWN).get_page(wanted_page)
    affiliations = list(page)
    shown_here = PublishedFigure.objects.filter(
        umbrella=umbrella, association__in=[each.association_id for each in affiliations]
    )
    figures = by_owner(read(of_year_and_last(shown_here, year)))
    return NetworkYear(
        year=year,
        sum=_sum(inside, _told(umbrella, inside, year), year),
        rows=tuple(
            row_of(member_of(each), year, figures.get((Level.ASSOCIATION, each.association_id), {}))
            for each in affiliations
        ),
        page=page,
    )


def over_years(network: Network) -> list[tuple[int, Figure]]:
    """Its years with a figure, the oldest first; one that lacks somebody's is shown as hidden."""
    umbrella = network.umbrella
    times = list(network.stays.values_list("association_id", "from_on", "to_on"))
    rows = PublishedFigure.objects.filter(
        umbrella=umbrella, association__in={one for one, _since, _until in times}, month=0
    )
    by_year: dict[int, dict[int, Figure]] = defaultdict(dict)
    for row in rows:
        by_year[row.year][row.association_id or 0] = shown(row)
    found = []
    for year, told in sorted(by_year.items()):
        day = counted_on(umbrella, year)
        inside = {one for one, since, until in times if since <= day and (until is None or until >= day)}
        figures = [told[one] for one in inside if one in told]
        if any(figure.hidden for figure in figures):
            found.append((year, Figure(hidden=True)))
        elif figures:
            found.append((year, _added_up(figures)))
    return found


def stays(network: Network) -> list[NetworkStay]:
    """Who is, was and will be in it: by name, the latest first."""
    rows = network.stays.select_related("association")
    return list(rows.order_by("association__name_fi", "association_id", "-from_on"))


def of_association(umbrella: Umbrella, association: Association) -> list[NetworkStay]:
    """The networks of an association, the latest first."""
    rows = NetworkStay.objects.filter(network__umbrella=umbrella, association=association)
    return list(rows.select_related("network").order_by("-from_on", "network__name_fi"))


def may_be_put_in(network: Network) -> QuerySet[Association]:
    """Who belongs to the federation today, or will, and is not in the network without an end."""
    today = clock.today(network.umbrella)
    here = Affiliation.objects.filter(
        Q(to_on__isnull=True) | Q(to_on__gte=today), umbrella_id=network.umbrella_id
    )
    inside = network.stays.filter(to_on__isnull=True)
    return (
        Association.objects.filter(pk__in=here.values("association"))
        .exclude(pk__in=inside.values("association"))
        .order_by("name_fi", "pk")
    )


def counted_on(umbrella: Umbrella, year: int | None) -> date:
    """The day on which somebody has to be in a network to count in its year."""
    today = clock.today(umbrella)
    return min(date(year, 12, 31), today) if year is not None else today


def _on(stays: QuerySet[NetworkStay], day: date) -> QuerySet[NetworkStay]:
    return stays.filter(Q(to_on__isnull=True) | Q(to_on__gte=day), from_on__lte=day)


def _told(
    umbrella: Umbrella, associations: Collection[int], year: int | None
) -> dict[tuple[int, int], Figure]:
    """The published years of some associations: this one and the one before it, by association and year."""
    if year is None:
        return {}
    rows = PublishedFigure.objects.filter(
        umbrella=umbrella, association__in=associations, year__in=[year, year - 1], month=0
    )
    return {(row.association_id or 0, row.year): shown(row) for row in rows}


def _sum(inside: Collection[int], told: dict[tuple[int, int], Figure], year: int | None) -> Sum:
    if year is None:
        return Sum(associations=len(inside))
    now = [told.get((one, year), MISSING) for one in inside]
    both = [
        (told[one, year], told[one, year - 1])
        for one in inside
        if all(told.get((one, each), MISSING).minutes is not None for each in (year, year - 1))
    ]
    last = sum(before.minutes or 0 for _figure, before in both)
    gained = sum(figure.minutes or 0 for figure, _before in both) - last
    counted = [figure for figure in now if figure.minutes is not None]
    hidden = sum(figure.hidden for figure in now)
    return Sum(
        figure=_added_up(counted) if counted else Figure(hidden=True) if hidden else MISSING,
        associations=len(inside),
        hidden=hidden,
        missing=sum(figure.is_missing for figure in now),
        change_percent=gained * 100 / last if last else None,
    )


def _added_up(figures: Iterable[Figure]) -> Figure:
    known = list(figures)
    return Figure(
        minutes=sum(figure.minutes or 0 for figure in known),
        people=sum(figure.people or 0 for figure in known),
    )
