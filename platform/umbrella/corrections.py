"""What a release shows otherwise than the one before: gathered, and visible as a list."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet, Sum

from tenants.models import Umbrella
from umbrella.models import Correction, ExactFigure, PublishedFigure, Release
from umbrella.routers import FIGURES

_NAMES = tuple(f"association__name_{language}" for language in ("fi", "sv", "en"))
SHOWN = PublishedFigure.State.SHOWN
ON_FORM = ExactFigure.Source.FORM


def note(made: Release, *, before: Iterable[PublishedFigure], now: Iterable[PublishedFigure]) -> None:
    """Keep what was shown of associations before and is shown now, with another number.

    Of each its months, of which the year is the sum; of one that told the year on a form, the year (month 0).
    What was hidden then, or is now, is left out: only what was published twice is compared.
    """
    was = {_name(row): row for row in before if row.state == SHOWN}
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
            and (last := was.get(name := _name(row))) is not None
            and (row.month or ON_FORM in (row.source, last.source))
            and (then := _numbers(last)) != (numbers := _numbers(row))
        ]
    )


def _name(row: PublishedFigure) -> tuple[int, int, int]:
    return row.association_id or 0, row.year, row.month


def _numbers(row: PublishedFigure) -> tuple[int, int]:
    return row.minutes or 0, row.people or 0


def of_year(umbrella: Umbrella, year: int) -> QuerySet[Correction, dict[str, Any]]:
    """What was corrected of a year, one row for each association and release, the latest release first.

    Corrections are told once they concern five people in the year (`scheduling.hours.services.telling`). One
    of its months may hold a single person's, so the months of an association are only told together.
    """
    found: QuerySet[Correction, dict[str, Any]] = (
        Correction.objects.filter(umbrella=umbrella, year=year)
        .order_by()
        .values("association", "release", "association__slug", "release__due_on", *_NAMES)
        .annotate(
            before=Sum("minutes_before"),
            now=Sum("minutes"),
            before_people=Sum("people_before"),
            now_people=Sum("people"),
        )
        .order_by("-release__due_on", "association__name_fi", "association")
    )
    return found
