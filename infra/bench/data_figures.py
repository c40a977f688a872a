"""Three years of figures of 100 and of 1 000 associations with up to 20 roles, released as in real life.

None of them has a schema: what a federation's pages read are the published tables, and those are made of the
exact store. That is filled here with what associations would have copied to it.
"""

from __future__ import annotations

import random
import resource
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime

from accounts.models import User
from infra.bench.scene import Facts, data_set
from tenants import clock, lifecycle
from tenants.models import Access, Affiliation, District, RoleFamily, Umbrella
from umbrella import releases
from umbrella.models import By, ExactFigure, ExactRoleFigure
from umbrella.routers import FIGURES

SIZES = {"sata": 100, "tuhat": 1000}
IN_DISTRICT = 50
READER = "reader@example.org"
YEARS = (2021, 2022, 2023)
FAMILIES = [family.value for family in (RoleFamily.SUPPORTERS, RoleFamily.BUILDERS, RoleFamily.GUIDES)]
ROLES = [f"role-{number:02}" for number in range(20)]
AT = datetime(2024, 2, 17, 9, tzinfo=UTC)

#: All three years are told at once here: in real life a year's tables by role come in a release of their own.
LONG_ENOUGH = 3_600


@data_set("wide", process="owner")
def wide(profile: str) -> Facts:
    """Two umbrellas that differ in their size, with associations that are approved and nothing more."""
    analyst = User.objects.create_user(READER, None, name="Lauri Lukija", language="en")
    for slug, size in SIZES.items():
        umbrella = lifecycle.found_umbrella(slug=slug, name_fi=f"{slug.title()} liitto")
        districts = [
            District.objects.create(umbrella=umbrella, code=f"piiri{number}", name_fi=f"Piiri {number}")
            for number in range(size // IN_DISTRICT)
        ]
        for number in range(size):
            lifecycle.approve_association(
                slug=f"{slug}{number}",
                umbrella=umbrella,
                district=districts[number % len(districts)],
                from_on=date(YEARS[0], 1, 1),
                name_fi=f"{slug.title()} {number}",
            )
        Access.objects.create(user=analyst, umbrella=umbrella, role="analyst", created_at=AT)
    return {"sizes": SIZES, "years": list(YEARS)}


@data_set("released", process="figures", after="wide")
def released(profile: str) -> Facts:
    """The release of all three years, and what it took."""
    facts: Facts = {}
    for slug, size in SIZES.items():
        umbrella = Umbrella.objects.get(slug=slug)
        owners = Affiliation.objects.filter(umbrella=umbrella).values_list("association__uuid", flat=True)
        for index, owner in enumerate(owners.order_by("pk")):
            for year in YEARS:
                plain, by_role = year_of(str(owner), year, seed=f"{index} {year}")
                ExactFigure.objects.using(FIGURES).bulk_create(plain)
                ExactRoleFigure.objects.using(FIGURES).bulk_create(by_role)
        facts[slug] = {"associations": size, **_release(umbrella)}
    return facts


def _release(umbrella: Umbrella) -> Facts:
    releases.PROOF_SECONDS = releases.ROLE_PROOF_SECONDS = LONG_ENOUGH
    began, used = time.perf_counter(), time.process_time()
    with clock.fixed(AT):
        releases.release(umbrella)
    return {
        "seconds": round(time.perf_counter() - began),
        "process_seconds": round(time.process_time() - used),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def year_of(owner: str, year: int, *, seed: str) -> tuple[list[ExactFigure], list[ExactRoleFigure]]:
    """One association's year: sums that fit, and people who mostly do one thing."""
    dice = random.Random(seed)
    of_it = {"association_uuid": owner, "year": year, "computed_at": AT}
    roles: list[ExactRoleFigure] = []
    months: dict[int, list[ExactRoleFigure]] = {month: [] for month in range(1, 13)}
    families: dict[str, list[ExactRoleFigure]] = {}
    for code in sorted(dice.sample(ROLES, dice.randint(5, 20))):
        people = dice.choice([2, 4, 6, 8, 12, 20, 30])
        family = FAMILIES[ROLES.index(code) % len(FAMILIES)]
        kind = {**of_it, "by": By.ROLE, "code": code, "family": family}
        parts = [
            ExactRoleFigure(**kind, month=month, **_amount(dice.randint(max(1, people // 2), people), dice))
            for month in range(1, 13)
            if dice.random() < 0.9
        ]
        for part in parts:
            months[part.month].append(part)
        if parts:
            whole = ExactRoleFigure(**kind, month=0, **_sum(parts, people=people))
            families.setdefault(family, []).append(whole)
            roles += [*parts, whole]
    of_families = [
        ExactRoleFigure(**of_it, month=0, by=By.FAMILY, code=family, family=family, **_sum(parts))
        for family, parts in families.items()
    ]
    plain = [ExactFigure(**of_it, month=month, closed=True, **_sum(parts)) for month, parts in months.items()]
    plain.append(ExactFigure(**of_it, month=0, closed=True, **_sum(of_families, but_at_least=plain)))
    return plain, roles + of_families


def _amount(people: int, dice: random.Random) -> dict[str, int]:
    minutes = people * dice.randint(8, 30) * 15
    return {"minutes": minutes, "people": people, "top_minutes": minutes // people}


def _sum(
    parts: list[ExactRoleFigure], *, people: int | None = None, but_at_least: Sequence[ExactFigure] = ()
) -> dict[str, int]:
    """Some people are in several parts: nine in ten of the sum are different ones."""
    most = max([part.people for part in parts] + [one.people for one in but_at_least], default=0)
    if people is None:
        people = max(most, -(-sum(part.people for part in parts) * 9 // 10))
    return {
        "minutes": sum(part.minutes for part in parts),
        "people": people,
        "top_minutes": max((part.top_minutes for part in parts), default=0),
    }
