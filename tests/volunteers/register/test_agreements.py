"""Texts to sign, signatures, consents."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import User
from tenants.context import entered
from tenants.models import Association
from tests.volunteers.register.conftest import BY, person
from volunteers.register import selectors
from volunteers.register.errors import DayPast, NameDiffers, NotToSign, SignedAlready
from volunteers.register.models import AgreementText, Consent, Signature, Trail
from volunteers.register.services import agreements

Browse = Callable[..., Client]
TODAY = date(2025, 2, 3)


def written(*, kind: str = "agreement", on: date = TODAY, renews: bool = True) -> AgreementText:
    return agreements.write_text(kind=kind, text_fi="Lupaan.", in_force_on=on, renews=renews, by=BY)


def sign(text: AgreementText, name: str = "Bo Berg", **how: Any) -> Signature:
    return agreements.sign(person=person("Bo"), text=text, typed_name=name, language="fi", by=BY, **how)


@pytest.mark.usefixtures("inside")
def test_versions_count_on_for_each_kind() -> None:
    assert [written().version, written().version, written(kind="confidentiality").version] == [1, 2, 1]


@pytest.mark.usefixtures("inside")
def test_text_cannot_have_been_in_force_yesterday() -> None:
    with pytest.raises(DayPast):
        written(on=date(2025, 2, 2))


@pytest.mark.usefixtures("inside")
def test_only_the_version_in_force_is_signed_once_and_by_its_own_name() -> None:
    old = written()
    new = written()
    coming = written(on=date(2025, 3, 1))
    for text in (old, coming):
        with pytest.raises(NotToSign):
            sign(text)
    with pytest.raises(NameDiffers):
        sign(new, "Somebody Else")
    assert sign(new, " bo   BERG ").typed_name == "bo BERG"
    with pytest.raises(SignedAlready):
        sign(new)


@pytest.mark.usefixtures("inside")
def test_what_is_signed_does_not_change_by_any_way() -> None:
    text = written()
    AgreementText.objects.update(text_fi="Lupaan aina.")  # nobody has signed it yet
    sign(text)
    for change in (
        lambda: AgreementText.objects.update(text_fi="Jotain muuta"),
        lambda: AgreementText.objects.all().delete(),
        lambda: Signature.objects.update(typed_name="Joku muu"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    assert AgreementText.objects.get().text_fi == "Lupaan aina."


@pytest.mark.usefixtures("inside")
def test_who_has_not_signed_follows_the_last_version_that_renews() -> None:
    first = written()
    sign(first)
    texts = [written(renews=False), first]
    assert [each.given_name for each in selectors.without_signature(texts)] == ["Ada"]
    texts = [written(), *texts]
    assert [each.given_name for each in selectors.without_signature(texts)] == ["Ada", "Bo"]


@pytest.mark.usefixtures("inside")
def test_consent_is_taken_back_and_given_again_as_a_new_row() -> None:
    for given in (True, True, False, False, True):
        agreements.set_consent(person=person("Bo"), purpose="photo", given=given, by=BY)
    assert [consent.withdrawn_at is None for consent in Consent.objects.order_by("pk")] == [False, True]


def test_volunteer_reads_and_signs_on_screen(browse: Browse, bo: User, alfa: Association) -> None:
    with entered(alfa):
        text = written()
    client, url = browse(bo, alfa), f"/agreements/{text.uuid}/"
    assert [each.uuid for each in client.get("/agreements/").context["waiting"]] == [text.uuid]
    wrong = client.post(url, {"typed_name": "Bo Berg"})
    assert list(wrong.context["form"].errors) == ["read"]
    with entered(alfa):
        name = person("Bo").name
    assert client.post(url, {"read": "on", "typed_name": name})["Location"] == "/agreements/"
    page = client.get("/agreements/")
    assert (page.context["waiting"], len(page.context["signatures"])) == ([], 1)
    with entered(alfa):
        noted = Trail.objects.get(verb="agreement.signed")
        assert (noted.actor_user, noted.data["on_paper"]) == (bo.uuid, False)


def test_coordinator_notes_a_signature_on_paper(browse: Browse, ada: User, alfa: Association) -> None:
    with entered(alfa):
        text, somebody = written(), person("Bo")
    client = browse(ada, alfa)
    page = client.get("/coordinate/agreements/agreement/unsigned/")
    assert [each.given_name for each in page.context["people"]] == ["Ada", "Bo"]
    client.post(f"/coordinate/agreements/{text.uuid}/people/{somebody.uuid}/on-paper/")
    with entered(alfa):
        found = Signature.objects.get()
        assert (found.on_paper, found.noted_by) == (True, str(ada))


def test_coordinator_writes_the_next_version_from_the_one_before(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        written()
    client, url = browse(ada, alfa), "/coordinate/agreements/agreement/new/"
    form = client.get(url).context["form"]
    assert (form["text_fi"].value(), form["in_force_on"].value()) == ("Lupaan.", TODAY)
    client.post(url, {"text_fi": "Lupaan enemmän.", "in_force_on": "2025-02-03", "renews": "on"})
    page = client.get("/coordinate/agreements/")
    assert [one.current.version if one.current else None for one in page.context["kinds"]] == [2, None]


def test_volunteer_gives_a_consent_and_takes_it_back(browse: Browse, bo: User, alfa: Association) -> None:
    client = browse(bo, alfa)
    for said, left in (("yes", 1), ("no", 0)):
        client.post("/agreements/consents/photo/", {"given": said})
        with entered(alfa):
            assert Consent.objects.filter(withdrawn_at__isnull=True).count() == left
    assert client.post("/agreements/consents/anything/", {"given": "yes"}).status_code == 404


def test_unknown_kind_of_text_is_not_found(browse: Browse, ada: User, alfa: Association) -> None:
    for page in ("new", "unsigned"):
        assert browse(ada, alfa).get(f"/coordinate/agreements/made-up/{page}/").status_code == 404
