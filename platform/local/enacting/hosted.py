"""Whose the places are, when they are open, and what a hospital wants done first. Inside Napajoki."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from local.enacting import changing, times
from local.enacting.register import Cast
from local.federation.associations import Association as Told
from scheduling.shifts.services import running
from scheduling.shifts.services.running import SettingsPlan
from tenants.actors import Actor
from volunteers.register.models import Organisation, Site, Unit
from volunteers.register.services import organisations, sites
from volunteers.register.services.organisations import OrganisationPlan

WEEKDAYS, WEEKEND, EVERY_DAY = range(5), range(5, 7), range(7)
HOSPITAL = OrganisationPlan(
    name="Napajoen keskussairaala",
    contact_name="Outi Kivelä",
    phone="+358 40 0000180",
    email="vapaaehtoiset.keskussairaala@example.org",
    checklist=(
        "Hae kulkukortti aulan infosta.\nJätä takki vapaaehtoisten kaappiin.\nPese ja desinfioi kädet.\n"
        "Käytä OLKA-liiviä ja nimikylttiä.\nÄlä tule, jos olet flunssassa."
    ),
)
LIBRARY = OrganisationPlan(
    name="Napajoen kaupunginkirjasto", contact_name="Pekka Hyllynen", phone="+358 40 0000190"
)


def tell(told: Told, cast: Cast, by: Actor) -> None:
    """Note it all before the demo begins; a second time changes nothing."""
    if told.slug != "napajoki" or Organisation.objects.filter(name=HOSPITAL.name).exists():
        return
    with times.at(date(2025, 1, 27), 10):
        hospital = organisations.add_organisation(plan=HOSPITAL, by=by)
        library = organisations.add_organisation(plan=LIBRARY, by=by)
        centre = Unit.objects.filter(kind=Unit.Kind.CENTRE).first()
        _note(
            cast.sites["sairaala"],
            by,
            organisation=hospital,
            arrival="Pääovesta aulaan, OLKA-piste on oikealla.",
            access=["step_free", "lift", "toilet", "parking"],
            opening_hours=[(day, 7 * 60, 20 * 60) for day in EVERY_DAY],
        )
        _note(
            cast.sites["kirjasto"],
            by,
            organisation=library,
            access=["step_free", "toilet", "loop"],
            opening_hours=[
                *((day, 10 * 60, 19 * 60) for day in WEEKDAYS),
                (5, 10 * 60, 15 * 60),
            ],
        )
        _note(
            cast.sites["majakka"],
            by,
            unit=centre,
            arrival="Ovikello on oikealla puolella.",
            contact_name="Majakan toimisto",
            access=["step_free", "toilet", "quiet"],
            access_text="Toiseen kerrokseen on vain portaat.",
            opening_hours=[
                *((day, 10 * 60, 20 * 60) for day in WEEKDAYS),
                *((day, 12 * 60, 17 * 60) for day in WEEKEND),
            ],
        )
        running.set_settings(
            plan=SettingsPlan(
                duty_name="Majakan päivystys", duty_phone="+358 40 0000112", offer_hours=changing.OFFER_HOURS
            ),
            by=by,
        )


def _note(site: Site, by: Actor, **more: Any) -> None:
    sites.change_site(site=site, plan=replace(sites.plan_of(site=site), **more), by=by)
