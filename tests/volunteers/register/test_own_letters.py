"""Letters in the app: the reader's own, new until opened; and choosing whom one is for."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from tenants.context import entered
from tenants.models import Association
from tests.volunteers.register.conftest import BY, person
from volunteers.register.letter_inbox import read_by
from volunteers.register.models import Letter, Person, PersonTag, Tag
from volunteers.register.services import agreements, letters

Browse = Callable[..., Client]
pytestmark = pytest.mark.django_db


def write(to: list[Person], subject: str, *, everyone: bool = True) -> Letter:
    return letters.write_letter(
        to=to, subject={"fi": subject}, text={"fi": "Tervetuloa.\n\nTuo eväät."}, by=BY, everyone=everyone
    ).letter


def test_letter_is_new_on_home_until_it_is_opened(alfa: Association, bo: User, browse: Browse) -> None:
    with entered(alfa):
        letter = write([person("Bo")], "Kevätretki")
    client = browse(bo, alfa)
    home = client.get("/home/").content.decode()
    assert ("New messages" in home, "Kevätretki" in home) == (True, True)
    page = client.get(f"/letters/{letter.uuid}/").content.decode()
    assert "<p>Tuo eväät.</p>" in page
    assert "New messages" not in client.get("/home/").content.decode()
    assert "not read yet" not in client.get("/letters/").content.decode()
    with entered(alfa):
        assert read_by(letter) == 1


def test_somebody_elses_letter_is_not_there(alfa: Association, bo: User, browse: Browse) -> None:
    with entered(alfa):
        letter = write([person("Ada")], "Vain Adalle")
    client = browse(bo, alfa)
    assert client.get(f"/letters/{letter.uuid}/").status_code == 404
    assert "Vain Adalle" not in client.get("/letters/").content.decode()
    with entered(alfa):
        assert read_by(letter) == 0


def test_letter_that_they_did_not_allow_is_not_theirs(
    alfa: Association, ada: User, bo: User, browse: Browse
) -> None:
    with entered(alfa):
        agreements.set_consent(person=person("Ada"), purpose="newsletter", given=True, by=BY)
        write([person("Ada"), person("Bo")], "Muu asia", everyone=False)
    assert "Muu asia" in browse(ada, alfa).get("/letters/").content.decode()
    assert "Muu asia" not in browse(bo, alfa).get("/letters/").content.decode()


def test_audience_is_counted_and_leads_to_the_letter(alfa: Association, ada: User, browse: Browse) -> None:
    with entered(alfa):
        tag = Tag.objects.create(name="Retki")
        empty = Tag.objects.create(name="Tyhjä")
        PersonTag.objects.create(person=person("Bo"), tag=tag)
    client = browse(ada, alfa)
    assert "Who is it for?" in client.get("/coordinate/people/letters/new/").content.decode()
    everybody = client.get("/coordinate/people/letters/new/?count=1").content.decode()
    assert "It goes to 2 people." in everybody
    one = client.get(f"/coordinate/people/letters/new/?count=1&tag={tag.uuid}").content.decode()
    assert ("It goes to 1 person." in one, "Retki" in one) == (True, True)
    assert f'action="/coordinate/people/act/?state=active&amp;tag={tag.uuid}"' in one
    answer = client.post(
        f"/coordinate/people/act/?state=active&tag={tag.uuid}", {"whom": "all", "act": "letter"}
    )
    assert "Bo Berg" in answer.content.decode()
    nobody = client.get(f"/coordinate/people/letters/new/?count=1&tag={empty.uuid}").content.decode()
    assert "Nobody is in this group" in nobody
