"""The client's page by private link: what it tells, what it lets them do, and whom it opens to no more."""

import logging
import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.test import Client

from accounts.models import User
from notifications import kinds
from notifications.models import Message
from scheduling.activities.models import TallyPlace
from tenants import clock
from tenants.actors import Actor
from tenants.context import entered, platform_role
from tenants.logs import JsonFormatter
from tenants.models import Access, Association
from tests.volunteers.pairs.conftest import MARKER, active, at, matched, terms, waiting
from tests.volunteers.pairs.test_privacy import with_marker
from volunteers.pairs import clients, links
from volunteers.pairs.models import Agreement, Client as PairClient, Pair, Signal
from volunteers.pairs.services import agreements, charge, ending, intake, linking, meetings
from volunteers.pairs.services.meetings import Noted
from volunteers.register.models import Trail

Browse = Callable[..., Client]
pytestmark = pytest.mark.usefixtures("it_is_monday")
PAGE = "/my-page/"


def by(user: User) -> Actor:
    return Actor(user=user.uuid, name=str(user))


def link_of(pair: Pair, ada: User) -> str:
    """The path of a new link."""
    parts = urlsplit(links.address(linking.make(pair=pair, by=by(ada))))
    return f"{parts.path}?{parts.query}"


def opened(browse: Browse, at_: Association, link: str) -> Client:
    """A stranger's browser that has followed a link."""
    client = browse(None, at_)
    answer = client.get(link)
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    return client


def what_it_says(client: Client) -> str:
    """The page without what is drawn anew for each form."""
    answer = client.get(PAGE)
    assert answer.status_code == 404
    return re.sub(r'"[A-Za-z0-9]{64}"', "", answer.content.decode())


def test_coordinator_is_shown_the_link_once_and_the_client_reads_all_that_is_kept(
    browse: Browse, ada: User, bo: User, alfa: Association
) -> None:
    with entered(alfa):
        pair = active(by(ada), language="en")
        meetings.note(pair=pair, noted=Noted(at("2025-01-29 14:00"), 60, "together", "fine"), by=by(ada))
    boss = browse(ada, alfa)
    page = f"/coordinate/pairs/{pair.uuid}/link/"
    assert "has no link now" in boss.get(page).content.decode()
    shown = boss.post(page)
    assert "no-store" in shown["Cache-Control"]
    found = re.search(r"/my-page/open/\?token=[\w-]+", shown.content.decode())
    assert found
    assert "token=" not in boss.get(page).content.decode()
    browse(bo, alfa).get(f"/pairs/{pair.uuid}/")
    told = opened(browse, alfa, found[0]).get(PAGE)
    text = told.content.decode()
    for words in ("alias", "@example.org", "kunta", "wish", "content", "goals"):
        assert f"{MARKER}{words}" in text
    for sentence in (
        "1 meeting is noted",
        f"{ada}, your coordinator",
        "to be less alone",
        "We keep the name",
    ):
        assert sentence in text
    # Of the volunteer the given name, not all of it; of their own looks nothing.
    names = {each.name for each in told.context["readings"]}
    assert names == {"Bo"}
    boss.get(f"/coordinate/pairs/{pair.uuid}/")
    with entered(alfa):
        readings = clients.readings(pair.client, most=9)
    assert "the client, by the private link" in [each.name for each in readings]


def test_page_speaks_the_language_of_the_client(browse: Browse, ada: User, alfa: Association) -> None:
    with entered(alfa):
        link = link_of(waiting(by(ada), language="sv"), ada)
    answer = opened(browse, alfa, link).get(PAGE)
    assert answer["Content-Language"] == "sv"
    assert 'lang="sv"' in answer.content.decode()


def test_client_corrects_says_how_it_is_and_signs(browse: Browse, ada: User, alfa: Association) -> None:
    with entered(alfa):
        pair = matched(by(ada), language="en")
        agreement = agreements.write(pair=pair, terms=terms(), by=by(ada))
        agreements.sign_as_volunteer(agreement=agreement, has_read=True, by=by(ada))
        link = link_of(pair, ada)
    client = opened(browse, alfa, link)
    known = {"alias": "Pihla", "contact": "040 1", "municipality": "Alava", "language": "en", "wish": "tea"}
    refused = client.post(f"{PAGE}correct/", known | {"wish": "010190-123A"})
    assert refused.status_code == 422
    client.post(f"{PAGE}correct/", known)
    assert "Pihla" in client.get(PAGE).content.decode()
    sign = f"{PAGE}sign/"
    assert f"{MARKER}goals" in client.get(sign).content.decode()
    key = {"agreement": str(agreement.uuid)}
    assert "Tick first" in client.post(sign, key).content.decode()
    assert "written anew" in client.post(sign, {"has_read": "on"}).content.decode()
    assert client.post(sign, key | {"has_read": "on"})["Location"] == PAGE
    for feeling in ("fine", "talk", "talk"):
        client.post(f"{PAGE}say/", {"feeling": feeling})
    with entered(alfa):
        found = Pair.objects.get()
        assert (found.state, found.client_says) == ("active", "talk")
        assert Agreement.objects.get().signed_before == ""
        assert list(Signal.objects.values_list("kind", flat=True)) == ["client_talk"]
    row = browse(ada, alfa).get("/coordinate/?kind=pairs.signal").content.decode()
    assert "the client would like to talk" in row


def test_client_withdraws_everything_goes_and_the_coordinator_is_asked_to_act(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        pair = active(by(ada), language="en")
        ending.client_says(pair=pair, feeling="fine", by=clients.THEMSELVES)
        link = link_of(pair, ada)
    client = opened(browse, alfa, link)
    assert "Withdraw your consent?" in client.get(f"{PAGE}withdraw/").content.decode()
    client.post(f"{PAGE}withdraw/")
    assert client.post(f"{PAGE}withdraw/").status_code == 404
    with entered(alfa):
        known = PairClient.objects.get()
        assert clients.opened(known) == clients.Opened("", "", "", "")
        found = Pair.objects.get()
        assert (known.token_hash, found.state, found.client_says) == ("", "withdrawn", "")
        intake.forget_client(pair=found, by=clients.THEMSELVES)
        assert Signal.objects.get(settled_at__isnull=True).kind == "withdrawn"
    boss = browse(ada, alfa)
    assert "withdrawn the consent" in boss.get("/coordinate/?kind=pairs.signal").content.decode()
    boss.post(f"/coordinate/pairs/{pair.uuid}/step/", {"step": "settle"})
    assert "withdrawn the consent" not in boss.get("/coordinate/?kind=pairs.signal").content.decode()
    assert boss.post(f"/coordinate/pairs/{pair.uuid}/link/")["Location"].endswith(f"{pair.uuid}/")


def test_link_that_was_guessed_replaced_or_withdrawn_gets_one_and_the_same_sentence(
    browse: Browse, ada: User, alfa: Association, beta: Association
) -> None:
    with entered(alfa):
        first = active(by(ada))
        replaced, living = link_of(first, ada), link_of(first, ada)
        other = waiting(by(ada), alias="second")
        withdrawn = link_of(other, ada)
    held = opened(browse, alfa, withdrawn)
    assert held.get(PAGE).status_code == 200
    with entered(alfa):
        intake.withdraw(pair=other, by=by(ada))
    answers = {what_it_says(held), what_it_says(browse(None, alfa))}
    for link in (f"{PAGE}open/?token=guessed", f"{PAGE}open/?token=", f"{PAGE}open/", replaced, withdrawn):
        client = opened(browse, alfa, link)
        answers.add(what_it_says(client))
        for path in ("correct/", "sign/", "withdraw/"):
            assert client.get(f"{PAGE}{path}").status_code == 404
            assert client.post(f"{PAGE}{path}").status_code == 404
        assert client.post(f"{PAGE}say/", {"feeling": "talk"}).status_code == 404
    assert len(answers) == 1
    sentence = answers.pop()
    assert MARKER not in sentence
    assert sentence.count("<h1") == 1
    assert opened(browse, beta, living).get(PAGE).status_code == 404
    assert opened(browse, alfa, living).get(PAGE).status_code == 200


def test_link_ends_when_somebody_else_is_in_charge(browse: Browse, ada: User, alfa: Association) -> None:
    other = User.objects.create_user("olga@example.org", None, name="Olga Oras", language="en")
    Access.objects.create(user=other, association=alfa, role=Access.Role.COORDINATOR, created_at=clock.now())
    with entered(alfa):
        pair = active(by(ada))
        link = link_of(pair, ada)
    client = opened(browse, alfa, link)
    with entered(alfa):
        intake.hand_over(pair=pair, to=other.uuid, by=by(ada))
    assert client.get(PAGE).status_code == 404
    assert opened(browse, alfa, link).get(PAGE).status_code == 404


def test_coordinator_ends_the_link_by_hand(browse: Browse, ada: User, alfa: Association) -> None:
    with entered(alfa):
        pair = active(by(ada))
        link = link_of(pair, ada)
    browse(ada, alfa).post(f"/coordinate/pairs/{pair.uuid}/link/", {"end": "1"})
    assert opened(browse, alfa, link).get(PAGE).status_code == 404


def test_page_is_kept_nowhere_and_closes_on_a_shared_computer(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        link = link_of(active(by(ada)), ada)
    client = browse(None, alfa)
    for answer in (client.get(link), client.get(PAGE), browse(None, alfa).get(PAGE)):
        assert "no-store" in answer["Cache-Control"]
        assert "noindex" in answer["X-Robots-Tag"]
    assert client.get(link)["Referrer-Policy"] == "no-referrer"
    client.post(f"{PAGE}close/")
    assert client.get(PAGE).status_code == 404


def test_link_and_what_it_shows_stand_nowhere_else(
    browse: Browse, ada: User, alfa: Association, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    with entered(alfa):
        pair = active(by(ada), language="en")
        link = link_of(pair, ada)
    token = link.partition("token=")[2]
    client = opened(browse, alfa, link)
    client.get(PAGE)
    client.post(f"{PAGE}say/", {"feeling": "talk"})
    heard = "\n".join(JsonFormatter().format(record) for record in caplog.records)
    assert token not in heard
    assert MARKER not in heard
    with entered(alfa):
        assert with_marker(alfa.schema_name) == []
        assert with_marker(alfa.schema_name, token) == []
        assert PairClient.objects.get().token_hash not in str(list(Trail.objects.values()))
    with platform_role():
        assert with_marker("public") == []
        assert with_marker("public", token) == []


def test_pair_whose_coordinator_left_waits_on_today_for_an_owner(
    browse: Browse, ada: User, alfa: Association
) -> None:
    other = User.objects.create_user("olga@example.org", None, name="Olga Oras", language="en")
    access = Access.objects.create(
        user=other, association=alfa, role=Access.Role.COORDINATOR, created_at=clock.now()
    )
    with entered(alfa):
        pair = active(by(other))
        link_of(pair, other)
        assert charge.leave_those_of_who_left() == 0
    access.delete()
    with entered(alfa):
        assert charge.leave_those_of_who_left() == 1
        assert charge.leave_those_of_who_left() == 0
        assert PairClient.objects.get().token_hash == ""
    owner = browse(ada, alfa)
    row = owner.get("/coordinate/?kind=pairs.left_alone").content.decode()
    assert f"Pair {pair.pk}: nobody is in charge" in row
    assert MARKER not in row
    owner.post(f"/coordinate/pairs/{pair.uuid}/hand-over/", {"to": str(ada.uuid)})
    assert "nobody is in charge" not in owner.get("/coordinate/?kind=pairs.left_alone").content.decode()


def test_review_that_is_due_is_told_to_the_volunteer_once(
    browse: Browse, ada: User, bo: User, alfa: Association
) -> None:
    with entered(alfa):
        pair = active(by(ada))
        assert charge.tell_reviews() == 0
        pair.agreements.update(half_on="2025-02-01")
        for _twice in range(2):
            charge.tell_reviews()
        message = Message.objects.get(kind="pairs.review")
        assert MARKER not in str(vars(message))
    assert "time to look back" in browse(bo, alfa).get(f"/pairs/{pair.uuid}/").content.decode()
    with entered(alfa):
        assert kinds.get("pairs.review").still_wanted(message) is None
        agreements.note_review(pair=pair, by=by(ada))
        assert kinds.get("pairs.review").still_wanted(message)


def test_whoever_counts_companions_by_hand_is_told_that_pairs_count_themselves(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        pair = active(by(ada))
        meetings.note(pair=pair, noted=Noted(at("2025-01-29 14:00"), 60, "together", "fine"), by=by(ada))
        place = TallyPlace.objects.get(role=pair.role)
    page = f"/coordinate/tallies/{place.uuid}/"
    client = browse(ada, alfa)
    assert "counted by themselves" in client.get(page).content.decode()
    with entered(alfa):
        TallyPlace.objects.update(role=None)
    assert "counted by themselves" not in client.get(page).content.decode()
