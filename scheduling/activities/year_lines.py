"""What groups, occasions and counts tell of a year (see `volunteers.register.year_lines`)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact, In
from django.utils.translation import gettext as _, pgettext

from scheduling.activities import selectors
from scheduling.activities.models import (
    PEOPLE,
    Activity,
    ActivityPartner,
    CountFigure,
    Measure,
    OccasionFigure,
)
from scheduling.activities.selectors import KindYear, MeasureYear
from scheduling.activities.services import figures
from scheduling.activities.services.tallies import MEASURES
from scheduling.activities.words import HEADINGS, PLACES
from volunteers.register.year_lines import Figure, Line, Part, Scope, Teller
from web import formats

# Names of the metric definitions; what has none is called by its kind and what is counted.
_HELD = {
    Activity.Kind.GROUP_SESSION: "group_sessions",
    Activity.Kind.EVENT: "events",
    Activity.Kind.GIG: "gigs",
    Activity.Kind.DIALOGUE: "dialogues",
    Activity.Kind.FORUM: "forums",
}
_DIFFERENT = {Activity.Kind.GROUP_SESSION: "group_types", Activity.Kind.GIG: "gig_sites"}
_HEADS = {
    Activity.Kind.GROUP_SESSION: "group_participations",
    Activity.Kind.EVENT: "event_participations",
    Activity.Kind.GIG: "gig_encounters",
}
_PARTS: dict[str, Part] = {Activity.Kind.RECREATION: "volunteers"}


def tells(years: Collection[int], scope: Scope) -> dict[int, list[Line]]:
    """A line for each kind of occasion, and for what is counted without one."""
    found = (
        selectors.years_of_figures(years) if scope.whole else {year: _part_of(year, scope) for year in years}
    )
    return {
        year: [line for kind in kinds for line in _lines(kind, monthly=scope.whole)]
        for year, kinds in found.items()
    }


def _part_of(number: int, scope: Scope) -> list[KindYear]:
    """A year of one grant target or of units, read from the rows that make the figures."""
    year = Q(first_month__year=number)
    held = year & belongs(scope, ("", "group__", "role__"))
    counted = year & belongs(scope, OF_COUNTS)
    occasions = figures.occasions(span=held).order_by("kind")
    sums = figures.sums(span=counted).order_by("kind", "measure", "method")
    return selectors.by_kind(
        [OccasionFigure(year=number, month=0, **row) for row in occasions],
        [CountFigure(year=number, month=0, **row) for row in sums],
    )


# What a number belongs to, from the number itself to what stands behind it.
OF_COUNTS = ("", "activity__", "activity__group__", "activity__role__", "role__")


def belongs(scope: Scope, paths: Sequence[str]) -> Q:
    """Who pays and whose it is: said of the row itself, or else of the next thing that it belongs to."""
    asked = Q()
    if scope.grant_target is not None:
        asked &= Q(Exact(Coalesce(*(f"{path}grant_target" for path in paths)), scope.grant_target))
    if scope.units:
        asked &= Q(In(Coalesce(*(f"{path}unit" for path in paths)), scope.units))
    return asked


def _lines(kind: KindYear, *, monthly: bool) -> list[Line]:
    """One line of occasions; of what is counted at places one for each kind of place."""
    if kind.kind:
        return [_line(kind, monthly=monthly)]
    at_places = (
        Line(
            code=place.value,
            title=str(PLACES[place]),
            figures=[
                _counted(each, monthly=monthly)
                for measure in measures
                for each in kind.measures
                if each.measure == measure
            ],
        )
        for place, measures in MEASURES.items()
    )
    return [line for line in at_places if line.figures]


def _line(kind: KindYear, *, monthly: bool) -> Line:
    return Line(
        code=kind.kind,
        title=str(HEADINGS[Activity.Kind(kind.kind)]),
        figures=[
            *_occasions(kind, monthly=monthly),
            *(_counted(measure, monthly=monthly) for measure in kind.measures),
        ],
        part=_PARTS.get(kind.kind, "activities"),
        note=_("%(count)s more led and told by others") % {"count": formats.number(kind.joint)}
        if kind.joint
        else "",
    )


def _occasions(kind: KindYear, *, monthly: bool) -> list[Figure]:
    known = Activity.Kind(kind.kind)
    found = [
        Figure(
            code=_HELD.get(known, f"{known}.held"),
            label=pgettext("how often", "Held"),
            value=kind.held,
            months=kind.months if monthly else (),
        )
    ]
    if known in _DIFFERENT:
        what = _("Types of groups") if known == Activity.Kind.GROUP_SESSION else _("Different places")
        found.append(Figure(code=_DIFFERENT[known], label=what, value=kind.different))
    return found


def _counted(measure: MeasureYear, *, monthly: bool) -> Figure:
    of = Measure(measure.measure)
    heads = of in PEOPLE and measure.kind in _HEADS
    return Figure(
        code=_HEADS[Activity.Kind(measure.kind)] if heads else f"{measure.kind}.{of}".lstrip("."),
        label=formats.first_up(str(of.label)),
        value=measure.total,
        methods=measure.methods,
        months=measure.months if monthly else (),
        reached=of in PEOPLE,
    )


@dataclass(frozen=True)
class Partner:
    """An organisation that took part in what was held: in what ways, and how many times."""

    name: str
    parts: Sequence[str]
    times: int


def partners(year: int, scope: Scope) -> list[Partner]:
    """All of a year, by name."""
    held = Q(first_month__year=year, state=Activity.State.HELD)
    rows = (
        ActivityPartner.objects.filter(
            activity__in=Activity.objects.filter(held & belongs(scope, ("", "group__", "role__")))
        )
        .values_list("organisation__name")
        .annotate(ways=ArrayAgg("part", distinct=True), times=Count("pk"))
        .order_by("organisation__name")
    )
    return [Partner(name, [way for way in ways if way], times) for name, ways, times in rows]


TELLER = Teller(name="activities", order=10, tells=tells)
