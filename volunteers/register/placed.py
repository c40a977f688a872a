"""How many people were on placements in a year: different ones of each kind, by name or told as a number.

They are never volunteers, and the kinds are never added together.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import pgettext, pgettext_lazy

from tenants import clock
from tenants.context import current_association
from volunteers.register.models import Placement, PlacementCount
from volunteers.register.words import Method
from volunteers.register.year_lines import EVERYTHING, Figure, Line, Scope, Teller

HEADINGS = {
    Placement.Kind.STUDENT: pgettext_lazy("heading", "Students"),
    Placement.Kind.TRAINEE: pgettext_lazy("heading", "Trainees"),
    Placement.Kind.WORK_TRIAL: pgettext_lazy("heading", "People on work trials"),
    Placement.Kind.SUBSIDISED: pgettext_lazy("heading", "People in subsidised employment"),
}


@dataclass
class KindYear:
    """One kind over a year: all of them, those known by name, how they are known, and from where."""

    kind: str
    people: int = 0
    named: int = 0
    methods: Counter[str] = field(default_factory=Counter)
    institutions: Counter[str] = field(default_factory=Counter)

    @property
    def heading(self) -> str:
        """What its people are called."""
        return str(HEADINGS[Placement.Kind(self.kind)])


def year_of(year: int, scope: Scope = EVERYTHING) -> list[KindYear]:
    """Each kind of which there was anybody, in the order of the kinds.

    Of whoever has a name nobody notes who pays for them, or which unit has them: they count for the whole.
    """
    kinds = {kind: KindYear(kind) for kind in Placement.Kind.values}
    # Somebody may have been here twice in a year, and from two schools.
    known: dict[str, set[int]] = {kind: set() for kind in kinds}
    named = _named(year) if scope.whole else Placement.objects.none()
    seen = set(named.values_list("kind", "person_id", "institution"))
    for kind, person, institution in seen:
        known[kind].add(person)
        kinds[kind].institutions[institution] += 1
    for kind, people in known.items():
        found = kinds[kind]
        found.named = found.people = len(people)
        if people:
            found.methods[Method.REGISTERED] = len(people)
    asked = Q(year=year)
    if scope.grant_target is not None:
        asked &= Q(grant_target=scope.grant_target)
    if scope.units:
        asked &= Q(unit__in=scope.units)
    for count in PlacementCount.objects.filter(asked):
        found = kinds[count.kind]
        found.people += count.number
        found.methods[count.method] += count.number
        found.institutions[count.institution] += count.number
    return [each for each in kinds.values() if each.people]


def _named(year: int) -> QuerySet[Placement]:
    """Placements of which a day has passed in the year."""
    last = min(date(year, 12, 31), clock.today(current_association()))
    lasted = Q(to_on__isnull=True) | Q(to_on__gte=date(year, 1, 1))
    return Placement.objects.filter(lasted, from_on__lte=last, from_on__year__lte=year)


def years() -> list[int]:
    """The years of which anything is known, the latest first."""
    counted = PlacementCount.objects.values_list("year", flat=True).distinct()
    begun = (day.year for day in Placement.objects.dates("from_on", "year"))
    return sorted({*counted, *begun}, reverse=True)


def tells(years: Collection[int], scope: Scope) -> dict[int, list[Line]]:
    """One line with a figure for each kind."""
    return {year: _lines(year, scope) for year in years}


def _lines(year: int, scope: Scope) -> list[Line]:
    kinds = year_of(year, scope)
    if not kinds:
        return []
    figures = [
        Figure(
            code=f"placements.{kind.kind}",
            label=kind.heading,
            value=kind.people,
            methods=dict(kind.methods),
        )
        for kind in kinds
    ]
    return [
        Line(code="placements", title=pgettext("heading", "Placements"), figures=figures, part="placements")
    ]


TELLER = Teller(name="placements", order=30, tells=tells)
