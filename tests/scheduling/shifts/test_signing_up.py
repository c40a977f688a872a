"""Taking a place and giving it back."""

from datetime import date, timedelta

import pytest

from notifications.models import Message
from scheduling.shifts.errors import shifts as errors
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.services import (
    add_person,
    cancel_own,
    cancel_shift,
    mark_attendance,
    publish,
    sign_up,
)
from tenants import clock
from tests.scheduling.shifts.scene import NOW, SOMEBODY, Scene, local
from volunteers.register.models import Period, RoleHolding, Trail


def messages(sign_up: SignUp) -> list[tuple[str, str]]:
    """Kinds and states of what is planned for a sign-up, in order."""
    found = Message.objects.filter(subject_uuid=sign_up.uuid).order_by("due_at", "kind")
    return [(message.kind, message.state) for message in found]


def test_sign_up_takes_a_place_and_notes_it(inside: Scene) -> None:
    shift, bo = inside.shift(), inside.someone("bo")

    taken = sign_up(shift=shift, person=bo, by=SOMEBODY)

    shift.refresh_from_db()
    assert (taken.state, taken.starts_at, taken.ends_at) == ("signed_up", shift.starts_at, shift.ends_at)
    assert shift.taken == 1
    line = Trail.objects.get(subject_kind="sign_up", subject_uuid=taken.uuid)
    assert (line.verb, line.actor_name, line.data["person"]) == ("sign_up.signed_up", "test", str(bo.uuid))


def test_sign_up_confirms_and_plans_the_reminders(inside: Scene) -> None:
    taken = sign_up(shift=inside.shift("2025-02-07 17:00"), person=inside.someone("bo"), by=SOMEBODY)

    found = Message.objects.filter(subject_uuid=taken.uuid).order_by("due_at")
    assert [(message.kind, message.due_at) for message in found] == [
        ("shift.signed_up", NOW),
        ("shift.reminder", local("2025-02-05 17:00")),
        ("shift.reminder", local("2025-02-07 14:00")),
    ]
    assert {message.person_uuid for message in found} == {inside.someone("bo").uuid}


def test_sign_up_twice_changes_nothing(inside: Scene) -> None:
    shift, bo = inside.shift(), inside.someone("bo")
    first = sign_up(shift=shift, person=bo, by=SOMEBODY)
    planned = Message.objects.count()

    second = sign_up(shift=shift, person=bo, by=SOMEBODY)

    shift.refresh_from_db()
    assert second.pk == first.pk
    assert (shift.taken, Message.objects.count()) == (1, planned)


def test_sign_up_twice_on_a_full_shift_is_still_the_same(inside: Scene) -> None:
    shift, bo = inside.shift(places=1), inside.someone("bo")
    first = sign_up(shift=shift, person=bo, by=SOMEBODY)

    assert sign_up(shift=shift, person=bo, by=SOMEBODY).pk == first.pk


def test_sign_up_full(inside: Scene) -> None:
    shift = inside.shift(places=1)
    sign_up(shift=shift, person=inside.someone("ada"), by=SOMEBODY)

    with pytest.raises(errors.ShiftFull):
        sign_up(shift=shift, person=inside.someone("bo"), by=SOMEBODY)

    shift.refresh_from_db()
    assert shift.taken == 1


def test_sign_up_overlapping_names_the_other_time(inside: Scene) -> None:
    bo = inside.someone("bo")
    sign_up(shift=inside.shift("2025-02-04 17:00"), person=bo, by=SOMEBODY)

    with pytest.raises(errors.TimesOverlap) as refusal:
        sign_up(shift=inside.shift("2025-02-04 19:00"), person=bo, by=SOMEBODY)

    assert refusal.value.data == {"other": "ti\u00a04.2. klo\u00a017–20"}


def test_sign_up_back_to_back(inside: Scene) -> None:
    bo = inside.someone("bo")
    sign_up(shift=inside.shift("2025-02-04 17:00"), person=bo, by=SOMEBODY)

    assert sign_up(shift=inside.shift("2025-02-04 20:00"), person=bo, by=SOMEBODY).state == "signed_up"


def test_sign_up_beside_a_cancelled_one(inside: Scene) -> None:
    bo, first = inside.someone("bo"), inside.shift()
    sign_up(shift=first, person=bo, by=SOMEBODY)
    cancel_own(shift=first, person=bo, by=SOMEBODY)

    assert sign_up(shift=inside.shift(), person=bo, by=SOMEBODY).state == "signed_up"


def test_sign_up_draft(inside: Scene) -> None:
    with pytest.raises(errors.ShiftIsDraft) as refusal:
        sign_up(shift=inside.shift(publish=False), person=inside.someone("bo"), by=SOMEBODY)

    assert (refusal.value.code, refusal.value.status) == ("sign_up_closed", 409)


def test_sign_up_cancelled_shift(inside: Scene) -> None:
    shift = cancel_shift(shift=inside.shift(), by=SOMEBODY)

    with pytest.raises(errors.ShiftIsCancelled):
        sign_up(shift=shift, person=inside.someone("bo"), by=SOMEBODY)


def test_sign_up_started(inside: Scene) -> None:
    shift = inside.shift()

    with clock.fixed(shift.starts_at), pytest.raises(errors.ShiftHasStarted):
        sign_up(shift=shift, person=inside.someone("bo"), by=SOMEBODY)


@pytest.mark.parametrize("state", ["preparing", "on_break", "ended"])
def test_sign_up_without_an_active_period(inside: Scene, state: str) -> None:
    person = inside.person("Eeva", "Ek", state=state)

    with pytest.raises(errors.NotAVolunteerHere):
        sign_up(shift=inside.shift(), person=person, by=SOMEBODY)


def test_sign_up_before_the_period_begins(inside: Scene) -> None:
    person = inside.person("Eeva", "Ek")
    Period.objects.filter(person=person).update(started_on=date(2025, 2, 5))

    with pytest.raises(errors.NotAVolunteerHere):
        sign_up(shift=inside.shift("2025-02-04 17:00"), person=person, by=SOMEBODY)


def test_sign_up_without_the_role(inside: Scene) -> None:
    with pytest.raises(errors.RoleNotHeld) as refusal:
        sign_up(shift=inside.shift(role=inside.another_role()), person=inside.someone("bo"), by=SOMEBODY)

    assert refusal.value.data == {"role": "Kriisipuhelin"}


@pytest.mark.parametrize(("to_on", "allowed"), [(date(2025, 2, 3), False), (date(2025, 2, 4), True)])
def test_sign_up_asks_for_the_role_on_the_day_of_the_shift(inside: Scene, to_on: date, allowed: bool) -> None:
    bo, shift = inside.someone("bo"), inside.shift("2025-02-04 17:00")
    RoleHolding.objects.filter(person=bo).update(to_on=to_on)

    if allowed:
        assert sign_up(shift=shift, person=bo, by=SOMEBODY).state == "signed_up"
    else:
        with pytest.raises(errors.RoleNotHeld):
            sign_up(shift=shift, person=bo, by=SOMEBODY)


def test_add_person_answers_for_the_role(inside: Scene) -> None:
    shift = inside.shift(role=inside.another_role())

    taken = add_person(shift=shift, person=inside.someone("bo"), by=SOMEBODY)

    line = Trail.objects.get(subject_uuid=taken.uuid)
    assert line.data["answered_for"] == ["role_not_held"]


def test_add_person_never_twice_at_one_time(inside: Scene) -> None:
    bo = inside.someone("bo")
    sign_up(shift=inside.shift(), person=bo, by=SOMEBODY)

    with pytest.raises(errors.TimesOverlap):
        add_person(shift=inside.shift(), person=bo, by=SOMEBODY)


def test_cancel_own_gives_the_place_back_and_calls_off_the_messages(inside: Scene) -> None:
    shift, bo = inside.shift("2025-02-07 17:00"), inside.someone("bo")
    taken = sign_up(shift=shift, person=bo, by=SOMEBODY)

    cancelled = cancel_own(shift=shift, person=bo, by=SOMEBODY)

    shift.refresh_from_db()
    assert cancelled is not None
    assert (cancelled.pk, cancelled.state, shift.taken) == (taken.pk, "cancelled_by_volunteer", 0)
    assert {state for _, state in messages(taken)} == {"obsolete"}


def test_cancel_own_without_a_place(inside: Scene) -> None:
    assert cancel_own(shift=inside.shift(), person=inside.someone("bo"), by=SOMEBODY) is None


def test_cancel_own_twice(inside: Scene) -> None:
    shift, bo = inside.shift(), inside.someone("bo")
    sign_up(shift=shift, person=bo, by=SOMEBODY)
    cancel_own(shift=shift, person=bo, by=SOMEBODY)

    assert cancel_own(shift=shift, person=bo, by=SOMEBODY) is None
    shift.refresh_from_db()
    assert shift.taken == 0


def test_cancel_own_until_the_shift_starts(inside: Scene) -> None:
    shift, bo = inside.shift(), inside.someone("bo")
    sign_up(shift=shift, person=bo, by=SOMEBODY)

    with clock.fixed(shift.starts_at), pytest.raises(errors.ShiftHasStarted):
        cancel_own(shift=shift, person=bo, by=SOMEBODY)
    with clock.fixed(shift.starts_at - timedelta(minutes=1)):
        assert cancel_own(shift=shift, person=bo, by=SOMEBODY) is not None


def test_cancelling_is_undone_by_signing_up_again(inside: Scene) -> None:
    shift, bo = inside.shift("2025-02-07 17:00"), inside.someone("bo")
    first = sign_up(shift=shift, person=bo, by=SOMEBODY)
    cancel_own(shift=shift, person=bo, by=SOMEBODY)

    again = sign_up(shift=shift, person=bo, by=SOMEBODY)

    assert again.pk != first.pk
    assert messages(again) == [
        ("shift.signed_up", "planned"),
        ("shift.reminder", "planned"),
        ("shift.reminder", "planned"),
    ]


def test_cancelling_is_not_undone_when_somebody_took_the_place(inside: Scene) -> None:
    shift, bo = inside.shift(places=1), inside.someone("bo")
    sign_up(shift=shift, person=bo, by=SOMEBODY)
    cancel_own(shift=shift, person=bo, by=SOMEBODY)
    sign_up(shift=shift, person=inside.someone("ada"), by=SOMEBODY)

    with pytest.raises(errors.ShiftFull):
        sign_up(shift=shift, person=bo, by=SOMEBODY)


def test_who_did_not_come_was_free(inside: Scene) -> None:
    """A wrong mark of one shift does not keep somebody out of another one at the same time."""
    bo, first, second = inside.someone("bo"), inside.shift(), inside.shift("2025-02-04 19:30")
    taken = sign_up(shift=first, person=bo, by=SOMEBODY)
    with clock.fixed(first.starts_at + timedelta(minutes=30)):
        mark_attendance(sign_up=taken, came=False, by=SOMEBODY)

        assert sign_up(shift=second, person=bo, by=SOMEBODY).state == "signed_up"


def test_publishing_lets_people_in(inside: Scene) -> None:
    shift = publish(shift=inside.shift(publish=False), by=SOMEBODY)

    assert sign_up(shift=shift, person=inside.someone("bo"), by=SOMEBODY).state == "signed_up"
    assert Shift.objects.get(pk=shift.pk).taken == 1
