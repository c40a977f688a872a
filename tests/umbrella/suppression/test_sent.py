"""Figures that somebody outside an association may have sent: nobody hides behind them."""

import pytest

from umbrella.suppression import (
    NO_TABLES,
    YEAR,
    Amount,
    Decision,
    FigureKey,
    Reported,
    Tables,
    choose_with_roles,
    federation_tables,
)


def decided(amounts: dict[str, tuple[str, int, int]], *, sent: set[str]) -> Decision:
    """Decide one year of these (district, minutes, people), some of which were sent by a link."""
    reported = [
        Reported(
            association=name,
            district=district,
            months={},
            whole=Amount(minutes=minutes, people=people, top_minutes=None),
        )
        for name, (district, minutes, people) in sorted(amounts.items())
    ]
    cells, relations = federation_tables(federation="liitto", year=2024, reported=reported)
    decision, _ = choose_with_roles(
        plain=Tables(cells=cells, relations=relations),
        by_role=NO_TABLES,
        make=lambda _: NO_TABLES,
        before=(),
        partners={},
        sent={of(name) for name in sent},
    )
    assert not decision.unproven
    return decision


def of(name: str) -> FigureKey:
    return FigureKey("association", name, 2024, YEAR)


@pytest.mark.parametrize("others", [2, 70])  # all together, and in groups
def test_nobody_hides_behind_a_figure_that_was_sent_by_a_link(others: int) -> None:
    amounts = {f"large{n:02}": ("north", 9000 + 10 * n, 30 + n) for n in range(others)}
    amounts |= {"few": ("north", 900, 3), "sent": ("north", 2000, 8)}
    assert of("sent") in decided(amounts, sent=set()).hidden  # the cheapest to hide behind
    hidden = decided(amounts, sent={"sent"}).hidden
    assert of("few") in hidden
    assert of("sent") not in hidden
    assert any(of(name) in hidden for name in amounts if name.startswith("large"))


def test_small_figure_that_was_sent_is_hidden_and_hides_nobody_else() -> None:
    amounts = {"few": ("north", 900, 3), "sent": ("north", 800, 4), "large": ("north", 9000, 30)}
    amounts["south"] = ("south", 9000, 40)
    hidden = decided(amounts, sent={"sent"}).hidden
    assert {of("few"), of("sent"), of("large")} <= set(hidden)
