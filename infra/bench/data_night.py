"""A federation's night over many associations with schemas of their own: killed in the middle, then whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from infra.bench.data_federations import MAKER
from infra.bench.killing import killed, measured
from infra.bench.scene import Facts, data_set
from scheduling.hours.services.batch import record_batch
from scheduling.hours.services.entries import NewEntry
from tenants import clock, lifecycle, provisioning
from tenants.context import entered
from tenants.models import Association, District, Umbrella
from umbrella import nightly
from umbrella.models import ExactFigure, Night
from umbrella.routers import FIGURES
from volunteers.register.models import Person, VolunteerRole
from volunteers.register.services import people, roles

SLUG, SIZE, PEOPLE, MONTHS = "yoliitto", {"default": 12, "large": 200}, 6, 12
YEAR = 2023
AT = datetime(YEAR + 1, 2, 18, 2, 30, tzinfo=UTC)


@data_set("sleeping", process="owner")
def sleeping(profile: str) -> Facts:
    """An umbrella with open associations."""
    umbrella = lifecycle.found_umbrella(slug=SLUG, name_fi="Yöliitto ry")
    district = District.objects.create(umbrella=umbrella, code="koko", name_fi="Koko maa")
    for number in range(SIZE[profile]):
        association = lifecycle.approve_association(
            slug=f"yo{number}",
            umbrella=umbrella,
            district=district,
            from_on=date(YEAR, 1, 1),
            name_fi=f"Yö {number}",
        )
        lifecycle.move(association, to="provisioning")
        provisioning.provision(association)
        lifecycle.move(association, to="active")
    return {"size": SIZE[profile]}


@data_set("before_night", process="app", after="sleeping")
def before_night(profile: str) -> Facts:
    """Hours of each month in every association: all months have changed since figures were made."""
    rows = 0
    with clock.fixed(AT - timedelta(hours=12)):
        for association in Association.objects.filter(affiliations__umbrella__slug=SLUG):
            with entered(association):
                role = roles.add_role(code="host", family="builders", name_fi="Isäntä", by=MAKER)
                members = [
                    people.add_person(given_name="Ada", family_name=f"Ahola {number}", by=MAKER)
                    for number in range(PEOPLE)
                ]
                rows += record_batch(entries=_entries(members, role), by=MAKER).created
    return {"rows": rows}


def _entries(members: list[Person], role: VolunteerRole) -> Iterator[NewEntry]:
    for month in range(1, MONTHS + 1):
        for day in range(1, 21):
            starts_at = datetime(YEAR, month, day, 10, tzinfo=UTC)
            for person in members:
                ends_at = starts_at + timedelta(hours=1)
                yield NewEntry(person=person, role=role, starts_at=starts_at, ends_at=ends_at)


@data_set("night", process="figures", after="before_night")
def night(profile: str) -> Facts:
    """The night's work that dies in the middle, and again from the beginning to its end; then once more."""
    umbrella = Umbrella.objects.get(slug=SLUG)
    with clock.fixed(AT):
        work = f"nightly.run(Umbrella.objects.get(slug='{SLUG}'))"
        killed(work, when=lambda: _copied(umbrella) >= SIZE[profile] // 2)
        died_at = _copied(umbrella)
        nights = Night.objects.using(FIGURES).filter(umbrella_id=umbrella.pk).count()
        whole = measured(lambda: nightly.run(umbrella))
        done = Night.objects.using(FIGURES).get(umbrella_id=umbrella.pk)
        again = measured(lambda: nightly.run(umbrella))
    return {
        "died_at": died_at,
        "nights_after_kill": nights,
        "whole": whole,
        "again": again,
        "copied": _copied(umbrella),
        "checked": done.months_checked,
        "wrong": done.months_wrong,
    }


def _copied(umbrella: Umbrella) -> int:
    """Associations whose figures are in the exact store."""
    owners = umbrella.affiliations.values_list("association__uuid", flat=True)
    found = ExactFigure.objects.using(FIGURES).filter(association_uuid__in=list(owners))
    return found.values("association_uuid").distinct().count()
