"""The tablet of a place: a link instead of a sign-in, presses that count once, and what it may not do."""

from collections.abc import Callable
from datetime import date
from urllib.parse import urlsplit
from uuid import uuid4

from django.test import Client

from accounts.models import User
from scheduling.activities.models import ContactDetails, Count, TallyPlace
from scheduling.activities.services import counts as services, places
from tenants import clock
from tenants.context import entered
from tenants.models import Association
from tests.scheduling.activities.conftest import BY, at
from tests.scheduling.activities.test_places import noted, place

Browse = Callable[..., Client]


def opened(browse: Browse, alfa: Association, kind: str = "meeting_place") -> Client:
    """A browser that is the tablet of a place of this kind, for a month."""
    with entered(alfa):
        link = places.open_tablet(place=place(kind), days=31, by=BY)
    return taken(browse(None, alfa), link)


def taken(device: Client, link: str) -> Client:
    """A device that opened a link and pressed its button."""
    device.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    address = urlsplit(link)
    assert device.get(f"{address.path}?{address.query}")["Location"] == "/tally/open/"
    assert device.post(address.path)["Location"] == "/tally/"
    return device


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


def test_press_that_was_taken_back_stays_so_when_the_tablet_sends_it_again(
    browse: Browse, alfa: Association
) -> None:
    tablet = opened(browse, alfa)
    press = {"measure": "visits", "quantity": "5", "key": str(uuid4())}
    tablet.post("/tally/", press)
    tablet.post("/tally/", {"take_back": tablet.get("/tally/").context["last"].uuid})
    told = tablet.post("/tally/", press, headers={"Accept": "application/json"}).json()
    assert (told["sums"], told["sentence"]) == ({}, "")


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


def test_who_was_met_outside_is_told_with_where_they_were_guided(
    browse: Browse, ada: User, alfa: Association
) -> None:
    tablet = opened(browse, alfa, "outreach")
    for press in ({"quantity": "5"}, {"quantity": "1", "guided_to": "ours"}):
        sent = tablet.post("/tally/", {"measure": "encounters", "key": str(uuid4())} | press)
        assert sent.status_code == 302
    with entered(alfa):
        found = TallyPlace.objects.get()
        assert list(ContactDetails.objects.values_list("guided_to", "topic", "count__quantity")) == [
            ("ours", "", 1)
        ]
        services.approve(counts=Count.objects.all(), by=BY)
    page = browse(ada, alfa).get(f"/coordinate/tallies/{found.uuid}/").context
    assert [(str(heading), numbers) for heading, numbers in page["codes"]] == [
        ("Where they were guided", [("our own activities", 1)])
    ]


def test_link_works_once_ends_with_the_next_one_and_with_its_day(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        made = place()
    coordinator, page = browse(ada, alfa), f"/coordinate/tallies/{made.uuid}/"
    links = [
        coordinator.post(f"{page}tablet/", {"days": "7"})
        .context["address"]
        .split("alfa", 1)[1]
        .split("/", 1)[1]
        for _link in range(2)
    ]
    lost, late = browse(None, alfa), browse(None, alfa)
    lost.get(f"/{links[0]}")
    assert lost.post("/tally/open/").status_code == 410
    assert coordinator.get(f"/{links[1]}").status_code == 409
    previewed = late.get(f"/{links[1]}")
    assert (previewed["Referrer-Policy"], "no-store" in previewed["Cache-Control"]) == ("no-referrer", True)
    tablet = taken(browse(None, alfa), f"/{links[1]}")
    assert late.post("/tally/open/").status_code == 410
    assert tablet.get("/tally/").status_code == 200
    with clock.fixed(at("2025-02-11 09:00")):
        assert tablet.get("/tally/").status_code == 410
    coordinator.post(f"{page}tablet/", {"end": "1"})
    gone = tablet.post("/tally/", {"measure": "bag", "quantity": "1", "key": str(uuid4())})
    assert gone.status_code == 410
    with entered(alfa):
        assert not Count.objects.exists()


def test_cookie_of_a_tablet_opens_nothing_in_another_association(
    browse: Browse, alfa: Association, beta: Association
) -> None:
    tablet, elsewhere = opened(browse, alfa), browse(None, beta)
    with entered(beta):
        stranger = place()
        places.open_tablet(place=stranger, days=31, by=BY)
    elsewhere.cookies.load({name: morsel.value for name, morsel in tablet.cookies.items() if "tally" in name})
    press = {"measure": "visits", "quantity": "5", "key": str(uuid4())}
    assert elsewhere.post("/tally/", press).status_code == 410
    with entered(beta):
        assert not Count.objects.exists()
