"""Everything that a federation of 1 000 associations was told, attacked as a whole by bounds from outside."""

from __future__ import annotations

import time

from infra.bench.data_figures import SIZES, YEARS
from infra.bench.scene import Facts, data_set
from local.bounds import look
from tenants.models import Umbrella
from umbrella import told


@data_set("attacked", process="figures", after="released")
def attacked(profile: str) -> Facts:
    """How many numbers its releases have hidden, and how many of them can be worked out after all."""
    facts: Facts = {}
    for slug, size in SIZES.items():
        umbrella, began = Umbrella.objects.get(slug=slug), time.process_time()
        years = [look(told.before(umbrella, year)) for year in YEARS]
        facts[slug] = {
            "associations": size,
            "hidden": sum(year.hidden for year in years),
            "recovered": sum(year.recovered for year in years),
            "too_near": sum(year.too_near for year in years),
            "process_seconds": round(time.process_time() - began),
        }
    return facts
