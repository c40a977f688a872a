"""Programs of coordinators: answering who asks, inviting, keeping places for others."""

from collections.abc import Callable
from typing import Any

from django.test import Client

from accounts.models import User
from notifications.models import Message
from scheduling.shifts.models import Invitation, Shift, SignUp
from scheduling.shifts.services import keep_places, sign_up
from tenants.context import entered
from tests.api.programs import program, token
from tests.scheduling.shifts.scene import SOMEBODY, Scene
from tests.scheduling.shifts.test_api import of, post
from tests.scheduling.shifts.test_api_verbs import TUESDAY, url_of
from volunteers.register.models import Person

Browse = Callable[..., Client]


def in_mode(scene: Scene, mode: Shift.SignUpMode, **other: Any) -> Shift:
    shift = scene.shift(TUESDAY, **other)
    with entered(scene.association):
        Shift.objects.filter(pk=shift.pk).update(sign_up_mode=mode)
        shift.refresh_from_db()
    return shift


def ask(scene: Scene, shift: Shift, person: Person) -> SignUp:
    with entered(scene.association):
        return sign_up(shift=shift, person=person, by=SOMEBODY)


def test_a_request_is_confirmed_and_another_declined(
    scene: Scene, browse: Browse, ada: User, bo: User
) -> None:
    shift = in_mode(scene, Shift.SignUpMode.BY_REQUEST)
    yes, no = (ask(scene, shift, scene.person(name, "Kysyjä")) for name in ("Aino", "Eero"))
    browser = browse(ada, scene.association)

    first = of(post(browser, f"/api/v1/sign-ups/{yes.uuid}/confirm/", {"word": "Welcome"}))
    again = of(post(browser, f"/api/v1/sign-ups/{yes.uuid}/confirm/"))
    declined = of(post(browser, f"/api/v1/sign-ups/{no.uuid}/decline/", {"word": "Next time"}))
    late = post(browser, f"/api/v1/sign-ups/{no.uuid}/confirm/")

    assert (first["state"], again["state"], declined["state"]) == (
        "signed_up",
        "signed_up",
        "cancelled_by_org",
    )
    assert (late.status_code, of(late)["code"]) == (409, "request_is_over")
    with entered(scene.association):
        told = Message.objects.filter(subject_uuid__in=[yes.uuid, no.uuid]).values_list(
            "kind", "subject_uuid"
        )
        assert {("shift.request_confirmed", yes.uuid), ("shift.request_declined", no.uuid)} <= set(told)
        assert SignUp.objects.get(pk=no.pk).answer == "Next time"
    refused = post(browse(bo, scene.association), f"/api/v1/sign-ups/{no.uuid}/confirm/")
    assert refused.status_code == 403
    reads = token(ada, scene.association, scopes=["sign_ups:read", "shifts:write"])
    reader = program(scene.association, reads.secret)
    assert post(reader, f"/api/v1/sign-ups/{no.uuid}/confirm/").status_code == 403


def test_many_are_answered_and_each_says_what_became_of_it(
    scene: Scene, other_scene: Scene, browse: Browse, ada: User
) -> None:
    """The last place goes to who asked first; of others there is nothing to be heard."""
    shift = in_mode(scene, Shift.SignUpMode.BY_REQUEST, places=1)
    asked = [ask(scene, shift, scene.person(name, "Kysyjä")) for name in ("Aino", "Eero")]
    planted = in_mode(other_scene, Shift.SignUpMode.BY_REQUEST)
    theirs = ask(other_scene, planted, other_scene.someone("dan"))
    browser = browse(ada, scene.association)

    everybody = [str(each.uuid) for each in (theirs, *reversed(asked))]
    said = post(browser, url_of(shift, "requests/"), {"answer": "yes", "sign_ups": everybody})

    results = [
        (row["sign_up"]["person"]["name"], row["sign_up"]["state"], row["refused"] and row["refused"]["code"])
        for row in of(said)["results"]
    ]
    assert results == [("Aino Kysyjä", "signed_up", None), ("Eero Kysyjä", "requested", "shift_full")]
    rest = post(browser, url_of(shift, "requests/"), {"answer": "no", "sign_ups": everybody[1:2]})
    assert [row["sign_up"]["state"] for row in of(rest)["results"]] == ["cancelled_by_org"]
    assert (
        post(browser, url_of(planted, "requests/"), {"answer": "yes", "sign_ups": everybody}).status_code
        == 404
    )
    with entered(other_scene.association):
        assert SignUp.objects.get(pk=theirs.pk).state == SignUp.State.REQUESTED


def test_people_are_invited_once_and_uninvited(
    scene: Scene, other_scene: Scene, browse: Browse, ada: User, bo: User
) -> None:
    shift = in_mode(scene, Shift.SignUpMode.INVITED_FIRST)
    aino, nobody = scene.person("Aino", "Kutsuttu"), scene.person("Eero", "Toinen", role=False)
    browser, place = browse(ada, scene.association), url_of(shift, "invited/")

    made = post(browser, place, {"people": [str(aino.uuid)]})
    again = post(browser, place, {"people": [str(aino.uuid)]})
    group = of(post(browser, place, {"group": "host"}))
    listed = of(browser.get(f"{place}?page_size=1"))
    gone = [of(post(browser, f"{place}remove/", {"person": str(aino.uuid)})) for _twice in range(2)]

    assert (of(made), of(again)["code"]) == ({"changed": 1}, "nobody_to_invite")
    with entered(scene.association):
        assert group["changed"] == Invitation.objects.filter(shift=shift).count()
        assert Message.objects.filter(kind="shift.invited", person_uuid=aino.uuid).count() == 1
    assert [(row["person"]["name"], row["state"]) for row in listed["results"]] == [("Aino Kutsuttu", None)]
    assert gone == [{"changed": 1}, {"changed": 0}]
    for stranger in (nobody, other_scene.someone("dan")):
        assert post(browser, place, {"people": [str(stranger.uuid)]}).status_code == 400
    assert post(browser, f"{place}remove/", {"person": str(stranger.uuid)}).status_code == 404
    assert browse(bo, scene.association).get(place).status_code == 403
    other = url_of(scene.shift("2025-02-06 17:00"), "invited/")
    assert of(post(browser, other, {"people": [str(aino.uuid)]}))["code"] == "not_by_invitation"


def test_places_are_kept_and_let_go(
    scene: Scene, other_scene: Scene, browse: Browse, ada: User, bo: User
) -> None:
    shift, planted = scene.shift(TUESDAY, places=3), other_scene.shift(TUESDAY)
    with entered(other_scene.association):
        keep_places(shift=planted, label="Planted", places=1, by=SOMEBODY)
    browser, place = browse(ada, scene.association), url_of(shift, "kept/")

    kept = of(post(browser, place, {"label": " Scouts ", "places": 2}))
    renamed = of(post(browser, place, {"label": "Choir", "places": 1, "was": "Scouts"}))
    too_many = post(browser, place, {"label": "Bank", "places": 3})
    seen = of(browser.get(place))
    free = of(post(browser, place, {"label": "Choir", "places": 0}))

    assert kept == {"kept": [{"label": "Scouts", "places": 2}], "free": 1}
    assert renamed == seen == {"kept": [{"label": "Choir", "places": 1}], "free": 2}
    assert (too_many.status_code, of(too_many)["code"]) == (409, "not_so_many_free")
    assert free == {"kept": [], "free": 3}
    assert browse(bo, scene.association).get(place).status_code == 403
    assert browser.get(url_of(planted, "kept/")).status_code == 404
