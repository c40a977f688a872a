"""The Messages tab: each reader their own, new until opened, and letters among the rest."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from notifications.models import Message, Said
from tenants import clock
from tenants.actors import Actor
from tenants.context import entered
from tenants.models import Association
from volunteers.register.letter_rows import read_by
from volunteers.register.models import Letter, Person
from volunteers.register.services import agreements, letters

Browse = Callable[..., Client]
pytestmark = pytest.mark.django_db
MONDAY = datetime(2025, 2, 3, 6, tzinfo=UTC)
BY = Actor.system("test")


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with clock.fixed(MONDAY):
        yield


def person(name: str) -> Person:
    return Person.objects.get(given_name=name)


def say(to: str, subject: str, *, ago: timedelta = timedelta(hours=1), kind: str = "shift.reminder") -> UUID:
    """Something that went out to somebody."""
    at = clock.now() - ago
    message = Message.objects.create(
        kind=kind,
        key=f"{to} {subject}",
        person_uuid=person(to).uuid,
        state=Message.State.SENT,
        channel=Message.Channel.EMAIL,
        due_at=at,
        next_at=at,
        sent_at=at,
        created_at=at,
    )
    Said.objects.create(
        message=message,
        language="fi",
        subject=subject,
        paragraphs=["Nähdään <huomenna>.", "Tuo eväät."],
        facts=[["Milloin", "ti 4.2. klo 17–20"]],
        button_label="Avaa vuoro",
        button_path="/shifts/",
    )
    return message.uuid


def write(to: list[Person], subject: str, *, everyone: bool = True) -> Letter:
    return letters.write_letter(
        to=to, subject={"fi": subject}, text={"fi": "Tervetuloa.\n\nTuo eväät."}, by=BY, everyone=everyone
    ).letter


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def count_on_tab(text: str) -> int:
    """What stands at the tab, on any of the volunteer's pages."""
    nav = text[text.index("<nav") : text.index("</nav>")]
    return int(nav.split('<span aria-hidden="true">')[1].split("<")[0]) if "rn-count" in nav else 0


def test_message_is_new_until_it_is_opened(alfa: Association, bo: User, browse: Browse) -> None:
    with entered(alfa):
        uuid = say("Bo", "Vuorosi ti 4.2.")
        say("Bo", "Vanha", ago=timedelta(days=40))
    client = browse(bo, alfa)
    listed = page(client, "/messages/")
    assert ("Vuorosi ti 4.2." in listed, "Vanha" in listed, count_on_tab(listed)) == (True, True, 1)
    assert "Vanha" not in page(client, "/messages/?show=new")
    opened = page(client, f"/messages/{uuid}/")
    for part in ("<p>Nähdään &lt;huomenna&gt;.</p>", "<dd>ti 4.2. klo 17–20</dd>", 'href="/shifts/"'):
        assert part in opened
    assert (count_on_tab(opened), count_on_tab(page(client, "/hours/"))) == (0, 0)
    with entered(alfa):
        assert Said.objects.get(message__uuid=uuid).read_at == MONDAY


def test_message_to_somebody_else_is_not_there(
    alfa: Association, beta: Association, ada: User, bo: User, browse: Browse
) -> None:
    with entered(alfa):
        adas = say("Ada", "Vain Adalle")
    with entered(beta):
        elsewhere = say("Dan", "Vain Danille")
    for login in (bo, ada):  # a coordinator reads nobody's messages either
        client = browse(login, alfa)
        assert client.get(f"/messages/{elsewhere}/").status_code == 404
        assert "Vain Danille" not in page(client, "/messages/")
    assert browse(bo, alfa).get(f"/messages/{adas}/").status_code == 404
    assert "Vain Adalle" not in page(browse(bo, alfa), "/messages/")
    with entered(alfa):
        assert Said.objects.get(message__uuid=adas).read_at is None


def test_letter_stands_there_before_it_is_sent_and_its_writer_learns_that_it_was_opened(
    alfa: Association, bo: User, browse: Browse
) -> None:
    with entered(alfa):
        letter = write([person("Bo")], "Kevätretki")
        uuid = Message.objects.get(subject_uuid=letter.uuid).uuid
    client = browse(bo, alfa)
    home = page(client, "/home/")
    assert ("New messages" in home, "Kevätretki" in home, count_on_tab(home)) == (True, True, 1)
    assert "<p>Tuo eväät.</p>" in page(client, f"/messages/{uuid}/")
    home = page(client, "/home/")
    assert ("New messages" in home, count_on_tab(home)) == (False, 0)
    page(client, f"/messages/{uuid}/")
    with entered(alfa):
        assert read_by(letter) == 1


def test_letter_that_they_did_not_allow_is_not_theirs(
    alfa: Association, ada: User, bo: User, browse: Browse
) -> None:
    with entered(alfa):
        agreements.set_consent(person=person("Ada"), purpose="newsletter", given=True, by=BY)
        write([person("Ada"), person("Bo")], "Muu asia", everyone=False)
    assert "Muu asia" in page(browse(ada, alfa), "/messages/")
    assert "Muu asia" not in page(browse(bo, alfa), "/messages/")


def test_all_are_marked_as_read(alfa: Association, ada: User, bo: User, browse: Browse) -> None:
    with entered(alfa):
        for number in range(3):
            say("Bo", f"Vuoro {number}")
        say("Ada", "Adan vuoro")
        letter = write([person("Ada"), person("Bo")], "Kevätretki")
    client = browse(bo, alfa)
    assert count_on_tab(page(client, "/messages/")) == 4
    assert client.post("/messages/read/").status_code == 302
    assert count_on_tab(page(client, "/messages/")) == 0
    assert "You have read everything" in page(client, "/messages/?show=new")
    assert count_on_tab(page(browse(ada, alfa), "/messages/")) == 2
    with entered(alfa):
        assert read_by(letter) == 1


def test_long_list_comes_in_pages_with_the_same_number_of_queries(
    alfa: Association, bo: User, browse: Browse
) -> None:
    client = browse(bo, alfa)
    page(client, "/messages/")
    queries = []
    for start in (0, 31):
        with entered(alfa):
            for number in range(start, start + 31):
                say("Bo", f"Vuoro nro {number}", ago=timedelta(minutes=number))
        with CaptureQueriesContext(connection) as captured:
            page(client, "/messages/")
        queries.append(len(captured))
    assert queries[0] == queries[1]
    last = page(client, "/messages/?page=3")
    assert ("Vuoro nro 61" in last, "Vuoro nro 59" in last) == (True, False)
    assert "Vuoro nro 61" in page(client, "/messages/?page=99999999999999999999")


def test_login_that_is_nobody_of_the_register_has_none(alfa: Association, bo: User, browse: Browse) -> None:
    with entered(alfa):
        Person.objects.filter(user_uuid=bo.uuid).update(user_uuid=None)
    client = browse(bo, alfa)
    assert "No messages yet" in page(client, "/messages/")
    assert client.get("/messages/choices/").status_code == 404
