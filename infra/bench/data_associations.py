"""Associations to switch between: provisioned, without a row in them."""

from __future__ import annotations

from datetime import date

from infra.bench.scene import Facts, data_set
from tenants import lifecycle, provisioning
from tenants.models import District

HOW_MANY = {"default": 12, "large": 200}


@data_set("associations", process="owner")
def associations(profile: str) -> Facts:
    """An umbrella with empty associations."""
    umbrella = lifecycle.found_umbrella(
        slug="kytkinliitto",
        name_fi="Kytkinliitto ry",
        name_sv="Växelförbundet rf",
        name_en="Switch Federation",
    )
    district = District.objects.create(
        umbrella=umbrella, code="koko", name_fi="Koko maa", name_sv="Hela landet", name_en="The whole country"
    )
    slugs = [f"kytkin{number}" for number in range(1, HOW_MANY[profile] + 1)]
    for slug in slugs:
        association = lifecycle.approve_association(
            slug=slug, umbrella=umbrella, district=district, from_on=date(2020, 1, 1), name_fi=slug.title()
        )
        lifecycle.move(association, to="provisioning")
        provisioning.provision(association)
        lifecycle.move(association, to="active")
    return {"slugs": slugs}
