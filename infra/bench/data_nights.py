"""Nights and releases of federations, whole ones and ones that are killed in the middle.

Real schemas with open months for a night; for a release figures of an umbrella without schemas, as `released`
has them.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial

from infra.bench.data_figures import AT, year_of
from infra.bench.scene import Facts, data_set
from scheduling.hours.services.batch import record_batch
from scheduling.hours.services.entries import NewEntry
from tenants import clock, lifecycle, provisioning
from tenants.actors import Actor
from tenants.context import entered
from tenants.models import Affiliation, Association, District, Umbrella
from umbrella import nightly, releases
from umbrella.models import (
    ExactFigure,
    ExactRoleFigure,
    Night,
    ProvisionalFigure,
    PublishedFigure,
    PublishedRoleFigure,
    Release,
)
from umbrella.routers import FIGURES
from volunteers.register.services import people, roles

NIGHT_AT = datetime(2024, 2, 10, 2, 30, tzinfo=UTC)
PEOPLE, MONTHS = 6, (1, 2)
MAKER = Actor.system("bench")

#: An umbrella with real schemas.
NIGHTLY, NIGHTLY_SIZE = "yo", {"default": 12, "large": 200}

#: An umbrella for the release that is killed: its associations have figures and no schemas.
KILLED, KILLED_SIZE, YEAR = "katko", {"default": 40, "large": 100}, 2023


@data_set("night_schemas", process="owner")
def night_schemas(profile: str) -> Facts:
    """An umbrella with real schemas, without a row in them."""
    umbrella = lifecycle.found_umbrella(slug=NIGHTLY, name_fi="Yöliitto ry")
    district = District.objects.create(umbrella=umbrella, code="koko", name_fi="Koko maa")
    for number in range(NIGHTLY_SIZE[profile]):
        association = lifecycle.approve_association(
            slug=f"{NIGHTLY}{number}",
            umbrella=umbrella,
            district=district,
            from_on=date(YEAR, 1, 1),
            name_fi=f"Yö {number}",
        )
        lifecycle.move(association, to="provisioning")
        provisioning.provision(association)
        lifecycle.move(association, to="active")
    return {"size": NIGHTLY_SIZE[profile]}


@data_set("open_months", process="app", after="night_schemas")
def open_months(profile: str) -> Facts:
    """Hours of two months in every real schema, both still open."""
    found = list(Association.objects.filter(affiliations__umbrella__slug=NIGHTLY))
    with clock.fixed(NIGHT_AT - timedelta(hours=5)):
        for association in found:
            with entered(association):
                role = roles.add_role(
                    code="host", family="builders", name_fi="Kohtaamispaikan isäntä", by=MAKER
                )
                record_batch(
                    entries=[
                        NewEntry(person=person, role=role, starts_at=at, ends_at=at + timedelta(hours=2))
                        for number in range(PEOPLE)
                        for person in [
                            people.add_person(given_name="Ada", family_name=f"Ahola {number}", by=MAKER)
                        ]
                        for at in (
                            datetime(2024, month, day, 9, tzinfo=UTC) for month in MONTHS for day in (2, 5)
                        )
                    ],
                    by=MAKER,
                )
    return {"associations": len(found)}


@data_set("night", process="figures", after="open_months")
def night(profile: str) -> Facts:
    """A night over all schemas: killed in the middle, then whole, then once more with nothing new."""
    umbrella = Umbrella.objects.get(slug=NIGHTLY)
    with clock.fixed(NIGHT_AT):
        _killed(_NIGHT, after=lambda: ExactFigure.objects.using(FIGURES).filter(**_of(umbrella)).exists())
        half = Night.objects.using(FIGURES).filter(umbrella=umbrella).count()
        copied = _copied(umbrella)
        first = _measured(lambda: nightly.run(umbrella))
        made = Night.objects.using(FIGURES).get(umbrella=umbrella)
        total = ProvisionalFigure.objects.using(FIGURES).filter(umbrella=umbrella).order_by("month")
        shown = list(total.values_list("month", "minutes", "people"))
        again = _measured(lambda: nightly.run(umbrella))
        same = shown == list(total.values_list("month", "minutes", "people"))
    each = PEOPLE * 2 * 120
    size = _copied(umbrella)
    return {
        "associations": size,
        "nights_after_kill": half,
        "copied_before_kill": copied,
        "first": first,
        "again": again,
        "wrong": made.months_wrong + (shown != [(month, size * each, size * PEOPLE) for month in MONTHS]),
        "same": same,
    }


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
            _killed(_RELEASE, after=partial(_is_past, time.monotonic() + seconds))
            if Release.objects.using(FIGURES).filter(umbrella=umbrella).exists():
                break  # it was quicker than this
            left.append(_told(umbrella))
        took = _measured(lambda: releases.release(umbrella))
    return {"rows_after_kill": left, "rows": _told(umbrella), **took}


_NIGHT = f"nightly.run(Umbrella.objects.get(slug='{NIGHTLY}'))"
_RELEASE = f"releases.release(Umbrella.objects.get(slug='{KILLED}'))"
_PROGRAM = """
import django
django.setup()
from datetime import datetime
from tenants import clock
from tenants.models import Umbrella
from umbrella import nightly, releases
with clock.fixed(datetime.fromisoformat('{at}')):
    {what}
"""


def _killed(what: str, *, after: Callable[[], bool]) -> None:
    """Let another process do it, and kill that without a warning when the time has come."""
    program = _PROGRAM.format(at=clock.now().isoformat(), what=what)
    process = subprocess.Popen([sys.executable, "-c", program], env=os.environ)
    while process.poll() is None and not after():
        time.sleep(0.05)
    process.kill()
    process.wait()


def _is_past(moment: float) -> bool:
    return time.monotonic() > moment


def _of(umbrella: Umbrella) -> dict[str, object]:
    found = Affiliation.objects.filter(umbrella=umbrella).values_list("association__uuid", flat=True)
    return {"association_uuid__in": list(found)}


def _copied(umbrella: Umbrella) -> int:
    rows = ExactFigure.objects.using(FIGURES).filter(**_of(umbrella))
    return rows.order_by().values("association_uuid").distinct().count()


def _told(umbrella: Umbrella) -> int:
    return sum(
        model._default_manager.using(FIGURES).filter(umbrella=umbrella).count()
        for model in (PublishedFigure, PublishedRoleFigure)
    )


def _measured(work: Callable[[], object]) -> Facts:
    began, used = time.perf_counter(), time.process_time()
    work()
    return {
        "seconds": round(time.perf_counter() - began, 1),
        "process_seconds": round(time.process_time() - used, 1),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
