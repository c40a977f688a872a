"""The app on a phone: its description, its worker, and the copy that it keeps."""

import json
import re
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from scheduling.shifts.services import sign_up
from tenants import clock
from tenants.context import entered
from tenants.models import Access, Association
from tests.scheduling.shifts.scene import NOW, SOMEBODY, Scene
from volunteers.register.models import VolunteerRole
from web import assets

Browse = Callable[..., Client]
COPY = {"X-Copy": "yes"}


@pytest.fixture
def scene(alfa: Association) -> Scene:
    return Scene(alfa)


def test_app_shows_the_system_our_name_and_the_town(browse: Browse, alfa: Association) -> None:
    Association.objects.filter(pk=alfa.pk).update(seat="Alfala")

    response = browse(None, alfa).get("/app.webmanifest")

    described = response.json()
    assert response["Content-Type"] == "application/manifest+json"
    assert (described["name"], described["short_name"], described["display"]) == (
        "Rinnalla Alfala", "Rinnalla", "standalone",
    )  # fmt: skip
    assert {(icon["sizes"], icon["purpose"]) for icon in described["icons"]} == {
        ("192x192", "any"), ("512x512", "any"), ("512x512", "maskable"),
    }  # fmt: skip
    assert alfa.name not in response.content.decode()


def test_worker_knows_one_copy_and_what_pages_are_drawn_with(browse: Browse, alfa: Association) -> None:
    script = browse(None, alfa).get("/worker.js").content.decode()

    known = json.loads(script.partition(" = ")[2].partition(";\n")[0])
    assert (known["copy"], known["offline"]) == ("/me/device/", "/offline/")
    assert known["ends"] == ["/signout/", "/handoff/"]
    assert all(re.search(r"^/static/.+\.[0-9a-f]{12}\.\w+$", name) for name in known["drawn"])
    assert script.endswith(f'importScripts("{assets.address(assets.WORKER)}");\n')


def test_copy_tells_when_where_and_whom_to_call(scene: Scene, browse: Browse, bo: User) -> None:
    with clock.fixed(NOW):
        contact = scene.person("Satu", "Sulo")
        shifts = [
            scene.shift("2025-02-04 17:00", title="Soup", site=scene.site, contact_person=contact),
            scene.shift("2025-02-05 17:00", title="Very secret", role=_discreet(scene), site=scene.site),
        ]
        with entered(scene.association):
            for shift in shifts:
                sign_up(shift=shift, person=scene.someone("bo"), by=SOMEBODY)
        client = browse(bo, scene.association)
        client.post(f"/shifts/{scene.shift('2025-02-06 17:00').uuid}/sign-up/")

        response = client.get("/me/device/", headers=COPY)

        page = response.content.decode().replace("\u00a0", " ")
        assert "You are offline" in page
        assert "stood at Mon 3 Feb 2025 08:00" in page
        assert "Tue 4 Feb 2025 17:00–20:00" in page
        assert {"Soup", "Majakka", "Rantakatu 8", "Satu Sulo", "Your shift"} <= set(
            re.findall(r"[^<>\n]+", page)
        )
        assert 'href="tel:0401234567"' in page
        # Nothing of the discreet one but when, of nobody else, and nothing that belongs to a session.
        for word in (
            "Very secret",
            "Crisis line",
            "csrf",
            "<form",
            "You are coming:",
            "Bo Berg",
            str(bo.uuid),
        ):
            assert word not in page, word
        assert "You are coming:" in client.get("/shifts/").content.decode()  # the toast is still there


def _discreet(scene: Scene) -> VolunteerRole:
    role = scene.another_role(discreet=True)
    scene.hold(scene.someone("bo"), role)
    return role


def test_copy_is_a_volunteers_own(scene: Scene, browse: Browse, ada: User, bo: User) -> None:
    """Each person's copy, at each sign-in, has a key that pages name too; who coordinates only keeps none."""
    client, other = browse(bo, scene.association), browse(ada, scene.association)
    key = client.get("/me/device/", headers=COPY).headers["X-Kept-For"]

    assert re.fullmatch(r"[0-9a-f]{32}", key)
    assert f'<meta name="rn-keeps" content="{key}" data-worker="/worker.js">' in _page(client)
    theirs = other.get("/me/device/", headers=COPY).headers["X-Kept-For"]
    assert theirs != key
    Access.objects.filter(user=ada, role="volunteer").delete()
    assert "X-Kept-For" not in other.get("/me/device/", headers=COPY).headers
    assert 'name="rn-keeps" content=""' in _page(other)
    assert 'name="rn-keeps" content=""' in browse(None, scene.association).get("/").content.decode()


def _page(client: Client) -> str:
    return client.get("/shifts/").content.decode()
