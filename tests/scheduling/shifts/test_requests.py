"""Places by request: asking, withdrawing, what a coordinator sees and answers, and what is told."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from notifications import delivery
from scheduling.shifts.errors import places as place_errors, shifts as errors
from scheduling.shifts.models import Invitation, RoleRules, Shift, SignUp
from scheduling.shifts.services import (
    cancel_own,
    cancel_shift,
    confirm_request,
    decline_request,
    sign_up,
    take_off,
    undo_cancel,
    wait,
)
from tenants import clock
from tenants.context import entered
from tests.scheduling.shifts.scene import SOMEBODY, Scene
from tests.scheduling.shifts.test_coordinator_pages import made, said
from tests.scheduling.shifts.test_pages import states, text
from volunteers.register.models import Absence, Person, Trail

Browse = Callable[..., Client]
State = SignUp.State


def by_request(scene: Scene, *, places: int = 1) -> Shift:
    """A shift where a coordinator confirms. Everybody reads English here."""
    shift = scene.shift(places=places, title="Soup")
    with entered(scene.association):
        Shift.objects.filter(pk=shift.pk).update(sign_up_mode=Shift.SignUpMode.BY_REQUEST)
        Person.objects.update(language="en")
        return Shift.objects.get(pk=shift.pk)


def asks(shift: Shift, *people: Person) -> list[SignUp]:
    return [sign_up(shift=shift, person=each, by=SOMEBODY) for each in people]


def taken(shift: Shift) -> int:
    return Shift.objects.get(pk=shift.pk).taken


# --- asking ---------------------------------------------------------------------------------------


def test_asking_holds_no_place_and_any_number_may(inside: Scene) -> None:
    shift, bo, aino = by_request(inside), inside.someone("bo"), inside.person("Aino", "Vapaa")

    first, second = asks(shift, bo, aino)
    confirm_request(sign_up=first, by=SOMEBODY)
    late = wait(shift=shift, person=inside.person("Eero", "Vapaa"), by=SOMEBODY)

    assert asks(shift, aino) == [second]
    assert {second.state, late.state} == {State.REQUESTED}
    assert taken(shift) == 1


def test_a_withdrawn_request_is_no_way_to_a_place(inside: Scene) -> None:
    shift, bo = by_request(inside), inside.someone("bo")
    [asked] = asks(shift, bo)

    gone = cancel_own(shift=shift, person=bo, by=SOMEBODY)
    again = undo_cancel(shift=shift, person=bo, by=SOMEBODY)

    assert gone is not None
    assert (gone.pk, gone.state, again.state) == (asked.pk, State.PASSED, State.REQUESTED)
    assert taken(shift) == 0
    with pytest.raises(place_errors.RequestIsOver):
        confirm_request(sign_up=asked, by=SOMEBODY)


# --- the answer -----------------------------------------------------------------------------------


def test_confirmed_and_declined_are_told_with_a_word(inside: Scene) -> None:
    shift, bo, aino = by_request(inside), inside.someone("bo"), inside.person("Aino", "Vapaa")
    Person.objects.update(language="en")
    first, second = asks(shift, bo, aino)

    for _twice in range(2):
        confirm_request(sign_up=first, by=SOMEBODY, word="Bring an apron.")
        decline_request(sign_up=second, by=SOMEBODY, word="Come on Friday?")

    while delivery.deliver_due():
        pass
    by_name = {each.to[0].split("@")[0].split("<")[-1]: each for each in mail.outbox}
    yes, no = by_name["bo"], by_name["aino.vapaa"]
    assert "is confirmed" in str(yes.subject)
    assert "Bring an apron." in str(yes.body)
    assert "No place for you this time" in str(no.subject)
    assert "Come on Friday?" in str(no.body)
    assert taken(shift) == 1
    lines = Trail.objects.filter(subject_kind="sign_up", data__requested=True).order_by("pk")
    assert [line.verb for line in lines] == ["sign_up.signed_up", "sign_up.cancelled_by_org"]
    assert "apron" not in str([line.data for line in lines])
    with pytest.raises(place_errors.RequestIsOver):
        decline_request(sign_up=first, by=SOMEBODY)


def test_what_speaks_against_it_needs_a_reason_and_a_full_shift_is_full(inside: Scene) -> None:
    shift, bo, aino = by_request(inside), inside.someone("bo"), inside.person("Aino", "Vapaa")
    first, second = asks(shift, bo, aino)
    Absence.objects.create(person=bo, from_on=date(2025, 2, 4), to_on=date(2025, 2, 4))

    with pytest.raises(place_errors.OverrideNeedsReason, match="poissaoloksi"):
        confirm_request(sign_up=first, by=SOMEBODY)
    held = confirm_request(sign_up=first, by=SOMEBODY, reason="They called.")
    with pytest.raises(errors.ShiftFull):
        confirm_request(sign_up=second, by=SOMEBODY, reason="They called.")

    assert (held.override_reason, taken(shift)) == ("They called.", 1)


def test_who_asked_hears_of_a_cancelled_shift(inside: Scene) -> None:
    shift = by_request(inside)
    asks(shift, inside.someone("bo"))

    cancel_shift(shift=shift, by=SOMEBODY)
    delivery.deliver_due()

    [told] = mail.outbox
    assert "is cancelled" in str(told.subject)
    assert "waiting list" not in str(told.body)


# --- pages ----------------------------------------------------------------------------------------


def test_volunteer_asks_sees_it_and_withdraws(scene: Scene, browse: Browse, bo: User) -> None:
    shift, client = by_request(scene), browse(bo, scene.association)
    assert "Ask for a place" in text(client.get(f"/shifts/{shift.uuid}/"))

    client.post(f"/shifts/{shift.uuid}/sign-up/")
    seen = text(client.get(f"/shifts/{shift.uuid}/"))
    assert "You have asked for a place" in seen
    assert "Ask for a place" not in seen
    assert "You have asked for a place" in text(client.get("/shifts/"))

    client.post(f"/shifts/{shift.uuid}/withdraw/")
    client.post(f"/shifts/{shift.uuid}/withdraw/")
    seen = text(client.get(f"/shifts/{shift.uuid}/"))
    assert "Ask for a place" in seen
    assert "You gave your place back" not in seen
    assert states(scene, shift) == [("Bo", "passed")]


def test_a_full_shift_can_be_asked_for(scene: Scene, browse: Browse, bo: User) -> None:
    shift = by_request(scene)
    with entered(scene.association):
        confirm_request(sign_up=asks(shift, scene.someone("ada"))[0], by=SOMEBODY)

    seen = text(browse(bo, scene.association).get(f"/shifts/{shift.uuid}/"))

    assert "You are thought of if one becomes free." in seen
    assert "Join the waiting list" not in seen


def test_coordinator_answers_one_by_a_press(
    scene: Scene, other_scene: Scene, browse: Browse, ada: User, bo: User
) -> None:
    shift, client = by_request(scene, places=2), browse(ada, scene.association)
    with entered(scene.association):
        [asked, other] = asks(shift, scene.someone("bo"), scene.person("Aino", "Vapaa"))
    today = text(client.get("/coordinate/"))
    assert "Requests for a place: Soup" in today
    assert "2 people have asked. 2 places are free." in today
    page = f"/coordinate/shifts/{shift.uuid}/"
    seen = text(client.get(page))
    assert "They ask for a place" in seen
    assert "First shift" in seen
    assert "Does the role." in seen

    answer = client.post(f"{page}requests/", {"confirm": str(asked.uuid)})
    client.post(f"{page}requests/", {"decline": str(other.uuid)})

    assert (answer.status_code, answer["Location"]) == (302, page)
    assert states(scene, shift) == [("Bo", "signed_up"), ("Aino", "cancelled_by_org")]
    assert "Requests for a place" not in text(client.get("/coordinate/"))
    assert browse(bo, scene.association).post(f"{page}requests/", {}).status_code == 403
    theirs = other_scene.shift()
    assert client.get(f"/coordinate/shifts/{theirs.uuid}/requests/").status_code == 404


def test_coordinator_answers_many_and_nothing_typed_is_lost(scene: Scene, browse: Browse, ada: User) -> None:
    shift, client = by_request(scene, places=2), browse(ada, scene.association)
    with entered(scene.association):
        bo, aino, eero = scene.someone("bo"), scene.person("Aino", "Vapaa"), scene.person("Eero", "Vapaa")
        rows = asks(shift, bo, aino, eero)
        Absence.objects.create(person=aino, from_on=date(2025, 2, 4), to_on=date(2025, 2, 4))
    page = f"/coordinate/shifts/{shift.uuid}/requests/"
    nobody = client.post(page, {"confirm": "marked", "word": "See you!"})
    assert nobody.status_code == 422
    assert "Mark those whom you want to answer." in text(nobody)
    everybody = {"chosen": [str(each.uuid) for each in rows], "word": "See you!"}

    answer = client.post(page, {**everybody, "confirm": "marked"})

    assert answer.status_code == 422
    seen = text(answer)
    assert "Aino Vapaa: The day is noted as a day away." in seen
    assert "See you!" in seen
    assert states(scene, shift) == [("Bo", "signed_up"), ("Aino", "requested"), ("Eero", "signed_up")]
    full = text(client.get(page))
    assert "nobody can be confirmed until one is free" in full
    assert "Confirm the marked" not in full
    with entered(scene.association):
        take_off(shift=shift, person=bo, by=SOMEBODY)
    reason = {"chosen": str(rows[1].uuid), "reason": "They called.", "confirm": "marked"}
    assert client.post(page, reason).status_code == 302
    assert ("Aino", "signed_up") in states(scene, shift)


def test_who_was_declined_sees_it_with_the_word(scene: Scene, browse: Browse, bo: User) -> None:
    shift = by_request(scene)
    with entered(scene.association):
        decline_request(sign_up=asks(shift, scene.someone("bo"))[0], by=SOMEBODY, word="Come on Friday?")

    seen = text(browse(bo, scene.association).get(f"/shifts/{shift.uuid}/"))

    assert "You have no place on this shift" in seen
    assert "Come on Friday?" in seen
    assert "Ask for a place" in seen


def test_by_the_coordinator_there_is_no_button_and_it_says_why(
    scene: Scene, browse: Browse, bo: User
) -> None:
    shift = scene.shift()
    with entered(scene.association):
        Shift.objects.update(sign_up_mode=Shift.SignUpMode.BY_COORDINATOR)

    page = browse(bo, scene.association).get(f"/shifts/{shift.uuid}/")

    assert "A coordinator agrees with people who comes to this shift." in text(page)
    assert f"/shifts/{shift.uuid}/sign-up/" not in page.content.decode()


# --- what a new shift begins with -----------------------------------------------------------------


def test_a_new_shift_is_filled_as_its_role_says(scene: Scene, browse: Browse, ada: User) -> None:
    client = browse(ada, scene.association)
    with entered(scene.association):
        RoleRules.objects.create(role=scene.role, sign_up_mode="by_request", names="nobody")

    client.post("/coordinate/shifts/new/", said(scene, publish="1", sign_up_mode="", names=""))
    shift = made(scene)
    assert (shift.sign_up_mode, shift.names) == ("by_request", "nobody")

    page = f"/coordinate/shifts/{shift.uuid}/edit/"
    assert "As the role says" not in text(client.get(page))
    client.post(page, said(scene, sign_up_mode="invited_first", all_hours_before="48", names="volunteers"))
    client.post(page, said(scene, title="Stew"))

    shift = made(scene)
    assert (shift.sign_up_mode, shift.all_hours_before, shift.names) == ("invited_first", 48, "volunteers")


@pytest.mark.parametrize("mode", ["at_once", "by_request", "invited_first"])
def test_signing_up_takes_at_most_twenty_queries(scene: Scene, browse: Browse, bo: User, mode: str) -> None:
    shift, client = scene.shift("2025-02-20 17:00"), browse(bo, scene.association)
    with entered(scene.association):
        Shift.objects.update(sign_up_mode=mode)
        Invitation.objects.create(shift=shift, person=scene.someone("bo"), at=clock.now())
    client.get(f"/shifts/{shift.uuid}/")

    with CaptureQueriesContext(connection) as queries:
        assert client.post(f"/shifts/{shift.uuid}/sign-up/").status_code == 302

    # In real use nothing moves the clock, so nobody looks whether it was moved.
    ours = ("SET ", "SAVEPOINT", "RELEASE", 'SELECT "tenants_clockoffset"')
    asked = [query["sql"] for query in queries if not query["sql"].startswith(ours)]
    assert states(scene, shift)
    assert len(asked) <= 20, "\n".join(each[:170] for each in asked)
