"""The volunteer's pages, by what people read and press."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.selectors import ahead
from scheduling.shifts.services import cancel_shift, sign_up
from tenants import clock, lifecycle
from tenants.context import entered
from tests.scheduling.shifts.scene import SOMEBODY, Scene

Browse = Callable[..., Client]


def text(response: object) -> str:
    """What a reader sees of a page: words with single spaces between them."""
    content: bytes = response.content  # type: ignore[attr-defined]  # the test client's response
    main = re.sub(r"(?s)^.*?<main", "<main", content.decode())
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).replace("\u2060", "").split())


def taken(scene: Scene, shift: Shift, *logins: str) -> None:
    """Have personas sign up."""
    with entered(scene.association):
        for login in logins:
            sign_up(shift=shift, person=scene.someone(login), by=SOMEBODY)


def statements(browser: Client, url: str) -> int:
    """How many statements on the tables of shifts a page needs."""
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(url).status_code == 200
    return sum('FROM "shifts_' in query["sql"] for query in queries)


def states(scene: Scene, shift: Shift) -> list[tuple[str, str]]:
    """Who holds or held a place."""
    with entered(scene.association):
        found = SignUp.objects.filter(shift=shift).select_related("person").order_by("pk")
        return [(each.person.given_name, each.state) for each in found]


# --- the list -------------------------------------------------------------------------------------


def test_list_offers_what_suits(scene: Scene, browse: Browse, bo: User) -> None:
    shift = scene.shift("2025-02-04 17:00", title="Soup", site=scene.site)

    page = browse(bo, scene.association).get("/shifts/")

    seen = text(page)
    assert "1 open shift, 1 suits you" in seen
    assert "Tomorrow, Tue 4 Feb" in seen
    assert "Soup Majakka, Rantakatu 8 2 places You do this role and are free at that time." in seen
    assert f'action="/shifts/{shift.uuid}/sign-up/"' in page.content.decode()


def test_list_says_that_i_come(scene: Scene, browse: Browse, bo: User) -> None:
    taken(scene, scene.shift(title="Soup"), "bo")

    seen = text(browse(bo, scene.association).get("/shifts/"))

    assert "Soup You are coming" in seen
    assert "Take the shift" not in seen


def test_list_full_and_cancelled(scene: Scene, browse: Browse, bo: User) -> None:
    taken(scene, scene.shift("2025-02-04 10:00", title="Soup", places=1), "ada")
    with entered(scene.association):
        cancel_shift(shift=scene.shift("2025-02-05 10:00", title="Bread"), by=SOMEBODY)

    seen = text(browse(bo, scene.association).get("/shifts/?show=all"))

    assert "Soup Full Join the waiting list" in seen
    assert "Bread Cancelled" in seen
    assert "Take the shift" not in seen


def test_list_says_what_a_shift_needs(scene: Scene, browse: Browse, bo: User) -> None:
    scene.shift(role=scene.another_role())

    seen = text(browse(bo, scene.association).get("/shifts/?show=all"))

    assert "Crisis line 2 places This shift is for those who do the role “Crisis line”." in seen


def test_list_hides_drafts_and_what_is_over(scene: Scene, browse: Browse, bo: User) -> None:
    scene.shift("2025-02-04 10:00", title="Soup", publish=False)
    scene.shift("2025-02-03 09:00", title="Bread", hours=1)

    with clock.fixed(clock.now() + timedelta(hours=3)):
        seen = text(browse(bo, scene.association).get("/shifts/"))

    assert "Soup" not in seen
    assert "Bread" not in seen
    assert "Nothing open suits you just now" in seen


def test_list_narrowed(scene: Scene, browse: Browse, bo: User) -> None:
    line = scene.another_role()
    scene.shift("2025-02-04 10:00", title="Soup", site=scene.site)
    scene.shift("2025-02-05 10:00", title="Call", role=line)
    browser = browse(bo, scene.association)

    def shown(query: str) -> set[str]:
        return {"Soup", "Call"} & set(text(browser.get(f"/shifts/?{query}")).split())

    assert shown("") == {"Soup"}
    assert shown("show=all") == {"Soup", "Call"}
    for view in ("", "&view=week"):
        assert shown(f"show=all&role={line.pk}{view}") == {"Call"}
        assert shown(f"show=all&site={scene.site.pk}{view}") == {"Soup"}
    assert shown("show=all&day=2025-02-05") == {"Call"}
    assert shown("show=all&day=2025-02-10&view=week") == set()


@pytest.mark.parametrize(
    "query", ["role=999999", "role=x", "day=nonsense", "page=99", "page=-1", "site='", "day=9999-12-31"]
)
def test_list_with_nonsense_in_the_address(scene: Scene, browse: Browse, bo: User, query: str) -> None:
    scene.shift(title="Soup")

    page = browse(bo, scene.association).get(f"/shifts/?{query}")

    assert page.status_code == 200
    assert "Soup" in text(page)


@pytest.mark.parametrize("show", ["", "&show=all"])
def test_list_by_pages(
    scene: Scene, browse: Browse, bo: User, monkeypatch: pytest.MonkeyPatch, show: str
) -> None:
    monkeypatch.setattr(ahead, "PAGE", 2)
    for number in range(3):
        scene.shift(f"2025-02-{4 + number:02} 08:00", title=f"Shift-{number}.")
    browser = browse(bo, scene.association)

    first, second = (text(browser.get(f"/shifts/?page={page}{show}")) for page in (1, 2))

    assert (first.count("2 places"), second.count("2 places")) == (2, 1)
    assert "Shift-2." in second


def test_week_says_what_is_mine_and_what_i_can_take(scene: Scene, browse: Browse, bo: User) -> None:
    taken(scene, scene.shift("2025-02-04 10:00", title="Soup"), "bo")
    scene.shift("2025-02-05 10:00", title="Bread")
    scene.shift("2025-02-05 14:00", role=scene.another_role(), title="Call")
    browser = browse(bo, scene.association)

    mine, everything = (text(browser.get(f"/shifts/?view=week{show}")) for show in ("", "&show=all"))

    assert "Soup 10:00–13:00 You are coming" in mine
    assert "Bread 10:00–13:00 2 places" in mine
    assert "Call" not in mine
    assert "Call 14:00–17:00 2 places" in everything


@pytest.mark.parametrize("count", [1, 3])
def test_list_queries(scene: Scene, browse: Browse, bo: User, count: int) -> None:
    for number in range(count):
        taken(scene, scene.shift(f"2025-02-{4 + number:02} 10:00", site=scene.site), "bo")
        scene.shift(f"2025-02-{4 + number:02} 17:00")
    browser = browse(bo, scene.association)

    found = [statements(browser, f"/shifts/{query}") for query in ("", "?show=all", "?view=week")]
    assert found == [4, 5, 3]


@pytest.mark.parametrize("count", [1, 3])
def test_shift_queries(scene: Scene, browse: Browse, bo: User, count: int) -> None:
    shift = scene.shift(places=9)
    taken(scene, shift, "bo")
    with entered(scene.association):
        for number in range(count):
            sign_up(shift=shift, person=scene.person("Eeva", f"Ek{number}"), by=SOMEBODY)

    assert statements(browse(bo, scene.association), f"/shifts/{shift.uuid}/") == 5


# --- one shift ------------------------------------------------------------------------------------


def test_shift_open(scene: Scene, browse: Browse, bo: User) -> None:
    ada = scene.someone("ada")
    with entered(scene.association):
        ada.phone = "040 000 0101"
        ada.save()
    shift = scene.shift("2025-02-05 17:00", site=scene.site, contact_person=ada)

    seen = text(browse(bo, scene.association).get(f"/shifts/{shift.uuid}/"))

    assert "2 places Suits you Meeting place host" in seen
    assert "Wednesday 5 February 2025 17:00–20:00 The day after tomorrow." in seen
    assert "Majakka Rantakatu 8. Show on a map" in seen
    assert "Ada Ahola Contact person, 040 000 0101" in seen
    assert "0 of 2 places are taken. When you come too, you see the first names." in seen
    assert "Take the shift" in seen


def test_shift_shows_first_names_to_those_who_come(scene: Scene, browse: Browse, ada: User, bo: User) -> None:
    shift = scene.shift(places=3)
    taken(scene, shift, "bo")

    outside = text(browse(ada, scene.association).get(f"/shifts/{shift.uuid}/"))
    taken(scene, shift, "ada")
    seen = text(browse(ada, scene.association).get(f"/shifts/{shift.uuid}/"))

    assert "Bo" not in outside.split("Who comes")[1]
    who = seen.split("Who comes")[1]
    assert "Ada You" in who
    assert "Bo" in who
    assert "Berg" not in who
    assert who.count("Free place") == 1


def test_shift_says_why_not_and_what_to_do(scene: Scene, browse: Browse, bo: User) -> None:
    shift = scene.shift(role=scene.another_role())

    seen = text(browse(bo, scene.association).get(f"/shifts/{shift.uuid}/"))

    why = "This shift is for those who do the role “Crisis line”."
    assert seen.count(f"{why} If you would like to do it, ask the coordinator.") == 2
    assert "Take the shift" not in seen


def test_shift_draft_is_for_coordinators(scene: Scene, browse: Browse, ada: User, bo: User) -> None:
    shift = scene.shift(publish=False)

    assert browse(bo, scene.association).get(f"/shifts/{shift.uuid}/").status_code == 404
    assert browse(ada, scene.association).get(f"/shifts/{shift.uuid}/").status_code == 200


def test_sign_up_from_the_list_and_undo(scene: Scene, browse: Browse, bo: User) -> None:
    shift = scene.shift(title="Soup")
    browser = browse(bo, scene.association)

    answer = browser.post(f"/shifts/{shift.uuid}/sign-up/", {"next": "/shifts/?page=1"})

    assert (answer.status_code, answer["Location"]) == (302, "/shifts/?page=1")
    page = browser.get("/shifts/").content.decode()
    assert "You are coming: Soup, Tue" in unescape(page)
    assert f'action="/shifts/{shift.uuid}/cancel/"' in page
    browser.post(f"/shifts/{shift.uuid}/cancel/")
    assert states(scene, shift) == [("Bo", "cancelled_by_volunteer")]


def test_sign_up_never_leads_elsewhere(scene: Scene, browse: Browse, bo: User) -> None:
    shift = scene.shift()

    answer = browse(bo, scene.association).post(
        f"/shifts/{shift.uuid}/sign-up/", {"next": "https://example.org/"}
    )

    assert answer["Location"] == "/"


def test_sign_up_refused_says_why(scene: Scene, browse: Browse, bo: User) -> None:
    shift = scene.shift(places=1)
    taken(scene, shift, "ada")
    browser = browse(bo, scene.association)

    answer = browser.post(f"/shifts/{shift.uuid}/sign-up/")

    assert answer["Location"] == f"/shifts/{shift.uuid}/"
    assert "All places of this shift are taken." in unescape(browser.get(answer["Location"]).content.decode())


def test_sign_up_with_a_login_that_nobody_knows(scene: Scene, browse: Browse, bo: User) -> None:
    shift, bo_here = scene.shift(), scene.someone("bo")
    with entered(scene.association):
        bo_here.user_uuid = None
        bo_here.save()
    browser = browse(bo, scene.association)

    answer = browser.post(f"/shifts/{shift.uuid}/sign-up/")

    seen = browser.get(answer["Location"]).content.decode()
    assert "You are not an active volunteer of this association at that time." in unescape(seen)
    assert states(scene, shift) == []


def test_list_for_a_login_that_nobody_knows(scene: Scene, browse: Browse, bo: User) -> None:
    scene.shift(title="Soup")
    person = scene.someone("bo")
    with entered(scene.association):
        person.user_uuid = None
        person.save()

    seen = text(browse(bo, scene.association).get("/shifts/"))

    assert "Soup" in seen
    assert "Take the shift" not in seen


def test_cancel_offers_undo_for_ten_minutes(scene: Scene, browse: Browse, bo: User) -> None:
    shift = scene.shift()
    taken(scene, shift, "bo")
    browser = browse(bo, scene.association)

    answer = browser.post(f"/shifts/{shift.uuid}/cancel/")

    page = browser.get(answer["Location"])
    assert f'action="/shifts/{shift.uuid}/undo-cancel/"' in page.content.decode()
    assert "You gave your place back." in text(browser.get(f"/shifts/{shift.uuid}/"))
    with clock.fixed(clock.now() + timedelta(minutes=11)):
        assert "You gave your place back." not in text(browser.get(f"/shifts/{shift.uuid}/"))
    browser.post(f"/shifts/{shift.uuid}/sign-up/")
    assert states(scene, shift) == [("Bo", "cancelled_by_volunteer"), ("Bo", "signed_up")]


def test_cancel_after_the_start(scene: Scene, browse: Browse, bo: User) -> None:
    shift = scene.shift()
    taken(scene, shift, "bo")
    browser = browse(bo, scene.association)

    with clock.fixed(shift.starts_at):
        browser.post(f"/shifts/{shift.uuid}/cancel/")
        seen = browser.get(f"/shifts/{shift.uuid}/")

    assert "This shift has already started." in unescape(seen.content.decode())
    assert states(scene, shift) == [("Bo", "signed_up")]


def test_no_writing_by_get(scene: Scene, browse: Browse, bo: User) -> None:
    shift = scene.shift()
    browser = browse(bo, scene.association)

    assert browser.get(f"/shifts/{shift.uuid}/sign-up/").status_code == 405
    assert browser.get(f"/shifts/{shift.uuid}/cancel/").status_code == 405


def test_sign_up_needs_the_token_of_the_form(scene: Scene, browse: Browse, bo: User) -> None:
    shift = scene.shift()

    assert browse(bo, scene.association, csrf=True).post(f"/shifts/{shift.uuid}/sign-up/").status_code == 403
    assert states(scene, shift) == []


def test_calendar_file(scene: Scene, browse: Browse, bo: User) -> None:
    shift = scene.shift(title="Soup", site=scene.site)

    answer = browse(bo, scene.association).get(f"/shifts/{shift.uuid}/shift.ics")

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    lines = answer.content.decode().replace("\r\n ", "").splitlines()
    assert "SUMMARY:Soup" in lines
    assert "DTSTART:20250204T150000Z" in lines
    assert "LOCATION:Majakka\\, Rantakatu 8" in lines
    assert f"UID:{shift.uuid}@alfa.rinnalla.localhost" in lines


def test_calendar_file_of_a_discreet_role_says_only_when(scene: Scene, browse: Browse, bo: User) -> None:
    shift = scene.shift(title="Soup", site=scene.site, role=scene.another_role(discreet=True))

    content = browse(bo, scene.association).get(f"/shifts/{shift.uuid}/shift.ics").content.decode()

    assert "SUMMARY:Your shift" in content
    for secret in ("Soup", "Crisis", "Majakka", "Rantakatu"):
        assert secret not in content


def test_suspended_association_can_be_read_only(scene: Scene, browse: Browse, bo: User) -> None:
    shift = scene.shift()
    lifecycle.move(scene.association, to="suspended")
    browser = browse(bo, scene.association)

    assert "Take the shift" not in text(browser.get("/shifts/"))
    assert "closed for changes" in text(browser.get(f"/shifts/{shift.uuid}/"))
    assert browser.post(f"/shifts/{shift.uuid}/sign-up/").status_code == 403
    assert states(scene, shift) == []


# --- who may not ----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/shifts/", "/shifts/{uuid}/", "/shifts/{uuid}/shift.ics"])
def test_strangers(scene: Scene, browse: Browse, cleo: User, path: str) -> None:
    path = path.format(uuid=scene.shift().uuid)

    assert browse(None, scene.association).get(path)["Location"].startswith("/signin/")
    assert browse(cleo, scene.association).get(path).status_code == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "/shifts/{uuid}/"),
        ("get", "/shifts/{uuid}/shift.ics"),
        ("post", "/shifts/{uuid}/sign-up/"),
        ("post", "/shifts/{uuid}/cancel/"),
    ],
)
def test_another_associations_shift(
    scene: Scene, other_scene: Scene, browse: Browse, bo: User, method: str, path: str
) -> None:
    """Beta's shift under Alfa's address is nothing, and stays as it is."""
    planted = other_scene.shift(title="Planted")
    taken(other_scene, planted, "dan")

    answer = getattr(browse(bo, scene.association), method)(path.format(uuid=planted.uuid))

    assert answer.status_code == 404
    assert "Planted" not in answer.content.decode()
    assert states(other_scene, planted) == [("Dan", "signed_up")]


def test_list_shows_nothing_of_another_association(
    scene: Scene, other_scene: Scene, browse: Browse, bo: User
) -> None:
    other_scene.shift(title="Planted")
    scene.shift(title="Ours")

    seen = text(browse(bo, scene.association).get("/shifts/"))

    assert "Ours" in seen
    assert "Planted" not in seen
