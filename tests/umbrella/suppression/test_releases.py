"""Several releases, one after the other: what was told before is not forgotten."""

import random
from collections.abc import Callable, Collection, Mapping

import pytest

from tests.umbrella.suppression.federations import demo_entries, so_far
from tests.umbrella.suppression.reader import assert_protected, bounds_of_all, published
from tests.umbrella.suppression.test_choose import association, owners
from umbrella.suppression import (
    Decision,
    FigureKey,
    People,
    Publication,
    Relation,
    choose,
    federation_tables,
    uncovered_by,
)
from umbrella.suppression.knowledge import Knowledge, Metric

Entries = dict[str, tuple[str, dict[tuple[int, int], int]]]


class Releases:
    """The releases of one federation, remembered as the product remembers them."""

    def __init__(self, federation: str = "rinnakkain") -> None:
        self.federation = federation
        self.told: list[Publication] = []
        self.partners: Mapping[object, tuple[object, ...]] = {}

    def release(
        self, entries: Entries, months: int, *, late: Mapping[str, Collection[int]] | None = None
    ) -> Decision:
        """Publish January to `months`, without those that somebody is late with."""
        reports = so_far(entries, lambda name: set(range(1, months + 1)) - set((late or {}).get(name, ())))
        cells, relations = federation_tables(federation=self.federation, year=2024, reported=reports)
        decision = choose(cells=cells, relations=relations, before=self.told, partners=self.partners)
        assert decision.unproven == decision.exposed == frozenset()
        self.partners = decision.partners
        self.told.append(published(cells, relations, decision))
        return decision


@pytest.fixture
def entries() -> Entries:
    return demo_entries()


def test_twelve_releases_hide_the_same_pair_each_time(entries: Entries) -> None:
    releases = Releases()
    for months in range(1, 13):
        decision = releases.release(entries, months)
        expected = {
            association(name, month) for name in ("kuutsalo", "karjalanranta") for month in range(months + 1)
        }
        assert set(decision.hidden) == expected
    assert_protected(releases.told)


def test_a_late_small_month_does_not_come_out_as_the_change_of_the_total(entries: Entries) -> None:
    releases = Releases()
    releases.release(entries, 1, late={"kuutsalo": [1]})
    decision = releases.release(entries, 1)

    january = FigureKey("federation", "rinnakkain", 2024, 1)
    assert january in decision.hidden
    assert january in decision.kept  # last month's total may stay on the page, marked as of then
    assert_protected(releases.told)


def test_a_corrected_small_month_changes_only_sums_that_hide_it(entries: Entries) -> None:
    releases = Releases()
    for months in (1, 2, 3):
        releases.release(entries, months)
    entries["kuutsalo"][1][0, 2] = entries["kuutsalo"][1].get((0, 2), 0) + 120

    decision = releases.release(entries, 4)

    assert owners(decision) == {"kuutsalo", "karjalanranta"}
    assert_protected(releases.told)


def test_an_association_that_loses_people_by_a_correction_is_hidden_from_then_on(entries: Entries) -> None:
    releases = Releases()
    releases.release(entries, 2)
    tunturila = entries["tunturila"][1]
    for helper in range(3, 21):
        tunturila.pop((helper, 2), None)

    decision = releases.release(entries, 3)

    assert association("tunturila", 2) in decision.hidden
    assert association("tunturila", 2) in decision.kept
    assert_protected(releases.told)


def test_a_month_that_was_hidden_stays_hidden_when_more_people_have_come(entries: Entries) -> None:
    releases = Releases()
    releases.release(entries, 1)
    kuutsalo = entries["kuutsalo"][1]
    for helper in range(4, 9):
        for month in (2, 3):
            kuutsalo[helper, month] = 300  # from February on there are enough people

    decision = releases.release(entries, 3)

    # January and one more month, so that the year so far can be shown.
    assert len(decision.hidden) == 4
    assert association("kuutsalo", 1) in decision.hidden
    assert association("karjalanranta", 1) in decision.hidden
    assert association("kuutsalo") not in decision.hidden
    assert_protected(releases.told)


def test_without_memory_the_same_releases_would_be_subtracted(entries: Entries) -> None:
    """The control: deciding each release for itself gives a late month away."""
    told = []
    for reports in (so_far(entries, lambda name: {1} - {name == "kuutsalo"}), so_far(entries, lambda _: {1})):
        cells, relations = federation_tables(federation="rinnakkain", year=2024, reported=reports)
        told.append(published(cells, relations, choose(cells=cells, relations=relations)))
    small = next(cell for cell in told[1].cells if cell.key == association("kuutsalo", 1))

    assert bounds_of_all(told, people=False)[small.key, small.version].recovers()


def closed_by_all(months: set[int]) -> Callable[[str], set[int]]:
    return lambda _association: months


@pytest.mark.parametrize("gone_too_far", [3, -2])
def test_year_so_far_only_grows_and_by_its_new_months_at_most(gone_too_far: int) -> None:
    """Eight people in two months were told; three came in the third, one of them new."""
    entry = {(helper, month): 60 for month in (1, 2) for helper in range(2 * month - 2, 2 * month + 4)}
    entries: Entries = {"a": ("d", {**entry, **{(helper, 3): 60 for helper in (6, 7, 8)}})}
    knowledge = Knowledge(Metric.PEOPLE)
    for months in ({1, 2}, {1, 2, 3}):
        reports = so_far(entries, closed_by_all(months))
        cells, _ = federation_tables(federation="f", year=2024, reported=reports)
        inside = [cell for cell in cells if cell.row == ("association", "a")]
        relation = Relation(
            total=association("a"),
            parts=tuple(association("a", month) for month in sorted(months)),
            people=People.OVERLAP,
        )
        if months == {1, 2}:
            knowledge.remember(Publication(cells=tuple(inside), relations=(relation,), hidden=frozenset()))
        else:
            knowledge.face(inside, [relation], frozenset())
    year, march = knowledge.present[association("a")], knowledge.present[association("a", 3)]
    assert knowledge.contradicts({year: gone_too_far}, hidden={year, march})
    assert not knowledge.contradicts({year: 2}, hidden={year, march})
    assert not knowledge.contradicts({year: -1}, hidden={year, march})


@pytest.mark.parametrize("seed", [0, 7])
def test_small_months_told_one_by_one_keep_five_apart_although_the_year_only_grows(seed: int) -> None:
    dice = random.Random(seed)
    entries: Entries = {}
    for district, count in (("D", 4), ("E", 3)):
        for index in range(count):
            size = dice.choice([6, 8, 10, 14]) if index else 6
            minutes: dict[tuple[int, int], int] = {}
            for month in range(1, 7):
                people = dice.randint(5, size) if index else dice.choice([3, 4, 5, 6])
                if dice.random() < 0.5:
                    people = min(people, 5)
                for helper in dice.sample(range(size), min(people, size)):
                    minutes[helper, month] = dice.randint(60, 600)
            entries[f"{district}{index}"] = (district, minutes)
    releases = Releases()
    for months in range(1, 7):
        releases.release(entries, months)
    assert_protected(releases.told)


def test_two_umbrellas_with_one_association_do_not_undo_each_other(entries: Entries) -> None:
    first = Releases()
    first.release(entries, 1)
    # Another umbrella has Kuutsalo and Karjalanranta in districts of their own, with others.
    second = Releases("toinen")
    second.told = first.told
    other: Entries = {
        "kuutsalo": ("saaret", entries["kuutsalo"][1]),
        "karjalanranta": ("ranta", entries["karjalanranta"][1]),
        "lakeus": ("ranta", entries["lakeus"][1]),
        "kusten": ("saaret", entries["kusten"][1]),
    }
    decision = second.release(other, 1)

    assert association("kuutsalo") in decision.hidden
    assert association("karjalanranta") in decision.hidden
    assert_protected(second.told)


def test_an_own_publication_that_would_uncover_another_is_named(entries: Entries) -> None:
    releases = Releases()
    releases.release(entries, 2)

    assert uncovered_by(publishing={association("karjalanranta", 2)}, before=releases.told) == {
        association("kuutsalo", 2)
    }
    assert uncovered_by(publishing={association("vesilinna", 2)}, before=releases.told) == frozenset()
    # Kuutsalo may publish its own year: what that tells of itself is its own business.
    assert uncovered_by(publishing={association("kuutsalo")}, before=releases.told) == frozenset()
