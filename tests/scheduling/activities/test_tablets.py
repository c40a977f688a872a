"""The tablet of a place: a link instead of a sign-in, presses that count once, and what it may not do."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

from django.test import Client

from accounts.models import User
from scheduling.activities.models import Count, TallyPlace
from scheduling.activities.services import places
from tenants import clock
from tenants.context import entered
from tenants.models import Association
from tests.scheduling.activities.conftest import BY, at
from tests.scheduling.activities.test_places import noted, place

Browse = Callable[..., Client]


def opened(browse: Browse, alfa: Association, kind: str = "meeting_place") -> Client:
    """A browser that is the tablet of a place of this kind, for a month."""
    with entered(alfa):
        secret = places.open_tablet(place=place(kind), until=date(2025, 3, 3), by=BY)
    tablet = browse(None, alfa)
    tablet.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    assert tablet.get(f"/tally/{secret}/")["Location"] == "/tally/"
    return tablet


def test_press_counts_once_however_often_it_is_sent_and_waits_for_approval(
    browse: Browse, alfa: Association
) -> None:
    tablet = opened(browse, alfa)
    press = {"measure": "visits", "quantity": "5", "key": str(uuid4()), "day": "2025-02-02"}
    for _sent in range(2):
        assert tablet.post("/tally/", press)["Location"] == "/tally/"
    own = {"measure": "visits", "quantity": "1", "key": str(uuid4()), "own": "on"}
    told = tablet.post("/tally/", own, headers={"Accept": "application/json"}).json()
    assert (told["sums"], told["sentence"]) == ({"visits": 1}, "")
    with entered(alfa):
        rows = Count.objects.order_by("pk").values_list("quantity", "own", "state", "source", "local_date")
        assert list(rows) == [
            (5, False, "entered", "tablet", date(2025, 2, 2)),
            (1, True, "entered", "tablet", date(2025, 2, 3)),
        ]
    for wrong, sentence in (
        ({"day": "2025-01-20"}, "This was counted more than a week ago. Tell the coordinator."),
        ({"day": "2025-02-04"}, "Tue 4 Feb 2025 has not come yet. Nothing was noted."),
        ({"measure": "bag"}, "That is not counted at “Paikka meeting_place”."),
    ):
        refused = tablet.post("/tally/", press | {"key": str(uuid4())} | wrong)
        assert (refused.status_code, refused.context["sentence"].replace("\xa0", " ")) == (422, sentence)


def test_tablet_takes_back_its_own_last_press_and_nothing_else(browse: Browse, alfa: Association) -> None:
    tablet = opened(browse, alfa)
    with entered(alfa):
        noted(TallyPlace.objects.get(), date(2025, 2, 3), "visits", 9)
        by_coordinator = Count.objects.get().uuid
    for _press in range(2):
        tablet.post("/tally/", {"measure": "visits", "quantity": "1", "key": str(uuid4())})
    last: Count = tablet.get("/tally/").context["last"]
    for uuid in (last.uuid, last.uuid, by_coordinator):
        tablet.post("/tally/", {"take_back": uuid})
    with entered(alfa):
        assert sorted(Count.objects.values_list("quantity", flat=True)) == [1, 9]


def test_contact_at_a_desk_says_its_codes_and_nobodys_name(
    browse: Browse, ada: User, alfa: Association
) -> None:
    tablet = opened(browse, alfa, "guidance")
    press = {"measure": "contacts", "quantity": "1", "key": str(uuid4())}
    assert tablet.post("/tally/", press).status_code == 422
    about = {"channel": "phone", "topic": "money", "guided_to": "county", "minutes": "15"}
    assert tablet.post("/tally/", press | about).status_code == 302
    with entered(alfa):
        page = f"/coordinate/tallies/{TallyPlace.objects.get().uuid}/"
    assert "guided to: the wellbeing services county" in browse(ada, alfa).get(page).content.decode()


def test_link_is_made_by_the_coordinator_ends_with_the_next_one_and_with_its_day(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        made = place()
    coordinator, page = browse(ada, alfa), f"/coordinate/tallies/{made.uuid}/"
    addresses = [
        coordinator.post(f"{page}tablet/", {"days": "7"}).context["address"].split("/tally/")[1]
        for _link in range(2)
    ]
    assert browse(None, alfa).get(f"/tally/{addresses[0]}").status_code == 404
    tablet = browse(None, alfa)
    tablet.get(f"/tally/{addresses[1]}")
    assert tablet.get("/tally/").status_code == 200
    with clock.fixed(at("2025-02-11 09:00")):
        assert tablet.get("/tally/").status_code == 404
    coordinator.post(f"{page}tablet/", {"end": "1"})
    gone = tablet.post("/tally/", {"measure": "bag", "quantity": "1", "key": str(uuid4())})
    assert gone.status_code == 404
    with entered(alfa):
        assert not Count.objects.exists()
