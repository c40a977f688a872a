"""People and the places that ask for a qualification: as many requirements met as can be."""

from itertools import permutations

from hypothesis import given, settings, strategies as st

from scheduling.shifts.seating import Bench, Kinds, Wanted, benches, has_room, missing, seated

DRIVER, NURSE = 1, 2
wanted = st.lists(
    st.tuples(st.sampled_from([DRIVER, NURSE, 3]), st.integers(0, 2), st.integers(0, 2)),
    max_size=3,
    unique_by=lambda each: each[0],
).map(lambda rows: [Wanted(10 + kind, kind, least, max(1, least + more)) for kind, least, more in rows])
people = st.lists(st.frozensets(st.sampled_from([DRIVER, NURSE, 3]), max_size=3), max_size=5)


def kinds(*each: set[int]) -> list[Kinds]:
    """People by what they have."""
    return [frozenset(one) for one in each]


def sat(people: list[Kinds], on: list[Bench]) -> list[int | str | None]:
    """The key of each person's bench; "–" for who has none."""
    return [bench.key if bench else "–" for bench in seated(people, on)]


def most(people: list[Kinds], on: list[Bench]) -> tuple[int, int]:
    """By trying all orders: how many places that must be filled can be, and how many people can sit."""
    seats = [bench for bench in on for _ in range(bench.room)] + [None] * len(people)
    best = (0, 0)
    for order in set(permutations(range(len(seats)), len(people))) if len(seats) < 8 else set():
        given = [(person, seats[number]) for person, number in zip(people, order, strict=True)]
        if any(seat and seat.kind is not None and seat.kind not in person for person, seat in given):
            continue
        filled = sum(bool(seat and seat.needed) for _, seat in given)
        best = max(best, (filled, sum(seat is not None for _, seat in given)))
    return best


def test_somebody_moves_so_that_both_requirements_are_met() -> None:
    on = benches([Wanted(1, DRIVER, 1, 1), Wanted(2, NURSE, 1, 1)], places=2)

    assert sat(kinds({DRIVER, NURSE}, {DRIVER}), on) == [2, 1]
    assert has_room(kinds({DRIVER, NURSE}), frozenset({DRIVER}), on)


def test_who_has_nothing_takes_no_place_that_asks() -> None:
    """Three places, one of them for a driver: the third without a licence does not close it."""
    on = benches([Wanted(1, DRIVER, 1, 1)], places=3)

    assert not has_room(kinds(set(), set()), frozenset(), on)
    assert has_room(kinds(set(), set()), frozenset({DRIVER}), on)
    assert sat(kinds(set(), set(), set()), on) == [None, None, "–"]
    assert missing(kinds(set(), set(), set()), on) == {DRIVER: 1}


def test_what_is_over_in_one_place_does_not_fill_another() -> None:
    """3/2 and 1/2 are not 4/4."""
    on = benches([Wanted(1, DRIVER, 2, 2), Wanted(2, NURSE, 2, 2)], places=5)

    assert missing(kinds({DRIVER}, {DRIVER}, {DRIVER}, {NURSE}), on) == {NURSE: 1}


def test_many_people_on_many_places() -> None:
    on = benches([Wanted(1, DRIVER, 100, 300)], places=999)

    assert None not in seated([frozenset({DRIVER})] * 400 + [frozenset()] * 599, on)


@settings(max_examples=30, deadline=None)
@given(wanted=wanted, people=people, extra=st.integers(0, 2))
def test_nobody_sits_where_they_may_not_and_nobody_loses_a_place_to_who_came_later(
    wanted: list[Wanted], people: list[Kinds], extra: int
) -> None:
    on = benches(wanted, places=sum(each.most for each in wanted) + extra)

    found = seated(people, on)

    assert all(
        bench.kind is None or bench.kind in person
        for person, bench in zip(people, found, strict=True)
        if bench
    )
    assert all(found.count(bench) <= bench.room for bench in on)
    if people:
        before = [bench is not None for bench in seated(people[:-1], on)]
        after = [bench is not None for bench in found[:-1]]
        assert before == after


@settings(max_examples=30, deadline=None)
@given(wanted=wanted, people=people.filter(lambda all_of_them: len(all_of_them) < 4))
def test_as_many_requirements_and_then_as_many_people_as_can_be(
    wanted: list[Wanted], people: list[Kinds]
) -> None:
    on = benches(wanted[:2], places=sum(each.most for each in wanted[:2]))
    if sum(bench.room for bench in on) + len(people) >= 8:
        return
    found = seated(people, on)

    filled = sum(bench is not None and bench.needed for bench in found)
    assert (filled, sum(bench is not None for bench in found)) == most(people, on)
