"""I am here, I am leaving, I was there: by the code at the place, by its tablet, and afterwards."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import given, settings, strategies as st

from accounts.models import User
from scheduling.hours.models import HoursEntry
from scheduling.shifts.errors import presence as errors
from scheduling.shifts.models import Kiosk, Planned, Presence, Shift, SignUp
from scheduling.shifts.presence import codes, times
from scheduling.shifts.services import at_the_place, presence, take_off
from tenants import clock
from tenants.context import entered
from tests.scheduling.shifts.scene import SOMEBODY, Scene, local
from tests.scheduling.shifts.test_attendance_pages import hours
from tests.scheduling.shifts.test_pages import states, taken, text

Browse = Callable[..., Client]
START, END = local("2025-02-04 17:00"), local("2025-02-04 20:00")


def at_site(scene: Scene, at: str = "2025-02-04 17:00", **more: object) -> Shift:
    """A shift of three hours at the one place of the seed."""
    return scene.shift(at, site=scene.site, **more)  # type: ignore[arg-type]  # as the scene takes them


def scan(scene: Scene, browser: Client, *, made: timedelta = timedelta()) -> object:
    """Open what the camera read from the screen, or so long ago."""
    with entered(scene.association):
        shown = codes.code(scene.site, at=clock.real_now() - made)
    return browser.get("/here/scan/", {"code": shown})


def press(browser: Client, shift: Shift, step: str) -> str:
    """Press the one button, and read the page that follows."""
    return text(browser.post("/here/", {"shift": shift.uuid, "step": step}, follow=True))


def minutes(clocks: str) -> datetime:
    """A time of that Tuesday."""
    return local(f"2025-02-04 {clocks}")


@pytest.mark.parametrize(
    ("arrived", "left", "counted"),
    [
        ("16:30", "20:05", (START, END)),
        ("17:09", "19:50", (START, END)),
        ("17:30", "19:00", (minutes("17:30"), minutes("19:00"))),
        ("17:00", "21:15", (START, minutes("21:15"))),
        ("16:10", "16:55", None),
    ],
)
def test_times_that_count(arrived: str, left: str, counted: tuple[datetime, datetime] | None) -> None:
    assert times.counted(START, END, arrived_at=minutes(arrived), left_at=minutes(left)) == counted


@settings(max_examples=30)
@given(st.integers(-60, 180), st.integers(0, 700))
def test_times_that_count_lie_within_what_was_said(came: int, stayed: int) -> None:
    arrived = START + timedelta(minutes=came)
    found = times.counted(START, END, arrived_at=arrived, left_at=arrived + timedelta(minutes=stayed))
    if found is not None:
        assert START <= found[0] < found[1] <= END + times.AFTER
        assert abs(found[1] - (arrived + timedelta(minutes=stayed))) <= max(
            times.GRACE, arrived + timedelta(minutes=stayed) - found[1]
        )


def test_a_scan_comes_and_leaves_with_own_times(scene: Scene, browse: Browse, bo: User) -> None:
    shift = at_site(scene)
    taken(scene, shift, "bo")
    browser = browse(bo, scene.association)

    with clock.fixed(minutes("17:30")):
        answer = scan(scene, browser)
        came = press(browser, shift, "arrive")
        again = press(browser, shift, "arrive")
    with clock.fixed(minutes("19:00")):
        left = press(browser, shift, "leave")
        twice = press(browser, shift, "leave")

    assert answer.headers["Location"] == "/here/"  # type: ignore[attr-defined]  # the test client's response
    assert "Came 17:30." in came
    assert "Came 17:30." in again
    assert "Came 17:30, left 19:00." in left
    assert "Came 17:30, left 19:00." in twice
    assert hours(scene) == [("Bo", 90, "submitted")]
    assert states(scene, shift) == [("Bo", "attended")]


def test_a_scan_without_sign_in_goes_there_and_comes_back(scene: Scene, browse: Browse) -> None:
    browser = browse(None, scene.association)

    answer = scan(scene, browser)
    on = browser.get("/here/")

    assert answer.headers["Location"] == "/here/"  # type: ignore[attr-defined]  # the test client's response
    assert on.status_code == 302
    assert "next=%2Fhere%2F" in on.headers["Location"]


@pytest.mark.parametrize("made", [timedelta(days=1, minutes=1), timedelta(days=400)])
def test_codes_of_other_days_do_nothing(scene: Scene, browse: Browse, made: timedelta) -> None:
    browser = browse(None, scene.association)

    answer = scan(scene, browser, made=made)

    assert "Tämä koodi on toiselta päivältä." in text(answer)
    assert codes.COOKIE not in browser.cookies


def test_codes_that_are_old_wrong_or_of_another_place_say_so(scene: Scene, other_scene: Scene) -> None:
    with entered(other_scene.association):
        foreign = codes.code(other_scene.site, at=clock.real_now())
    with entered(scene.association):
        noon = clock.real_now().replace(hour=10, minute=0)
        with clock.fixed(noon), pytest.MonkeyPatch.context() as patch:
            patch.setattr(clock, "real_now", lambda: noon)
            old = codes.code(scene.site, at=noon - timedelta(minutes=3))
            just = codes.code(scene.site, at=noon - timedelta(minutes=1))
            assert codes.scanned(just) == scene.site
            with pytest.raises(errors.CodeTooOld):
                codes.scanned(old)
            for wrong in (foreign, "", "1", "1-2-3", f"{old}x", "x-p-y", "9" * 30):
                with pytest.raises(errors.CodeUnknown):
                    codes.scanned(wrong)


def test_a_printed_code_works_until_it_is_ended(scene: Scene, browse: Browse, ada: User) -> None:
    browser, url = browse(ada, scene.association), f"/coordinate/sites/{scene.site.uuid}/check-in/paper/"

    before = text(browser.get(url))
    browser.post(url, {"on_paper": "yes"})
    with entered(scene.association):
        paper = codes.code_on_paper(scene.site.paper_code)
        assert codes.scanned(paper) == scene.site
    browser.post(url, {"on_paper": "no"})

    assert "A printed code never changes." in before
    with entered(scene.association), pytest.raises(errors.NotOnPaper):
        codes.scanned(paper)


def test_somebody_at_the_wrong_place_or_day_reads_where_they_are_due(
    scene: Scene, browse: Browse, bo: User
) -> None:
    shift = scene.shift("2025-02-04 17:00")
    taken(scene, shift, "bo")
    later = at_site(scene, "2025-02-06 17:00")
    browser = browse(bo, scene.association)

    with clock.fixed(minutes("16:45")):
        scan(scene, browser)
        elsewhere = text(browser.get("/here/"))
        with entered(scene.association):
            take_off(shift=shift, person=scene.someone("bo"), by=SOMEBODY)
        taken(scene, later, "bo")
        other_day = text(browser.get("/here/"))
        missed = browser.post("/here/", {"shift": later.uuid, "step": "arrive"})

    assert "You have no shift here now. Your next one is Tue 4 Feb" in elsewhere
    assert "Your shift here is at another time: Thu 6 Feb" in other_day
    assert missed.status_code == 404


def test_a_walk_in_waits_for_a_yes(scene: Scene, browse: Browse, ada: User, bo: User) -> None:
    shift = at_site(scene)
    theirs, coordinator = browse(bo, scene.association), browse(ada, scene.association)
    with clock.fixed(minutes("17:00")):
        scan(scene, theirs)
        came = press(theirs, shift, "arrive")
        assert hours(scene) == []
    with clock.fixed(minutes("20:00")):
        left = press(theirs, shift, "leave")
        page = text(coordinator.get(f"/coordinate/shifts/{shift.uuid}/"))
        with entered(scene.association):
            here = Presence.objects.get()
        url = f"/coordinate/shifts/{shift.uuid}/walk-ins/{here.uuid}/"
        coordinator.post(url, {"answer": "yes"})
        coordinator.post(url, {"answer": "yes"})
        coordinator.post(url, {"answer": "no"})

    assert "A coordinator still has to say yes" in came
    assert "left 20:00" in left
    assert "Came without a place" in page
    assert states(scene, shift) == [("Bo", "attended")]
    assert hours(scene) == [("Bo", 180, "submitted")]


def test_a_walk_in_may_be_refused(inside: Scene) -> None:
    shift = at_site(inside)
    with clock.fixed(START):
        here = presence.arrive(shift=shift, person=inside.someone("bo"), way=Presence.Way.CODE, by=SOMEBODY)
        presence.refuse_walk_in(presence=here, by=SOMEBODY)
        presence.refuse_walk_in(presence=here, by=SOMEBODY)

    assert not Presence.objects.exists()
    assert not SignUp.objects.exists()


def test_too_early_too_late_and_before_the_start(inside: Scene) -> None:
    shift, bo = at_site(inside), inside.someone("bo")

    def arrive() -> Presence:
        return presence.arrive(shift=shift, person=bo, way=Presence.Way.CODE, by=SOMEBODY)

    with clock.fixed(START - timedelta(minutes=61)), pytest.raises(errors.TooEarly):
        arrive()
    with clock.fixed(END), pytest.raises(errors.IsOver):
        arrive()
    with clock.fixed(START), pytest.raises(errors.NotHere):
        presence.leave(shift=shift, person=bo, by=SOMEBODY)
    with clock.fixed(START - timedelta(minutes=30)):
        arrive()
        with clock.fixed(START - timedelta(minutes=5)):
            assert presence.leave(shift=shift, person=bo, by=SOMEBODY) is None
    assert not Presence.objects.exists()


# --- a tablet -------------------------------------------------------------------------------------


def tablet(scene: Scene, browse: Browse, *, days: int = 30) -> Client:
    """A device that opened the link of a tablet at the place of the seed."""
    with entered(scene.association):
        made = at_the_place.make_kiosk(site=scene.site, label="Hall", days=days, by=SOMEBODY)
    device = browse(None, scene.association)
    address = urlsplit(made.link)
    device.get(f"{address.path}?{address.query}")
    assert device.post(address.path).headers["Location"] == "/kiosk/"
    return device


def test_a_tablet_shows_short_names_and_takes_a_press(scene: Scene, browse: Browse) -> None:
    shift = at_site(scene)
    taken(scene, shift, "bo")
    device = tablet(scene, browse)
    with entered(scene.association):
        sign_up, bo = SignUp.objects.get(), scene.someone("bo")

    with clock.fixed(minutes("16:55")):
        page = text(device.get("/kiosk/"))
        came = device.post("/kiosk/", {"sign_up": sign_up.uuid, "step": "arrive"}, follow=True)
    with clock.fixed(minutes("20:04")):
        device.post("/kiosk/", {"sign_up": sign_up.uuid, "step": "leave"})
        device.post("/kiosk/", {"sign_up": sign_up.uuid, "step": "leave"})

    assert f"{bo.given_name} {bo.family_name[0]}." in page
    assert bo.family_name not in page
    assert "040" not in page
    assert "16.55" in text(came)
    assert hours(scene) == [("Bo", 180, "submitted")]


def test_a_tablet_names_nobody_and_nothing_where_it_must_not(scene: Scene, browse: Browse) -> None:
    shift = at_site(scene, role=scene.another_role(discreet=True))
    with entered(scene.association):
        SignUp.objects.create(
            shift=shift, person=scene.someone("bo"), starts_at=START, ends_at=END,
            created_at=clock.now(), changed_at=clock.now(),
        )  # fmt: skip
        Shift.objects.filter(pk=shift.pk).update(names=Planned.Names.NOBODY, taken=1)
        sign_up = SignUp.objects.get()
    device = tablet(scene, browse)

    with clock.fixed(START):
        page = text(device.get("/kiosk/"))
        refused = device.post("/kiosk/", {"sign_up": sign_up.uuid, "step": "arrive"})

    assert "Kriisipuhelin" not in page
    assert "Bo" not in page
    assert "Nimiä ei näytetä tässä." in page
    assert refused.status_code == 404


def test_a_tablet_ends_and_its_link_works_once(scene: Scene, browse: Browse, ada: User) -> None:
    coordinator = browse(ada, scene.association)
    url = f"/coordinate/sites/{scene.site.uuid}/check-in/"
    made = coordinator.post(url, {"label": "Hall", "days": 2})
    found = re.search(r"token=([\w-]+)", unescape(made.content.decode()))
    assert found is not None
    device, other = browse(None, scene.association), browse(None, scene.association)

    signed_in = coordinator.get("/kiosk/open/", {"token": found[1]})
    clean = device.get("/kiosk/open/", {"token": found[1]}).headers["Location"]
    other.get("/kiosk/open/", {"token": found[1]})
    opened, twice = device.post(clean), other.post(clean)
    with entered(scene.association):
        kiosk = Kiosk.objects.get()
    works = device.get("/kiosk/")
    beyond = [device.get(path).status_code for path in ("/shifts/", "/here/", "/coordinate/")]
    with clock.fixed(clock.now() + timedelta(days=3)):
        lapsed = device.get("/kiosk/")
    device = tablet(scene, browse)
    with entered(scene.association):
        kiosk = Kiosk.objects.exclude(pk=kiosk.pk).get()
    coordinator.post(f"{url}tablets/{kiosk.uuid}/end/")
    ended = device.get("/kiosk/")

    assert signed_in.status_code == 409
    assert opened.status_code == 302
    assert twice.status_code == 410
    assert works.status_code == 200
    assert beyond == [302, 302, 302]
    assert lapsed.status_code == 410
    assert ended.status_code == 410


def test_a_tablet_opens_nobody_of_another_place(scene: Scene, browse: Browse) -> None:
    elsewhere = scene.shift()
    taken(scene, elsewhere, "bo")
    device = tablet(scene, browse)
    with entered(scene.association):
        sign_up = SignUp.objects.get()

    with clock.fixed(START):
        answers = [
            device.post("/kiosk/", {"sign_up": each, "step": "arrive"}).status_code
            for each in (sign_up.uuid, uuid4(), "x")
        ]

    assert answers == [404, 404, 404]


# --- afterwards -----------------------------------------------------------------------------------


def test_i_was_there_and_for_how_long(scene: Scene, browse: Browse, bo: User) -> None:
    shift = scene.shift("2025-02-04 17:00")
    taken(scene, shift, "bo")
    browser, url = browse(bo, scene.association), f"/shifts/{shift.uuid}/there/"

    with clock.fixed(minutes("18:00")):
        ahead = browser.post(url, {"start": "17:00", "end": "20:00"})
        assert hours(scene) == []
    with clock.fixed(minutes("20:30")):
        asked = text(browser.get(f"/shifts/{shift.uuid}/"))
        browser.post(url, {"start": "17:15", "end": "19:45"})
        assert hours(scene) == [("Bo", 150, "submitted")]
        browser.post(url, {"start": "17:15", "end": "20:15"})
        assert hours(scene) == [("Bo", 180, "submitted")]
        browser.post(url, {"absent": "1"})
        assert hours(scene) == []
        browser.post(url, {"start": "17:00", "end": "20:00"})
    with entered(scene.association):
        HoursEntry.objects.update(state="approved", approved_at=clock.now(), approved_by="x")
    with clock.fixed(minutes("21:00")):
        settled = text(browser.get(url))
        late = browser.post(url, {"start": "17:00", "end": "19:00"})

    assert ahead.status_code == 422
    assert "That time is still to come." in text(ahead)
    assert "Were you there?" in asked
    assert "Your hours of this shift are approved." in settled
    assert late.status_code == 422
    assert hours(scene) == [("Bo", 180, "approved")]


def test_nobody_tells_for_others_or_of_a_shift_without_a_place(
    scene: Scene, browse: Browse, bo: User
) -> None:
    shift = scene.shift("2025-02-04 17:00")
    taken(scene, shift, "ada")

    with clock.fixed(END):
        answer = browse(bo, scene.association).post(f"/shifts/{shift.uuid}/there/", {"absent": "1"})

    assert answer.status_code == 404
    assert states(scene, shift) == [("Ada", "signed_up")]
