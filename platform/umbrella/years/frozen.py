"""Which years nobody writes any more: what releases and nights ask before they publish."""

from tenants.models import Umbrella
from umbrella.routers import FIGURES
from umbrella.years.models import ReportingYear


def years_that_stand(umbrella: Umbrella) -> frozenset[int]:
    """Frozen years that nobody is amending. Runs with the figures login; the database refuses them too."""
    kept = ReportingYear.objects.using(FIGURES).filter(
        umbrella=umbrella, state__in=ReportingYear.KEPT, amending=False
    )
    return frozenset(kept.values_list("year", flat=True))
