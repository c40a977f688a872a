"""What everybody can read: the privacy notice and the accessibility statement; feedback gets its answer."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from accounts.models import User
from tenants import clock
from tenants.context import entered
from tenants.models import Association
from volunteers.register.models import AccessibilityFeedback, PrivacyRules

Browse = Callable[..., Client]
MONDAY = datetime(2025, 2, 3, 6, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with clock.fixed(MONDAY):
        yield


@pytest.mark.parametrize(("language", "said"), [
    ("fi", ["Tietosuojaseloste", "24 kuukautta", "Muuta suomeksi"]),
    ("sv", ["Dataskyddsbeskrivning", "24 månader", "Muuta suomeksi"]),
    ("en", ["Privacy notice", "24 months", "More in English"]),
])  # fmt: skip
def test_privacy_notice_says_what_is_so_here(
    browse: Browse, alfa: Association, language: str, said: list[str]
) -> None:
    with entered(alfa):
        PrivacyRules.objects.create(
            more_fi="Muuta suomeksi", more_en="More in English", contact_name="Tiina Tieto"
        )
    page = browse(None, alfa).get("/privacy/", headers={"Accept-Language": language}).content.decode()
    assert [text for text in [*said, "Tiina Tieto", alfa.name] if text not in page] == []


def test_feedback_waits_for_its_answer(browse: Browse, ada: User, bo: User, alfa: Association) -> None:
    stranger = browse(None, alfa)
    assert stranger.post("/accessibility/", {"text": ""}).status_code == 422
    sent = {"text": "The plan cannot be read <b>", "name": "Sini", "email": "sini@example.org"}
    assert stranger.post("/accessibility/", sent).status_code == 302
    with entered(alfa):
        row = AccessibilityFeedback.objects.get()
    assert row.answer_by == date(2025, 2, 17)
    hers = browse(ada, alfa)
    page = hers.get("/coordinate/data/").content.decode()
    assert "The plan cannot be read &lt;b&gt;" in page
    assert "Somebody could not use a page" in hers.get("/coordinate/").content.decode()
    path = f"/coordinate/data/feedback/{row.uuid}/answered/"
    assert browse(bo, alfa).post(path).status_code == 403
    assert hers.post(path).status_code == 302
    assert "The plan cannot be read" not in hers.get("/coordinate/data/").content.decode()


def test_flood_of_feedback_is_held_back(browse: Browse, alfa: Association) -> None:
    stranger = browse(None, alfa)
    answers = {stranger.post("/accessibility/", {"text": "x"}).status_code for _number in range(12)}
    assert answers == {302, 429}


def test_coordinator_writes_the_own_parts(browse: Browse, ada: User, alfa: Association) -> None:
    client = browse(ada, alfa)
    sent = {
        "shortcomings_fi": "Kartta ei toimi ruudunlukijalla.",
        "feedback_email": "saavutettavuus@example.org",
    }
    assert client.post("/coordinate/data/notices/", {**sent, "contact_email": "x"}).status_code == 422
    assert client.post("/coordinate/data/notices/", sent).status_code == 302
    page = browse(None, alfa).get("/accessibility/").content.decode()
    assert [text for text in sent.values() if text not in page] == []
