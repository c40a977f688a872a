"""How shifts are run: what the association sets, what a role asks, what a person wishes."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from accounts.models import User
from scheduling.shifts import agreed
from scheduling.shifts.models import RoleRules, ShiftSettings, Wish
from tenants.context import entered
from tests.scheduling.shifts.scene import Scene
from tests.scheduling.shifts.test_pages import text
from volunteers.register.models import Trail

Browse = Callable[..., Client]
SETTINGS = {
    "duty_name": "The office",
    "duty_phone": "040 123 4567",
    "stand_in_hours": "48",
    "late_hours": "12",
    "offer_hours": "6",
}
RULES = {
    "rest_hours": "9",
    "most_per_week": "4",
    "swap_needs_approval": "on",
    "sign_up_mode": "by_request",
    "names": "nobody",
}


def errors(answer: Any) -> dict[str, list[str]]:
    with translation.override("en"):
        return {name: list(said) for name, said in answer.context["form"].errors.items()}


def test_coordinator_sets_how_shifts_are_run(scene: Scene, browse: Browse, ada: User) -> None:
    client = browse(ada, scene.association)
    assert client.get("/coordinate/settings/shifts/").status_code == 200
    with entered(scene.association):
        assert (agreed.settings().stand_in_hours, agreed.settings().duty_phone) == (72, "")

    answer = client.post("/coordinate/settings/shifts/", SETTINGS, follow=True)
    client.post("/coordinate/settings/shifts/", SETTINGS)

    assert "+358 40 1234567" in answer.content.decode()
    with entered(scene.association):
        kept = agreed.settings()
        assert (kept.duty_name, kept.duty_phone, kept.late_hours) == ("The office", "+358 40 1234567", 12)
        assert Trail.objects.filter(verb="shifts.settings").count() == 1


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        (
            {"late_hours": "60"},
            "late_hours",
            (
                "It cannot be late before somebody is looked for. Give the duty phone at most as many "
                "hours as the search for a stand-in."
            ),
        ),
        ({"offer_hours": "0"}, "offer_hours", "Write a whole number from 1 to 336."),
        ({"stand_in_hours": "soon"}, "stand_in_hours", "Write a whole number from 0 to 336."),
        ({"late_hours": ""}, "late_hours", "Write a whole number from 0 to 336."),
        ({"duty_phone": "call us"}, "duty_phone", "Write the number as +358 40 1234567 or 040 1234567."),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(
    scene: Scene, browse: Browse, ada: User, wrong: dict[str, str], field: str, sentence: str
) -> None:
    answer = browse(ada, scene.association).post("/coordinate/settings/shifts/", SETTINGS | wrong)
    assert (answer.status_code, errors(answer)) == (422, {field: [sentence]})
    with entered(scene.association):
        assert not ShiftSettings.objects.exists()


def test_role_says_how_its_shifts_are_run(
    scene: Scene, other_scene: Scene, browse: Browse, ada: User
) -> None:
    client, role = browse(ada, scene.association), scene.role
    before = text(client.get(f"/coordinate/roles/{role.uuid}/"))
    assert "11 hours of rest before and after a night shift. Change" not in before
    assert "11 hours of rest before and after a night shift." in before

    answer = client.post(f"/coordinate/roles/{role.uuid}/shifts/", RULES)

    assert (answer.status_code, answer["Location"]) == (302, f"/coordinate/roles/{role.uuid}/")
    seen = text(client.get(f"/coordinate/roles/{role.uuid}/"))
    for line in (
        "New shifts are filled: by request: a coordinator confirms.",
        "Who comes is seen by: nobody else.",
        "A coordinator approves swaps.",
        "9 hours of rest before and after a night shift.",
        "At most 4 shifts a week for one person.",
    ):
        assert line in seen
    wrong = client.post(f"/coordinate/roles/{role.uuid}/shifts/", RULES | {"rest_hours": "90"})
    assert errors(wrong) == {"rest_hours": ["Write a whole number from 0 to 48."]}
    with entered(other_scene.association):
        assert not RoleRules.objects.exists()
    theirs = client.post(f"/coordinate/roles/{other_scene.role.uuid}/shifts/", RULES)
    assert theirs.status_code == 404


def test_volunteer_says_what_they_wish(scene: Scene, browse: Browse, bo: User) -> None:
    client = browse(bo, scene.association)
    assert 'action="/me/wishes/"' in client.get("/me/times/").content.decode()

    answer = client.post("/me/wishes/", {"wish-most_per_week": "2", "wish-no_nights": "on"})

    assert (answer.status_code, answer["Location"]) == (302, "/me/times/")
    with entered(scene.association):
        wish = Wish.objects.get(person__user_uuid=bo.uuid)
        assert (wish.most_per_week, wish.no_nights, wish.stands_in) == (2, True, False)
        assert Trail.objects.get(verb="wish.set").data == {"on_behalf": False}
    wrong = client.post("/me/wishes/", {"wish-most_per_week": "99"})
    assert (wrong.status_code, errors(wrong)) == (
        422,
        {"most_per_week": ["Write a whole number from 1 to 21."]},
    )


def test_coordinator_notes_the_wish_on_behalf(
    scene: Scene, other_scene: Scene, browse: Browse, ada: User, bo: User
) -> None:
    client, person = browse(ada, scene.association), scene.someone("bo")
    page = f"/coordinate/people/{person.uuid}/"
    assert f'action="{page}wishes/"' in client.get(f"{page}times/").content.decode()

    answer = client.post(f"{page}wishes/", {"wish-stands_in": "on", "wish-no_nights": "on"})

    assert (answer.status_code, answer["Location"]) == (302, f"{page}times/")
    assert "Wishes for shifts changed" in text(client.get(page))
    with entered(scene.association):
        assert Trail.objects.get(verb="wish.set").data == {"on_behalf": True}
    theirs = other_scene.someone("dan")
    assert client.post(f"/coordinate/people/{theirs.uuid}/wishes/", {}).status_code == 404
    assert browse(bo, scene.association).post(f"{page}wishes/", {}).status_code == 403
