"""Who was there: attendance becomes hours."""

from datetime import timedelta

import pytest

from scheduling.hours.models import HoursEntry
from scheduling.shifts.errors import shifts as errors
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.services import add_walk_in, cancel_own, mark_attendance, sign_up
from tenants import clock
from tests.scheduling.shifts.scene import SOMEBODY, Scene, local
from web.errors import DomainError


def coming(scene: Scene, shift: Shift, login: str = "bo") -> SignUp:
    """A persona who has signed up."""
    return sign_up(shift=shift, person=scene.someone(login), by=SOMEBODY)


def entries(sign_up: SignUp) -> list[tuple[int, str]]:
    """Minutes and state of the hours that came of a sign-up."""
    found = HoursEntry.objects.filter(subject_kind="sign_up", subject_uuid=sign_up.uuid)
    return [(entry.minutes, entry.state) for entry in found]


def test_attended_becomes_hours(inside: Scene) -> None:
    shift = inside.shift()
    taken = coming(inside, shift)

    with clock.fixed(shift.ends_at):
        marked = mark_attendance(sign_up=taken, came=True, by=SOMEBODY)

    assert marked.state == "attended"
    entry = HoursEntry.objects.get(subject_uuid=taken.uuid)
    assert (entry.person, entry.role, entry.starts_at, entry.ends_at) == (
        taken.person,
        shift.role,
        shift.starts_at,
        shift.ends_at,
    )
    assert (entry.minutes, entry.state, entry.source) == (180, "submitted", "shift")


def test_attended_with_own_times(inside: Scene) -> None:
    shift = inside.shift("2025-02-04 17:00")
    taken = coming(inside, shift)

    with clock.fixed(local("2025-02-04 21:00")):
        mark_attendance(
            sign_up=taken,
            came=True,
            starts_at=local("2025-02-04 17:30"),
            ends_at=local("2025-02-04 20:15"),
            by=SOMEBODY,
        )

    taken.refresh_from_db()
    assert (taken.starts_at, taken.ends_at) == (local("2025-02-04 17:30"), local("2025-02-04 20:15"))
    assert entries(taken) == [(165, "submitted")]


def test_attended_twice_changes_nothing(inside: Scene) -> None:
    shift = inside.shift()
    taken = coming(inside, shift)

    with clock.fixed(shift.ends_at):
        mark_attendance(sign_up=taken, came=True, by=SOMEBODY)
        mark_attendance(sign_up=taken, came=True, by=SOMEBODY)

    assert entries(taken) == [(180, "submitted")]


def test_times_are_corrected(inside: Scene) -> None:
    shift = inside.shift("2025-02-04 17:00")
    taken = coming(inside, shift)

    with clock.fixed(shift.ends_at):
        mark_attendance(sign_up=taken, came=True, by=SOMEBODY)
        mark_attendance(sign_up=taken, came=True, ends_at=local("2025-02-04 18:00"), by=SOMEBODY)

    taken.refresh_from_db()
    assert taken.ends_at == local("2025-02-04 18:00")
    assert entries(taken) == [(60, "submitted")]


def test_no_show_has_no_hours_and_keeps_the_place(inside: Scene) -> None:
    shift = inside.shift()
    taken = coming(inside, shift)

    with clock.fixed(shift.ends_at):
        mark_attendance(sign_up=taken, came=False, by=SOMEBODY)

    taken.refresh_from_db()
    shift.refresh_from_db()
    assert (taken.state, shift.taken, entries(taken)) == ("no_show", 1, [])


def test_wrong_mark_is_corrected_both_ways(inside: Scene) -> None:
    shift = inside.shift("2025-02-04 17:00")
    taken = coming(inside, shift)

    with clock.fixed(shift.ends_at):
        mark_attendance(sign_up=taken, came=True, ends_at=local("2025-02-04 18:00"), by=SOMEBODY)
        absent = mark_attendance(sign_up=taken, came=False, by=SOMEBODY)
        assert (absent.state, absent.ends_at, entries(taken)) == ("no_show", shift.ends_at, [])

        there = mark_attendance(sign_up=taken, came=True, by=SOMEBODY)
        assert (there.state, entries(taken)) == ("attended", [(180, "submitted")])


def test_before_the_start(inside: Scene) -> None:
    shift = inside.shift()
    taken = coming(inside, shift)

    with clock.fixed(shift.starts_at - timedelta(minutes=1)), pytest.raises(errors.NotStarted):
        mark_attendance(sign_up=taken, came=True, by=SOMEBODY)


def test_who_cancelled_is_not_marked(inside: Scene) -> None:
    shift = inside.shift()
    taken = coming(inside, shift)
    cancel_own(shift=shift, person=taken.person, by=SOMEBODY)

    with clock.fixed(shift.ends_at), pytest.raises(errors.NotSignedUp):
        mark_attendance(sign_up=taken, came=True, by=SOMEBODY)


@pytest.mark.parametrize(
    ("start", "end", "error"),
    [
        ("2025-02-04 18:00", "2025-02-04 18:00", errors.EndBeforeStart),
        ("2025-02-04 10:00", "2025-02-04 18:00", errors.TimesTooFar),
        ("2025-02-04 17:00", "2025-02-05 09:00", errors.TimesTooFar),
        ("2025-02-04 21:00", "2025-02-04 22:00", errors.TimesTooFar),
    ],
)
def test_own_times_belong_to_the_shift(inside: Scene, start: str, end: str, error: type[DomainError]) -> None:
    shift = inside.shift("2025-02-04 17:00")
    taken = coming(inside, shift)

    with clock.fixed(local("2025-02-06 10:00")), pytest.raises(error):
        mark_attendance(sign_up=taken, came=True, starts_at=local(start), ends_at=local(end), by=SOMEBODY)

    assert entries(taken) == []


def test_own_times_do_not_run_into_another_shift(inside: Scene) -> None:
    first, second = inside.shift("2025-02-04 14:00"), inside.shift("2025-02-04 17:00")
    taken = coming(inside, first)
    coming(inside, second)

    with clock.fixed(local("2025-02-04 20:00")), pytest.raises(errors.TheirTimesOverlap):
        mark_attendance(sign_up=taken, came=True, ends_at=local("2025-02-04 17:30"), by=SOMEBODY)

    taken.refresh_from_db()
    assert taken.state == "signed_up"


def test_walk_in_is_there_with_hours(inside: Scene) -> None:
    shift = inside.shift(role=inside.another_role())

    with clock.fixed(shift.ends_at):
        added = add_walk_in(shift=shift, person=inside.someone("bo"), by=SOMEBODY)

    shift.refresh_from_db()
    assert (added.state, shift.taken, entries(added)) == ("attended", 1, [(180, "submitted")])


def test_walk_in_who_had_signed_up_is_marked(inside: Scene) -> None:
    shift = inside.shift()
    taken = coming(inside, shift)

    with clock.fixed(shift.ends_at):
        added = add_walk_in(shift=shift, person=taken.person, by=SOMEBODY)

    shift.refresh_from_db()
    assert (added.pk, added.state, shift.taken) == (taken.pk, "attended", 1)


def test_walk_in_without_a_place(inside: Scene) -> None:
    shift = inside.shift(places=1)
    coming(inside, shift, "ada")

    with clock.fixed(shift.ends_at), pytest.raises(errors.NoPlaceForWalkIn):
        add_walk_in(shift=shift, person=inside.someone("bo"), by=SOMEBODY)


def test_walk_in_before_the_start(inside: Scene) -> None:
    with pytest.raises(errors.NotStarted):
        add_walk_in(shift=inside.shift(), person=inside.someone("bo"), by=SOMEBODY)


def test_walk_in_at_two_places(inside: Scene) -> None:
    shift = inside.shift()
    coming(inside, inside.shift())

    with clock.fixed(shift.ends_at), pytest.raises(errors.TheirTimesOverlap):
        add_walk_in(shift=shift, person=inside.someone("bo"), by=SOMEBODY)
