"""Messages over HTTP: the inbox is one's own, and coordinators learn of states only."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from notifications import preferences
from notifications.models import Message
from tenants import clock
from tenants.context import entered
from tenants.models import Access, Association
from tests.api.programs import program, token
from tests.desk.test_messages import person, say

Browse = Callable[..., Client]
pytestmark = pytest.mark.django_db
MONDAY = datetime(2025, 2, 3, 6, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with clock.fixed(MONDAY):
        yield


def got(client: Client, path: str) -> Any:
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_inbox_is_the_callers_own(alfa: Association, ada: User, bo: User, browse: Browse) -> None:
    with entered(alfa):
        uuid = say("Bo", "Vuorosi ti 4.2.")
        adas = say("Ada", "Vain Adalle")
    client = browse(bo, alfa)
    [line] = got(client, "inbox/?read=no")["results"]
    assert (line["subject"], line["kind"], line["is_read"]) == ("Vuorosi ti 4.2.", "shift.reminder", False)
    one = got(client, f"inbox/{uuid}/")
    assert one["paragraphs"] == ["Nähdään <huomenna>.", "Tuo eväät."]
    assert one["facts"] == [{"name": "Milloin", "value": "ti 4.2. klo 17–20"}]
    assert client.post(f"/api/v1/inbox/{uuid}/read/").json()["is_read"] is True
    assert got(client, "inbox/?read=no")["results"] == []
    for path in (f"inbox/{adas}/", f"messages/{adas}/"):
        assert client.get(f"/api/v1/{path}").status_code in {403, 404}
    assert client.post(f"/api/v1/inbox/{adas}/read/").status_code == 404
    secret = token(ada, alfa, scopes=["inbox:read"]).secret
    [line] = got(program(alfa, secret), "inbox/")["results"]
    assert line["subject"] == "Vain Adalle"
    assert program(alfa, secret).post(f"/api/v1/inbox/{adas}/read/").status_code == 403


def test_preferences_are_changed_in_part(alfa: Association, bo: User, browse: Browse) -> None:
    client = browse(bo, alfa)
    told = got(client, "preferences/")
    assert (told["quiet_from"], told["quiet_to"], told["leads"]) == ("21:00", "08:00", [48, 3])
    reminder = next(kind for kind in told["kinds"] if kind["kind"] == "shift.reminder")
    assert (reminder["way"], "inbox" in reminder["ways"]) == ("email", True)

    def patch(**said: Any) -> Any:
        return client.patch("/api/v1/preferences/", json.dumps(said), content_type="application/json")

    assert patch(ways={"shift.reminder": "inbox"}, leads=[24]).json()["leads"] == [24]
    refused = patch(ways={"register.invitation": "inbox"}, leads=[12])
    assert (refused.status_code, refused.json()["code"]) == (404, "kind_unknown")
    with entered(alfa):
        chosen = preferences.of(person("Bo").uuid)
        assert (dict(chosen.ways), chosen.leads) == ({"shift.reminder": "inbox"}, (24,))


def test_status_is_told_within_reach_and_without_the_text(
    alfa: Association, ada: User, bo: User, browse: Browse
) -> None:
    with entered(alfa):
        uuid = say("Bo", "Salainen aihe")
        say("Ada", "Toinen")
    client = browse(ada, alfa)
    one = got(client, f"messages/{uuid}/")
    assert (one["state"], one["channel"], one["attempts"]) == ("sent", "email", 0)
    assert "Salainen" not in json.dumps(one)
    with entered(alfa):
        bos = str(person("Bo").uuid)
    assert [line["person"] for line in got(client, f"messages/?person={bos}")["results"]] == [bos]
    assert got(client, "messages/?state=failed")["results"] == []
    assert browse(bo, alfa).get("/api/v1/messages/").status_code == 403
    Access.objects.filter(user=ada, association=alfa, role="coordinator").update(limited=True)
    limited = browse(ada, alfa)
    assert limited.get(f"/api/v1/messages/{uuid}/").status_code == 404
    assert got(limited, "messages/")["results"] == []
    with entered(alfa):
        assert Message.objects.count() == 2
