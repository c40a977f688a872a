"""The tables with roles that a federation may publish besides: more cells, more sums, the same rule.

Association × role × year, federation × role × month, district × role family × year, together with all
tables of `federation_tables`.
"""

import random
from collections.abc import Hashable, Iterable, Mapping

from tests.umbrella.suppression.federations import DEMO, reported
from umbrella.suppression import Cell, People, Relation, federation_tables

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


def demo_by_role(*, seed: int) -> dict[str, Minutes]:
    """Draw the demo's associations by role; Napajoki's forms have their people and hours exactly."""
    drawn: dict[str, Minutes] = {}
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
    for name, (district, minutes) in associations.items():
        by_month: dict[tuple[int, int], int] = {}
        for (helper, _, month), each in minutes.items():
            by_month[helper, month] = by_month.get((helper, month), 0) + each
        reports.append(reported(name, district, by_month))
    plain, plain_relations = federation_tables(federation="rinnakkain", year=year, reported=reports)
    cells = {cell.key: cell for cell in plain}
    relations = list(plain_relations)

    def add(
        key: Hashable, row: Hashable, block: Hashable, entries: Iterable[tuple[object, int]], listed: bool
    ) -> None:
        each: dict[object, int] = {}
        for person, minutes in entries:
            each[person] = each.get(person, 0) + minutes
        cells[key] = Cell(
            key=key, row=row, block=block, minutes=sum(each.values()), people=len(each),
            top_minutes=max(each.values(), default=0), listed=listed,
        )  # fmt: skip

    entries = [
        (name, district, helper, role, month, each)
        for name, (district, minutes) in associations.items()
        for (helper, role, month), each in minutes.items()
        if each
    ]
    federation = ("federation", "rinnakkain")
    roles_of: dict[Hashable, set[Hashable]] = {}
    for name, district, _, role, month, _ in entries:
        own = ("association", name, year, "role", role)
        if own not in cells:
            add(own, ("association", name), (district, year), (
                (e[2], e[5]) for e in entries if e[0] == name and e[3] == role
            ), True)  # fmt: skip
        whole, part = ("federation", year, "role", role), ("federation", year, "role", role, month)
        if whole not in cells:
            add(whole, federation, "roles", ((e[:3:2], e[5]) for e in entries if e[3] == role), False)
        if part not in cells:
            add(part, federation, "roles", (
                (e[:3:2], e[5]) for e in entries if e[3] == role and e[4] == month
            ), True)  # fmt: skip
        family = ("district", district, year, "family", FAMILY_OF[role])
        if family not in cells:
            add(family, ("district", district), "families", (
                (e[:3:2], e[5]) for e in entries if e[1] == district and FAMILY_OF[e[3]] == FAMILY_OF[role]
            ), True)  # fmt: skip
        for total, one in (
            (("association", name, year, 0), own), (whole, part), (family, own),
            (("district", district, year, 0), family), (("federation", "rinnakkain", year, month), part),
        ):  # fmt: skip
            roles_of.setdefault(total, set()).add(one)
        roles_of.setdefault(("members", whole), set()).add(own)
    for total, parts in roles_of.items():
        adds = isinstance(total, tuple) and total[0] == "members"
        relations.append(
            Relation(
                total=total[1] if adds and isinstance(total, tuple) else total,
                parts=tuple(sorted(parts, key=str)),
                people=People.ADD if adds else People.OVERLAP,
            )
        )
    return tuple(cells.values()), tuple(relations)
