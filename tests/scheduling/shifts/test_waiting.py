"""The waiting list: who stands where, to whom a place is offered and for how long, what an answer does."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail
from django.test import Client
from hypothesis import given, settings, strategies as st

from accounts.models import User
from notifications import delivery, rounds
from notifications.models import Message
from scheduling.shifts.errors import shifts as errors
from scheduling.shifts.links.offers import token
from scheduling.shifts.models import Shift, ShiftSettings, SignUp
from scheduling.shifts.services import (
    add_person,
    cancel_own,
    cancel_shift,
    edit_shift,
    offering,
    sign_up,
    stop_waiting,
    take_off,
    take_offered,
    undo_cancel,
    wait,
)
from scheduling.shifts.services.waiting import place_of
from tenants import clock
from tenants.context import entered
from tests.scheduling.shifts.scene import NOW, SOMEBODY, Scene
from volunteers.register.models import Person

Browse = Callable[..., Client]
State = SignUp.State
# Far enough ahead that an offer waits its full twelve hours.
FAR = "2025-02-20 17:00"


def four(scene: Scene) -> list[Person]:
    """Four who could come; they read English here."""
    found = [scene.person(given, "Vapaa") for given in ("Aino", "Eero", "Iida", "Olli")]
    Person.objects.filter(pk__in=[each.pk for each in found]).update(language="en")
    return [Person.objects.get(pk=each.pk) for each in found]


def full(scene: Scene, *, at: str = FAR) -> tuple[Shift, list[Person]]:
    """A shift with one place that the first has; the others wait for it in their order."""
    people, shift = four(scene), scene.shift(at, places=1)
    sign_up(shift=shift, person=people[0], by=SOMEBODY)
    for each in people[1:]:
        wait(shift=shift, person=each, by=SOMEBODY)
    return shift, people


def state(shift: Shift, person: Person) -> str:
    """What a person has last had on a shift."""
    found = SignUp.objects.filter(shift=shift, person=person).order_by("-pk").first()
    return found.state if found else ""


def states(shift: Shift, people: list[Person]) -> list[str]:
    return [state(shift, each) for each in people]


def of(shift: Shift, person: Person) -> SignUp:
    return SignUp.objects.filter(shift=shift, person=person).latest("pk")


def taken(shift: Shift) -> int:
    return Shift.objects.get(pk=shift.pk).taken


def sent(subject: str) -> list[str]:
    """Who has got a mail with this in its subject."""
    return [
        each.to[0].split("<")[1].split(".")[0]
        for each in mail.outbox
        if subject in str(each.subject).replace("\u00a0", " ").replace("\u2060", "")
    ]


# --- who is asked, and for how long ---------------------------------------------------------------


@given(
    minutes=st.integers(min_value=-60, max_value=60 * 24 * 40),
    seconds=st.integers(min_value=0, max_value=59),
    hours=st.integers(min_value=1, max_value=72),
)
@settings(max_examples=30)
def test_an_answer_has_its_hours_or_half_of_what_is_left(minutes: int, seconds: int, hours: int) -> None:
    told_at = NOW + timedelta(seconds=seconds)
    starts_at = NOW + timedelta(minutes=minutes)

    until = offering.answer_by(told_at=told_at, starts_at=starts_at, hours=hours)

    if until is None:
        assert starts_at - told_at < 2 * offering.SHORTEST
    else:
        assert until.second == until.microsecond == 0
        assert offering.SHORTEST - timedelta(minutes=1) <= until - told_at <= timedelta(hours=hours)
        assert starts_at - until >= offering.SHORTEST


def test_waiting_is_in_order_and_twice_is_once(inside: Scene) -> None:
    shift, people = full(inside)

    again = wait(shift=shift, person=people[1], by=SOMEBODY)

    assert again.pk == of(shift, people[1]).pk
    assert [place_of(shift=shift, person=each).number for each in people[1:]] == [1, 2, 3]  # type: ignore[union-attr]  # they wait
    assert states(shift, people) == [State.SIGNED_UP, State.WAITING, State.WAITING, State.WAITING]
    assert taken(shift) == 1


def test_who_waits_where_a_place_is_free_has_it(inside: Scene) -> None:
    shift, [aino, *_others] = inside.shift(places=1), four(inside)

    assert wait(shift=shift, person=aino, by=SOMEBODY).state == State.SIGNED_UP


def test_what_speaks_against_coming_speaks_against_waiting(inside: Scene) -> None:
    shift, people = full(inside)
    stranger = inside.person("Ulla", "Vieras", role=False)
    sign_up(shift=inside.shift("2025-02-20 18:00"), person=people[1], by=SOMEBODY)
    stop_waiting(shift=shift, person=people[1], by=SOMEBODY)

    with pytest.raises(errors.RoleNotHeld):
        wait(shift=shift, person=stranger, by=SOMEBODY)
    with pytest.raises(errors.TimesOverlap):
        wait(shift=shift, person=people[1], by=SOMEBODY)


# --- a place is free ------------------------------------------------------------------------------


def test_the_first_is_offered_the_place_and_nobody_else_gets_it(inside: Scene) -> None:
    shift, people = full(inside)
    take_off(shift=shift, person=people[0], by=SOMEBODY)

    assert states(shift, people)[1:] == [State.OFFERED, State.WAITING, State.WAITING]
    assert of(shift, people[1]).offered_until == NOW + timedelta(hours=12)
    assert taken(shift) == 1
    with pytest.raises(errors.ShiftFull):
        sign_up(shift=shift, person=inside.person("Nopea", "Ohittaja"), by=SOMEBODY)
    delivery.deliver_due()
    assert sent("There is a place for you Thu 20 Feb 17:00") == ["eero"]


def test_yes_takes_the_place_once_and_confirms_it(inside: Scene) -> None:
    shift, people = full(inside)
    take_off(shift=shift, person=people[0], by=SOMEBODY)

    taken_up = take_offered(sign_up=of(shift, people[1]), by=SOMEBODY)
    again = take_offered(sign_up=of(shift, people[1]), by=SOMEBODY)

    assert again.pk == taken_up.pk
    assert states(shift, people)[1:] == [State.SIGNED_UP, State.WAITING, State.WAITING]
    assert taken(shift) == 1
    kinds = Message.objects.filter(subject_uuid=taken_up.uuid, state="planned").values_list("kind", flat=True)
    assert set(kinds) == {"shift.signed_up", "shift.reminder"}


def test_the_ordinary_button_takes_an_offered_place_too(inside: Scene) -> None:
    shift, people = full(inside)
    take_off(shift=shift, person=people[0], by=SOMEBODY)

    assert sign_up(shift=shift, person=people[1], by=SOMEBODY).pk == of(shift, people[1]).pk
    assert taken(shift) == 1


def test_no_lets_the_place_go_on(inside: Scene) -> None:
    shift, people = full(inside)
    take_off(shift=shift, person=people[0], by=SOMEBODY)

    stop_waiting(shift=shift, person=people[1], by=SOMEBODY)

    assert states(shift, people)[1:] == [State.PASSED, State.OFFERED, State.WAITING]
    assert taken(shift) == 1


def test_an_offer_lapses_and_the_next_one_is_asked(inside: Scene) -> None:
    """By the round that the offer itself has woken; made twice it changes nothing more."""
    shift, people = full(inside)
    take_off(shift=shift, person=people[0], by=SOMEBODY)
    offer = of(shift, people[1])
    delivery.deliver_due()

    with clock.fixed(NOW + timedelta(hours=12)):
        with pytest.raises(errors.OfferIsOver):
            take_offered(sign_up=offer, by=SOMEBODY)
        assert rounds.go(every="hour")
        offering.sweep()
        offering.settle(shift=shift)
        delivery.deliver_due()

        assert states(shift, people)[1:] == [State.PASSED, State.OFFERED, State.WAITING]
        # It is evening: the night in which nobody is told does not count.
        assert of(shift, people[2]).offered_until == NOW + timedelta(hours=24)
    assert taken(shift) == 1
    assert sent("went on to the next one") == ["eero"]


def test_in_the_night_the_hours_begin_in_the_morning(inside: Scene) -> None:
    shift, people = full(inside)
    with clock.fixed(NOW + timedelta(hours=16)):  # 00:00
        take_off(shift=shift, person=people[0], by=SOMEBODY)

    morning = datetime(2025, 2, 4, 6, 0, tzinfo=UTC)
    assert of(shift, people[1]).offered_until == morning + timedelta(hours=12)


def test_who_may_no_more_keeps_waiting_and_the_next_one_is_asked(inside: Scene) -> None:
    shift, people = full(inside)
    sign_up(shift=inside.shift("2025-02-20 18:00"), person=people[1], by=SOMEBODY)

    take_off(shift=shift, person=people[0], by=SOMEBODY)
    assert states(shift, people)[1:] == [State.WAITING, State.OFFERED, State.WAITING]

    assert place_of(shift=shift, person=people[1]).number == 1  # type: ignore[union-attr]  # they wait


def test_more_places_are_offered_and_a_moved_shift_offers_anew(inside: Scene) -> None:
    shift, people = full(inside)
    edit_shift(shift=shift, plan=inside.plan(FAR, places=3), by=SOMEBODY)
    assert states(shift, people)[1:] == [State.OFFERED, State.OFFERED, State.WAITING]

    edit_shift(shift=shift, plan=inside.plan("2025-02-21 17:00", places=3), by=SOMEBODY)

    assert states(shift, people)[1:] == [State.OFFERED, State.OFFERED, State.WAITING]
    moved = Shift.objects.get(pk=shift.pk)
    assert moved.taken == 3
    assert set(SignUp.objects.filter(shift=shift).values_list("starts_at", flat=True)) == {moved.starts_at}


def test_a_cancelled_shift_lets_nobody_wait_and_tells_them(inside: Scene) -> None:
    shift, people = full(inside)
    take_off(shift=shift, person=people[0], by=SOMEBODY)
    delivery.deliver_due()

    cancel_shift(shift=shift, by=SOMEBODY)
    delivery.deliver_due()

    assert set(states(shift, people)[1:]) == {State.CANCELLED_BY_ORG}
    assert taken(shift) == 0
    assert sorted(sent("is cancelled")) == ["eero", "iida", "olli"]


def test_nobody_waits_for_what_has_begun_and_nobody_is_asked_just_before(inside: Scene) -> None:
    shift, people = full(inside)
    with clock.fixed(shift.starts_at - timedelta(minutes=19)):
        take_off(shift=shift, person=people[0], by=SOMEBODY)
        assert states(shift, people)[1:] == [State.WAITING] * 3
    with clock.fixed(shift.starts_at):
        offering.sweep()

    assert states(shift, people)[1:] == [State.PASSED] * 3


def test_the_sweep_finds_a_place_that_nobody_offered(inside: Scene) -> None:
    """As after a restore, or when somebody who could not come can again."""
    shift, people = full(inside)
    other = inside.shift("2025-02-20 18:00")
    for each in people[1:3]:
        sign_up(shift=other, person=each, by=SOMEBODY)
    take_off(shift=shift, person=people[0], by=SOMEBODY)
    stop_waiting(shift=shift, person=people[3], by=SOMEBODY)
    assert taken(shift) == 0

    cancel_own(shift=other, person=people[2], by=SOMEBODY)
    offering.sweep()

    assert states(shift, people)[1:] == [State.WAITING, State.OFFERED, State.PASSED]


def test_a_coordinator_puts_somebody_on_who_waits(inside: Scene) -> None:
    shift, people = full(inside)
    ShiftSettings.objects.create(offer_hours=2)
    edit_shift(shift=shift, plan=inside.plan(FAR, places=2), by=SOMEBODY)

    add_person(shift=shift, person=people[1], by=SOMEBODY)

    assert states(shift, people)[1:] == [State.SIGNED_UP, State.WAITING, State.WAITING]
    assert taken(shift) == 2


# --- undo -----------------------------------------------------------------------------------------


def test_for_ten_minutes_a_cancelling_is_undone_and_nobody_has_heard(inside: Scene) -> None:
    shift, people = full(inside)
    cancel_own(shift=shift, person=people[0], by=SOMEBODY)
    delivery.deliver_due()
    assert states(shift, people)[1:] == [State.OFFERED, State.WAITING, State.WAITING]

    with clock.fixed(NOW + timedelta(minutes=9)):
        undo_cancel(shift=shift, person=people[0], by=SOMEBODY)
        undo_cancel(shift=shift, person=people[0], by=SOMEBODY)
    with clock.fixed(NOW + timedelta(minutes=11)):
        delivery.deliver_due()

    assert states(shift, people) == [State.SIGNED_UP, State.WAITING, State.WAITING, State.WAITING]
    assert place_of(shift=shift, person=people[1]).number == 1  # type: ignore[union-attr]  # they wait
    assert taken(shift) == 1
    assert sent("There is a place") == []


def test_what_somebody_was_told_is_not_taken_from_them(inside: Scene) -> None:
    shift, people = full(inside)
    cancel_own(shift=shift, person=people[0], by=SOMEBODY)
    with clock.fixed(NOW + timedelta(minutes=10)):
        delivery.deliver_due()
        assert sent("There is a place") == ["eero"]
        with pytest.raises(errors.ShiftFull):
            undo_cancel(shift=shift, person=people[0], by=SOMEBODY)


# --- pages ----------------------------------------------------------------------------------------


def test_the_link_shows_and_only_a_press_answers(scene: Scene, browse: Browse) -> None:
    with entered(scene.association):
        shift, people = full(scene)
        take_off(shift=shift, person=people[0], by=SOMEBODY)
        delivery.deliver_due()
        proof = token(of(shift, people[1]))
        [letter] = [each for each in mail.outbox if "eero" in each.to[0]]
    address = next(word for word in str(letter.body).split() if "/offer/?" in word)
    assert parse_qs(urlsplit(address).query)["t"] == [proof]
    client = browse(None, scene.association)

    page = client.get("/offer/", {"t": proof})
    assert "Eero, there is a place for you" in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    with entered(scene.association):
        assert state(shift, people[1]) == State.OFFERED
    client.post("/offer/", {"t": proof, "answer": "yes"})
    assert "You are coming, Eero!" in client.get("/offer/", {"t": proof}).content.decode()

    with entered(scene.association):
        assert state(shift, people[1]) == State.SIGNED_UP
    for wrong in (proof[:-1] + ("A" if proof[-1] != "A" else "B"), "1-x", "x", ""):
        assert client.post("/offer/", {"t": wrong, "answer": "no"}).status_code == 404


def test_a_link_that_came_too_late_says_so_kindly(scene: Scene, browse: Browse) -> None:
    with entered(scene.association):
        shift, people = full(scene)
        take_off(shift=shift, person=people[0], by=SOMEBODY)
        proof = token(of(shift, people[1]))
    client = browse(None, scene.association)

    with clock.fixed(NOW + timedelta(hours=12)):
        client.post("/offer/", {"t": proof, "answer": "yes"})
        page = client.get("/offer/", {"t": proof}).content.decode()

    assert "This place waits for you no more" in page
    with entered(scene.association):
        assert state(shift, people[1]) == State.OFFERED


def test_a_volunteer_waits_leaves_and_takes_by_the_shift_s_page(
    scene: Scene, ada: User, bo: User, cleo: User, browse: Browse
) -> None:
    shift = scene.shift(FAR, places=1)
    with entered(scene.association):
        people = four(scene)
        sign_up(shift=shift, person=people[0], by=SOMEBODY)
        wait(shift=shift, person=people[1], by=SOMEBODY)
    client, url = browse(bo, scene.association), f"/shifts/{shift.uuid}/"
    assert "Join the waiting list" in client.get(url).content.decode()

    client.post(f"{url}wait/")
    assert "You are number 2 on the waiting list." in client.get(url).content.decode()
    client.post(f"{url}stop-waiting/")
    assert "Join the waiting list" in client.get(url).content.decode()
    client.post(f"{url}wait/")
    managed = browse(ada, scene.association).get(f"/coordinate/shifts/{shift.uuid}/").content.decode()
    listed = managed[managed.index("Waiting list") :]
    assert listed.index("Eero Vapaa") < listed.index("Bo Berg")
    with entered(scene.association):
        stop_waiting(shift=shift, person=people[1], by=SOMEBODY)
        take_off(shift=shift, person=people[0], by=SOMEBODY)
        offer = of(shift, scene.someone("bo"))
    assert "There is a place for you" in client.get(url).content.decode()
    assert "Bo, there is a place for you" in client.get(f"/offers/{offer.uuid}/").content.decode()
    assert browse(ada, scene.association).get(f"/offers/{offer.uuid}/").status_code == 404
    assert browse(cleo, scene.association).post(f"{url}wait/").status_code == 404

    client.post(f"/offers/{offer.uuid}/", {"answer": "yes"})

    with entered(scene.association):
        assert state(shift, scene.someone("bo")) == State.SIGNED_UP
    page = client.get(url).content.decode()
    assert f'action="{url}cancel/"' in page
    assert "waiting list" not in page
