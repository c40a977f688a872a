"""What becomes of shifts, people and standing places when a series changes."""

from dataclasses import replace
from datetime import date

import pytest

from scheduling.shifts.errors import series as series_errors, shifts as errors
from scheduling.shifts.models import Series, Shift, SignUp, StandingPlace
from scheduling.shifts.plans import Plan, said_of
from scheduling.shifts.series.repeating import Rule, Time
from scheduling.shifts.services import (
    cancel_series,
    cancel_shift,
    change_series,
    edit_shift,
    make_series,
    sign_up,
)
from scheduling.shifts.services.series import rule_of
from scheduling.shifts.services.series_changes import Change, effect
from tenants import clock
from tests.scheduling.shifts.scene import HELSINKI, SOMEBODY, Scene, local

RULE = Rule(weekdays=(1,), times=(Time(17 * 60, 180),), from_on=date(2025, 2, 4), until_on=date(2025, 2, 25))


def made(scene: Scene, rule: Rule = RULE, *, places: int = 2) -> Series:
    return make_series(plan=scene.plan(places=places), rule=rule, publish=True, by=SOMEBODY)


def change_of(series: Series, *, times: dict[int, int] | None = None, **other: object) -> Change:
    rule = replace(rule_of(series=series), **other)  # type: ignore[arg-type]  # fields of a rule
    return Change(plan=Plan(**said_of(series)), rule=rule, times={0: 0} if times is None else times)


def save(series: Series, change: Change, *, since: date | None = None, own_too: bool = False) -> Series:
    mark = effect(series=series, since=since, change=change, own_too=own_too).mark
    return change_series(series=series, since=since, change=change, own_too=own_too, mark=mark, by=SOMEBODY)


def when(**narrowed: object) -> list[str]:
    found = Shift.objects.filter(**narrowed).order_by("starts_at", "pk")
    return [f"{each.starts_at.astimezone(HELSINKI):%a %d.%m. %H} {each.state}" for each in found]


def on(day: str) -> Shift:
    return Shift.objects.get(series_day=day)


def moved_by_itself(scene: Scene, shift: Shift, at: str) -> None:
    edit_shift(shift=shift, plan=replace(scene.plan(at), places=2), by=SOMEBODY)


def test_shift_changed_by_itself_stays_and_never_comes_back_as_a_second_one(inside: Scene) -> None:
    series = made(inside)
    moved_by_itself(inside, on("2025-02-11"), "2025-02-12 09:00")
    cancel_shift(shift=on("2025-02-18"), by=SOMEBODY)

    series = save(series, change_of(series, weekdays=(3,), until_on=date(2025, 2, 28)))

    assert when() == [
        "Thu 06.02. 17 published",
        "Wed 12.02. 09 published",
        "Tue 18.02. 17 cancelled",
        "Thu 27.02. 17 published",
    ]
    assert Series.objects.get() == series


def test_change_with_those_changed_by_themselves(inside: Scene) -> None:
    series = made(inside)
    moved_by_itself(inside, on("2025-02-11"), "2025-02-12 09:00")

    save(series, change_of(series), own_too=True)

    assert when()[1] == "Tue 11.02. 17 published"
    assert not Shift.objects.filter(is_own=True).exists()


def test_following_ends_the_old_series_and_takes_standing_places_along(inside: Scene) -> None:
    series = made(inside)
    bo = inside.someone("bo")
    place = StandingPlace.objects.create(
        time=series.times.get(), weekday=1, person=bo, from_on=date(2025, 2, 4), created_at=clock.now()
    )
    held = sign_up(shift=on("2025-02-18"), person=bo, by=SOMEBODY)
    SignUp.objects.filter(pk=held.pk).update(standing=place)

    new = save(series, change_of(series, weekdays=(2,), until_on=date(2025, 3, 5)), since=date(2025, 2, 18))

    assert when() == [
        "Tue 04.02. 17 published",
        "Tue 11.02. 17 published",
        "Wed 19.02. 17 published",
        "Wed 26.02. 17 published",
        "Wed 05.03. 17 published",
    ]
    old, after = StandingPlace.objects.order_by("pk")
    assert (old.to_on, after.weekday, after.from_on, after.to_on) == (
        date(2025, 2, 17),
        2,
        date(2025, 2, 18),
        None,
    )
    held.refresh_from_db()
    assert (held.standing, held.starts_at) == (after, local("2025-02-19 17:00"))
    assert after.time.series == new
    # What is new is theirs too.
    assert SignUp.objects.get(shift=on("2025-03-05")).standing == after


def test_time_that_is_gone_calls_its_shifts_off_and_one_more_makes_new_ones(inside: Scene) -> None:
    series = made(inside)
    rule = replace(RULE, times=(Time(9 * 60, 60),))
    save(series, Change(plan=Plan(**said_of(series)), rule=rule, times={}), since=date(2025, 2, 18))
    assert when(starts_at__gte=local("2025-02-18 00:00")) == [
        "Tue 18.02. 09 published",
        "Tue 18.02. 17 cancelled",
        "Tue 25.02. 09 published",
        "Tue 25.02. 17 cancelled",
    ]


def test_shift_with_more_people_than_places_keeps_as_many(inside: Scene) -> None:
    series = made(inside)
    for given in ("Eeva", "Aino"):
        sign_up(shift=on("2025-02-11"), person=inside.person(given, "Niemi"), by=SOMEBODY)
    fewer = replace(change_of(series), plan=Plan(**said_of(series) | {"places": 1}))
    save(series, fewer)
    assert list(Shift.objects.order_by("starts_at").values_list("places", flat=True)) == [1, 2, 1, 1]


def test_nobody_ends_up_in_two_places(inside: Scene) -> None:
    series = made(inside)
    bo = inside.someone("bo")
    sign_up(shift=on("2025-02-11"), person=bo, by=SOMEBODY)
    sign_up(shift=inside.shift("2025-02-11 10:00"), person=bo, by=SOMEBODY)
    earlier = change_of(series)
    earlier = replace(earlier, rule=replace(earlier.rule, times=(Time(11 * 60, 60),)))
    assert effect(series=series, since=None, change=earlier, own_too=False).in_the_way == [
        "Bo Berg, ti\u00a011.2. klo\u00a011–12"
    ]
    with pytest.raises(errors.TheirTimesOverlap):
        save(series, earlier)


def test_two_shifts_of_a_day_that_follow_each_other_move_together(inside: Scene) -> None:
    series = made(inside, replace(RULE, times=(Time(9 * 60, 180), Time(12 * 60, 180))))
    bo = inside.someone("bo")
    for shift in Shift.objects.filter(series_day="2025-02-11"):
        sign_up(shift=shift, person=bo, by=SOMEBODY)
    later = replace(RULE, times=(Time(12 * 60, 180), Time(15 * 60, 180)))
    save(series, Change(plan=Plan(**said_of(series)), rule=later, times={0: 0, 1: 1}))
    assert [f"{each.starts_at.astimezone(HELSINKI):%H}" for each in SignUp.objects.order_by("starts_at")] == [
        "12",
        "15",
    ]


def test_what_has_begun_stays(inside: Scene) -> None:
    series = made(inside)
    with clock.fixed(local("2025-02-11 18:00")):
        save(series, change_of(series, every=2))
    # The one that runs, and every second one of those that are ahead.
    assert when(state="published") == [
        "Tue 04.02. 17 published",
        "Tue 11.02. 17 published",
        "Tue 18.02. 17 published",
    ]
    with clock.fixed(local("2025-02-26 08:00")), pytest.raises(series_errors.NothingAhead):
        effect(series=series, since=None, change=None, own_too=False)


def test_calling_off_passes_by_what_was_changed_by_itself(inside: Scene) -> None:
    series = made(inside)
    moved_by_itself(inside, on("2025-02-11"), "2025-02-12 09:00")
    with pytest.raises(errors.ChangedMeanwhile):
        cancel_series(series=series, since=None, own_too=False, mark="", by=SOMEBODY)
    mark = effect(series=series, since=None, change=None, own_too=False).mark
    assert cancel_series(series=series, since=None, own_too=False, mark=mark, by=SOMEBODY) == 3
    assert when(state="published") == ["Wed 12.02. 09 published"]


def test_content_of_all_is_changed(inside: Scene) -> None:
    series = made(inside)
    save(series, replace(change_of(series), plan=Plan(**said_of(series) | {"title": "Soup"})))
    assert set(Shift.objects.values_list("title", flat=True)) == {"Soup"}
    assert Shift.objects.count() == 4
