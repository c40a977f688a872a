"""What a federation wants some of its figures to be in a year: written by its administrator."""

from collections.abc import Mapping

from django.db import transaction

from tenants import clock
from tenants.actors import Actor
from tenants.models import Umbrella
from umbrella import front
from umbrella.metrics import BY_CODE, WITH_TARGET, Metric
from umbrella.models import Target

#: The last year ahead for which somebody may plan.
YEARS_AHEAD = 2


def years_offered(umbrella: Umbrella) -> tuple[int, ...]:
    """The years for which there may be targets, newest first: those ahead, and those with figures."""
    now = clock.today(umbrella).year
    told = [year for year in front.years(umbrella).all if year < now]
    return (*range(now + YEARS_AHEAD, now - 1, -1), *told)


def year_asked(umbrella: Umbrella, wanted: str) -> int | None:
    """The year that is asked for, this year without one; None where there may be no target."""
    if not wanted:
        return clock.today(umbrella).year
    year = int(wanted) if len(wanted) == 4 and wanted.isascii() and wanted.isdecimal() else None
    return year if year in years_offered(umbrella) else None


def of_year(umbrella: Umbrella, year: int) -> dict[str, int]:
    """The targets of a year by metric."""
    return dict(Target.objects.filter(umbrella=umbrella, year=year).values_list("metric", "value"))


def beside(now: Mapping[str, int]) -> list[tuple[Metric, int | None]]:
    """Each figure that may have a target, with it."""
    return [(BY_CODE[code], now.get(code)) for code in WITH_TARGET]


@transaction.atomic
def write(*, umbrella: Umbrella, year: int, wanted: Mapping[str, int | None], by: Actor) -> None:
    """Keep the targets of a year; what is left empty has none. Writing the same again changes nothing."""
    assert by.user is not None  # a person of the federation
    for code in WITH_TARGET:
        value = wanted.get(code)
        if not value:
            Target.objects.filter(umbrella=umbrella, year=year, metric=code).delete()
            continue
        Target.objects.update_or_create(
            umbrella=umbrella,
            year=year,
            metric=code,
            defaults={"value": value, "set_at": clock.now(), "set_by": by.user},
        )
