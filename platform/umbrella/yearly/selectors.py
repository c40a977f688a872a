"""What is published of years beside hours, beside the year before and the federation's own targets."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Q

from tenants.models import Umbrella
from umbrella.metrics import TOTALS, Metric
from umbrella.models import PublishedFigure, PublishedTotal
from umbrella.statements import Given, Statement


@dataclass(frozen=True)
class Total:
    """One figure of a year. Without a value it is hidden, or nobody has reported it."""

    metric: Metric
    value: int | None
    hidden: bool
    before: int | None
    associations: int
    version: str

    @property
    def is_missing(self) -> bool:
        """Not reported: neither hidden nor 0."""
        return self.value is None and not self.hidden


_TOTALS = Statement(
    lambda: PublishedTotal.objects.filter(
        Q(year=Given("year")) | Q(year=Given("before")), umbrella=Given("umbrella")
    ).values_list("year", "metric", "state", "value", "associations", "version")
)


def totals(umbrella: Umbrella, year: int) -> dict[str, Total]:
    """The year's totals by metric, in the order of the definitions; one query."""
    rows = {
        (of_year, metric): rest
        for of_year, metric, *rest in _TOTALS.rows(umbrella=umbrella.pk, year=year, before=year - 1)
    }
    found = {}
    for metric in TOTALS:
        row, last = rows.get((year, metric.code)), rows.get((year - 1, metric.code))
        if row is None:
            continue
        state, value, associations, version = row
        found[metric.code] = Total(
            metric=metric,
            value=value,
            hidden=state == PublishedFigure.State.HIDDEN,
            before=last[1] if last else None,
            associations=associations,
            version=version,
        )
    return found


def over_years(umbrella: Umbrella, codes: Collection[str]) -> Mapping[tuple[int, str], PublishedTotal]:
    """What is published of some metrics in all years, by year and metric."""
    rows = PublishedTotal.objects.filter(umbrella=umbrella, metric__in=codes)
    return {(row.year, row.metric): row for row in rows}
