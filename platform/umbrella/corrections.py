"""What a release shows otherwise than the one before: gathered, and visible as a list."""

from collections.abc import Iterable

from django.db.models import QuerySet

from tenants.models import Umbrella
from umbrella.models import Correction, PublishedFigure, Release
from umbrella.routers import FIGURES

SHOWN = PublishedFigure.State.SHOWN


def note(made: Release, *, before: Iterable[PublishedFigure], now: Iterable[PublishedFigure]) -> None:
    """Keep the months of associations that were shown before and are shown now, with another number.

    A month that was hidden then, or is now, is left out: only what was published twice is compared.
    """
    was = {_name(row): _numbers(row) for row in before if row.state == SHOWN}
    Correction.objects.using(FIGURES).bulk_create(
        [
            Correction(
                umbrella_id=made.umbrella_id,
                release_id=made.pk,
                association_id=name[0],
                year=name[1],
                month=name[2],
                minutes_before=then[0],
                minutes=numbers[0],
                people_before=then[1],
                people=numbers[1],
            )
            for row in now
            if row.state == SHOWN
            and (then := was.get(name := _name(row))) is not None
            and then != (numbers := _numbers(row))
        ]
    )


def _name(row: PublishedFigure) -> tuple[int, int, int]:
    return row.association_id or 0, row.year, row.month


def _numbers(row: PublishedFigure) -> tuple[int, int]:
    return row.minutes or 0, row.people or 0


def of_year(umbrella: Umbrella, year: int) -> QuerySet[Correction]:
    """What was corrected of a year, the latest release first."""
    return (
        Correction.objects.filter(umbrella=umbrella, year=year)
        .select_related("association", "release")
        .order_by("-release__due_on", "association__name_fi", "month")
    )
