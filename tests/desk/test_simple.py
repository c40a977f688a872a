"""The simple mode: four buttons, a short menu, and everything still there."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from tenants.context import entered
from tenants.models import Association
from volunteers.register.models import Trail

Browse = Callable[..., Client]
pytestmark = pytest.mark.django_db


def menu(client: Client) -> list[str]:
    said = client.get("/coordinate/").content.decode()
    nav = said[said.index('<header class="rn-rail">') :].split("</nav>")[0]
    return re.findall(r'<a href="([^"]+)"', nav)


def test_simple_mode_shows_four_buttons_and_a_short_menu(
    alfa: Association, ada: User, browse: Browse
) -> None:
    client = browse(ada, alfa)
    long = menu(client)
    assert client.post("/coordinate/settings/", {"simple_mode": "on", "save": "1"}).status_code == 302
    short = menu(client)
    assert [url for url in short if url.startswith("/coordinate/")] == [
        "/coordinate/",
        "/coordinate/people/",
        "/coordinate/shifts/",
        "/coordinate/hours/",
        "/coordinate/figures/",
        "/coordinate/pages/",
        "/coordinate/settings/",
    ]
    said = client.get("/coordinate/").content.decode()
    buttons = said[said.index("What do you want to do?") :].split("</nav>")[0]
    assert re.findall(r'<a [^>]*href="([^"]+)"', buttons) == short[1:5]
    pages = client.get("/coordinate/pages/").content.decode()
    assert [url for url in long if f'href="{url}"' not in pages] == []
    with entered(alfa):
        assert Trail.objects.get(verb="association.simple_mode").data == {"wanted": True}
    client.post("/coordinate/settings/", {"save": "1"})
    assert menu(client) == long


def test_volunteers_do_not_set_it(alfa: Association, bo: User, browse: Browse) -> None:
    assert browse(bo, alfa).get("/coordinate/settings/").status_code == 403
