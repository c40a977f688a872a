"""A shift moves: who comes is asked again, answers by a press, is reminded once; who coordinates sees it."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from notifications import delivery
from notifications.models import Message
from scheduling.shifts.errors import shifts as errors
from scheduling.shifts.links import confirming as confirm_links
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.services import cancel_shift, confirm, decline, edit_shift, sign_up
from scheduling.shifts.services.news import remind_at
from tenants import clock
from tenants.context import entered
from tests.scheduling.shifts.scene import SOMEBODY, Scene, local
from volunteers.register.models import Person

Browse = Callable[..., Client]
NEW = "2025-02-06 17:00"


def moved(scene: Scene, *, to: str = NEW, by: str = "bo") -> SignUp:
    """Bo comes on Tuesday, and the shift is moved to Thursday."""
    shift = scene.shift(title="Soup")
    with entered(scene.association):
        Person.objects.filter(email__startswith="bo@").update(language="en")
        taken = sign_up(shift=shift, person=scene.someone(by), by=SOMEBODY)
        edit_shift(shift=shift, plan=scene.plan(to, title="Soup"), by=SOMEBODY)
        return again(taken)


def again(taken: SignUp) -> SignUp:
    return SignUp.objects.select_related("person", "shift").get(pk=taken.pk)


def due(taken: SignUp) -> dict[str, int]:
    """What somebody is still to be told, by kind."""
    waiting = Message.objects.filter(subject_uuid=taken.uuid, state="planned")
    found: dict[str, int] = {}
    for kind in waiting.values_list("kind", flat=True):
        found[kind] = found.get(kind, 0) + 1
    return found


def test_yes_keeps_the_place_and_stops_the_reminder(inside: Scene) -> None:
    taken = moved(inside)
    assert taken.confirm_asked_at == clock.now()
    assert due(taken)["shift.confirm_reminder"] == 1

    for _twice in range(2):
        confirm(sign_up=taken, asked_at=taken.confirm_asked_at, by=SOMEBODY)

    taken = again(taken)
    assert (taken.state, taken.confirm_asked_at) == ("signed_up", None)
    assert "shift.confirm_reminder" not in due(taken)
    with pytest.raises(errors.AnsweredAlready):
        decline(sign_up=taken, asked_at=clock.now(), by=SOMEBODY)


def test_no_frees_the_place_and_nothing_more_is_told(inside: Scene) -> None:
    taken = moved(inside)

    for _twice in range(2):
        decline(sign_up=taken, asked_at=taken.confirm_asked_at, by=SOMEBODY)

    assert again(taken).state == "cancelled_by_volunteer"
    assert Shift.objects.get().taken == 0
    assert due(taken) == {}
    with pytest.raises(errors.NotSignedUp):
        confirm(sign_up=taken, asked_at=taken.confirm_asked_at, by=SOMEBODY)


def test_an_answer_to_one_time_is_none_to_another(inside: Scene) -> None:
    taken = moved(inside)
    with clock.fixed(clock.now() + timedelta(minutes=5)):
        edit_shift(shift=taken.shift, plan=inside.plan("2025-02-07 17:00"), by=SOMEBODY)
        for verb in (confirm, decline):
            with pytest.raises(errors.MovedAgain):
                verb(sign_up=taken, asked_at=taken.confirm_asked_at, by=SOMEBODY)
        assert again(taken).state == "signed_up"


def test_there_and_back_and_there_again_is_told_three_times(inside: Scene) -> None:
    taken = moved(inside)
    delivery.deliver_due()
    for minutes, to in ((1, "2025-02-04 17:00"), (2, NEW)):
        with clock.fixed(clock.now() + timedelta(minutes=minutes)):
            edit_shift(shift=taken.shift, plan=inside.plan(to, title="Soup"), by=SOMEBODY)
            delivery.deliver_due()
    subjects = [each.subject.replace("\u00a0", " ") for each in mail.outbox]
    assert [each for each in subjects if each.startswith("The time of your shift has changed")] == [
        "The time of your shift has changed: Thu 6 Feb 17:00",
        "The time of your shift has changed: Tue 4 Feb 17:00",
        "The time of your shift has changed: Thu 6 Feb 17:00",
    ]


def test_who_does_not_answer_is_reminded_once(inside: Scene) -> None:
    taken = moved(inside)
    delivery.deliver_due()
    mail.outbox.clear()
    for days in (1, 2):
        with clock.fixed(clock.now() + timedelta(days=days, minutes=1)):
            delivery.deliver_due()
    asked = [each.subject.replace("\u00a0", " ") for each in mail.outbox]
    assert asked.count("Does the new time Thu 6 Feb 17:00 suit you?") == 1
    assert again(taken).confirm_asked_at is not None


@pytest.mark.parametrize("answered", ["yes", "cancelled"])
def test_who_has_answered_is_not_reminded(inside: Scene, answered: str) -> None:
    taken = moved(inside)
    reminder = Message.objects.get(subject_uuid=taken.uuid, kind="shift.confirm_reminder")
    if answered == "yes":
        confirm(sign_up=taken, asked_at=taken.confirm_asked_at, by=SOMEBODY)
    else:
        cancel_shift(shift=taken.shift, by=SOMEBODY)
    reminder.refresh_from_db()
    assert reminder.state == "obsolete"


@pytest.mark.parametrize(("hours", "after"), [(5, None), (6, 3), (30, 15), (48, 24), (500, 24)])
def test_reminder_comes_after_a_day_or_half_way(hours: int, after: int | None) -> None:
    at = local("2025-02-04 09:00")
    expected = None if after is None else at + timedelta(hours=after)
    assert remind_at(asked_at=at, starts_at=at + timedelta(hours=hours)) == expected


# --- pages ----------------------------------------------------------------------------------------


def sent_link() -> str:
    [body] = [str(each.body) for each in mail.outbox if each.subject.startswith("The time of your shift")]
    return next(line for line in body.splitlines() if "/confirm/?" in line)


def token_of(url: str) -> str:
    return parse_qs(urlsplit(url).query)["t"][0]


@pytest.mark.parametrize(("answer", "state"), [("yes", "signed_up"), ("no", "cancelled_by_volunteer")])
def test_link_answers_on_a_press_only(scene: Scene, browse: Browse, answer: str, state: str) -> None:
    taken = moved(scene)
    with entered(scene.association):
        delivery.deliver_due()
    url, client = sent_link(), browse(None, scene.association)

    page = client.get(url)
    assert "Bo, does the new time suit you?" in page.content.decode()
    assert page.headers["Cache-Control"] == "no-store, private"
    with entered(scene.association):
        assert again(taken).confirm_asked_at == taken.confirm_asked_at
    asked = taken.confirm_asked_at.isoformat() if taken.confirm_asked_at else ""
    sent = {"t": token_of(url), "answer": answer}
    client.post("/confirm/", sent)  # without the question that was seen nothing is answered
    client.post("/confirm/", {**sent, "asked": "nonsense"})
    with entered(scene.association):
        assert again(taken).confirm_asked_at == taken.confirm_asked_at
    said = client.post("/confirm/", {**sent, "asked": asked}, follow=True).content.decode()

    assert ("You are coming, Bo!" if answer == "yes" else "Thank you for telling us") in said
    with entered(scene.association):
        assert (again(taken).state, again(taken).confirm_asked_at) == (state, None)
    with clock.fixed(taken.ends_at):
        assert client.get(url).status_code == 404


def test_link_opens_nothing_elsewhere_nor_changed(scene: Scene, other_scene: Scene, browse: Browse) -> None:
    taken = moved(scene)
    moved(other_scene, by="cleo")
    with entered(scene.association):
        good = confirm_links.token(taken)
    here, there = browse(None, scene.association), browse(None, other_scene.association)
    asked = taken.confirm_asked_at.isoformat() if taken.confirm_asked_at else ""
    for client, sent in ((there, good), (here, good[:-1] + "x"), (here, ""), (here, "²-"), (here, "9" * 30)):
        for answer in (
            client.get("/confirm/", {"t": sent}),
            client.post("/confirm/", {"t": sent, "answer": "no", "asked": asked}),
        ):
            assert answer.status_code == 404
    for each in (scene, other_scene):
        with entered(each.association):
            assert SignUp.objects.get().state == "signed_up"


def test_link_tells_of_a_discreet_shift_only_when(scene: Scene, browse: Browse) -> None:
    role = scene.another_role(discreet=True)
    scene.hold(scene.someone("bo"), role)
    shift = scene.shift(title="Soup", site=scene.site, role=role, contact_person=scene.someone("ada"))
    with entered(scene.association):
        taken = sign_up(shift=shift, person=scene.someone("bo"), by=SOMEBODY)
        plan = scene.plan(NEW, title="Soup", site=scene.site, role=role, contact_person=scene.someone("ada"))
        edit_shift(shift=shift, plan=plan, by=SOMEBODY)
        delivery.deliver_due()
        url = confirm_links.link(taken)

    page = browse(None, scene.association).get(url).content.decode()

    letters = "".join(str(each.message()) for each in mail.outbox)
    for secret in ("Soup", "Crisis line", "Kriisipuhelin", "Majakka", "Ada Ahola"):
        assert secret not in page + letters


def test_own_page_asks_and_the_coordinator_sees_who_has_not_answered(
    scene: Scene, browse: Browse, bo: User, ada: User, cleo: User
) -> None:
    taken = moved(scene)
    shift_url, manage_url = f"/shifts/{taken.shift.uuid}/", f"/coordinate/shifts/{taken.shift.uuid}/"
    own, asked = browse(bo, scene.association), taken.confirm_asked_at
    assert asked is not None
    assert "New time: does it suit you?" in own.get(shift_url).content.decode()
    assert "New time not confirmed" in browse(ada, scene.association).get(manage_url).content.decode()

    # Somebody without a place here has no question to answer, and nobody answers from elsewhere.
    assert browse(cleo, scene.association).post(f"{shift_url}confirm/", {"answer": "no"}).status_code == 404
    assert browse(ada, scene.association).get(f"{shift_url}confirm/").status_code == 404
    own.post(f"{shift_url}confirm/", {"answer": "yes", "asked": asked.isoformat()})

    assert "You are coming" in own.get(shift_url).content.decode()
    assert "New time not confirmed" not in browse(ada, scene.association).get(manage_url).content.decode()


def test_coordinator_answers_for_somebody_who_called(scene: Scene, browse: Browse, ada: User) -> None:
    taken, client = moved(scene), browse(ada, scene.association)
    asked = taken.confirm_asked_at
    assert asked is not None
    url = f"/coordinate/shifts/{taken.shift.uuid}/people/{taken.uuid}/confirm/"
    assert client.post(url.replace(str(taken.uuid), str(taken.shift.uuid))).status_code == 404
    page = client.post(url, {"asked": asked.isoformat()}, follow=True).content.decode()
    assert "New time not confirmed" not in page
    with entered(scene.association):
        assert again(taken).confirm_asked_at is None


def test_queue_names_the_shift_when_a_day_has_passed(scene: Scene, browse: Browse, ada: User) -> None:
    moved(scene, to="2025-02-08 17:00")
    client, title = browse(ada, scene.association), "A new time is not confirmed: Soup"
    assert title not in client.get("/coordinate/").content.decode()
    with clock.fixed(clock.now() + timedelta(days=1, minutes=1)):
        assert title in client.get("/coordinate/").content.decode()
