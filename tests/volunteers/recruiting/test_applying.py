"""From the public page to a status page of one's own."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from notifications.models import Message
from tenants import clock
from tenants.context import entered
from tenants.models import Association
from tests.volunteers.recruiting.conftest import BY, MONDAY, PERSON, applicant, fill_in
from volunteers.recruiting import guard, kinds, links
from volunteers.recruiting.models import Answer, Application
from volunteers.recruiting.services import wording
from volunteers.register.models import VolunteerRole
from web import formats

Browse = Callable[..., Client]
Apply = Callable[..., Any]


def only(alfa: Association) -> Application:
    with entered(alfa):
        return Application.objects.get()


def test_open_role_has_a_page_with_what_it_asks(
    browse: Browse, alfa: Association, role: VolunteerRole
) -> None:
    with entered(alfa):
        VolunteerRole.objects.update(
            child_regular=True, child_personal=True, child_alone=True, minimum_age=18
        )
    page = browse(None, alfa).get(f"/join/{role.uuid}/").content.decode()
    assert "Julkinen teksti" in page
    assert "148/2014" in page
    assert "18" in page


def test_closed_role_has_none(browse: Browse, alfa: Association, role: VolunteerRole) -> None:
    with entered(alfa):
        VolunteerRole.objects.update(is_open=False)
    client = browse(None, alfa)
    assert client.get(f"/join/{role.uuid}/").status_code == 404
    assert client.get(f"/join/{role.uuid}/apply/").status_code == 404


def test_front_page_leads_to_the_open_role(browse: Browse, alfa: Association, role: VolunteerRole) -> None:
    assert f"/join/{role.uuid}/" in browse(None, alfa).get("/").content.decode()


def test_application_arrives_and_is_confirmed(alfa: Association, apply: Apply) -> None:
    page = apply()
    found = only(alfa)
    assert (found.state, found.name, found.submitted_at) == ("submitted", "Aino Kemppainen", MONDAY)
    assert page.request["PATH_INFO"] == "/application/"
    assert "I have time on Tuesdays." in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    with entered(alfa):
        message = Message.objects.get()
        assert message.kind == "recruiting.received"
        letter = kinds.received(message, "en")
        assert links.link(found) in letter.text
        assert formats.day(MONDAY + timedelta(days=7), year=True) in letter.text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"given_name": ""}, "given_name"),
        ({"email": "", "phone": ""}, "email"),
        ({"email": "not an address"}, "email"),
        ({"phone": "call me"}, "phone"),
        ({"consent": ""}, "consent"),
        ({"why": "x" * 1501}, "why"),
    ],
)
def test_what_is_wrong_comes_back_with_all_that_was_typed(
    alfa: Association, apply: Apply, changes: dict[str, str], field: str
) -> None:
    page = apply(**changes)
    assert list(page.context["form"].errors) == [field]
    assert page.context["form"]["family_name"].value() == "Kemppainen"
    with entered(alfa):
        assert not Application.objects.exists()


def test_phone_alone_is_enough(alfa: Association, apply: Apply) -> None:
    page = apply(email="").content.decode()
    assert "/application/open/?token=" in page
    with entered(alfa):
        assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("year", "guardian", "error"),
    [
        ("2013", "", "birth_year"),
        ("2011", "", "guardian_contact"),
        ("2011", "050 111 1111", None),
        ("2010", "", "guardian_contact"),
        ("2009", "", None),
        ("2030", "", "birth_year"),
        ("1900", "", "birth_year"),
    ],
)
def test_age_is_asked_where_the_role_has_one(
    alfa: Association, role: VolunteerRole, apply: Apply, year: str, guardian: str, error: str | None
) -> None:
    with entered(alfa):
        VolunteerRole.objects.update(minimum_age=13)
    page = apply(birth_year=year, guardian_name="Mother", guardian_contact=guardian)
    if error:
        assert list(page.context["form"].errors) == [error]
    else:
        assert only(alfa).birth_year == int(year)


def test_year_of_birth_is_not_asked_elsewhere(browse: Browse, alfa: Association, role: VolunteerRole) -> None:
    form = browse(None, alfa).get(f"/join/{role.uuid}/apply/").context["form"]
    assert "birth_year" not in form.fields


def test_questions_of_the_role_are_answered(alfa: Association, role: VolunteerRole, apply: Apply) -> None:
    with entered(alfa):
        text = wording.add_question(role=role, by=BY, text_fi="Miksi?", text_en="Why?", is_required=True)
        choice = wording.add_question(
            role=role, by=BY, text_fi="Milloin?", kind="choice", choices_fi="Aamu\nIlta"
        )
    missing = apply()
    assert list(missing.context["form"].errors) == [f"q_{text.uuid}"]
    wrong = apply(**{f"q_{text.uuid}": "Because", f"q_{choice.uuid}": "Yö"})
    assert list(wrong.context["form"].errors) == [f"q_{choice.uuid}"]
    apply(**{f"q_{text.uuid}": "Because", f"q_{choice.uuid}": "Ilta"})
    with entered(alfa):
        assert list(Answer.objects.order_by("pk").values_list("text", flat=True)) == ["Because", "Ilta"]


def test_draft_is_kept_and_gone_on_with_by_its_link(
    browse: Browse, alfa: Association, role: VolunteerRole, apply: Apply
) -> None:
    apply(do="keep", consent="", given_name="", why="half a sent")
    draft = only(alfa)
    assert draft.state == "draft"
    with entered(alfa):
        assert Message.objects.get().kind == "recruiting.draft_kept"
        link = links.link(draft)
    other = browse(None, alfa)
    opened = other.get(
        link.partition(":")[2].partition("/application")[1] + link.partition("/application")[2]
    )
    assert opened.headers["Referrer-Policy"] == "no-referrer"
    assert opened.headers["Location"] == "/application/"
    page = other.get("/application/continue/")
    assert page.context["form"]["why"].value() == "half a sent"
    hidden = {"opened": page.context["opened"], "form_id": page.context["form_id"]}
    other.post("/application/continue/", hidden | PERSON | {"do": "send"})
    assert only(alfa).state == "submitted"


def test_same_form_sent_twice_is_one_application(
    browse: Browse, alfa: Association, role: VolunteerRole
) -> None:
    client = browse(None, alfa)
    page = client.get(f"/join/{role.uuid}/apply/")
    sent = {"opened": page.context["opened"], "form_id": page.context["form_id"], "do": "send"} | PERSON
    client.post(f"/join/{role.uuid}/apply/", sent)
    client.post(f"/join/{role.uuid}/apply/", sent)
    with entered(alfa):
        assert Application.objects.count() == 1
    # The next person at the same table goes back to the same form.
    client.post(f"/join/{role.uuid}/apply/", sent | {"given_name": "Otso", "email": "otso@example.org"})
    with entered(alfa):
        assert sorted(Application.objects.values_list("given_name", flat=True)) == ["Aino", "Otso"]


def test_withdrawing_asks_once_and_needs_no_reason(
    browse: Browse, alfa: Association, apply: Apply, role: VolunteerRole
) -> None:
    client = browse(None, alfa)
    apply(client)
    assert client.get("/application/withdraw/").status_code == 200
    assert only(alfa).state == "submitted"
    client.post("/application/withdraw/")
    client.post("/application/withdraw/")
    found = only(alfa)
    assert found.state == "withdrawn"
    assert found.keep_until == MONDAY + timedelta(days=183)


def test_role_closed_meanwhile_keeps_the_draft(
    browse: Browse, alfa: Association, role: VolunteerRole
) -> None:
    client = browse(None, alfa)
    page = client.get(f"/join/{role.uuid}/apply/")
    hidden = {"opened": page.context["opened"], "form_id": page.context["form_id"], "do": "keep"}
    client.post(f"/join/{role.uuid}/apply/", hidden | PERSON)
    with entered(alfa):
        VolunteerRole.objects.update(is_open=False)
    client.post("/application/continue/", hidden | PERSON | {"do": "send"})
    assert only(alfa).state == "draft"


# --- machines ------------------------------------------------------------------------------------


def test_filled_trap_gives_the_form_back(alfa: Association, apply: Apply) -> None:
    page = apply(website="http://spam.example")
    assert page.status_code == 429
    assert page.context["form"]["why"].value() == PERSON["why"]
    with entered(alfa):
        assert not Application.objects.exists()


@pytest.mark.parametrize("opened", ["", "x", "alfa:1:y"])
def test_form_without_our_mark_comes_back(alfa: Association, apply: Apply, opened: str) -> None:
    page = apply(opened=opened)
    assert page.status_code == 429
    assert page.context["form"]["email"].value() == "aino@example.org"


def test_form_filled_in_faster_than_people_do_comes_back(
    alfa: Association, apply: Apply, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "SOONEST", timedelta(seconds=3))
    assert apply().status_code == 429


def test_flood_is_stopped_and_no_honest_one_is_lost(
    browse: Browse, alfa: Association, apply: Apply, settings: Any, role: VolunteerRole
) -> None:
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"application": (20, 600), "applications": (10_000, 600)}
    machine = browse(None, alfa)
    answers = [apply(machine, email=f"m{number}@example.org", follow=False) for number in range(60)]
    assert sum(each.status_code == 302 for each in answers) <= 40  # a window may end meanwhile
    number, stopped = next((number, each) for number, each in enumerate(answers) if each.status_code == 429)
    assert stopped.context["form"]["email"].value() == f"m{number}@example.org"
    assert stopped.context["form"]["family_name"].value() == "Kemppainen"
    assert apply().status_code == 200  # somebody else, from elsewhere
    with entered(alfa):
        assert Application.objects.filter(email="aino@example.org").exists()


def test_flood_from_everywhere_is_stopped_at_the_association(
    alfa: Association, apply: Apply, settings: Any
) -> None:
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"applications": (5, 600)}
    codes = [apply(email=f"m{number}@example.org", follow=False).status_code for number in range(20)]
    assert 429 in codes
    assert codes.count(302) <= 10  # a window may end meanwhile


# --- private links -------------------------------------------------------------------------------


def test_nobody_without_the_link_sees_it(
    browse: Browse, alfa: Association, beta: Association, role: VolunteerRole
) -> None:
    with entered(alfa):
        found = applicant(role)
        token = links.link(found).partition("?token=")[2]
    stranger = browse(None, alfa)
    for path in (
        "/application/",
        "/application/continue/",
        "/application/withdraw/",
        "/application/meeting.ics",
    ):
        assert stranger.get(path).status_code == 404
    for guess in ("", "x", str(found.uuid), found.token_hash, token[:-1], token.upper()):
        assert stranger.get("/application/open/", {"token": guess}).status_code == 404
    assert browse(None, beta).get("/application/open/", {"token": token}).status_code == 404
    stranger.get("/application/open/", {"token": token})
    assert stranger.get("/application/").status_code == 200
    # The cookie of one association opens nothing at another.
    neighbour = browse(None, beta)
    neighbour.cookies = stranger.cookies
    assert neighbour.get("/application/").status_code == 404


def test_database_does_not_hold_the_link(alfa: Association, role: VolunteerRole) -> None:
    with entered(alfa):
        found = applicant(role)
        token = links.link(found).partition("?token=")[2]
        assert token not in {found.token_hash, str(found.uuid)}
        assert found.token_hash == links.hash_for(found.uuid)


def test_acts_are_posted(browse: Browse, alfa: Association, apply: Apply) -> None:
    client = browse(None, alfa)
    apply(client)
    assert client.get("/application/meeting/").status_code == 405


# --- what applicants may write -----------------------------------------------------------------------

EVIL = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'


def test_what_is_written_stays_text(
    browse: Browse, alfa: Association, ada: Any, apply: Apply, role: VolunteerRole
) -> None:
    own = apply(why=EVIL, family_name="<b>Bold</b>", municipality=EVIL[:80])
    found = only(alfa)
    pages = [
        own,
        *(browse(ada, alfa).get(f"/coordinate/applications/{path}") for path in ("", f"{found.uuid}/")),
    ]
    for page in pages:
        text = page.content.decode()
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "<b>Bold" not in text


def test_names_bring_no_headers_into_mails(alfa: Association, apply: Apply) -> None:
    apply(given_name="Aino\r\nBcc: all@example.org")
    with entered(alfa):
        recipient = kinds.recipient(Message.objects.get())
        assert recipient is not None
        assert "\n" not in recipient.name
        assert "\r" not in recipient.name


def test_address_with_a_line_break_is_refused(apply: Apply) -> None:
    page = apply(email="aino@example.org\nBcc: all@example.org")
    assert list(page.context["form"].errors) == ["email"]


def test_form_speaks_three_languages(browse: Browse, alfa: Association, role: VolunteerRole) -> None:
    for code, word in (("fi", "Lähetä hakemus"), ("sv", "Skicka ansökan"), ("en", "Send the application")):
        client = browse(None, alfa)
        page = client.get(f"/join/{role.uuid}/apply/", headers={"Accept-Language": code})
        assert word in page.content.decode()


def test_clearing_a_draft_takes_the_browser_out(
    browse: Browse, alfa: Association, role: VolunteerRole
) -> None:
    client = browse(None, alfa)
    fill_in(client, role, do="keep")
    client.post("/application/withdraw/")
    with entered(alfa):
        assert not Application.objects.exists()
    assert client.get("/application/").status_code == 404
    assert clock.now() == MONDAY
