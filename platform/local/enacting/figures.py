"""What the federation sees on the first morning: years on forms, January's release, the last night."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from local.enacting import times
from local.federation.catalogue import UMBRELLA
from local.federation.people import OPENING
from local.federation.story import build
from tenants.models import Association, Umbrella
from umbrella import nightly, on_forms, releases
from umbrella.models import Night, Release

Say = Callable[[str], None]

RELEASED_ON = date(2025, 1, 16)


def publish(say: Say) -> None:
    """Make the release of all months of 2024, through the product's own verbs. What was done stays."""
    umbrella = Umbrella.objects.get(slug=UMBRELLA.slug)
    with times.at(RELEASED_ON, 3, 5):
        if releases.is_due(umbrella):
            _report_years_before()
            releases.release(umbrella)
            say("  Figures of 2024 released")
    with times.at(OPENING, 3, 15):
        if nightly.is_due(umbrella):
            nightly.run(umbrella)
            say("  Figures compared with their rows")


def is_published() -> bool:
    """Whether both the release and the night's work are there."""
    return (
        Release.objects.filter(umbrella__slug=UMBRELLA.slug, due_on=RELEASED_ON).exists()
        and Night.objects.filter(umbrella__slug=UMBRELLA.slug, day=OPENING).exists()
    )


def _report_years_before() -> None:
    associations = {association.slug: association for association in Association.objects.all()}
    for told in build().reported_years:
        on_forms.report_year(
            association=associations[told.association],
            year=told.year,
            minutes=told.hours * 60,
            people=told.people,
        )
