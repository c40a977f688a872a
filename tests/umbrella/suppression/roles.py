"""The tables with roles that a federation may publish besides: more cells, more sums, the same rule.

Association × role × year, federation × role × month, district × role family × year, together with all
tables of `federation_tables`.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping
from typing import NamedTuple

from tests.umbrella.suppression.federations import DEMO, reported
from umbrella.suppression import YEAR, Cell, FigureKey, People, Relation, federation_tables

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


class RoleKey(NamedTuple):
    """Names a figure by role or by role family."""

    level: str
    owner: str
    year: int
    role: str
    month: int = YEAR


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


def role_tables(
    associations: Mapping[str, tuple[str, Minutes]], *, year: int = 2024
) -> tuple[tuple[Cell, ...], tuple[Relation, ...]]:
    """Make all tables of a federation whose associations (name: district, minutes) report by role."""
    reports = []
    groups: dict[RoleKey, Counter[tuple[str, int]]] = defaultdict(Counter)
    overlapping: dict[Hashable, set[RoleKey]] = defaultdict(set)
    adding: dict[RoleKey, set[RoleKey]] = defaultdict(set)
    for name, (district, minutes) in associations.items():
        by_month: Counter[tuple[int, int]] = Counter()
        for (helper, role, month), each in minutes.items():
            by_month[helper, month] += each
            own = RoleKey("association", name, year, f"role {role}")
            family = RoleKey("district", district, year, FAMILY_OF[role])
            whole = RoleKey("federation", FEDERATION, year, f"role {role}")
            part = whole._replace(month=month)
            for key in (own, family, whole, part):
                groups[key][name, helper] += each
            overlapping[FigureKey("association", name, year, YEAR)].add(own)
            overlapping[FigureKey("district", district, year, YEAR)].add(family)
            overlapping[FigureKey("federation", FEDERATION, year, month)].add(part)
            overlapping[family].add(own)
            overlapping[whole].add(part)
            adding[whole].add(own)
        reports.append(reported(name, district, by_month))
    cells, relations = federation_tables(federation=FEDERATION, year=year, reported=reports)
    blocks: dict[Hashable, Hashable] = {cell.row: cell.block for cell in cells}
    by_role = [
        Cell(
            key=key,
            row=(key.level, key.owner),
            block=blocks[key.level, key.owner],
            minutes=each.total(),
            people=len(each),
            top_minutes=max(each.values()),
            # The federation's year of a role is in no table, only its months are.
            listed=key.level != "federation" or key.month != YEAR,
        )
        for key, each in groups.items()
    ]
    sums = [
        *(_sum(total, parts, People.OVERLAP) for total, parts in overlapping.items()),
        *(_sum(total, parts, People.ADD) for total, parts in adding.items()),
    ]
    return (*cells, *by_role), (*relations, *sums)


def _sum(total: Hashable, parts: set[RoleKey], people: People) -> Relation:
    return Relation(total=total, parts=tuple(sorted(parts)), people=people)
