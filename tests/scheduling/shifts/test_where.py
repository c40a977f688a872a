"""Shifts by phone and online, how many they need, and places kept for others: what is told to whom."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from notifications import kinds
from notifications.models import Message
from scheduling.feeds import services as feeds
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.services import keep_places, sign_up
from tenants.context import entered
from tests.scheduling.shifts.scene import SOMEBODY, Scene
from tests.scheduling.shifts.test_coordinator_pages import made, said
from tests.scheduling.shifts.test_pages import taken, text

Browse = Callable[..., Client]
ROOM = "https://meet.example.org/soup"
NEW = "/coordinate/shifts/new/"


def online(scene: Scene, **other: Any) -> Shift:
    shift = scene.shift("2025-02-12 17:00", title="Soup", site=scene.site)
    with entered(scene.association):
        Shift.objects.filter(pk=shift.pk).update(where="online", online_address=ROOM, **other)
        shift.refresh_from_db()
    return shift


def feed(scene: Scene, user: User, **wanted: Any) -> str:
    with entered(scene.association):
        address = feeds.make(user_uuid=user.uuid, language="en", **wanted).address
    return address[address.index("/calendar/") :]


def test_form_asks_where_and_how_many_it_needs(scene: Scene, browse: Browse, ada: User) -> None:
    browser = browse(ada, scene.association)
    wanted = said(scene, where="online", online_address="meet.example.org/soup", minimum="3", publish="1")

    slip = browser.post(NEW, wanted | {"where": "phone"})
    too_many = browser.post(NEW, wanted | {"minimum": "6"})
    browser.post(NEW, wanted)

    assert (slip.status_code, too_many.status_code) == (422, 422)
    assert "Choose “online”, or leave the address out." in text(slip)
    assert "meet.example.org/soup" in slip.content.decode()
    shift = made(scene)
    assert (shift.where, shift.online_address, shift.minimum) == ("online", ROOM, 3)
    page = browser.get(f"/coordinate/shifts/{shift.uuid}/")
    seen = text(page)
    assert f'href="{ROOM}">Open the room online' in page.content.decode()
    assert "At least 3 people" in seen
    assert "3 more are needed so that it can be held." in seen
    # What the form does not send stays; what it empties is as for a new one.
    browser.post(f"/coordinate/shifts/{shift.uuid}/edit/", said(scene, minimum=""))
    changed = made(scene)
    assert (changed.where, changed.online_address, changed.minimum) == ("online", ROOM, 1)


def test_room_online_is_told_to_those_who_come_alone(
    scene: Scene, browse: Browse, ada: User, bo: User
) -> None:
    """On the page, in the mail, in the own calendar and the file of one shift; never in a role's calendar."""
    shift, url = online(scene), "/shifts/{}/"
    browser, of_role = browse(bo, scene.association), feed(scene, ada, role=scene.role)
    own = feed(scene, bo)
    before = browser.get(url.format(shift.uuid)).content.decode()
    taken(scene, shift, "bo")
    after = browser.get(url.format(shift.uuid)).content.decode()
    file = browser.get(f"/shifts/{shift.uuid}/shift.ics").content.decode()

    assert ("Online" in before, ROOM in before, "Majakka" in before.partition("<main")[2]) == (
        True,
        False,
        False,
    )
    assert f'href="{ROOM}"' in after
    assert ROOM in browser.get("/home/").content.decode()
    for calendar in (browser.get(own).content.decode(), file):
        assert "LOCATION:Online" in calendar
        assert ROOM in calendar
    assert ROOM not in Client(HTTP_HOST=browser.defaults["HTTP_HOST"]).get(of_role).content.decode()
    assert mail_of(scene, shift).count(ROOM) == 1


def mail_of(scene: Scene, shift: Shift) -> str:
    """What the mail says that tells of the place."""
    with entered(scene.association):
        held = SignUp.objects.get(shift=shift)
        message = Message.objects.get(kind="shift.signed_up", subject_uuid=held.uuid)
        return kinds.get(message.kind).render(message, "en").text


def test_room_of_a_discreet_shift_stands_on_its_page_alone(scene: Scene, browse: Browse, bo: User) -> None:
    shift = online(scene)
    with entered(scene.association):
        type(scene.role).objects.update(discreet=True)
    browser = browse(bo, scene.association)
    taken(scene, shift, "bo")

    assert ROOM in browser.get(f"/shifts/{shift.uuid}/").content.decode()
    assert ROOM not in browser.get(feed(scene, bo)).content.decode()
    assert ROOM not in browser.get(f"/shifts/{shift.uuid}/shift.ics").content.decode()
    assert ROOM not in mail_of(scene, shift)


@pytest.mark.parametrize("state", ["requested", "waiting"])
def test_who_only_hopes_for_a_place_is_not_told(scene: Scene, browse: Browse, bo: User, state: str) -> None:
    shift = online(scene)
    taken(scene, shift, "bo")
    with entered(scene.association):
        SignUp.objects.filter(shift=shift).update(state=state)
    browser = browse(bo, scene.association)

    assert ROOM not in browser.get(f"/shifts/{shift.uuid}/").content.decode()
    assert ROOM not in browser.get(feed(scene, bo)).content.decode()


def test_volunteers_see_how_many_places_are_kept_and_not_for_whom(
    scene: Scene, browse: Browse, bo: User
) -> None:
    shift = scene.shift(places=5)
    with entered(scene.association):
        keep_places(shift=shift, label="Scouts", places=2, by=SOMEBODY)
        sign_up(shift=shift, person=scene.someone("bo"), by=SOMEBODY)

    seen = text(browse(bo, scene.association).get(f"/shifts/{shift.uuid}/"))

    assert "2 places are kept for people who come without signing up here." in seen
    assert "Scouts" not in seen
