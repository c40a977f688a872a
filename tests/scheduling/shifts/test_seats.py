"""Single places: kept for others, for learning, for a part of the time; and a letter to all who have one."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client

from accounts.models import User
from notifications.models import Message
from scheduling.hours.models import HoursEntry
from scheduling.shifts.errors import places as place_errors
from scheduling.shifts.errors.shifts import TimesOverlap
from scheduling.shifts.models import Placeholder, Shift, SignUp
from scheduling.shifts.services import (
    add_person,
    cancel_own,
    keep_places,
    learn,
    make_shift,
    mark_attendance,
    set_own_times,
    sign_up,
    wait,
)
from tenants import clock
from tenants.context import entered
from tests.scheduling.shifts.scene import SOMEBODY, Scene, local
from tests.scheduling.shifts.test_pages import states, taken, text

Browse = Callable[..., Client]


def learning(scene: Scene, *, places: int = 1) -> Shift:
    """A shift with one place to learn."""
    with entered(scene.association):
        plan = replace(scene.plan(places=places), training_places=1)
        return make_shift(plan=plan, publish=True, by=SOMEBODY)


def counts(shift: Shift) -> tuple[int, int]:
    """Places that are taken, and places to learn."""
    shift.refresh_from_db()
    return shift.taken, shift.training_taken


# --- kept for others ------------------------------------------------------------------------------


def test_places_are_kept_counted_renamed_and_freed(inside: Scene) -> None:
    shift = inside.shift(places=3)

    assert keep_places(shift=shift, label="Scouts", places=2, by=SOMEBODY) == 2
    with pytest.raises(place_errors.NotSoManyFree):
        keep_places(shift=shift, label="Bank", places=2, by=SOMEBODY)
    assert counts(shift) == (2, 0)

    assert keep_places(shift=shift, label="Scouts of Napajoki", places=1, was="Scouts", by=SOMEBODY) == -1
    assert list(Placeholder.objects.values_list("label", flat=True)) == ["Scouts of Napajoki"]
    assert counts(shift) == (1, 0)


def test_who_waits_is_offered_a_place_that_is_kept_no_more(inside: Scene) -> None:
    shift = inside.shift(places=1)
    keep_places(shift=shift, label="Scouts", places=1, by=SOMEBODY)
    waits = wait(shift=shift, person=inside.someone("bo"), by=SOMEBODY)
    assert waits.state == SignUp.State.WAITING

    keep_places(shift=shift, label="Scouts", places=0, by=SOMEBODY)

    waits.refresh_from_db()
    assert (waits.state, counts(shift)) == (SignUp.State.OFFERED, (1, 0))


def test_pages_keep_places_and_show_them(scene: Scene, browse: Browse, ada: User) -> None:
    shift = scene.shift(places=3)
    browser, path = browse(ada, scene.association), f"/coordinate/shifts/{shift.uuid}/kept/"

    browser.post(path, {"label": "Scouts", "places": "2"})
    shown = text(browser.get(f"/coordinate/shifts/{shift.uuid}/"))
    paper = text(browser.get(f"/coordinate/shifts/{shift.uuid}/roster/"))
    refused = browser.post(path, {"label": "Bank", "places": "2"})
    browser.post(f"{path}?was=Scouts", {"free": "1"})

    assert "2 of 3 places taken" in shown
    assert "Scouts 2 places" in shown
    assert (paper.count("Scouts"), paper.count("Free place")) == (2, 1)
    assert (refused.status_code, "So many places are not free: 1." in text(refused)) == (422, True)
    with entered(scene.association):
        assert counts(shift) == (0, 0)


# --- learning -------------------------------------------------------------------------------------


def test_who_learns_takes_nobodys_place_and_no_hours_of_volunteering(inside: Scene) -> None:
    shift = learning(inside)
    sign_up(shift=shift, person=inside.someone("ada"), by=SOMEBODY)

    held = learn(shift=shift, person=inside.someone("bo"), by=SOMEBODY)
    assert (held.in_training, counts(shift)) == (True, (1, 1))
    with pytest.raises(place_errors.NoTrainingPlace):
        learn(shift=shift, person=inside.person("Eeva", "Ek"), by=SOMEBODY)

    with clock.fixed(shift.ends_at):
        mark_attendance(sign_up=held, came=True, by=SOMEBODY)
    assert HoursEntry.objects.get().kind == "training"


def test_who_waits_may_be_put_there_to_learn(inside: Scene) -> None:
    shift, bo = learning(inside), inside.someone("bo")
    sign_up(shift=shift, person=inside.someone("ada"), by=SOMEBODY)
    waits = wait(shift=shift, person=bo, by=SOMEBODY)

    held = add_person(shift=shift, person=bo, in_training=True, by=SOMEBODY)

    assert (held.pk, held.in_training, held.state) == (waits.pk, True, SignUp.State.SIGNED_UP)
    assert counts(shift) == (1, 1)
    cancel_own(shift=shift, person=bo, by=SOMEBODY)
    assert counts(shift) == (1, 0)


def test_pages_of_learning(scene: Scene, browse: Browse, ada: User, bo: User) -> None:
    shift = learning(scene)
    taken(scene, shift, "ada")
    browser = browse(bo, scene.association)

    offered = text(browser.get(f"/shifts/{shift.uuid}/"))
    browser.post(f"/shifts/{shift.uuid}/learn/")
    after = text(browser.get(f"/shifts/{shift.uuid}/"))
    managed = text(browse(ada, scene.association).get(f"/coordinate/shifts/{shift.uuid}/"))

    assert "1 place for learning is free. Come to learn" in offered
    assert "You come to learn" in after
    assert "1 of 1 places taken" in managed
    assert "1 of 1 place for learning is taken." in managed
    assert "in training" in managed


# --- own times ------------------------------------------------------------------------------------


def test_own_times_lie_inside_and_leave_room_for_another_shift(inside: Scene) -> None:
    shift, bo = inside.shift("2025-02-05 17:00"), inside.someone("bo")
    held = sign_up(shift=shift, person=bo, by=SOMEBODY)
    with pytest.raises(place_errors.OutsideTheShift):
        set_own_times(sign_up=held, starts_at=local("2025-02-05 16:00"), ends_at=shift.ends_at, by=SOMEBODY)

    set_own_times(sign_up=held, starts_at=shift.starts_at, ends_at=local("2025-02-05 19:00"), by=SOMEBODY)
    sign_up(shift=inside.shift("2025-02-05 19:00"), person=bo, by=SOMEBODY)

    with pytest.raises(TimesOverlap):
        set_own_times(sign_up=held, starts_at=shift.starts_at, ends_at=shift.ends_at, by=SOMEBODY)


def test_reminders_go_by_own_times(inside: Scene) -> None:
    shift = inside.shift("2025-02-07 12:00", hours=6)
    held = sign_up(shift=shift, person=inside.someone("bo"), by=SOMEBODY)

    set_own_times(
        sign_up=held, starts_at=local("2025-02-07 15:00"), ends_at=shift.ends_at, by=SOMEBODY, on_behalf=True
    )

    planned = Message.objects.filter(state="planned").exclude(kind="shift.signed_up")
    assert [(each.kind, each.due_at) for each in planned.order_by("due_at")] == [
        ("shift.own_times", clock.now()),
        ("shift.reminder", local("2025-02-05 15:00")),
        ("shift.reminder", local("2025-02-07 12:00")),
    ]


def test_pages_of_own_times(scene: Scene, browse: Browse, ada: User, bo: User) -> None:
    shift = scene.shift("2025-02-04 22:00", hours=8)
    taken(scene, shift, "bo")
    with entered(scene.association):
        held = SignUp.objects.get()
    mine, theirs = browse(bo, scene.association), browse(ada, scene.association)
    for_bo = f"/coordinate/shifts/{shift.uuid}/people/{held.uuid}/times/"

    refused = mine.post(f"/shifts/{shift.uuid}/times/", {"start": "20:00", "end": "02:00"})
    mine.post(f"/shifts/{shift.uuid}/times/", {"start": "22:00", "end": "02:00"})
    shown = [
        text(browser.get(path))
        for browser, path in (
            (mine, f"/shifts/{shift.uuid}/"),
            (theirs, f"/coordinate/shifts/{shift.uuid}/"),
            (theirs, f"/coordinate/shifts/{shift.uuid}/roster/"),
        )
    ]
    theirs.post(for_bo, {"start": "22:00", "end": "02:00", "whole": "1"})

    assert (refused.status_code, "outside the shift" in text(refused)) == (422, True)
    assert ["22:00–02:00" in each for each in shown] == [True, True, True]
    with entered(scene.association):
        held.refresh_from_db()
        assert held.ends_at == shift.ends_at


# --- a letter to all ------------------------------------------------------------------------------


def test_a_letter_to_those_who_come_is_kept_with_the_shift(scene: Scene, browse: Browse, ada: User) -> None:
    shift = scene.shift(places=1)
    taken(scene, shift, "bo")
    with entered(scene.association):
        wait(shift=shift, person=scene.person("Eeva", "Ek"), by=SOMEBODY)
    browser, path = browse(ada, scene.association), f"/coordinate/shifts/{shift.uuid}/write/"
    said = {"subject_fi": "Ovikoodi", "text_fi": "Koodi on 1234."}

    page = text(browser.get(path))
    to_nobody = browser.post(path, said)
    browser.post(path, {**said, "whom": ["coming"]})
    kept = text(browser.get(f"/coordinate/shifts/{shift.uuid}/"))

    assert "Those who come (1) Those who wait for a place (1)" in page
    assert to_nobody.status_code == 422
    assert "Ovikoodi" in kept
    with entered(scene.association):
        [letter] = Message.objects.filter(kind="shift.letter")
        assert letter.person_uuid == scene.someone("bo").uuid


@pytest.mark.parametrize("path", ["{uuid}/kept/", "{uuid}/write/", "{uuid}/people/{held}/times/"])
def test_who_may_not(
    scene: Scene, other_scene: Scene, browse: Browse, ada: User, bo: User, path: str
) -> None:
    planted = other_scene.shift()
    taken(other_scene, planted, "dan")
    with entered(other_scene.association):
        held = SignUp.objects.get(shift=planted)
    path = "/coordinate/shifts/" + path.format(uuid=planted.uuid, held=held.uuid)

    for method in ("get", "post"):
        assert getattr(browse(bo, scene.association), method)(path).status_code == 403
        assert getattr(browse(ada, scene.association), method)(path).status_code == 404
    assert states(other_scene, planted) == [("Dan", "signed_up")]
