"""What is published of years beside hours, beside the year before and the federation's own targets."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from tenants.models import Umbrella
from umbrella.metrics import TOTALS, Metric
from umbrella.models import PublishedFigure, PublishedTotal


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


def totals(umbrella: Umbrella, year: int) -> dict[str, Total]:
    """The year's totals by metric, in the order of the definitions; one query."""
    rows = {
        (row.year, row.metric): row
        for row in PublishedTotal.objects.filter(umbrella=umbrella, year__in=[year, year - 1])
    }
    found = {}
    for metric in TOTALS:
        row, last = rows.get((year, metric.code)), rows.get((year - 1, metric.code))
        if row is None:
            continue
        found[metric.code] = Total(
            metric=metric,
            value=row.value,
            hidden=row.state == PublishedFigure.State.HIDDEN,
            before=last.value if last else None,
            associations=row.associations,
            version=row.version,
        )
    return found


def over_years(umbrella: Umbrella, codes: Collection[str]) -> Mapping[tuple[int, str], PublishedTotal]:
    """What is published of some metrics in all years, by year and metric."""
    rows = PublishedTotal.objects.filter(umbrella=umbrella, metric__in=codes)
    return {(row.year, row.metric): row for row in rows}
