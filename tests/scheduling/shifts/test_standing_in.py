""" "I can't come": by how late it is, whom it asks, who takes the place over, and how it is taken back."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from hypothesis import given, settings, strategies as st

from accounts.models import User
from notifications import calls, delivery, rounds
from notifications.models import Call, Called, Message
from scheduling.shifts.errors import shifts as errors
from scheduling.shifts.models import Shift, ShiftSettings, SignUp, StandIn, Wish
from scheduling.shifts.services import (
    cancel_shift,
    cannot_come,
    come_after_all,
    edit_shift,
    say_yes,
    sign_up,
    standing_in,
    take_off,
    wait,
)
from scheduling.shifts.stand_ins import Way, is_looked_for, way_of
from tenants import clock
from tenants.context import entered
from tests.scheduling.shifts.scene import NOW, SOMEBODY, Scene
from volunteers.register.models import Person, RoleHolding, Site

Browse = Callable[..., Client]
State = SignUp.State
# Monday is the third; from 72 hours before somebody is looked for, from 24 on it is late.
FAR, NEAR, LATE = "2025-02-07 17:00", "2025-02-05 17:00", "2025-02-03 17:00"


def three(scene: Scene) -> list[Person]:
    """Three who could come, and nobody else; they read English here."""
    RoleHolding.objects.all().delete()
    found = [scene.person(given, "Vapaa") for given in ("Aino", "Eero", "Iida")]
    Person.objects.filter(pk__in=[each.pk for each in found]).update(language="en")
    return [Person.objects.get(pk=each.pk) for each in found]


def holds(shift: Shift, *people: Person) -> None:
    """These have had places for some time: it is no undo when they give them back."""
    with clock.fixed(NOW - timedelta(hours=1)):
        for each in people:
            sign_up(shift=shift, person=each, by=SOMEBODY)


def cancelled(scene: Scene, at: str, *, site: Site | None = None) -> tuple[Shift, list[Person]]:
    """Aino has the one place of a shift, and cannot come."""
    people, shift = three(scene), scene.shift(at, places=1, site=site)
    holds(shift, people[0])
    delivery.deliver_due()
    mail.outbox.clear()
    cannot_come(shift=shift, person=people[0], by=SOMEBODY)
    return shift, people


def state(shift: Shift, person: Person) -> str:
    found = SignUp.objects.filter(shift=shift, person=person).order_by("-pk").first()
    return found.state if found else ""


def call_of(shift: Shift) -> Call:
    found = calls.open_call(subject_kind="shift", subject_uuid=shift.uuid)
    assert found is not None
    return found


def asked(shift: Shift) -> list[object]:
    """Who is asked, in order."""
    return list(
        Called.objects.filter(call__subject_uuid=shift.uuid)
        .order_by("pk")
        .values_list("person_uuid", flat=True)
    )


def sent() -> list[tuple[str, str]]:
    return sorted(
        (
            each.to[0].split("<")[-1].split("@")[0],
            str(each.subject).replace("\u00a0", " ").replace("\u2060", ""),
        )
        for each in mail.outbox
    )


# --- what it leads to -----------------------------------------------------------------------------


@given(
    minutes=st.integers(min_value=0, max_value=60 * 24 * 10),
    late=st.integers(min_value=0, max_value=100),
    more=st.integers(min_value=0, max_value=100),
)
@settings(max_examples=30)
def test_how_late_it_is_decides(minutes: int, late: int, more: int) -> None:
    chosen = ShiftSettings(late_hours=late, stand_in_hours=late + more)

    way = way_of(now=NOW, starts_at=NOW + timedelta(minutes=minutes), settings=chosen)

    assert (way == Way.FREE) == (minutes > 60 * (late + more))
    assert (way == Way.LATE) == (minutes <= 60 * late)


def test_far_ahead_the_place_is_free(inside: Scene) -> None:
    shift, people = cancelled(inside, FAR)

    assert state(shift, people[0]) == State.CANCELLED_BY_VOLUNTEER
    assert Shift.objects.get(pk=shift.pk).taken == 0
    assert asked(shift) == []


@pytest.mark.parametrize(("at", "minutes"), [(NEAR, 30), (LATE, 5)])
def test_nearer_somebody_is_looked_for_and_the_place_stays_theirs(
    inside: Scene, at: str, minutes: int
) -> None:
    shift, people = cancelled(inside, at)
    cannot_come(shift=shift, person=people[0], by=SOMEBODY)

    assert state(shift, people[0]) == State.SIGNED_UP
    assert Shift.objects.get(pk=shift.pk).taken == 1
    assert StandIn.objects.count() == 1
    assert asked(shift) == [people[1].uuid, people[2].uuid]
    assert call_of(shift).wave_minutes == minutes
    assert not Message.objects.filter(kind="shift.reminder", state="planned").exists()


def test_asked_are_those_who_wait_first_and_none_who_would_not(inside: Scene) -> None:
    people, shift = three(inside), inside.shift(LATE, places=1)
    olli = inside.person("Olli", "Odottaja")
    holds(shift, people[0])
    wait(shift=shift, person=olli, by=SOMEBODY)
    Wish.objects.create(person=people[1], stands_in=False)

    cannot_come(shift=shift, person=people[0], by=SOMEBODY)

    assert asked(shift) == [olli.uuid, people[2].uuid]


def test_without_anybody_to_ask_the_place_is_free_at_once(inside: Scene) -> None:
    people, shift = three(inside), inside.shift(LATE, places=1)
    holds(shift, people[0])
    Wish.objects.bulk_create(Wish(person=each, stands_in=False) for each in people[1:])

    cannot_come(shift=shift, person=people[0], by=SOMEBODY)

    assert state(shift, people[0]) == State.CANCELLED_BY_VOLUNTEER
    assert not StandIn.objects.exists()


def test_what_was_pressed_a_moment_ago_is_only_undone(inside: Scene) -> None:
    people, shift = three(inside), inside.shift(LATE, places=1)
    sign_up(shift=shift, person=people[0], by=SOMEBODY)

    cannot_come(shift=shift, person=people[0], by=SOMEBODY)

    assert state(shift, people[0]) == State.CANCELLED_BY_VOLUNTEER


def test_not_after_the_start(inside: Scene) -> None:
    people, shift = three(inside), inside.shift(LATE, places=1)
    holds(shift, people[0])

    with clock.fixed(shift.starts_at), pytest.raises(errors.ShiftHasStarted):
        cannot_come(shift=shift, person=people[0], by=SOMEBODY)


# --- somebody is found ----------------------------------------------------------------------------


def test_the_first_yes_takes_the_place_over_and_all_are_told(inside: Scene) -> None:
    Site.objects.filter(name="Majakka").update(email="ovi@example.org", contact_name="Outi Ovi")
    shift, people = cancelled(inside, LATE, site=inside.site)
    rounds.go(every="hour")
    delivery.deliver_due()
    assert ("eero.vapaa", "Can you stand in Mon 3 Feb 17:00?") in sent()
    assert any("A stand-in is looked for: 1 shift" in subject for _to, subject in sent())
    mail.outbox.clear()

    say_yes(call=call_of(shift), person=people[1], by=SOMEBODY)
    with pytest.raises(errors.CallIsOver):
        say_yes(call=Call.objects.get(), person=people[2], by=SOMEBODY)
    rounds.go(every="hour")
    delivery.deliver_due()

    assert [state(shift, each) for each in people] == [State.SWAPPED, State.SIGNED_UP, ""]
    assert Shift.objects.get(pk=shift.pk).taken == 1
    found = StandIn.objects.get()
    assert (found.state, found.found) == (StandIn.State.FOUND, people[1])
    told = sent()
    assert ("aino.vapaa", "Somebody comes in your place Mon 3 Feb 17:00") in told
    assert ("eero.vapaa", "Your shift Mon 3 Feb 17:00 is confirmed") in told
    assert ("iida.vapaa", "Somebody was found for the shift Mon 3 Feb 17:00") in told
    assert any(to == "ovi" for to, _subject in told)
    assert any("A stand-in was found: 1 shift" in subject for _to, subject in told)


def test_two_who_cannot_come_are_both_stood_in_for(inside: Scene) -> None:
    people, shift = three(inside), inside.shift(LATE, places=2)
    olli = inside.person("Olli", "Vapaa")
    holds(shift, *people[:2])
    cannot_come(shift=shift, person=people[0], by=SOMEBODY)
    cannot_come(shift=shift, person=people[1], by=SOMEBODY)
    call = call_of(shift)

    say_yes(call=call, person=people[2], by=SOMEBODY)
    assert calls.is_open(call)
    say_yes(call=call, person=olli, by=SOMEBODY)

    assert not calls.is_open(call)
    assert [state(shift, each) for each in people] == [State.SWAPPED, State.SWAPPED, State.SIGNED_UP]
    assert Shift.objects.get(pk=shift.pk).taken == 2


# --- it comes otherwise ---------------------------------------------------------------------------


def test_coming_after_all_ends_the_search(inside: Scene) -> None:
    shift, people = cancelled(inside, NEAR)
    delivery.deliver_due()
    call = call_of(shift)

    come_after_all(shift=shift, person=people[0], by=SOMEBODY)
    assert come_after_all(shift=shift, person=people[0], by=SOMEBODY) is None

    assert not is_looked_for(shift)
    assert not calls.is_open(call)
    assert Message.objects.filter(kind="shift.reminder", state="planned").exists()
    with pytest.raises(errors.CallIsOver):
        say_yes(call=call, person=people[1], by=SOMEBODY)
    assert Message.objects.filter(kind="shift.call_over").count() == 2


def test_whatever_becomes_of_the_place_ends_the_search(inside: Scene) -> None:
    for ends in (
        lambda shift, person: take_off(shift=shift, person=person, by=SOMEBODY),
        lambda shift, _person: cancel_shift(shift=shift, by=SOMEBODY),
        lambda shift, _person: edit_shift(
            shift=shift, plan=inside.plan("2025-02-06 09:00", places=1), by=SOMEBODY
        ),
    ):
        shift, people = cancelled(inside, NEAR)
        assert is_looked_for(shift)
        ends(shift, people[0])
        assert not is_looked_for(shift)
        standing_in.sweep()
        assert standing_in.sweep() == 0
        assert calls.open_call(subject_kind="shift", subject_uuid=shift.uuid) is None
        Person.objects.filter(pk__in=[each.pk for each in people]).update(given_name="Ennen")


def test_who_said_so_is_not_expected_when_nobody_was_found(inside: Scene) -> None:
    shift, people = cancelled(inside, LATE)

    with clock.fixed(shift.starts_at):
        assert rounds.go(every="hour")

    assert state(shift, people[0]) == State.CANCELLED_BY_VOLUNTEER
    assert StandIn.objects.get().state == StandIn.State.ENDED


# --- pages ----------------------------------------------------------------------------------------


def test_one_press_shows_whom_to_call_and_somebody_else_takes_it(
    scene: Scene, ada: User, bo: User, browse: Browse
) -> None:
    with entered(scene.association):
        ShiftSettings.objects.create(duty_name="Päivi Päivystäjä", duty_phone="040 555 1234")
    shift = scene.shift(LATE, places=1)
    with entered(scene.association):
        holds(shift, scene.someone("bo"))
    client, url = browse(bo, scene.association), f"/shifts/{shift.uuid}/"

    client.post(f"{url}cancel/")

    page = client.get(url).content.decode()
    assert "We are looking for a stand-in" in page
    assert "You are coming" not in page
    assert 'href="tel:0405551234"' in page
    other = browse(ada, scene.association)
    assert "A stand-in is looked for" in other.get(url).content.decode()
    assert "Cannot come: a stand-in is looked for" in other.get(f"/coordinate{url}").content.decode()
    assert "cannot come" in other.get("/coordinate/").content.decode()
    client.post(f"{url}come-after-all/")
    assert "You are coming" in client.get(url).content.decode()
    client.post(f"{url}cancel/")

    other.post(f"{url}stand-in/")

    with entered(scene.association):
        assert state(shift, scene.someone("ada")) == State.SIGNED_UP
        assert state(shift, scene.someone("bo")) == State.SWAPPED
