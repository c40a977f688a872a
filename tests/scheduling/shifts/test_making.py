"""Making, publishing, changing and cancelling a shift."""

from dataclasses import replace
from datetime import timedelta

import pytest

from notifications.models import Message
from scheduling.shifts.errors import shifts as errors
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.services import (
    cancel_own,
    cancel_shift,
    edit_shift,
    make_shift,
    mark_attendance,
    publish,
    sign_up,
    take_off,
)
from tenants import clock
from tests.scheduling.shifts.scene import SOMEBODY, Scene, local
from volunteers.register.models import Trail


def verbs(shift: Shift) -> list[str]:
    """What the trail says of a shift."""
    return list(Trail.objects.filter(subject_uuid=shift.uuid).order_by("pk").values_list("verb", flat=True))


def told(sign_up: SignUp) -> list[tuple[str, str, str]]:
    """Kind, state and time of what is planned for a sign-up."""
    found = Message.objects.filter(subject_uuid=sign_up.uuid).order_by("pk")
    return [(message.kind, message.state, f"{message.due_at:%d %H:%M}") for message in found]


def test_make_shift_published(inside: Scene) -> None:
    shift = make_shift(plan=inside.plan(places=5), publish=True, by=SOMEBODY)

    assert (shift.state, shift.places, shift.taken) == ("published", 5, 0)
    assert verbs(shift) == ["shift.made", "shift.published"]


def test_make_shift_as_a_draft_and_publish_it_twice(inside: Scene) -> None:
    shift = make_shift(plan=inside.plan(), publish=False, by=SOMEBODY)
    assert shift.state == "draft"

    publish(shift=shift, by=SOMEBODY)
    publish(shift=shift, by=SOMEBODY)

    assert verbs(shift) == ["shift.made", "shift.published"]


def test_make_shift_end_before_start(inside: Scene) -> None:
    with pytest.raises(errors.EndBeforeStart):
        make_shift(plan=inside.plan(hours=-1), publish=True, by=SOMEBODY)
    with pytest.raises(errors.EndBeforeStart):
        make_shift(plan=inside.plan(hours=0), publish=True, by=SOMEBODY)
    assert Shift.objects.count() == 0


def test_make_shift_in_the_past(inside: Scene) -> None:
    with pytest.raises(errors.StartInThePast):
        make_shift(plan=inside.plan("2025-02-03 08:00"), publish=False, by=SOMEBODY)


def test_make_shift_without_places(inside: Scene) -> None:
    with pytest.raises(errors.NoPlaces):
        make_shift(plan=inside.plan(places=0), publish=True, by=SOMEBODY)


def test_publish_when_the_start_has_passed(inside: Scene) -> None:
    shift = inside.shift(publish=False)

    with clock.fixed(shift.starts_at), pytest.raises(errors.StartInThePast):
        publish(shift=shift, by=SOMEBODY)


def test_publish_a_cancelled_one(inside: Scene) -> None:
    shift = cancel_shift(shift=inside.shift(publish=False), by=SOMEBODY)

    with pytest.raises(errors.ShiftIsClosed):
        publish(shift=shift, by=SOMEBODY)


def test_edit_shift_says_what_changed(inside: Scene) -> None:
    shift = inside.shift()

    edit_shift(shift=shift, plan=replace(inside.plan(places=4), title="Soup"), by=SOMEBODY)

    shift.refresh_from_db()
    assert (shift.title, shift.places) == ("Soup", 4)
    line = Trail.objects.get(verb="shift.changed")
    assert sorted(line.data["fields"]) == ["places", "title"]


def test_edit_shift_without_a_change(inside: Scene) -> None:
    edit_shift(shift=inside.shift(), plan=inside.plan(), by=SOMEBODY)

    assert not Trail.objects.filter(verb="shift.changed").exists()


def test_edit_shift_places_never_below_taken(inside: Scene) -> None:
    shift = inside.shift(places=3)
    for login in ("ada", "bo"):
        sign_up(shift=shift, person=inside.someone(login), by=SOMEBODY)

    with pytest.raises(errors.PlacesBelowTaken) as refusal:
        edit_shift(shift=shift, plan=inside.plan(places=1), by=SOMEBODY)

    assert refusal.value.data == {"taken": 2}
    edit_shift(shift=shift, plan=inside.plan(places=2), by=SOMEBODY)
    shift.refresh_from_db()
    assert shift.places == 2


def test_edit_shift_moved_takes_along_who_comes(inside: Scene) -> None:
    shift = inside.shift("2025-02-07 17:00")
    bo, ada = (sign_up(shift=shift, person=inside.someone(login), by=SOMEBODY) for login in ("bo", "ada"))
    cancel_own(shift=shift, person=ada.person, by=SOMEBODY)

    edit_shift(shift=shift, plan=inside.plan("2025-02-07 18:00"), by=SOMEBODY)

    bo.refresh_from_db()
    ada.refresh_from_db()
    assert bo.starts_at == local("2025-02-07 18:00")
    assert ada.starts_at == local("2025-02-07 17:00")
    assert told(bo) == [
        ("shift.signed_up", "obsolete", "03 06:00"),
        ("shift.reminder", "obsolete", "05 15:00"),
        ("shift.reminder", "obsolete", "07 12:00"),
        ("shift.reminder", "planned", "05 16:00"),
        ("shift.reminder", "planned", "07 13:00"),
        ("shift.moved", "planned", "03 06:00"),
        ("shift.confirm_reminder", "planned", "04 06:00"),
    ]
    assert {state for _, state, _ in told(ada)} == {"obsolete"}


def test_edit_shift_moved_there_and_back(inside: Scene) -> None:
    """The first reminders are wanted again, each once."""
    shift = inside.shift("2025-02-07 17:00")
    bo = sign_up(shift=shift, person=inside.someone("bo"), by=SOMEBODY)

    edit_shift(shift=shift, plan=inside.plan("2025-02-07 18:00"), by=SOMEBODY)
    edit_shift(shift=shift, plan=inside.plan("2025-02-07 17:00"), by=SOMEBODY)

    waiting = [(kind, at) for kind, state, at in told(bo) if state == "planned"]
    assert waiting == [
        ("shift.reminder", "05 15:00"),
        ("shift.reminder", "07 12:00"),
        ("shift.moved", "03 06:00"),
        ("shift.confirm_reminder", "04 06:00"),
    ]


def test_edit_shift_another_end_keeps_the_reminders_times(inside: Scene) -> None:
    shift = inside.shift("2025-02-07 17:00", hours=3)
    bo = sign_up(shift=shift, person=inside.someone("bo"), by=SOMEBODY)

    edit_shift(shift=shift, plan=inside.plan("2025-02-07 17:00", hours=4), by=SOMEBODY)

    bo.refresh_from_db()
    assert bo.ends_at == local("2025-02-07 21:00")
    waiting = [(kind, at) for kind, state, at in told(bo) if state == "planned"]
    assert waiting == [
        ("shift.reminder", "05 15:00"),
        ("shift.reminder", "07 12:00"),
        ("shift.moved", "03 06:00"),
        ("shift.confirm_reminder", "04 06:00"),
    ]


def test_edit_shift_moved_onto_another_shift_of_somebody(inside: Scene) -> None:
    bo = inside.someone("bo")
    sign_up(shift=inside.shift("2025-02-07 10:00"), person=bo, by=SOMEBODY)
    shift = inside.shift("2025-02-07 17:00")
    taken = sign_up(shift=shift, person=bo, by=SOMEBODY)

    with pytest.raises(errors.TheirTimesOverlap) as refusal:
        edit_shift(shift=shift, plan=inside.plan("2025-02-07 12:00"), by=SOMEBODY)

    assert refusal.value.data == {"people": "Bo Berg"}
    taken.refresh_from_db()
    shift.refresh_from_db()
    assert (taken.starts_at, shift.starts_at) == (local("2025-02-07 17:00"), local("2025-02-07 17:00"))


def test_edit_shift_into_the_past(inside: Scene) -> None:
    with pytest.raises(errors.StartInThePast):
        edit_shift(shift=inside.shift(), plan=inside.plan("2025-02-02 17:00"), by=SOMEBODY)


def test_edit_shift_that_has_started_keeps_its_time_but_takes_more_places(inside: Scene) -> None:
    shift = inside.shift()

    with clock.fixed(shift.starts_at + timedelta(minutes=5)):
        with pytest.raises(errors.TimeIsFixed):
            edit_shift(shift=shift, plan=inside.plan("2025-02-05 17:00"), by=SOMEBODY)
        edit_shift(shift=shift, plan=inside.plan(places=9), by=SOMEBODY)

    shift.refresh_from_db()
    assert shift.places == 9


def test_edit_shift_draft_whose_start_has_passed(inside: Scene) -> None:
    shift = inside.shift(publish=False)

    with clock.fixed(shift.starts_at + timedelta(minutes=5)):
        edit_shift(shift=shift, plan=inside.plan("2025-02-05 17:00"), by=SOMEBODY)

    shift.refresh_from_db()
    assert shift.starts_at == local("2025-02-05 17:00")


def test_edit_shift_role_while_somebody_comes(inside: Scene) -> None:
    shift, role = inside.shift(), inside.another_role()
    edit_shift(shift=shift, plan=inside.plan(role=role), by=SOMEBODY)
    edit_shift(shift=shift, plan=inside.plan(), by=SOMEBODY)
    sign_up(shift=shift, person=inside.someone("bo"), by=SOMEBODY)

    with pytest.raises(errors.RoleIsFixed):
        edit_shift(shift=shift, plan=inside.plan(role=role), by=SOMEBODY)


def test_edit_shift_cancelled(inside: Scene) -> None:
    shift = cancel_shift(shift=inside.shift(), by=SOMEBODY)

    with pytest.raises(errors.ShiftIsClosed):
        edit_shift(shift=shift, plan=inside.plan(places=4), by=SOMEBODY)


def test_cancel_shift_releases_and_tells_everybody(inside: Scene) -> None:
    shift = inside.shift("2025-02-07 17:00")
    sign_ups = [sign_up(shift=shift, person=inside.someone(login), by=SOMEBODY) for login in ("ada", "bo")]

    cancel_shift(shift=shift, by=SOMEBODY)

    shift.refresh_from_db()
    assert (shift.state, shift.taken, shift.cancelled_at) == ("cancelled", 0, clock.now())
    for each in sign_ups:
        each.refresh_from_db()
        assert each.state == "cancelled_by_org"
        assert [(kind, state) for kind, state, _ in told(each)] == [
            ("shift.signed_up", "obsolete"),
            ("shift.reminder", "obsolete"),
            ("shift.reminder", "obsolete"),
            ("shift.cancelled", "planned"),
        ]


def test_take_off(inside: Scene) -> None:
    shift, bo = inside.shift(), inside.someone("bo")
    assert take_off(shift=shift, person=bo, by=SOMEBODY) is None
    taken = sign_up(shift=shift, person=bo, by=SOMEBODY)

    with clock.fixed(shift.starts_at), pytest.raises(errors.ShiftHasStarted):
        take_off(shift=shift, person=bo, by=SOMEBODY)
    take_off(shift=shift, person=bo, by=SOMEBODY)

    shift.refresh_from_db()
    taken.refresh_from_db()
    assert (taken.state, shift.taken) == ("cancelled_by_org", 0)
    assert {(kind, state) for kind, state, _ in told(taken)} == {
        ("shift.signed_up", "obsolete"),
        ("shift.reminder", "obsolete"),
        ("shift.taken_off", "planned"),
    }


def test_make_shift_on_whole_minutes(inside: Scene) -> None:
    plan = inside.plan()

    with pytest.raises(ValueError, match="whole minutes"):
        make_shift(plan=replace(plan, ends_at=plan.ends_at + timedelta(seconds=1)), publish=True, by=SOMEBODY)


def test_cancel_shift_twice(inside: Scene) -> None:
    shift = inside.shift()
    cancel_shift(shift=shift, by=SOMEBODY)

    assert cancel_shift(shift=shift, by=SOMEBODY).state == "cancelled"
    assert verbs(shift) == ["shift.made", "shift.published", "shift.cancelled"]


def test_cancel_shift_that_has_started_tells_nobody(inside: Scene) -> None:
    shift = inside.shift()
    taken = sign_up(shift=shift, person=inside.someone("bo"), by=SOMEBODY)

    with clock.fixed(shift.ends_at):
        cancel_shift(shift=shift, by=SOMEBODY)

    assert {(kind, state) for kind, state, _ in told(taken)} == {
        ("shift.signed_up", "obsolete"),
        ("shift.reminder", "obsolete"),
    }


def test_cancel_shift_that_took_place(inside: Scene) -> None:
    shift = inside.shift()
    taken = sign_up(shift=shift, person=inside.someone("bo"), by=SOMEBODY)

    with clock.fixed(shift.ends_at):
        mark_attendance(sign_up=taken, came=True, by=SOMEBODY)
        with pytest.raises(errors.AttendanceMarked):
            cancel_shift(shift=shift, by=SOMEBODY)
