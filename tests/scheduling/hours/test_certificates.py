"""Certificates: what they say, what they never say, who gets whose."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from accounts.models import User
from scheduling.hours.certificates import batch, facts, issuing, setting
from scheduling.hours.errors import NobodyToCertify
from scheduling.hours.models import Certificate, CertificateSigner, HoursEntry
from scheduling.hours.services.batch import record_batch
from scheduling.hours.services.entries import NewEntry
from tenants import clock, wakeups
from tenants.context import entered
from tenants.models import Access, Association
from tests.scheduling.hours.conftest import BY, HELSINKI, at, person, role
from volunteers.register.models import Download, Person, VolunteerRole
from volunteers.register.services import downloads
from volunteers.register.services.erasure import erase_person

Browse = Callable[..., Client]


def did(starts: str, ends: str, *, who: str = "Bo", **fields: Any) -> None:
    fields.setdefault("role", role())
    record_batch(entries=[NewEntry(person(who), starts_at=at(starts), ends_at=at(ends), **fields)], by=BY)


def said(who: str = "Bo", year: int = 2024, signer: CertificateSigner | None = None) -> dict[str, Any]:
    found = facts.facts_of([person(who)], year=year, zone=HELSINKI)
    return setting.words_of(found[0], signer=signer)


def rows(who: str = "Bo", year: int = 2024) -> list[tuple[str, str]]:
    return [(row["role"], row["hours"]) for row in said(who, year)["rows"]]


@pytest.fixture
def helping(alfa: Association) -> None:
    """Bo's year 2024, with what does not count."""
    with entered(alfa):
        _help()


def _help() -> None:
    discreet = VolunteerRole.objects.create(
        code="line", family="supporters", name_fi="Kriisipuhelin", discreet=True
    )
    did("2024-03-01 17:00", "2024-03-01 20:30")
    did("2024-04-01 17:00", "2024-04-01 18:00", kind="preparation")
    did("2024-05-01 17:00", "2024-05-01 19:00", role=discreet)
    did("2024-06-01 17:00", "2024-06-01 19:00", kind="training", role=None)
    did("2024-12-31 22:00", "2025-01-01 02:00")
    did("2024-07-01 10:00", "2024-07-01 11:00", who="Ada")
    HoursEntry.objects.filter(person=person("Ada")).update(state="submitted")


@pytest.mark.usefixtures("helping", "inside")
def test_confirmed_hours_of_the_year_stand_by_role_and_discreet_ones_unnamed() -> None:
    certificate = said()
    assert rows() == [("Meeting place host", "6\u00a0h 30\u00a0min"), ("Volunteering", "2\u00a0h")]
    assert certificate["total"] == "8\u00a0h 30\u00a0min"
    assert "Kriisipuhelin" not in str(certificate)
    assert rows(year=2025) == [("Meeting place host", "2\u00a0h")]
    assert facts.facts_of([person("Ada")], year=2024, zone=HELSINKI) == []
    assert (facts.years_of(person("Bo")), facts.years_of(person("Ada"))) == ([2025, 2024], [])


@pytest.mark.usefixtures("helping", "inside")
@pytest.mark.parametrize(
    ("language", "title", "sentence"),
    [
        ("fi", "Todistus vapaaehtoistoiminnasta", "on toiminut vapaaehtoisena yhdistyksessämme vuonna 2024."),
        ("sv", "Intyg över frivilliguppdrag", "har varit frivillig i vår förening år 2024."),
        ("en", "Certificate of volunteering", "has volunteered with our association in 2024."),
    ],
)
def test_certificate_is_in_the_persons_language(language: str, title: str, sentence: str) -> None:
    Person.objects.filter(given_name="Bo").update(language=language)
    with translation.override("sv"):  # whoever asks for it
        certificate = said()
    assert (certificate["lang"], certificate["title"], certificate["sentence"]) == (language, title, sentence)


@pytest.mark.usefixtures("helping", "inside")
def test_year_that_goes_on_says_until_when() -> None:
    assert said(year=2025)["sentence"] == (
        "has volunteered with our association in 2025, until 3\u00a0Feb\u00a02025."
    )


@pytest.mark.usefixtures("helping", "inside")
def test_signer_stands_on_it_in_the_persons_language() -> None:
    signer = batch.name_signer(name="Ada Ahola", titles={"fi": "koordinaattori", "sv": "", "en": ""}, by=BY)
    assert (said(signer=signer)["signer"], said(signer=signer)["signer_title"]) == (
        "Ada Ahola",
        "koordinaattori",
    )
    batch.name_signer(name="Ada Ahola", titles={"en": "coordinator"}, by=BY)
    assert said(signer=CertificateSigner.objects.get())["signer_title"] == "coordinator"


@pytest.mark.usefixtures("helping", "inside")
def test_typed_names_are_not_obeyed() -> None:
    Person.objects.filter(given_name="Bo").update(family_name='#panic("x") $ *_')
    found = facts.facts_of([person("Bo")], year=2024, zone=HELSINKI)
    (paper,) = issuing.issue(found=found, signer=None)
    assert setting.document([paper.words])[:5] == b"%PDF-"
    assert setting.file_name(found[0]) == "Certificate 2024 Bo panicx.pdf"


def test_person_fetches_their_own_and_nobody_elses(
    browse: Browse, bo: User, ada: User, alfa: Association, helping: None
) -> None:
    client = browse(bo, alfa)
    assert client.get("/hours/").context["certificates"] == [2025, 2024]
    answer = client.get("/hours/certificates/2024/")
    assert (answer.status_code, answer["Content-Type"], answer.content[:5]) == (
        200,
        "application/pdf",
        b"%PDF-",
    )
    assert answer["Content-Disposition"] == 'attachment; filename="Certificate 2024 Bo Berg.pdf"'
    for path in ("/hours/certificates/2023/", "/hours/certificates/99999/"):
        assert client.get(path)["Location"] == "/hours/"
    assert browse(ada, alfa).get("/hours/certificates/2024/")["Location"] == "/hours/"  # she has no hours
    with entered(alfa):
        uuid = person("Bo").uuid
    path = f"/coordinate/people/{uuid}/certificates/2024/"
    assert browse(ada, alfa).get(path).content[:5] == b"%PDF-"
    assert client.get(path).status_code == 403


def test_everybodys_are_made_by_a_job_for_who_asked(
    browse: Browse, ada: User, alfa: Association, helping: None
) -> None:
    with entered(alfa):
        did("2024-07-02 10:00", "2024-07-02 11:00", who="Ada")
    client = browse(ada, alfa)
    asked = client.post("/coordinate/certificates/", {"year": "2024", "signer": "Ada Ahola"})
    assert asked["Location"] == "/coordinate/certificates/"
    assert client.get("/coordinate/certificates/").context["download"].state == "waiting"
    with entered(alfa):
        with wakeups.at_work(queue=downloads.QUEUE) as work:
            downloads.make_due(work=work)
        made = Download.objects.get()
        assert (made.state, made.percent) == ("ready", 100)
        assert [file.mimetype for file in made.files.all()] == ["application/zip", "application/pdf"]
    zipped = client.get("/coordinate/certificates/1/")
    with zipfile.ZipFile(io.BytesIO(b"".join(zipped.streaming_content))) as archive:  # type: ignore[attr-defined]  # it streams
        assert archive.namelist() == ["Certificate 2024 Ada Ahola.pdf", "Certificate 2024 Bo Berg.pdf"]
        assert {archive.read(name)[:5] for name in archive.namelist()} == {b"%PDF-"}
    whole = client.get("/coordinate/certificates/2/")
    assert b"".join(whole.streaming_content)[:5] == b"%PDF-"  # type: ignore[attr-defined]  # it streams
    assert client.get("/coordinate/certificates/3/").status_code == 404
    second = User.objects.create_user("second@example.org", None, name="Second", language="en")
    Access.objects.create(user=second, association=alfa, role="coordinator", created_at=clock.now())
    assert browse(second, alfa).get("/coordinate/certificates/1/").status_code == 404  # not theirs
    with entered(alfa):
        erase_person(person=person("Bo"), by=BY)
        assert Download.objects.count() == 0


def test_choice_without_hours_is_refused(browse: Browse, ada: User, alfa: Association, helping: None) -> None:
    with entered(alfa):
        people = list(Person.objects.filter(given_name="Ada"))
        with pytest.raises(NobodyToCertify):
            batch.ask(people=people, year=2024, language="fi", by=BY)
    answer = browse(ada, alfa).post("/coordinate/certificates/", {"year": "1999", "signer": "Ada Ahola"})
    assert "year" in answer.context["form"].errors


@pytest.mark.usefixtures("helping", "inside")
def test_two_of_one_name_have_a_file_each() -> None:
    found = facts.facts_of([person("Bo")], year=2024, zone=HELSINKI) * 2
    archive = batch._archive(issuing.issue(found=found, signer=None), lambda percent: None)
    with zipfile.ZipFile(archive) as opened:
        assert opened.namelist() == ["Certificate 2024 Bo Berg.pdf", "Certificate 2024 Bo Berg (2).pdf"]


def fetched(browse: Browse, who: User, where: Association) -> str:
    """The code on the paper that somebody fetches of their own."""
    assert browse(who, where).get("/hours/certificates/2024/").status_code == 200
    with entered(where):
        return Certificate.objects.latest("pk").code


@pytest.mark.parametrize("typed", ["/certificate/{}/", "/certificate/?code={}", "/certificate/?code=+{}+"])
def test_whoever_holds_the_paper_can_check_it(
    browse: Browse, bo: User, alfa: Association, helping: None, typed: str
) -> None:
    code = issuing.in_fours(fetched(browse, bo, alfa)).lower()
    answer = browse(None, alfa).get(typed.format(code))
    page = answer.content.decode()
    assert (answer.status_code, answer["X-Robots-Tag"]) == (200, "noindex")
    assert ("Bo Berg" in page, "8\u00a0h 30\u00a0min" in page, "Kriisipuhelin" in page) == (True, True, False)


def test_same_certificate_has_the_same_code_and_other_words_another(
    browse: Browse, bo: User, alfa: Association, helping: None
) -> None:
    first = fetched(browse, bo, alfa)
    assert fetched(browse, bo, alfa) == first
    with entered(alfa):
        did("2024-08-01 10:00", "2024-08-01 12:00")
    assert fetched(browse, bo, alfa) != first
    assert browse(None, alfa).get(f"/certificate/{first}/").status_code == 200


@pytest.mark.parametrize("code", ["ABCD-EFGH-JKMN-PQRS", "none", "x" * 200])
def test_code_that_nobody_was_given_says_what_to_do(browse: Browse, alfa: Association, code: str) -> None:
    answer = browse(None, alfa).get(f"/certificate/{code}/")
    assert answer.status_code == 404
    assert "Tarkista, että jokainen merkki on kuten paperissa." in answer.content.decode()


def test_code_says_nothing_elsewhere_and_nothing_once_its_person_is_erased(
    browse: Browse, bo: User, alfa: Association, beta: Association, helping: None
) -> None:
    code = fetched(browse, bo, alfa)
    assert browse(None, beta).get(f"/certificate/{code}/").status_code == 404
    with entered(alfa):
        erase_person(person=person("Bo"), by=BY)
    assert browse(None, alfa).get(f"/certificate/{code}/").status_code == 404


@pytest.mark.usefixtures("helping")
def test_paused_association_gives_out_certificates_without_a_code(alfa: Association) -> None:
    alfa.state = Association.State.SUSPENDED
    with entered(alfa):
        found = facts.facts_of([person("Bo")], year=2024, zone=HELSINKI)
        (paper,) = issuing.issue(found=found, signer=None)
        assert (paper.words["check"], Certificate.objects.count()) == (None, 0)
        assert setting.document([paper.words])[:5] == b"%PDF-"
