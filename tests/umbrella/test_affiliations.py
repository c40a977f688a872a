"""An association that moves, leaves or comes back: figures follow, and nothing that was told is undone."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings, strategies as st

from accounts.models import User
from tenants import clock
from tenants.actors import Actor
from tenants.models import Access, Affiliation, AffiliationChange, Association, District, Umbrella
from tests.umbrella.federation import Federation, utc
from tests.umbrella.suppression.federations import so_far
from tests.umbrella.suppression.reader import assert_protected, published as told_as
from umbrella import selectors, spans
from umbrella.affiliations import errors, services
from umbrella.models import DistinctPeople, ProvisionalFigure
from umbrella.spans import Belonging, Stay
from umbrella.suppression import Publication, choose, federation_tables

Browse = Callable[..., Client]
BY = Actor.system("tests")
YEAR = frozenset(range(1, 13))


def stay(from_on: str, to_on: str | None = None, district: str = "north") -> Stay:
    return Stay(date.fromisoformat(from_on), date.fromisoformat(to_on) if to_on else None, district)


@pytest.mark.parametrize(
    ("stays", "months"),
    [
        ([stay("2020-01-01")], YEAR),
        ([stay("2024-06-15")], YEAR),  # it joined in the year, and tells of what it had before
        ([stay("2025-01-01")], frozenset()),
        ([stay("2020-01-01", "2024-05-31")], frozenset({1, 2, 3, 4, 5})),
        ([stay("2020-01-01", "2024-05-30")], frozenset({1, 2, 3, 4})),
        ([stay("2020-01-01", "2024-01-30")], frozenset()),
        ([stay("2020-01-01", "2024-03-31"), stay("2024-09-02")], frozenset({1, 2, 3, 9, 10, 11, 12})),
        ([stay("2020-01-01", "2024-03-30"), stay("2024-03-31", None, "south")], YEAR),
    ],
)
def test_months_that_are_told(stays: list[Stay], months: frozenset[int]) -> None:
    assert spans.months_within(stays, 2024) == months


def test_year_stands_in_the_district_in_which_it_began() -> None:
    there = Belonging({"a": [stay("2020-01-01", "2024-03-31"), stay("2024-04-01", None, "south")]})
    assert [getattr(there.of("a", year), "district", None) for year in (2019, 2023, 2024, 2025)] == [
        None, "north", "north", "south",
    ]  # fmt: skip


def test_told_year_keeps_its_district_whatever_is_written_later() -> None:
    there = Belonging({"a": [stay("2020-01-01", None, "south")]}, {("a", 2024): "north"})
    assert getattr(there.of("a", 2024), "district", None) == "north"
    assert getattr(there.of("a", 2025), "district", None) == "south"


@st.composite
def movers(draw: Any) -> tuple[dict[str, tuple[str, dict[tuple[int, int], int]]], dict[str, list[Stay]]]:
    """Small federations in which every other association moves or leaves somewhen in the year."""
    dice = draw(st.randoms(use_true_random=False))
    entries, stays = {}, {}
    for index in range(draw(st.integers(3, 7))):
        people = dice.choice([1, 3, 4, 6, 12])
        name, home = f"a{index}", f"d{dice.randrange(2)}"
        entries[name] = (
            home,
            {(who, month): dice.randint(1, 40) * 15 for who in range(people) for month in (1, 2, 3, 4)},
        )
        last = date(2024, dice.randint(1, 4), 28)
        stays[name] = [Stay(date(2020, 1, 1), last if dice.random() < 0.6 else None, home)]
        if stays[name][0].to_on and dice.random() < 0.6:
            stays[name].append(Stay(last.replace(day=29), None, f"d{dice.randrange(2)}"))
    return entries, stays


@given(made=movers())
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
def test_move_or_leave_contradicts_nothing_and_uncovers_nobody(made: Any) -> None:
    """A release after each month: what was told stays among the same parts, and the attack finds nothing."""
    entries, stays = made
    told: list[Publication] = []
    partners: Any = {}
    for month in (1, 2, 3, 4):
        # Only what has happened by then is known: a change is written on its day.
        known = {
            name: [
                replace(one, to_on=None if one.to_on and one.to_on.month > month else one.to_on)
                for one in rows
                if one.from_on <= date(2024, month, 29)
            ]
            for name, rows in stays.items()
        }
        there = Belonging(known, {})

        def closed(name: str, there: Belonging = there, month: int = month) -> set[int]:
            span = there.of(name, 2024)
            return {one for one in range(1, month + 1) if span and one in span.months}

        reports = [
            replace(one, district=span.district)
            for one in so_far(entries, closed)
            if (span := there.of(one.association, 2024))
        ]
        cells, relations = federation_tables(federation="f", year=2024, reported=reports)
        decision = choose(cells=cells, relations=relations, before=told, partners=partners)
        assert decision.unproven == decision.exposed == frozenset()
        partners = decision.partners
        if told:
            assert _members(told[-1]) <= _members(
                Publication(cells=cells, relations=relations, hidden=frozenset())
            )
        told.append(told_as(cells, relations, decision))
    assert_protected(told)


def _members(publication: Publication) -> set[tuple[Any, Any]]:
    """Which association's year stands in which district's total."""
    return {
        (getattr(part, "owner", ""), getattr(relation.total, "owner", ""))
        for relation in publication.relations
        if getattr(relation.total, "level", "") == "district"
        for part in relation.parts
    }


# --- with the whole way from hours to what is published --------------------------------------------


@pytest.fixture
def home(empty: Federation) -> Iterator[Federation]:
    """Affiliations are as at first again afterwards."""
    rows = list(Affiliation.objects.filter(umbrella=empty.umbrella))
    yield empty
    AffiliationChange.objects.filter(umbrella=empty.umbrella).delete()
    Affiliation.objects.filter(umbrella=empty.umbrella).delete()
    Affiliation.objects.bulk_create(rows)


def district(place: Federation, code: str) -> District:
    return District.objects.get(umbrella=place.umbrella, code=code)


def move(place: Federation, name: str, code: str, from_on: date) -> None:
    services.move(
        umbrella=place.umbrella,
        association=place.associations[name],
        district=district(place, code),
        from_on=from_on,
        by=BY,
    )


def record_all(place: Federation, month: int) -> None:
    for name in ("aalto", "puro", "koski", "lampi", "meri"):
        place.record(name, date(2024, month, 10), [f"{name}{n}" for n in range(7)])


def test_move_in_the_middle_of_a_year_counts_from_the_next(home: Federation) -> None:
    record_all(home, 1)
    home.release(utc(2024, 2, 16))
    record_all(home, 2)
    with clock.fixed(utc(2024, 2, 20)):
        move(home, "koski", "south", date(2024, 2, 20))
    home.release(utc(2024, 3, 16))
    told = home.published()
    assert (told["district", "north", 2024, 0], told["district", "south", 2024, 0]) == (
        (3 * 2 * 420, 21), (2 * 2 * 420, 14),
    )  # fmt: skip
    home.record("koski", date(2025, 1, 10), [f"koski{n}" for n in range(7)])
    home.release(utc(2025, 2, 16))
    assert home.published()["district", "south", 2025, 0] == (420, 7)
    rows = {row.slug.split("-")[-1]: row.district for row in selectors.overview(home.umbrella, 2024).rows}
    assert (len(rows), rows["koski"]) == (5, "North")


def test_who_leaves_is_told_up_to_the_last_day_and_no_further(home: Federation) -> None:
    for month in (1, 2):
        record_all(home, month)
    home.release(utc(2024, 3, 16))
    with clock.fixed(utc(2024, 4, 2)):
        services.leave(
            umbrella=home.umbrella,
            association=home.associations["koski"],
            to_on=date(2024, 3, 31),
            by=BY,
        )
    for month in (3, 4):
        record_all(home, month)
        home.record("koski", date(2024, month, 11), ["newcomer"], minutes=600)
    home.release(utc(2024, 5, 16))
    told = home.published()
    assert ("association", "koski", 2024, 4) not in told
    assert told["federation", "", 2024, 4] == (4 * 420, 28)
    # Three of its months, and the people of those: not what it did after it had left.
    assert told["association", "koski", 2024, 0] == (3 * 420 + 600, 8)
    assert told["federation", "", 2024, 0] == (4 * 4 * 420 + 3 * 420 + 600, 4 * 7 + 8)
    home.night(utc(2024, 5, 17))
    assert DistinctPeople.objects.get(umbrella=home.umbrella, year=2024).people == 36
    home.record("koski", date(2024, 6, 5), [f"koski{n}" for n in range(7)])
    home.night(utc(2024, 6, 17))
    assert not ProvisionalFigure.objects.filter(umbrella=home.umbrella, month=6).exists()


def test_year_before_it_joined_is_nobodys_here(home: Federation) -> None:
    record_all(home, 1)
    Affiliation.objects.filter(association=home.associations["koski"]).update(from_on=date(2025, 1, 1))
    home.release(utc(2024, 2, 16))
    assert ("association", "koski", 2024, 1) not in home.published()
    assert home.published()["federation", "", 2024, 1] == (4 * 420, 28)


def test_day_before_what_is_published_is_refused(home: Federation) -> None:
    record_all(home, 1)
    record_all(home, 2)
    home.release(utc(2024, 3, 16))
    koski = home.associations["koski"]
    with clock.fixed(utc(2024, 3, 20)):
        with pytest.raises(errors.MonthIsTold) as refused:
            services.leave(umbrella=home.umbrella, association=koski, to_on=date(2024, 2, 28), by=BY)
        assert "29.2.2024" in str(refused.value)
        with pytest.raises(errors.YearIsTold):
            move(home, "koski", "south", date(2023, 6, 1))
        with pytest.raises(errors.YearIsTold):
            move(home, "koski", "south", date(2024, 1, 1))
        move(home, "koski", "south", date(2024, 1, 2))


# --- who may, and what is refused -------------------------------------------------------------------


@pytest.fixture
def ilkka(liitto: Umbrella) -> User:
    user = User.objects.create_user("ilkka@example.org", None, name="Ilkka", language="en")
    Access.objects.create(user=user, umbrella=liitto, role="admin", created_at=clock.now())
    return user


@pytest.fixture
def south(liitto: Umbrella) -> District:
    return District.objects.create(umbrella=liitto, code="south", name_fi="South")


def path(association: Association, what: str) -> str:
    return f"/associations/{association.slug}/{what}/"


def test_database_keeps_two_districts_on_one_day_apart(alfa: Association, liitto: Umbrella) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Affiliation.objects.create(
            association=alfa, umbrella=liitto, from_on=date(2022, 1, 1), to_on=date(2022, 2, 1)
        )


def test_administrator_moves_an_association_and_takes_it_back(
    browse: Browse, ilkka: User, liitto: Umbrella, alfa: Association, south: District
) -> None:
    client = browse(ilkka, liitto)
    day = clock.today(liitto).replace(year=clock.today(liitto).year + 1, month=1, day=1)
    before = Affiliation.objects.get(association=alfa)
    assert client.post(path(alfa, "move"), {"district": south.pk, "from_on": day}).status_code == 302
    assert [row.district_id for row in Affiliation.objects.filter(association=alfa).order_by("from_on")] == [
        before.district_id, south.pk,
    ]  # fmt: skip
    text = client.get(path(alfa, "belonging")).content.decode()
    assert "South" in text
    assert "Take the change back" in text
    # The same once more: one change waits.
    assert client.post(path(alfa, "move"), {"district": "", "from_on": day}).status_code == 200
    assert client.post(path(alfa, "stay")).status_code == 302
    assert [(row.pk, row.to_on) for row in Affiliation.objects.filter(association=alfa)] == [
        (before.pk, None)
    ]
    assert list(AffiliationChange.objects.values_list("kind", flat=True)) == ["taken_back", "moved"]


def test_who_left_is_listed_apart_and_may_come_back(
    browse: Browse, ilkka: User, liitto: Umbrella, alfa: Association, south: District
) -> None:
    client = browse(ilkka, liitto)
    today = clock.today(liitto)
    last = today.replace(day=1)
    Affiliation.objects.filter(association=alfa).update(to_on=date(last.year - 1, 12, 31))
    assert alfa.name in client.get("/associations/").content.decode()
    assert client.get(path(alfa, "belonging")).status_code == 200
    early = client.post(path(alfa, "return"), {"district": south.pk, "from_on": f"{last.year - 1}-12-31"})
    assert (early.status_code, "Choose a later day" in early.content.decode()) == (200, True)
    assert client.post(path(alfa, "return"), {"district": south.pk, "from_on": today}).status_code == 302
    assert services._last(liitto, alfa).to_on is None


@pytest.mark.parametrize("what", ["move", "leave", "return", "stay"])
def test_analyst_changes_nothing(
    browse: Browse, vera: User, liitto: Umbrella, alfa: Association, what: str
) -> None:
    assert browse(vera, liitto).post(path(alfa, what), {}).status_code in {403, 404}
