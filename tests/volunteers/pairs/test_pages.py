"""The pages of support pairs: the coordinator's way through them, and the volunteer's two taps."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from scheduling.hours.models import HoursEntry
from tenants import clock
from tenants.actors import Actor
from tenants.context import entered
from tenants.models import Access, Association
from tests.volunteers.pairs.conftest import (
    MARKER,
    active,
    at,
    matched,
    person,
    proposed,
    role,
    taken_in,
    waiting,
)
from volunteers.pairs.models import Agreement, Meeting, Pair, Signal
from volunteers.pairs.services import meetings
from volunteers.pairs.services.meetings import Noted

Browse = Callable[..., Client]
pytestmark = pytest.mark.usefixtures("it_is_monday")


def by(user: User) -> Actor:
    return Actor(user=user.uuid, name=str(user))


def said(client: Client, answer: Any) -> list[str]:
    return [str(message) for message in client.get(answer["Location"]).context["messages"]]


def test_coordinator_leads_a_client_from_the_first_contact_to_an_active_pair(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        host, bo = role(), person("Bo")
    client = browse(ada, alfa)
    known = {"role": host.pk, "alias": "Pihla", "contact": "040 1234567", "municipality": "Alava",
             "language": "fi", "times": ["day"], "wish": "walks", "way": "screen"}  # fmt: skip
    refused = client.post("/coordinate/pairs/new/", known)
    assert refused.status_code == 422
    assert "Nothing was kept" in str(refused.context["form"].errors["agrees"])
    assert refused.context["form"]["alias"].value() == "Pihla"
    with_code = client.post("/coordinate/pairs/new/", known | {"wish": "010190-123A", "agrees": "on"})
    assert "identity code" in str(with_code.context["form"].errors["wish"])
    page = client.post("/coordinate/pairs/new/", known | {"agrees": "on"})["Location"]
    assert "Pihla" in client.get(page).content.decode()
    client.post(f"{page}talk/", {"on": "2025-02-03", "outcome": "volunteer"})
    assert "Bo Berg" in client.get(f"{page}suggestions/").content.decode()
    client.post(f"{page}suggestions/", {"person": str(bo.uuid)})
    for who in ("client", "volunteer"):
        client.post(f"{page}answer/", {"who": who, "says": "yes"})
    plan = {"from_on": "2025-02-03", "to_on": "2025-08-03", "rhythm": "weekly", "content": ["company"],
            "own_content": "coffee"}  # fmt: skip
    without = client.post(f"{page}agreement/", plan)
    assert without.status_code == 422
    assert "at least one goal" in without.content.decode()
    assert without.context["form"]["own_content"].value() == "coffee"
    client.post(f"{page}agreement/", plan | {"goals": ["less_alone"]})
    unread = client.post(f"{page}sign/", {"who": "client"})
    assert "Tick first" in str(unread.context["form"].errors["has_read"])
    for who in ("client", "volunteer"):
        assert client.get(f"{page}sign/?who={who}").status_code == 200
        client.post(f"{page}sign/", {"who": who, "has_read": "on"})
    with entered(alfa):
        assert Pair.objects.get().state == "active"
    for step in ("pause", "go_on", "review", "settle", "nonsense"):
        assert client.post(f"{page}step/", {"step": step}).status_code == 302
    client.post(f"{page}end/", {"on": "2025-02-03", "how": "agreed"})
    assert "as agreed" in client.get(page).content.decode()


def test_volunteer_says_yes_signs_and_notes_a_meeting_with_two_taps(
    browse: Browse, ada: User, bo: User, alfa: Association
) -> None:
    with entered(alfa):
        pair = proposed(by(ada))
        proposal = pair.proposals.get()
    client = browse(bo, alfa)
    assert "Your support pairs" in client.get("/home/").content.decode()
    asked = client.get("/pairs/").content.decode()
    assert f"{MARKER}kunta" in asked
    assert f"{MARKER}alias" not in asked
    assert client.get(f"/pairs/{pair.uuid}/").status_code == 404
    client.post(f"/pairs/{proposal.uuid}/answer/", {"says": "yes"})
    with entered(alfa):
        pair = active(by(ada), alias=f"{MARKER}second")
    page = f"/pairs/{pair.uuid}/"
    shown = client.get(page)
    assert f"{MARKER}second" in shown.content.decode()
    assert "You never handle money" in shown.content.decode()
    tap = {"day": "2025-01-31", "at": "13:00", "minutes": "90", "kind": "together", "feeling": "talk"}
    assert said(client, client.post(page, tap)) == ["Noted. Your coordinator calls you."]
    client.post(page, tap)
    client.get(page)
    with entered(alfa):
        assert HoursEntry.objects.get().minutes == 90
        met = Meeting.objects.get()
    row = browse(ada, alfa).get("/coordinate/?kind=pairs.signal").content.decode()
    assert "the volunteer would like to talk" in row
    assert MARKER not in row
    assert said(client, client.post(f"/pairs/meetings/{met.uuid}/undo/")) == ["Taken back."]
    with entered(alfa):
        assert not HoursEntry.objects.exists()
    for kind in ("talk", "professional", "stops", "nonsense"):
        client.post(f"{page}ask/", {"kind": kind})
    with entered(alfa):
        assert set(Signal.objects.values_list("kind", flat=True)) == {"talk", "professional", "stops"}
        assert Pair.objects.get(pk=pair.pk).state == "paused"


def test_volunteer_reads_and_signs_on_the_own_page(
    browse: Browse, ada: User, bo: User, alfa: Association
) -> None:
    with entered(alfa):
        pair = matched(by(ada))
    boss, client = browse(ada, alfa), browse(bo, alfa)
    plan = {"from_on": "2025-02-03", "to_on": "2025-08-03", "rhythm": "weekly", "content": ["company"],
            "goals": ["own"], "own_goals": "sing"}  # fmt: skip
    boss.post(f"/coordinate/pairs/{pair.uuid}/agreement/", plan)
    page = f"/pairs/{pair.uuid}/sign/"
    assert "sing" in client.get(page).content.decode()
    client.post(page, {"has_read": "on"})
    with entered(alfa):
        signed = Agreement.objects.get()
        assert signed.volunteer_signed_at
        assert not signed.client_signed_at


def test_only_who_is_in_charge_reads_the_client_and_each_reading_is_shown(
    browse: Browse, ada: User, alfa: Association
) -> None:
    other = User.objects.create_user("olga@example.org", None, name="Olga Oras", language="en")
    for title in (Access.Role.OWNER, Access.Role.COORDINATOR):
        Access.objects.create(user=other, association=alfa, role=title, created_at=clock.now())
    with entered(alfa):
        pair = active(by(ada))
    page = f"/coordinate/pairs/{pair.uuid}/"
    theirs = browse(other, alfa)
    for path in (
        "",
        "client/",
        "talk/",
        "suggestions/",
        "agreement/",
        "sign/",
        "meeting/",
        "end/",
        "withdraw/",
    ):
        assert theirs.get(f"{page}{path}").status_code == 404, path
    listed = theirs.get("/coordinate/pairs/?show=all").content.decode()
    assert f"Pair {pair.pk}" in listed
    assert MARKER not in listed
    mine = browse(ada, alfa)
    assert MARKER not in mine.get("/coordinate/pairs/").content.decode()
    mine.get(page)
    shown = mine.get(page)
    assert [each.name for each in shown.context["readings"]][:2] == [str(ada), str(ada)]
    # Handed over, the one reads and the other does not.
    assert MARKER not in theirs.get(f"{page}hand-over/").content.decode()
    theirs.post(f"{page}hand-over/", {"to": str(other.uuid)})
    assert theirs.get(page).status_code == 200
    assert mine.get(page).status_code == 404


def test_review_falls_due_at_half_time_and_is_settled_with_one_press(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        pair = active(by(ada))
        pair.agreements.update(half_on="2025-02-01")
    client = browse(ada, alfa)
    row = "/coordinate/?kind=pairs.review"
    assert "time to look back together" in client.get(row).content.decode()
    client.post(f"/coordinate/pairs/{pair.uuid}/step/", {"step": "review"})
    assert "time to look back together" not in client.get(row).content.decode()


def test_lists_and_pages_ask_the_same_number_of_questions_however_many_there_are(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        pair = active(by(ada))
        meetings.note(pair=pair, noted=Noted(at("2025-01-08 14:00"), 60, "phone", "fine"), by=by(ada))
        held = waiting(by(ada), alias="second")
    client = browse(ada, alfa)
    pages = (
        "/coordinate/pairs/",
        f"/coordinate/pairs/{pair.uuid}/",
        f"/coordinate/pairs/{held.uuid}/suggestions/",
    )

    def asked() -> list[int]:
        counts = []
        for page in pages:
            client.get(page)
            # Now and then a session is looked at anew: the fewer of two.
            both = []
            for _time in range(2):
                with CaptureQueriesContext(connection) as queries:
                    client.get(page)
                both.append(len([1 for query in queries if "SELECT" in query["sql"]]))
            counts.append(min(both))
        return counts

    few = asked()
    with entered(alfa):
        for number in range(6):
            taken_in(by(ada), alias=f"more {number}")
            when = at(f"2025-01-{10 + number} 14:00")
            meetings.note(pair=pair, noted=Noted(when, 60, "phone", "fine"), by=by(ada))
    assert asked() == few
    assert max(few) <= 15
