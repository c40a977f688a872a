"""The agreement between controller and processor, and the list of the first month."""

from collections.abc import Callable
from datetime import timedelta
from unittest.mock import Mock

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import User
from desk import first_month
from desk.agreement import wording
from tenants import addresses, clock
from tenants.context import entered
from tenants.models import Access, Association, ProcessingAgreement, Umbrella
from umbrella import founding
from volunteers.register.models import Person, Trail

YES = {"accepted": "on", "read": f"{wording.CURRENT} en"}
Browse = Callable[..., Client]


@pytest.fixture
def joined(alfa: Association) -> Association:
    """Alfa, as if it had just joined."""
    Association.objects.filter(pk=alfa.pk).update(agreement_due=True, created_at=clock.now())
    addresses.forget()
    alfa.refresh_from_db()
    return alfa


def test_every_version_is_there_in_three_languages_with_the_same_parts() -> None:
    told = [wording.parts(wording.CURRENT, language) for language in ("fi", "sv", "en")]
    assert len({tuple(len(part.paragraphs) for part in parts) for parts in told}) == 1
    assert len(told[0]) == 6
    # What somebody accepted stays what it was: a change is a new version.
    for version, hashes in HASHES.items():
        found = {language: wording.text_hash(version, language)[:12] for language in ("fi", "sv", "en")}
        assert found == hashes, version


HASHES = {
    "2025-1": {"fi": "fa1042caf3ed", "sv": "1d4c9f213d9a", "en": "319204b3830a"},
    "2025-2": {"fi": "20d0152b0de8", "sv": "11717f0de942", "en": "00ca2a6d2af7"},
}


def test_current_version_names_other_processors_notice_and_audits() -> None:
    """Regulation 2016/679, article 28(2) and 28(3)(h)."""
    said = wording.text(wording.CURRENT, "en")
    assert "at least thirty days before" in said
    assert "may object" in said
    assert "may audit" in said


def test_nothing_is_done_before_the_agreement_is_accepted(
    browse: Browse, joined: Association, ada: User, bo: User
) -> None:
    client = browse(ada, joined)
    for path in ("/coordinate/", "/coordinate/people/", "/home/"):
        assert client.get(path)["Location"] == "/coordinate/agreement/"
    assert (
        client.post("/coordinate/people/new/", {"given_name": "Uusi"})["Location"] == "/coordinate/agreement/"
    )
    assert client.get("/me/").status_code == 200
    answer = browse(bo, joined).get("/home/")
    assert (answer.status_code, "first accepts the agreement" in answer.content.decode()) == (403, True)
    assert browse(bo, joined).get("/coordinate/agreement/").status_code == 403
    assert browse(bo, joined).get("/api/v1/me/").status_code in {403, 404}
    assert browse(None, joined).get("/").status_code == 200


def test_accepting_keeps_who_when_and_which_text(browse: Browse, joined: Association, ada: User) -> None:
    client = browse(ada, joined)
    assert "Who is who" in client.get("/coordinate/agreement/").content.decode()
    assert client.get("/coordinate/agreement/file/").status_code == 404
    assert client.post("/coordinate/agreement/").status_code == 200  # not ticked
    assert not ProcessingAgreement.objects.exists()
    for _turn in range(2):
        assert client.post("/coordinate/agreement/", YES).status_code == 302
        addresses.forget()
    row = ProcessingAgreement.objects.get()
    assert (row.association, row.version, row.accepted_by) == (joined, wording.CURRENT, ada.uuid)
    assert row.text_hash == wording.text_hash(wording.CURRENT, row.language)
    assert client.get("/coordinate/").status_code == 200
    file = client.get("/coordinate/agreement/file/")
    assert file.content.startswith(b"%PDF")
    with entered(joined):
        assert Trail.objects.filter(verb="association.agreement").count() == 1
    with pytest.raises(IntegrityError, match="processing_agreement_once"), transaction.atomic():
        ProcessingAgreement.objects.create(
            association=joined, version=row.version, language="fi", text_hash="x", accepted_by=ada.uuid,
            accepted_name="Ada", accepted_at=clock.now(),
        )  # fmt: skip


def test_association_that_was_founded_with_the_command_owes_the_agreement(liitto: Umbrella) -> None:
    found, user = founding.found_association(
        slug="perustettu", umbrella=liitto, language="fi", name_fi="Perustettu ry",
        coordinator_email="alku@example.org", coordinator_name="Alku",
    )  # fmt: skip
    assert Association.objects.get(pk=found.pk).agreement_due
    assert user.accesses.get().association == found


def test_only_the_text_that_was_read_is_accepted_and_it_is_shown_afterwards(
    browse: Browse, joined: Association, ada: User
) -> None:
    client = browse(ada, joined)
    for other in ("", "2024-1 en", f"{wording.CURRENT} fi"):
        answer = client.post("/coordinate/agreement/", YES | {"read": other})
        assert "Read this one, then accept it." in answer.content.decode()
    assert not ProcessingAgreement.objects.exists()
    client.post("/coordinate/agreement/", YES)
    ProcessingAgreement.objects.update(language="fi")
    addresses.forget()
    assert 'class="rn-prose" lang="fi"' in client.get("/coordinate/agreement/").content.decode()


def test_federation_sees_the_day_and_not_the_name(
    browse: Browse, joined: Association, ada: User, liitto: Umbrella
) -> None:
    ilkka = User.objects.create_user("ilkka@example.org", None, name="Ilkka", language="en")
    Access.objects.create(user=ilkka, umbrella=liitto, role="admin", created_at=clock.now())
    assert "Agreement not accepted yet" in browse(ilkka, liitto).get("/associations/alfa/").content.decode()
    browse(ada, joined).post("/coordinate/agreement/", YES)
    text = browse(ilkka, liitto).get("/associations/alfa/").content.decode()
    assert "Agreement accepted" in text
    assert str(ada) not in text


def test_list_of_the_first_month_tells_what_is_there_and_can_be_hidden(
    browse: Browse, joined: Association, ada: User
) -> None:
    Association.objects.filter(pk=joined.pk).update(agreement_due=False)
    addresses.forget()
    client = browse(ada, joined)
    text = client.get("/coordinate/").content.decode()
    assert 'id="first-month"' in text
    assert "Close the first month" in text
    assert client.post("/coordinate/first-month/put-away/").status_code == 302
    assert 'id="first-month"' not in client.get("/coordinate/").content.decode()


def test_association_with_nobody_in_its_register_opens(
    browse: Browse, joined: Association, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    Association.objects.filter(pk=joined.pk).update(agreement_due=False)
    addresses.forget()
    # As one is that was founded with the command; Alfa's people cannot be taken out of all their rows.
    monkeypatch.setattr(first_month, "Person", Mock(objects=Person.objects.none()))
    text = browse(ada, joined).get("/coordinate/").content.decode()
    assert 'id="first-month"' in text


def test_association_of_long_ago_has_no_such_list(browse: Browse, alfa: Association, ada: User) -> None:
    Association.objects.filter(pk=alfa.pk).update(created_at=clock.now() - timedelta(days=400))
    addresses.forget()
    assert 'id="first-month"' not in browse(ada, alfa).get("/coordinate/").content.decode()
