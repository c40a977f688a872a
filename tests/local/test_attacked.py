"""The check's attack takes all releases together: what one of them hides, another may give away."""

from typing import Any

from local.check.published import NOTHING_BY_ROLE, Attacked, Moment, attacked

HIDDEN = {"state": "hidden", "minutes": None, "people": None}
MISSING = {"state": "not_reported", "minutes": None, "people": None}


def shown(minutes: int, people: int) -> dict[str, Any]:
    return {"state": "shown", "minutes": minutes, "people": people}


def released(years: dict[str, Any], months: dict[str, list[Any]], total: list[Any]) -> Moment:
    """A federation of one district: each one's year and first months, and the federation's."""

    def twelve(told: list[Any]) -> list[Any]:
        return told + [MISSING] * (12 - len(told))

    table = {
        "year": 2025,
        "associations": [
            {"slug": slug, "district": "north", "year": year, "months": twelve(months[slug])}
            for slug, year in years.items()
        ],
        "districts": [{"name": "north", "year": total[0]}],
        "total": total[0],
        "months": twelve(total[1:]),
    }
    return Moment(table=table, by_role=NOTHING_BY_ROLE)


JANUARY = released(
    {"a": HIDDEN, "b": HIDDEN, "c": shown(900, 9)},
    {"a": [HIDDEN], "b": [HIDDEN], "c": [shown(900, 9)]},
    [shown(1500, 20), shown(1500, 20)],
)


def test_two_that_hide_each_other_are_not_worked_out() -> None:
    assert attacked([JANUARY]) == Attacked(hidden_cells=4, recovered=0)


def test_later_release_that_shows_what_was_hidden_gives_it_and_its_partner_away() -> None:
    later = released(
        {"a": shown(400, 4), "b": HIDDEN, "c": shown(900, 9)},
        {"a": [shown(400, 4)], "b": [HIDDEN], "c": [shown(900, 9)]},
        [shown(1500, 20), shown(1500, 20)],
    )
    assert attacked([later]) == Attacked(hidden_cells=2, recovered=2)
    assert attacked([JANUARY, later]) == Attacked(hidden_cells=4, recovered=4)


def test_year_so_far_is_the_same_figure_only_while_it_has_the_same_months() -> None:
    february = released(
        {"a": HIDDEN, "b": HIDDEN, "c": shown(1900, 11)},
        {"a": [HIDDEN, HIDDEN], "b": [HIDDEN, HIDDEN], "c": [shown(900, 9), shown(1000, 10)]},
        [shown(3100, 25), shown(1500, 20), shown(1600, 21)],
    )
    assert attacked([JANUARY, february]) == Attacked(hidden_cells=8, recovered=0)


def test_corrected_figure_is_another_one() -> None:
    corrected = released(
        {"a": HIDDEN, "b": HIDDEN, "c": shown(960, 9)},
        {"a": [HIDDEN], "b": [HIDDEN], "c": [shown(960, 9)]},
        [shown(1560, 20), shown(1560, 20)],
    )
    assert attacked([JANUARY, corrected]).recovered == 0
