"""Published years in a row, newest first: the federation's, a district's, an association's."""

from dataclasses import dataclass

from django.db.models import Count, Q

from tenants.models import Association, District, Umbrella
from umbrella.models import DistinctPeople, ExactFigure, Level, PublishedFigure
from umbrella.selectors import MISSING, Figure, shown
from umbrella.yearly import selectors as yearly


@dataclass(frozen=True)
class Year:
    """One year of the federation. `on_paper` of the associations that reported it did so on a form."""

    number: int
    year: Figure
    people: int | None
    reported: int
    on_paper: int
    encounters: Figure

    @property
    def is_on_paper(self) -> bool:
        """Whether all of it was reported on forms."""
        return self.reported > 0 and self.on_paper == self.reported


def of_federation(umbrella: Umbrella) -> list[Year]:
    """All years of which there is a figure; four queries."""
    rows = PublishedFigure.objects.filter(umbrella=umbrella, month=0)
    counted = {
        row["year"]: row
        for row in rows.filter(level=Level.ASSOCIATION)
        .order_by()
        .values("year")
        .annotate(reported=Count("pk"), on_paper=Count("pk", filter=Q(source=ExactFigure.Source.FORM)))
    }
    people = dict(DistinctPeople.objects.filter(umbrella=umbrella).values_list("year", "people"))
    totals = yearly.over_years(umbrella, ["encounters"])
    found = []
    for row in rows.filter(level=Level.FEDERATION).order_by("-year"):
        told, met = counted.get(row.year), totals.get((row.year, "encounters"))
        found.append(
            Year(
                number=row.year,
                year=shown(row),
                people=people.get(row.year),
                reported=told["reported"] if told else 0,
                on_paper=told["on_paper"] if told else 0,
                # A count has no minutes: only whether it is hidden, and its number, are used.
                encounters=Figure(people=met.value, minutes=met.value, hidden=met.value is None)
                if met
                else MISSING,
            )
        )
    return found


def of_district(umbrella: Umbrella, district: District) -> list[tuple[int, Figure]]:
    """A district's years, the oldest first."""
    rows = PublishedFigure.objects.filter(umbrella=umbrella, district=district, month=0)
    return [(row.year, shown(row)) for row in rows.order_by("year")]


def of_association(umbrella: Umbrella, association: Association) -> list[tuple[int, Figure]]:
    """An association's years, the oldest first."""
    rows = PublishedFigure.objects.filter(umbrella=umbrella, association=association, month=0)
    return [(row.year, shown(row)) for row in rows.order_by("year")]
