"""The federation's model texts are written, offered and adapted; nothing people sign changes by itself."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.test import Client

from accounts.models import User
from reports.services import annual
from tenants import clock, lifecycle
from tenants.actors import Actor
from tenants.context import entered
from tenants.first_rows import Beginning
from tenants.models import Access, Association, CatalogueText, CatalogueTextEdition, Umbrella
from umbrella.catalogue import services, texts
from umbrella.catalogue.errors import ChangedMeanwhile
from volunteers.register import agreement_models, catalogue
from volunteers.register.first_rows import adopt_catalogue
from volunteers.register.models import AgreementText, VolunteerRole
from volunteers.register.services import agreements

pytestmark = pytest.mark.django_db

Browse = Callable[..., Client]
BY = Actor.system("tests")
ADDRESS = "/coordinate/agreements/agreement/"
BEGIN = {"do": "begin"}


@pytest.fixture
def ilkka(liitto: Umbrella) -> User:
    """Administers the umbrella."""
    user = User.objects.create_user("ilkka@example.org", None, name="Ilkka", language="en")
    Access.objects.create(user=user, umbrella=liitto, role="admin", created_at=clock.now())
    return user


def offer(umbrella: Umbrella, code: str = "agreement", edition: int = 0, **said: str) -> CatalogueText:
    words = {"text_fi": "Lupaan.", "text_sv": "", "text_en": ""} | said
    return texts.write(umbrella=umbrella, code=code, edition=edition, by=BY, **words)


def newest() -> AgreementText:
    return AgreementText.objects.filter(kind="agreement").order_by("-version")[0]


def test_administrator_writes_a_text_and_each_change_is_an_edition(
    browse: Browse, liitto: Umbrella, ilkka: User
) -> None:
    client = browse(ilkka, liitto)
    said = {"edition": "0", "text_fi": "Lupaan.", "text_sv": "", "text_en": "I promise."}
    assert client.post("/catalogue/texts/agreement/edit/", said).status_code == 302
    again = said | {"edition": "1", "text_sv": "Jag lovar."}
    assert client.post("/catalogue/texts/agreement/edit/", again).status_code == 302
    assert [e.said["text_sv"] for e in CatalogueTextEdition.objects.all()] == ["Jag lovar.", ""]
    page = client.get("/catalogue/texts/agreement/").content.decode()
    assert all(word in page for word in ("Lupaan.", "Jag lovar.", "I promise.", "Edition 2"))
    assert "offered" in client.get("/catalogue/texts/").content.decode()
    assert client.get("/catalogue/texts/poem/").status_code == 404


def test_text_without_finnish_words_is_refused_and_keeps_what_was_typed(
    browse: Browse, liitto: Umbrella, ilkka: User
) -> None:
    said = {"edition": "0", "text_fi": "", "text_sv": "Jag lovar.", "text_en": ""}
    answer = browse(ilkka, liitto).post("/catalogue/texts/agreement/edit/", said)
    assert (answer.status_code, "Jag lovar." in answer.content.decode()) == (422, True)
    assert list(answer.context["form"].errors) == ["text_fi"]
    long = {"edition": "0", "text_fi": "x" * 5001, "text_sv": "", "text_en": ""}
    assert browse(ilkka, liitto).post("/catalogue/texts/report-goals/edit/", long).status_code == 422
    with pytest.raises(IntegrityError, match="catalogue_text_begins_in_finnish"), transaction.atomic():
        CatalogueText.objects.create(umbrella=liitto, code="agreement", text_sv="Jag lovar.")


def test_analyst_reads_texts_and_writes_none(browse: Browse, liitto: Umbrella, vera: User) -> None:
    offer(liitto)
    client = browse(vera, liitto)
    assert "Lupaan." in client.get("/catalogue/texts/agreement/").content.decode()
    assert client.post("/catalogue/texts/agreement/edit/", {"edition": "1"}).status_code == 403


def test_who_saves_what_somebody_else_has_changed_is_told(liitto: Umbrella) -> None:
    texts.write(
        umbrella=liitto, code="agreement", edition=0, by=Actor(user=None, name="Toinen"),
        text_fi="Lupaan.", text_sv="", text_en="",
    )  # fmt: skip
    with pytest.raises(ChangedMeanwhile, match="Toinen"):
        offer(liitto, text_fi="Lupaan aina.")


def test_editions_are_never_changed(liitto: Umbrella) -> None:
    offer(liitto)
    with pytest.raises(ProgrammingError), transaction.atomic():
        CatalogueTextEdition.objects.update(number=7)


def test_association_begins_with_the_federations_words_and_changes_them(
    browse: Browse, ada: User, alfa: Association, liitto: Umbrella
) -> None:
    offer(liitto, text_sv="Jag lovar.")
    client = browse(ada, alfa)
    page = client.get(f"{ADDRESS}new/").content.decode()
    assert ("Lupaan." in page, "Jag lovar." in page) == (True, True)
    said = {
        "text_fi": "Lupaan meille.",
        "text_sv": "Jag lovar.",
        "in_force_on": clock.today(alfa),
        "renews": "on",
    }
    assert client.post(f"{ADDRESS}new/", said).status_code == 302
    assert client.get(f"{ADDRESS}model/").status_code == 302  # the catalogue has nothing new


def test_changes_are_offered_language_by_language_and_own_words_stay(
    browse: Browse, ada: User, alfa: Association, liitto: Umbrella
) -> None:
    model = offer(liitto, text_sv="Jag lovar.")
    with entered(alfa):
        agreements.write_text(
            kind="agreement", text_fi="Lupaan meille.", text_sv="Jag lovar.",
            in_force_on=clock.today(alfa), model=model, by=BY,
        )  # fmt: skip
    offer(liitto, edition=1, text_fi="Lupaan aina.", text_sv="Jag lovar alltid.")
    client = browse(ada, alfa)
    assert f"{ADDRESS}model/" in client.get("/coordinate/agreements/").content.decode()
    form = client.get(f"{ADDRESS}model/").context["form"]
    assert (form["text_fi"].initial, form["text_sv"].initial) == ("keep", "take")
    said = {"edition": "2", "text_fi": "keep", "text_sv": "take", "in_force_on": clock.today(alfa)}
    assert client.post(f"{ADDRESS}model/", said).status_code == 302
    assert client.post(f"{ADDRESS}model/", said).status_code == 302  # pressed twice
    with entered(alfa):
        assert (newest().version, newest().text_fi, newest().text_sv) == (
            2, "Lupaan meille.", "Jag lovar alltid.",
        )  # fmt: skip
    assert f"{ADDRESS}model/" not in client.get("/coordinate/agreements/").content.decode()


def test_keeping_all_own_words_makes_no_version(
    browse: Browse, ada: User, alfa: Association, liitto: Umbrella
) -> None:
    model = offer(liitto)
    with entered(alfa):
        agreements.write_text(
            kind="agreement", text_fi="Omat.", in_force_on=clock.today(alfa), model=model, by=BY
        )
    offer(liitto, edition=1, text_fi="Lupaan aina.")
    said = {"edition": "2", "text_fi": "keep", "in_force_on": clock.today(alfa)}
    assert browse(ada, alfa).post(f"{ADDRESS}model/", said).status_code == 302
    with entered(alfa):
        assert (newest().version, newest().text_fi) == (1, "Omat.")


def test_text_that_changes_while_it_is_read_is_shown_again(
    browse: Browse, ada: User, alfa: Association, liitto: Umbrella
) -> None:
    model = offer(liitto)
    with entered(alfa):
        agreements.write_text(
            kind="agreement", text_fi="Lupaan.", in_force_on=clock.today(alfa), model=model, by=BY
        )
    offer(liitto, edition=1, text_fi="Lupaan aina.")
    offer(liitto, edition=2, text_fi="En lupaa.")
    said = {"edition": "2", "text_fi": "take", "in_force_on": clock.today(alfa)}
    client = browse(ada, alfa)
    answer = client.post(f"{ADDRESS}model/", said)
    assert ("En lupaa." in answer.content.decode(), bool(answer.context["form"].errors)) == (True, True)
    assert client.post(f"{ADDRESS}model/", said | {"edition": "3"}).status_code == 302
    with entered(alfa):
        assert newest().text_fi == "En lupaa."


def test_new_association_has_the_texts_before_the_roles_that_ask_for_them(
    alfa: Association, liitto: Umbrella
) -> None:
    role = services.add(
        umbrella=liitto, code="line", by=BY, name_fi="Linja", family="supporters", supervision="none",
        needs_agreement=True, needs_confidentiality=True,
    )  # fmt: skip
    beginning = Beginning(roles=[role], texts=[offer(liitto), offer(liitto, "report-goals")])
    with entered(alfa):
        for _again in range(2):
            adopt_catalogue(beginning)
        assert [(text.kind, text.version) for text in AgreementText.objects.all()] == [("agreement", 1)]
        made = VolunteerRole.objects.get(code="line")
        assert (made.needs_agreement, made.needs_confidentiality) == (True, False)
        assert [one.field for one in catalogue.updates_of(made, role)] == ["needs_confidentiality"]


def test_report_begins_with_the_federations_words_where_nothing_stands(
    browse: Browse, ada: User, alfa: Association, liitto: Umbrella
) -> None:
    offer(liitto, "report-goals", text_fi="Tavoite oli …", text_en="The goal was …")
    with entered(alfa):
        report = annual.make(year=2024, grant_target=None, language="en", with_trustees=False, by=BY)
    client, address = browse(ada, alfa), f"/coordinate/reports/{report.uuid}/"
    assert "The goal was …" in client.get(address).content.decode()
    typed = {"goals-text": "Mine.", "goals-edition": "0"}
    refused = client.post(f"{address}write/goals/", typed | BEGIN)
    assert (refused.status_code, "Mine." in refused.content.decode()) == (422, True)
    for _twice in range(2):
        empty = {"goals-text": "", "goals-edition": "0"}
        assert client.post(f"{address}write/goals/", empty | BEGIN).status_code == 302
    with entered(alfa):
        assert [(row.place, row.text, row.edition) for row in report.texts.all()] == [
            ("goals", "The goal was …", 1)
        ]
        annual.write(report=report, place="goals", text="Mine.", edition=1, by=BY)
    client.post(f"{address}write/goals/", {"goals-text": "", "goals-edition": "0"} | BEGIN)
    with entered(alfa):
        assert report.texts.get().text == "Mine."


def test_texts_of_another_federation_reach_nobody_here(
    browse: Browse, ada: User, alfa: Association, liitto: Umbrella, ilkka: User
) -> None:
    other = lifecycle.found_umbrella(slug="toinen", name_fi="Toinen liitto")
    offer(other, text_fi="Salaista.")
    with entered(alfa):
        assert agreement_models.offered() == {}
    assert "Salaista." not in browse(ada, alfa).get(f"{ADDRESS}new/").content.decode()
    assert "Salaista." not in browse(ilkka, liitto).get("/catalogue/texts/agreement/").content.decode()
    offer(liitto, text_fi="Meidän.")
    assert other.texts.get().text_fi == "Salaista."
