"""Federations that report by role: the demo's own, one with its totals drawn anew, small random ones."""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from local.federation import catalogue, story
from local.federation.associations import ASSOCIATIONS
from tests.local.federation.figures import cells
from tests.umbrella.suppression.federations import DEMO
from umbrella.suppression import Amount, Reported, Tables, federation_tables
from umbrella.suppression.role_tables import ByRole, RoleReported, role_tables

FEDERATION = "rinnakkain"

Minutes = Mapping[tuple[int, int, int], int]  # (person, role, month)

#: Napajoki's forms: people and hours of the year.
FORMS = {
    1: (24, 1012), 2: (14, 388), 3: (12, 426), 4: (7, 264), 5: (18, 1296), 6: (22, 1188), 7: (11, 352),
    8: (16, 874), 9: (46, 2340), 10: (28, 2080), 11: (12, 960), 12: (19, 840), 13: (17, 482), 14: (31, 372),
    15: (9, 144), 16: (6, 180), 17: (5, 140), 18: (4, 60), 19: (5, 24), 20: (8, 96), 21: (7, 114),
}  # fmt: skip
FAMILIES = {
    "tukijat": (1, 2, 4, 5, 6, 8, 16, 17),
    "rakentajat": (7, 9, 10, 11, 12, 14, 15, 20),
    "oppaat": (3, 13, 18, 19, 21),
}
FAMILY_OF = {role: family for family, roles in FAMILIES.items() for role in roles}


def demo_by_role(*, seed: int) -> dict[str, dict[tuple[int, int, int], int]]:
    """Draw the demo's associations by role; Napajoki's forms have their people and hours exactly."""
    drawn: dict[str, dict[tuple[int, int, int], int]] = {}
    kuutsalo = [1, 12]
    for name, (_, people, hours) in DEMO.items():
        dice = random.Random(f"{name} {seed}")
        if name == "napajoki":
            # 321 form memberships over 233 people: walk round and round through them.
            helpers = iter(index % people for index in range(sum(count for count, _ in FORMS.values())))
            shares = {
                role: ([next(helpers) for _ in range(count)], total) for role, (count, total) in FORMS.items()
            }
        else:
            common = kuutsalo if name in ("kuutsalo", "karjalanranta") else []
            others = [role for role in FORMS if role not in (18, 19, *common)]
            roles = common + ([] if name == "kuutsalo" else dice.sample(others, dice.randint(3, 8)))
            weights = [dice.uniform(1, 4) for _ in roles]
            parts = [int(hours * weight / sum(weights)) for weight in weights]
            parts[0] += hours - sum(parts)
            shares = {}
            for role, part in zip(roles, parts, strict=True):
                crowd = (
                    range(people)
                    if role == roles[0]
                    else dice.sample(range(people), min(people, 3 + people // 3))
                )
                shares[role] = (list(crowd), part)
        drawn[name] = {}
        for role, (crowd, total) in shares.items():
            drawn[name].update(_spread(dice, role, crowd, total))
    return drawn


def _spread(dice: random.Random, role: int, crowd: list[int], hours: int) -> dict[tuple[int, int, int], int]:
    spread = {(helper, role, dice.randint(1, 12)): 15 for helper in crowd}
    for _ in range(hours * 4 - len(crowd)):
        turn = (dice.choice(crowd), role, dice.randint(1, 12))
        spread[turn] = spread.get(turn, 0) + 15
    return spread


def real_demo_by_role() -> dict[str, tuple[str, dict[tuple[str, str, int], int]]]:
    """Take the year 2024 of the federation that `make demo` shows: minutes of each (person, role, month)."""
    districts = {association.slug: association.district for association in ASSOCIATIONS}
    made: dict[str, tuple[str, dict[tuple[str, str, int], int]]] = {}
    for (slug, role, year, month), people in cells(story.build()).items():
        if year == 2024:
            minutes = made.setdefault(slug, (districts[slug], {}))[1]
            minutes.update({(person, role, month): each for person, each in people.items()})
    return made


REAL_FAMILY_OF: Mapping[object, str] = {role.code: role.family for role in catalogue.ROLES}


def so_far_by_role(
    entries: Mapping[str, tuple[str, Mapping[tuple[Any, Any, int], int]]],
    closed: Callable[[str], Collection[int]],
    *,
    families: Mapping[Any, str] = FAMILY_OF,
) -> tuple[list[Reported], dict[str, ByRole]]:
    """Make the figures of a release: of each association the months that it has closed."""
    reports, told = [], {}
    for name, (district, every) in sorted(entries.items()):
        months = sorted(set(closed(name)))
        if not months:
            continue
        minutes = {entry: each for entry, each in every.items() if entry[2] in months and each}
        reports.append(
            Reported(
                association=name,
                district=district,
                months={
                    month: amount({entry: each for entry, each in minutes.items() if entry[2] == month})
                    for month in months
                },
                whole=amount(minutes),
            )
        )
        by_role: dict[Any, dict[tuple[Any, Any, int], int]] = defaultdict(dict)
        by_family: dict[str, dict[tuple[Any, Any, int], int]] = defaultdict(dict)
        for entry, each in minutes.items():
            by_role[entry[1]][entry] = each
            by_family[families[entry[1]]][entry] = each
        told[name] = ByRole(
            roles={
                str(role): RoleReported(
                    family=families[role],
                    months={
                        month: amount({entry: each for entry, each in of_role.items() if entry[2] == month})
                        for month in {entry[2] for entry in of_role}
                    },
                    whole=amount(of_role),
                )
                for role, of_role in by_role.items()
            },
            families={family: amount(of_family) for family, of_family in by_family.items()},
        )
    return reports, told


def amount(minutes: Mapping[tuple[Any, Any, int], int]) -> Amount:
    """Add minutes up, each person once."""
    each: Counter[Any] = Counter()
    for (helper, _, _), some in minutes.items():
        each[helper] += some
    people = [some for some in each.values() if some]
    return Amount(minutes=sum(people), people=len(people), top_minutes=max(people, default=0))


def both(reports: Sequence[Reported], told: Mapping[str, ByRole]) -> tuple[Tables, Tables]:
    """Make the tables without roles and those by role."""
    plain = federation_tables(federation=FEDERATION, year=2024, reported=reports)
    by_role = role_tables(federation=FEDERATION, year=2024, reported=reports, by_role=told)
    return Tables(cells=plain[0], relations=plain[1]), Tables(cells=by_role[0], relations=by_role[1])


def made_of(reports: Sequence[Reported], told: Mapping[str, ByRole]) -> Callable[[Collection[str]], Tables]:
    """Make the tables by role of some associations alone."""

    def make(owners: Collection[str]) -> Tables:
        inside = {name: told[name] for name in owners}
        cells, relations = role_tables(federation=FEDERATION, year=2024, reported=reports, by_role=inside)
        return Tables(cells=cells, relations=relations)

    return make
