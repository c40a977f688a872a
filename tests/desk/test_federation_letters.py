"""Letters of the federation: written there, read on Today, and nothing comes back."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from tenants import clock
from tenants.context import entered
from tenants.models import Access, Affiliation, Association, FederationLetter, Umbrella
from volunteers.register.models import PutOff

Browse = Callable[..., Client]
pytestmark = pytest.mark.django_db
SAID = {
    "subject_fi": "Kevätpäivät",
    "text_fi": "Tervetuloa.\n\nIlmoittaudu.",
    "subject_sv": "",
    "text_sv": "",
}


@pytest.fixture
def admin(liitto: Umbrella) -> User:
    user = User.objects.create_user("ilkka@example.org", None, name="Ilkka Ilves", language="en")
    Access.objects.create(user=user, umbrella=liitto, role="admin", created_at=clock.now())
    return user


def test_letter_is_written_read_once_and_taken_back(
    admin: User, liitto: Umbrella, alfa: Association, ada: User, browse: Browse
) -> None:
    office = browse(admin, liitto)
    assert "Send this letter?" in office.post("/letters/new/", SAID | {"do": "look"}).content.decode()
    assert FederationLetter.objects.count() == 0
    assert office.post("/letters/new/", SAID | {"do": "send"}).status_code == 302
    letter = FederationLetter.objects.get()
    desk = browse(ada, alfa)
    assert "Kevätpäivät" in desk.get("/coordinate/").content.decode()
    read = desk.get(f"/coordinate/federation/{letter.uuid}/").content.decode()
    assert "<p>Ilmoittaudu.</p>" in read
    assert "Kevätpäivät" not in desk.get("/coordinate/").content.decode()
    with entered(alfa):
        assert PutOff.objects.get().key == str(letter.uuid)
    assert office.post(f"/letters/{letter.uuid}/withdraw/").status_code == 302
    assert desk.get(f"/coordinate/federation/{letter.uuid}/").status_code == 404


def test_half_a_language_is_refused(admin: User, liitto: Umbrella, browse: Browse) -> None:
    answer = browse(admin, liitto).post("/letters/new/", SAID | {"subject_sv": "Hej", "do": "send"})
    assert answer.status_code == 422
    assert "Write both subject and text" in answer.content.decode()
    assert FederationLetter.objects.count() == 0


def test_analyst_reads_and_does_not_write(vera: User, liitto: Umbrella, browse: Browse) -> None:
    client = browse(vera, liitto)
    assert client.get("/letters/").status_code == 200
    assert client.get("/letters/new/").status_code == 403


def test_other_federations_and_former_members_read_nothing(
    alfa: Association, ada: User, browse: Browse, liitto: Umbrella
) -> None:
    other = Umbrella.objects.create(slug="muu", name_fi="Muu", created_at=clock.now())
    strange = FederationLetter.objects.create(
        umbrella=other, subject_fi="Vieras", text_fi="x", by_name="x", at=clock.now()
    )
    own = FederationLetter.objects.create(
        umbrella=liitto, subject_fi="Oma", text_fi="x", by_name="x", at=clock.now()
    )
    client = browse(ada, alfa)
    said = client.get("/coordinate/").content.decode()
    assert ("Vieras" in said, "Oma" in said) == (False, True)
    assert client.get(f"/coordinate/federation/{strange.uuid}/").status_code == 404
    Affiliation.objects.filter(association=alfa).update(to_on=clock.today(alfa).replace(year=2021))
    assert client.get(f"/coordinate/federation/{own.uuid}/").status_code == 404
