"""Further tables need further cells and sums, and nothing else: tried with the tables by role."""

import pytest

from tests.umbrella.suppression.federations import DEMO
from tests.umbrella.suppression.reader import assert_protected, published
from tests.umbrella.suppression.roles import FAMILIES, RoleKey, demo_by_role, role_tables
from umbrella.suppression import YEAR, Cell, FigureKey, Reason, Relation, choose


def tables(seed: int) -> tuple[tuple[Cell, ...], tuple[Relation, ...]]:
    drawn = demo_by_role(seed=seed)
    return role_tables({name: (DEMO[name][0], minutes) for name, minutes in drawn.items()})


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_role_tables_keep_the_partner_and_all_totals(seed: int) -> None:
    cells, relations = tables(seed)

    decision = choose(cells=cells, relations=relations)

    assert decision.unproven == decision.exposed == frozenset()
    assert decision.partners["itainen", 2024] == (("association", "karjalanranta"),)
    roles = {key: why for key, why in decision.hidden.items() if isinstance(key, RoleKey)}
    of_year = {(key.owner, key.role): why for key, why in roles.items() if key.month == YEAR}
    # Kuutsalo's two roles, and Karjalanranta's same two beside it.
    for name, reason in (("kuutsalo", Reason.PRIMARY), ("karjalanranta", Reason.SECONDARY)):
        own = {role: why for (owner, role), why in of_year.items() if owner == name}
        assert own == {"role 1": reason, "role 12": reason}
    # Form 18 has four people; what is hidden beside it is of its own family.
    napajoki = {role for owner, role in of_year if owner == "napajoki"}
    assert of_year["napajoki", "role 18"] is Reason.PRIMARY
    assert len(napajoki) in (2, 3)
    assert napajoki <= {f"role {role}" for role in FAMILIES["oppaat"]}
    plain = [key for key in decision.hidden if isinstance(key, FigureKey)]
    assert {key.owner for key in plain} == {"kuutsalo", "karjalanranta"}
    assert not any(key.level == "district" for key in roles)
    assert assert_protected([published(cells, relations, decision)]) > 150


def test_a_figure_that_no_table_shows_is_protected_too() -> None:
    """The federation's year of a role stands in no table, but its months do: they must not add up to it."""
    cells, relations = tables(1)
    year_of_18 = RoleKey("federation", "rinnakkain", 2024, "role 18")
    assert [(cell.listed, cell.people) for cell in cells if cell.key == year_of_18] == [(False, 4)]

    decision = choose(cells=cells, relations=relations)

    assert year_of_18 not in decision.hidden  # there is nothing to hide
    months = {year_of_18._replace(month=month) for month in range(1, 13)}
    assert len(months & decision.hidden.keys()) >= 2
