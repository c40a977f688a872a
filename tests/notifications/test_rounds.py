"""What is looked for every day and every hour: when it is due, after a failure, and that twice is once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from notifications import gathering, rounds
from notifications.models import Message
from notifications.rounds import Round
from tenants import clock, wakeups
from tenants.context import entered, platform_role
from tenants.models import Association, Wakeup
from tests.notifications.conftest import Told

# Monday 3.2.2025, 8 in the morning in Helsinki.
MONDAY = datetime(2025, 2, 3, 6, tzinfo=UTC)
TOMORROW = datetime(2025, 2, 4, 2, 15, tzinfo=UTC)
DAILY = rounds.QUEUES["day"]


@pytest.fixture
def inside(alfa: Association) -> Iterator[Association]:
    """Inside Alfa on Monday, where nothing wakes the rounds."""
    Wakeup.objects.filter(schema_name=alfa.schema_name).delete()
    with clock.fixed(MONDAY), entered(alfa):
        yield alfa


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the rounds that were made; nothing else is looked for."""
    names: list[str] = []
    monkeypatch.setattr(rounds, "_rounds", {})
    for name, every in (("tests.first", "day"), ("tests.second", "day"), ("tests.hour", "hour")):
        rounds.register(Round(name, lambda name=name: names.append(name), every=every))  # type: ignore[misc,arg-type]  # a default binds it
    return names


def awaited(association: Association) -> list[tuple[str, datetime]]:
    with platform_role():
        rows = Wakeup.objects.filter(schema_name=association.schema_name).order_by("queue", "due_at")
        return list(rows.values_list("queue", "due_at"))


def test_new_association_makes_its_round_at_once_and_again_the_next_night(
    inside: Association, made: list[str]
) -> None:
    assert rounds.go(every="day")
    assert made == ["tests.first", "tests.second"]
    assert awaited(inside) == [(DAILY, TOMORROW)]
    # The safety net looks in between: nothing is due.
    assert not rounds.go(every="day")
    with clock.fixed(TOMORROW):
        assert rounds.go(every="day")
    assert made == ["tests.first", "tests.second"] * 2
    assert awaited(inside) == [(DAILY, TOMORROW + timedelta(days=1))]


def test_round_that_nobody_could_make_in_its_hour_is_made_when_somebody_can(
    inside: Association, made: list[str]
) -> None:
    rounds.go(every="day")
    with clock.fixed(TOMORROW + timedelta(hours=3)):
        assert rounds.go(every="day")
        assert not rounds.go(every="day")
    assert made == ["tests.first", "tests.second"] * 2


@pytest.mark.logs_errors
def test_round_that_fails_stops_no_other_and_is_made_again_soon(inside: Association, made: list[str]) -> None:
    def fail() -> None:
        raise LookupError("no such thing")

    rounds.register(Round("tests.broken", fail))
    rounds.go(every="day")
    assert made == ["tests.first", "tests.second"]
    assert awaited(inside) == [(DAILY, MONDAY + rounds.AGAIN), (DAILY, TOMORROW)]


def test_rounds_of_the_hour_come_with_the_hour_and_when_somebody_asks(
    inside: Association, made: list[str]
) -> None:
    rounds.go(every="hour")
    rounds.soon(at=MONDAY + timedelta(minutes=10))
    with clock.fixed(MONDAY + timedelta(minutes=10)):
        assert rounds.go(every="hour")
    assert made == ["tests.hour"] * 2
    assert {at for _queue, at in awaited(inside)} == {MONDAY + timedelta(hours=1)}


@pytest.mark.parametrize(
    ("hour", "expected"), [(6, "Mon 09:00"), (12, "Mon 14:00"), (18, "Mon 20:00"), (19, "Tue 09:00")]
)
def test_told_in_the_day(inside: Association, hour: int, expected: str) -> None:
    with clock.fixed(MONDAY.replace(hour=hour)):
        assert f"{rounds.in_the_day().astimezone(ZoneInfo('Europe/Helsinki')):%a %H:%M}" == expected


def test_what_was_lost_with_a_database_is_looked_for_at_once(inside: Association) -> None:
    assert {queue for queue, at in wakeups.moments() if at == MONDAY} >= set(rounds.QUEUES.values())


def test_gathered_things_are_told_once_each(inside: Association, told: Told) -> None:
    ada, bo = uuid4(), uuid4()

    def tell(**about: list[str]) -> int:
        people = {"ada": ada, "bo": bo}
        return gathering.tell(
            kind="tests.told", about={people[name]: keys for name, keys in about.items()}, due_at=MONDAY
        )

    assert tell(ada=["one", "two"], bo=["one"]) == 2
    assert tell(ada=["two", "one"], bo=["one"]) == 0
    assert tell(ada=["two", "three"], bo=[]) == 1
    rows = Message.objects.filter(person_uuid=ada).order_by("pk")
    assert [gathering.gathered(row) for row in rows] == [["one", "two"], ["three"]]


def test_two_that_gather_at_once_find_the_same_message(
    inside: Association, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = uuid4()
    gathering.tell(kind="tests.told", about={person: ["one"]}, due_at=MONDAY)
    gathering.tell(kind="tests.told", about={person: ["two"]}, due_at=MONDAY)
    last = Message.objects.filter(person_uuid=person).latest("pk")
    # The second of them read before the first had written.
    before = Message.objects.exclude(pk=last.pk)
    monkeypatch.setattr(gathering, "_before", lambda kind, people: before.filter(person_uuid__in=people))
    gathering.tell(kind="tests.told", about={person: ["two"]}, due_at=MONDAY)
    assert Message.objects.filter(person_uuid=person).count() == 2
