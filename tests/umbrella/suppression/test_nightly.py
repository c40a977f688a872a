"""The provisional total of open months, and the number of distinct people."""

import pytest

from tests.umbrella.suppression.reader import published
from umbrella.suppression import Amount, Cell, FigureKey, Publication, Reported, choose, federation_tables
from umbrella.suppression.nightly import may_show_people, may_show_provisional, night

MARCH = FigureKey("federation", "rinnakkain", 2025, 3)


def month_of(name: str, minutes: int, people: int) -> Cell:
    return Cell(
        key=FigureKey("association", name, 2025, 3),
        row=("association", name),
        block="d",
        minutes=minutes,
        people=people,
        top_minutes=minutes // max(people, 1),
    )


def total_of(*cells: Cell) -> Cell:
    minutes, people = sum(cell.minutes for cell in cells), sum(cell.people for cell in cells)
    return Cell(
        key=MARCH, row=("federation", "rinnakkain"), block="f", minutes=minutes, people=people, top_minutes=60
    )


def tonight(*, closed: tuple[Cell, ...] = (), still_open: tuple[Cell, ...]) -> Publication:
    return night(total=total_of(*closed, *still_open), closed=closed, still_open=still_open)


def released(*cells: Cell) -> Publication:
    """A release in which these associations had closed their March."""
    reports = []
    for cell in cells:
        assert isinstance(cell.key, FigureKey)
        amount = Amount(minutes=cell.minutes, people=cell.people, top_minutes=cell.top_minutes)
        reports.append(Reported(association=cell.key.owner, district="d", months={3: amount}, whole=amount))
    tables, relations = federation_tables(federation="rinnakkain", year=2025, reported=reports)
    return published(tables, relations, choose(cells=tables, relations=relations))


SMALL, LARGE, THIRD = month_of("small", 300, 3), month_of("large", 6_000, 30), month_of("third", 9_000, 40)


def test_a_total_of_open_months_is_shown() -> None:
    shown = tonight(still_open=(SMALL, LARGE, THIRD))
    assert may_show_provisional(tonight=shown, changed_people=73, before=[])


@pytest.mark.parametrize(("changed", "may"), [(4, False), (5, True)])
def test_a_total_moves_only_when_five_people_changed_it(changed: int, may: bool) -> None:
    before = [tonight(still_open=(SMALL, LARGE, THIRD))]
    grown = tonight(still_open=(SMALL, month_of("large", 6_300, 31), THIRD))
    assert may_show_provisional(tonight=grown, changed_people=changed, before=before) is may


def test_a_total_of_four_people_is_not_shown() -> None:
    shown = tonight(still_open=(SMALL, month_of("one", 60, 1)))
    assert not may_show_provisional(tonight=shown, changed_people=9, before=[])


def test_a_single_open_association_is_not_told_by_the_rest() -> None:
    before = [released(LARGE, THIRD)]
    for last in (SMALL, month_of("middle", 600, 8)):
        shown = tonight(closed=(LARGE, THIRD), still_open=(last,))
        assert not may_show_provisional(tonight=shown, changed_people=9, before=before)


def test_two_open_associations_beside_released_ones_cover_each_other() -> None:
    before = [released(LARGE, THIRD)]
    shown = tonight(closed=(LARGE, THIRD), still_open=(SMALL, month_of("middle", 600, 8)))
    assert may_show_provisional(tonight=shown, changed_people=9, before=before)


def test_a_small_month_beside_one_that_is_too_small_to_cover_it_is_not_told() -> None:
    before = [released(LARGE, THIRD)]
    shown = tonight(closed=(LARGE, THIRD), still_open=(SMALL, month_of("tiny", 30, 2)))
    assert not may_show_provisional(tonight=shown, changed_people=5, before=before)


def test_months_that_are_closed_but_not_released_cover_too() -> None:
    shown = tonight(closed=(LARGE, THIRD), still_open=(SMALL,))
    assert may_show_provisional(tonight=shown, changed_people=9, before=[])


def test_what_is_lost_already_does_not_stop_later_nights() -> None:
    tables, relations = federation_tables(
        federation="rinnakkain",
        year=2024,
        reported=[
            Reported(association=name, district="d", months={1: amount}, whole=amount)
            for name, amount in (
                ("small", Amount(minutes=300, people=3)),
                ("large", Amount(minutes=6_000, people=30)),
            )
        ],
    )
    careless = Publication(
        cells=tables, relations=relations, hidden=frozenset({FigureKey("association", "small", 2024, 1)})
    )
    shown = tonight(still_open=(SMALL, LARGE, THIRD))
    assert may_show_provisional(tonight=shown, changed_people=9, before=[careless])


@pytest.mark.parametrize(
    ("memberships", "people", "may"),
    [(936, 927, True), (936, 936, True), (936, 932, False), (936, 931, True), (9, 4, False)],
)
def test_distinct_people_are_shown_where_none_or_five_are_in_two_associations(
    memberships: int, people: int, may: bool
) -> None:
    assert may_show_people(memberships=memberships, people=people) is may
