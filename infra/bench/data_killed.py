"""A release that is killed in the middle: figures of an umbrella without schemas, as `released` has them."""

from __future__ import annotations

from datetime import date

from infra.bench.data_figures import AT, year_of
from infra.bench.killing import after, killed, measured
from infra.bench.scene import Facts, data_set
from tenants import clock, lifecycle
from tenants.models import Affiliation, District, Umbrella
from umbrella import releases
from umbrella.models import (
    ExactFigure,
    ExactRoleFigure,
    PublishedFigure,
    PublishedRoleFigure,
    Release,
)
from umbrella.routers import FIGURES

#: An umbrella for the release that is killed: its associations have figures and no schemas.
KILLED, KILLED_SIZE, YEAR = "katko", {"default": 40, "large": 100}, 2023


@data_set("to_be_killed", process="owner")
def to_be_killed(profile: str) -> Facts:
    """An umbrella with associations that are approved and nothing more."""
    umbrella = lifecycle.found_umbrella(slug=KILLED, name_fi="Katkoliitto ry")
    district = District.objects.create(umbrella=umbrella, code="koko", name_fi="Koko maa")
    for number in range(KILLED_SIZE[profile]):
        lifecycle.approve_association(
            slug=f"{KILLED}{number}",
            umbrella=umbrella,
            district=district,
            from_on=date(YEAR, 1, 1),
            name_fi=f"Katko {number}",
        )
    return {"size": KILLED_SIZE[profile]}


@data_set("killed_release", process="figures", after="to_be_killed")
def killed_release(profile: str) -> Facts:
    """A release that is killed while it is proven and written, several times, and then made."""
    umbrella = Umbrella.objects.get(slug=KILLED)
    owners = Affiliation.objects.filter(umbrella=umbrella).values_list("association__uuid", flat=True)
    for index, owner in enumerate(owners.order_by("pk")):
        plain, by_role = year_of(str(owner), YEAR, seed=f"{index} {YEAR}")
        ExactFigure.objects.using(FIGURES).bulk_create(plain)
        ExactRoleFigure.objects.using(FIGURES).bulk_create(by_role)
    with clock.fixed(AT):
        left = []
        for seconds in (1.5, 3.0, 4.5, 6.0):
            killed(_RELEASE, when=after(seconds))
            if Release.objects.using(FIGURES).filter(umbrella=umbrella).exists():
                break  # it was quicker than this
            left.append(_told(umbrella))
        took = measured(lambda: releases.release(umbrella))
    return {"rows_after_kill": left, "rows": _told(umbrella), **took}


_RELEASE = f"releases.release(Umbrella.objects.get(slug='{KILLED}'))"


def _told(umbrella: Umbrella) -> int:
    return sum(
        model._default_manager.using(FIGURES).filter(umbrella=umbrella).count()
        for model in (PublishedFigure, PublishedRoleFigure)
    )
