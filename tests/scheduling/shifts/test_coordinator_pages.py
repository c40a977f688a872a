"""The coordinator's pages: the week, the form, who comes, who was there."""

from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from notifications.models import Message
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.services import sign_up
from tenants import clock, lifecycle
from tenants.context import entered
from tests.scheduling.shifts.scene import SOMEBODY, Scene, local
from tests.scheduling.shifts.test_pages import statements, states, taken, text
from volunteers.register.models import Absence, Person, search_key

Browse = Callable[..., Client]


def said(scene: Scene, **other: Any) -> dict[str, Any]:
    """What a coordinator types for a shift on Tuesday evening."""
    return {
        "role": scene.role.pk,
        "site": scene.site.pk,
        "title": "Soup",
        "day": "2025-02-04",
        "start": "17:00",
        "end": "20:00",
        "places": "5",
        "description": "We cook.",
        "contact_person": "",
    } | other


def made(scene: Scene) -> Shift:
    """The one shift of the association."""
    with entered(scene.association):
        return Shift.objects.get()


def sign_up_of(scene: Scene, shift: Shift, login: str) -> SignUp:
    """A persona's sign-up."""
    with entered(scene.association):
        return SignUp.objects.get(shift=shift, person=scene.someone(login))


# --- the week -------------------------------------------------------------------------------------


def test_plan_shows_the_week_by_role_and_day(scene: Scene, browse: Browse, ada: User) -> None:
    taken(scene, scene.shift("2025-02-04 17:00", title="Soup"), "bo")
    scene.shift("2025-02-06 10:00", title="Bread", publish=False)
    scene.shift("2025-02-10 10:00", title="Later")

    seen = text(browse(ada, scene.association).get("/coordinate/shifts/"))

    assert "Week 6, 3 Feb – 9 Feb 2025 · 1/2 places taken" in " ".join(seen.split())
    assert "Meeting place host 17:00–20:00 1/2" in seen
    assert "Soup" in seen
    assert "Draft" in seen
    assert "Later" not in seen


def test_plan_of_another_week(scene: Scene, browse: Browse, ada: User) -> None:
    scene.shift("2025-02-10 10:00", title="Later")

    seen = text(browse(ada, scene.association).get("/coordinate/shifts/?week=2025-02-12"))

    assert "Later" in seen


def test_plan_only_short_ones(scene: Scene, browse: Browse, ada: User) -> None:
    scene.shift(title="Soup", places=2)
    taken(scene, scene.shift("2025-02-05 10:00", title="Bread", places=1), "bo")

    seen = text(browse(ada, scene.association).get("/coordinate/shifts/?show=short"))

    assert "Soup" in seen
    assert "Bread" not in seen


def test_plan_night_shift_stands_on_its_first_day(scene: Scene, browse: Browse, ada: User) -> None:
    scene.shift("2025-02-09 22:00", hours=8)

    week = browse(ada, scene.association).get("/coordinate/shifts/").content.decode()

    assert week.count("22:00–06:00".replace("–", "\u2060–\u2060")) + week.count("22:00–06:00") == 1


@pytest.mark.parametrize("query", ["week=nonsense", "role=x", "show=x", "week=9999-12-31", "week=0001-01-01"])
def test_plan_with_nonsense_in_the_address(scene: Scene, browse: Browse, ada: User, query: str) -> None:
    assert browse(ada, scene.association).get(f"/coordinate/shifts/?{query}").status_code == 200


def test_plan_empty(scene: Scene, browse: Browse, ada: User) -> None:
    assert "No shifts this week yet" in text(browse(ada, scene.association).get("/coordinate/shifts/"))


@pytest.mark.parametrize("count", [1, 3])
def test_plan_queries(scene: Scene, browse: Browse, ada: User, count: int) -> None:
    for number in range(count):
        scene.shift(f"2025-02-{4 + number:02} 10:00", site=scene.site)

    assert statements(browse(ada, scene.association), "/coordinate/shifts/") == 6


# --- the form -------------------------------------------------------------------------------------


def test_new_published(scene: Scene, browse: Browse, ada: User) -> None:
    answer = browse(ada, scene.association).post("/coordinate/shifts/new/", said(scene, publish="1"))

    shift = made(scene)
    assert answer["Location"] == f"/coordinate/shifts/{shift.uuid}/"
    assert (shift.state, shift.title, shift.places) == ("published", "Soup", 5)
    assert (shift.starts_at, shift.ends_at) == (local("2025-02-04 17:00"), local("2025-02-04 20:00"))


def test_new_draft(scene: Scene, browse: Browse, ada: User) -> None:
    browse(ada, scene.association).post("/coordinate/shifts/new/", said(scene, draft="1"))

    assert made(scene).state == "draft"


def test_new_proposes_tomorrow_and_me(scene: Scene, browse: Browse, ada: User) -> None:
    page = browse(ada, scene.association).get("/coordinate/shifts/new/").content.decode()

    assert 'value="2025-02-04"' in page
    assert f'<option value="{scene.someone("ada").pk}" selected>Ada Ahola</option>' in page


def test_new_past_midnight_ends_the_next_day(scene: Scene, browse: Browse, ada: User) -> None:
    browse(ada, scene.association).post("/coordinate/shifts/new/", said(scene, start="22:00", end="06:00"))

    assert made(scene).ends_at == local("2025-02-05 06:00")


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"start": "20:00", "end": "17:00"}, "The end must be after the start."),
        ({"start": "17:00", "end": "17:00"}, "The end must be after the start."),
        ({"day": "2025-02-02"}, "The start is in the past. Choose a time ahead."),
        ({"day": "2025-02-03", "start": "07:00"}, "The start is in the past. Choose a time ahead."),
        ({"day": "2025-03-30", "start": "03:30", "end": "06:00"}, "the clocks went forward"),
        ({"day": "2025-03-29", "start": "22:00", "end": "03:30"}, "the clocks went forward"),
        ({"day": "2025-10-26", "start": "03:30", "end": "06:00"}, "the clocks went back"),
        ({"day": "2025-10-25", "start": "22:00", "end": "03:15"}, "the clocks went back"),
        ({"places": "0"}, "greater than or equal to 1"),
        ({"role": ""}, "This field is required."),
        ({"day": "yesterday"}, "Enter a valid date."),
        ({"day": "9999-12-31"}, "Enter a valid date."),
    ],
)
def test_new_refused_keeps_what_was_typed(
    scene: Scene, browse: Browse, ada: User, other: dict[str, str], sentence: str
) -> None:
    typed = said(scene, publish="1", **other)

    page = browse(ada, scene.association).post("/coordinate/shifts/new/", typed)

    seen = unescape(page.content.decode())
    assert page.status_code == 422
    assert sentence in seen
    assert 'value="Soup"' in seen
    assert "We cook.</textarea>" in seen
    assert f'value="{typed["day"]}"' in seen
    with entered(scene.association):
        assert Shift.objects.count() == 0


def test_new_over_the_nights_of_change(scene: Scene, browse: Browse, ada: User) -> None:
    """Seven hours in spring and nine in autumn, between times that exist once."""
    browser = browse(ada, scene.association)
    for day in ("2025-03-29", "2025-10-25"):
        browser.post("/coordinate/shifts/new/", said(scene, day=day, start="22:00", end="06:00"))

    with entered(scene.association):
        lengths = [shift.ends_at - shift.starts_at for shift in Shift.objects.order_by("starts_at")]
    assert lengths == [timedelta(hours=7), timedelta(hours=9)]


def test_new_with_rows_of_another_association(
    scene: Scene, other_scene: Scene, browse: Browse, ada: User
) -> None:
    role = other_scene.another_role(code="planted")
    page = browse(ada, scene.association).post(
        "/coordinate/shifts/new/", said(scene, publish="1", role=role.pk + 1000)
    )

    assert page.status_code == 422


def test_edit_shows_and_saves(scene: Scene, browse: Browse, ada: User) -> None:
    shift = scene.shift("2025-02-04 17:00", title="Soup", site=scene.site)
    browser = browse(ada, scene.association)

    page = browser.get(f"/coordinate/shifts/{shift.uuid}/edit/").content.decode()
    browser.post(f"/coordinate/shifts/{shift.uuid}/edit/", said(scene, start="18:00", end="21:00"))

    assert 'value="17:00"' in page
    assert made(scene).starts_at == local("2025-02-04 18:00")


def test_edit_says_that_people_are_told(scene: Scene, browse: Browse, ada: User) -> None:
    shift = scene.shift()
    taken(scene, shift, "bo")

    seen = text(browse(ada, scene.association).get(f"/coordinate/shifts/{shift.uuid}/edit/"))

    assert "1 person comes. If you change the time, they are told at once" in seen


def test_edit_refused_keeps_what_was_typed(scene: Scene, browse: Browse, ada: User) -> None:
    shift = scene.shift("2025-02-04 17:00", places=2)
    taken(scene, shift, "ada", "bo")

    page = browse(ada, scene.association).post(
        f"/coordinate/shifts/{shift.uuid}/edit/", said(scene, places="1", title="Typed")
    )

    assert page.status_code == 422
    assert "2 people hold a place already." in text(page)
    assert 'value="Typed"' in page.content.decode()


def test_publish_a_draft(scene: Scene, browse: Browse, ada: User) -> None:
    shift = scene.shift(publish=False)

    browse(ada, scene.association).post(f"/coordinate/shifts/{shift.uuid}/publish/")

    assert made(scene).state == "published"


def test_cancel_asks_first(scene: Scene, browse: Browse, ada: User) -> None:
    shift = scene.shift()
    taken(scene, shift, "bo")
    browser = browse(ada, scene.association)

    page = browser.get(f"/coordinate/shifts/{shift.uuid}/cancel/")
    assert "1 person loses the place and gets a message at once." in text(page)
    assert made(scene).state == "published"

    browser.post(f"/coordinate/shifts/{shift.uuid}/cancel/")
    assert made(scene).state == "cancelled"
    assert states(scene, shift) == [("Bo", "cancelled_by_org")]


# --- who comes ------------------------------------------------------------------------------------


def test_manage_shows_who_comes_with_phone(scene: Scene, browse: Browse, ada: User) -> None:
    shift = scene.shift()
    with entered(scene.association):
        sign_up(shift=shift, person=scene.person("Eeva", "Ek"), by=SOMEBODY)

    seen = text(browse(ada, scene.association).get(f"/coordinate/shifts/{shift.uuid}/"))

    assert "Eeva Ek 040 123 4567 eeva.ek@example.org" in seen
    assert "1 of 2 places taken" in seen


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("later", [False, True])
def test_manage_queries(scene: Scene, browse: Browse, ada: User, count: int, later: bool) -> None:
    shift = scene.shift(places=9)
    with entered(scene.association):
        for number in range(count):
            sign_up(shift=shift, person=scene.person("Eeva", f"Ek{number}"), by=SOMEBODY)

    with clock.fixed(shift.ends_at if later else clock.now()):
        assert statements(browse(ada, scene.association), f"/coordinate/shifts/{shift.uuid}/") == (
            4 if later else 7
        )


def test_add_a_person_before_the_start(scene: Scene, browse: Browse, ada: User) -> None:
    shift = scene.shift()
    person = scene.person("Eeva", "Ek", role=False)

    browse(ada, scene.association).post(
        f"/coordinate/shifts/{shift.uuid}/people/", {"person": str(person.uuid)}
    )

    assert states(scene, shift) == [("Eeva", "signed_up")]


def test_add_a_person_refused_says_why(scene: Scene, browse: Browse, ada: User) -> None:
    shift, bo = scene.shift(), scene.someone("bo")
    taken(scene, scene.shift("2025-02-04 18:00"), "bo")

    page = browse(ada, scene.association).post(
        f"/coordinate/shifts/{shift.uuid}/people/", {"person": str(bo.uuid)}
    )

    assert page.status_code == 422
    assert "another shift at the same time" in text(page)


def found_by_name(scene: Scene, *people: Person) -> None:
    """As the verbs of the register leave people behind."""
    with entered(scene.association):
        for person in people:
            person.search_key = search_key(
                given_name=person.given_name,
                family_name=person.family_name,
                email=person.email,
                phone=person.phone,
            )
            person.save(update_fields=["search_key"])


def test_add_offers_who_does_the_role_and_is_free(scene: Scene, browse: Browse, ada: User) -> None:
    shift = scene.shift()
    found_by_name(scene, scene.person("Eeva", "Ek", role=False), scene.someone("bo"))
    taken(scene, scene.shift("2025-02-04 18:00"), "bo")
    browser = browse(ada, scene.association)
    path = f"/coordinate/shifts/{shift.uuid}/people/"

    by_itself, found, slip = (text(browser.get(path + query)) for query in ("", "?q=eeva", "?q=bergg"))

    assert ("Ada Ahola" in by_itself, "Eeva Ek" in by_itself, "Bo Berg" in by_itself) == (True, False, False)
    assert "Eeva Ek Add to the shift" in found
    assert "Bo Berg Has another shift at the same time" in slip


def test_add_passes_by_what_speaks_against_it_with_a_reason(scene: Scene, browse: Browse, ada: User) -> None:
    shift, bo = scene.shift(), scene.someone("bo")
    with entered(scene.association):
        Absence.objects.create(person=bo, from_on=date(2025, 2, 4), to_on=date(2025, 2, 4))
    browser = browse(ada, scene.association)
    path = f"/coordinate/shifts/{shift.uuid}/people/"

    offered = text(browser.get(f"{path}?person={bo.uuid}"))
    refused = browser.post(path, {"person": str(bo.uuid)})
    browser.post(path, {"person": str(bo.uuid), "reason": "He said so."})

    assert "The day is noted as a day away. Why all the same" in offered
    assert (refused.status_code, "write why" in text(refused)) == (422, True)
    assert states(scene, shift) == [("Bo", "signed_up")]
    assert sign_up_of(scene, shift, "bo").override_reason == "He said so."


@pytest.mark.parametrize("count", [1, 3])
def test_add_queries(scene: Scene, browse: Browse, ada: User, count: int) -> None:
    shift = scene.shift()
    found_by_name(scene, *(scene.person("Eeva", f"Ek{number}") for number in range(count)))

    assert statements(browse(ada, scene.association), f"/coordinate/shifts/{shift.uuid}/people/?q=ek") == 5


def test_add_nobody(scene: Scene, browse: Browse, ada: User) -> None:
    shift = scene.shift()

    page = browse(ada, scene.association).post(f"/coordinate/shifts/{shift.uuid}/people/", {"person": ""})

    assert page.status_code == 422


def test_take_somebody_off(scene: Scene, browse: Browse, ada: User) -> None:
    shift = scene.shift()
    taken(scene, shift, "bo")
    sign_up_uuid = sign_up_of(scene, shift, "bo").uuid

    browse(ada, scene.association).post(f"/coordinate/shifts/{shift.uuid}/people/{sign_up_uuid}/release/")

    assert states(scene, shift) == [("Bo", "cancelled_by_org")]
    with entered(scene.association):
        waiting = Message.objects.filter(state="planned").values_list("kind", flat=True)
        assert list(waiting) == ["shift.taken_off"]


def test_roster_on_paper(scene: Scene, browse: Browse, ada: User) -> None:
    shift = scene.shift(places=3)
    with entered(scene.association):
        sign_up(shift=shift, person=scene.person("Eeva", "Ek"), by=SOMEBODY)

    seen = text(browse(ada, scene.association).get(f"/coordinate/shifts/{shift.uuid}/roster/"))

    assert "Eeva Ek 040 123 4567" in seen
    assert seen.count("Free place") == 2


# --- who may not ----------------------------------------------------------------------------------

GET = ["", "new/", "{uuid}/", "{uuid}/edit/", "{uuid}/cancel/", "{uuid}/roster/", "{uuid}/people/"]
POST = [
    "new/",
    "{uuid}/edit/",
    "{uuid}/publish/",
    "{uuid}/cancel/",
    "{uuid}/people/",
    "{uuid}/people/{sign_up}/release/",
    "{uuid}/attendance/",
]


@pytest.mark.parametrize(
    ("method", "path"), [("get", each) for each in GET] + [("post", each) for each in POST]
)
def test_volunteers_and_strangers(
    scene: Scene, browse: Browse, bo: User, cleo: User, method: str, path: str
) -> None:
    shift = scene.shift()
    taken(scene, shift, "bo")
    path = "/coordinate/shifts/" + path.format(uuid=shift.uuid, sign_up=sign_up_of(scene, shift, "bo").uuid)

    assert getattr(browse(None, scene.association), method)(path)["Location"].startswith("/signin/")
    assert getattr(browse(bo, scene.association), method)(path).status_code == 403
    assert getattr(browse(cleo, scene.association), method)(path).status_code == 404
    assert states(scene, shift) == [("Bo", "signed_up")]


@pytest.mark.parametrize(
    ("method", "path"),
    [("get", each) for each in GET if "uuid" in each] + [("post", each) for each in POST if "uuid" in each],
)
def test_another_associations_shift(
    scene: Scene, other_scene: Scene, browse: Browse, ada: User, method: str, path: str
) -> None:
    planted = other_scene.shift(title="Planted")
    taken(other_scene, planted, "dan")
    path = path.format(uuid=planted.uuid, sign_up=sign_up_of(other_scene, planted, "dan").uuid)

    answer = getattr(browse(ada, scene.association), method)(f"/coordinate/shifts/{path}")

    assert answer.status_code == 404
    assert "Planted" not in answer.content.decode()
    assert states(other_scene, planted) == [("Dan", "signed_up")]
    with entered(other_scene.association):
        planted.refresh_from_db()
        assert planted.state == "published"


def test_another_associations_person(scene: Scene, other_scene: Scene, browse: Browse, ada: User) -> None:
    shift, dan = scene.shift(), other_scene.someone("dan")

    page = browse(ada, scene.association).post(
        f"/coordinate/shifts/{shift.uuid}/people/", {"person": str(dan.uuid)}
    )

    assert page.status_code == 422
    assert states(scene, shift) == []


def test_suspended_association(scene: Scene, browse: Browse, ada: User) -> None:
    shift = scene.shift()
    taken(scene, shift, "bo")
    lifecycle.move(scene.association, to="suspended")
    browser = browse(ada, scene.association)

    assert "New shift" not in text(browser.get("/coordinate/shifts/"))
    assert "Take off" not in text(browser.get(f"/coordinate/shifts/{shift.uuid}/"))
    assert browser.post(f"/coordinate/shifts/{shift.uuid}/cancel/").status_code == 403
    with entered(scene.association):
        assert Shift.objects.get().state == "published"
        assert Message.objects.filter(kind="shift.cancelled").count() == 0
        assert Person.objects.count() == 2
