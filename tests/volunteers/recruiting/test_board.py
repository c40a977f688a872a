"""The coordinators' pages: the board, one application, questions, replies."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from notifications.models import Message
from notifications.placeholders import filled
from tenants.context import entered
from tenants.models import Association
from tests.volunteers.recruiting.conftest import BY, MONDAY, applicant
from volunteers.recruiting import kinds, replies
from volunteers.recruiting.errors import TooManyQuestions
from volunteers.recruiting.models import (
    Application,
    ApplicationNote,
    InterviewTime,
    Question,
    ReplyTemplate,
)
from volunteers.recruiting.services import acceptance, handling, interviews, wording
from volunteers.recruiting.services.interviews import NewTimes
from volunteers.register.models import VolunteerRole

Browse = Callable[..., Client]
State = Application.State
TOMORROW = MONDAY + timedelta(days=1)


def times(*starts: datetime) -> NewTimes:
    return NewTimes(starts=starts, minutes=30, place="Rantakatu 8")


def reject(application: Application) -> Application:
    return handling.reject(application=application, reason="no_place", subject="S", text="T", by=BY)


# --- board and pages ------------------------------------------------------------------------------


def _fill_board(role: VolunteerRole, count: int) -> None:
    for number in range(count):
        found = applicant(role, given_name=f"Nro{number}", email=f"n{number}@example.org")
        act = number % 4
        if act == 1:
            handling.take_up(application=found, by=BY)
        elif act == 2:
            handling.put_on_waiting_list(application=found, by=BY)
        elif act == 3:
            reject(found)


def test_board_asks_the_database_as_often_for_many_as_for_few(
    browse: Browse, alfa: Association, ada: User, role: VolunteerRole, django_assert_max_num_queries: Any
) -> None:
    with entered(alfa):
        _fill_board(role, 4)
    client = browse(ada, alfa)
    client.get("/coordinate/applications/")
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get("/coordinate/applications/")
    with entered(alfa):
        _fill_board(role, 40)
    with CaptureQueriesContext(connection) as many:
        page = client.get("/coordinate/applications/")
    counts = [
        sum("recruiting_" in query["sql"] or "register_" in query["sql"] for query in each)
        for each in (few, many)
    ]
    assert counts[0] == counts[1]
    assert counts[1] <= 15
    assert {stage.key: stage.total for stage, _cards in page.context["stages"]} == {
        "submitted": 11,
        "in_review": 11,
        "interview_booked": 0,
        "waitlisted": 11,
    }
    assert page.context["settled"].total == 11


def test_card_is_moved_by_its_form(browse: Browse, alfa: Association, ada: User, role: VolunteerRole) -> None:
    with entered(alfa):
        found = applicant(role)
    client = browse(ada, alfa)
    path = f"/coordinate/applications/{found.uuid}/move/"
    assert client.post(path, {"to": "in_review"}).headers["Location"] == "/coordinate/applications/"
    assert client.post(path, {"to": "accepted"}).headers["Location"].endswith("/accept/")
    assert client.post(path, {"to": "rejected"}).headers["Location"].endswith("/reject/")
    assert client.post(path, {"to": "interview_booked"}).headers["Location"].endswith("/offer/")
    assert client.post(path, {"to": "nonsense"}).status_code == 302
    assert client.post(path, {"to": "waitlisted", "next": "https://evil.example/"}).headers["Location"] == (
        "/coordinate/applications/"
    )
    with entered(alfa):
        assert Application.objects.get().state == "waitlisted"


def test_board_by_role_and_its_figures(
    browse: Browse, alfa: Association, ada: User, role: VolunteerRole
) -> None:
    with entered(alfa):
        other = VolunteerRole.objects.create(code="x", family="guides", name_fi="Toinen", is_open=True)
        applicant(role)
        gone = applicant(other, given_name="Otso", email="otso@example.org")
        acceptance.accept(application=gone, roles=[other], active=True, by=BY, on=MONDAY.date())
    client = browse(ada, alfa)
    page = client.get("/coordinate/applications/")
    assert vars(page.context["funnel"]) == {
        "submitted": 2, "replied": 1, "interviewed": 0, "accepted": 1, "active": 1, "median_days": 0.0,
    }  # fmt: skip
    filtered = client.get("/coordinate/applications/", {"role": str(role.uuid)})
    assert filtered.context["funnel"].submitted == 1
    assert client.get("/coordinate/applications/", {"role": "x", "year": "0"}).status_code == 200


def test_drafts_are_nobodys_business(
    browse: Browse, alfa: Association, ada: User, role: VolunteerRole, apply: Callable[..., Any]
) -> None:
    apply(do="keep")
    with entered(alfa):
        draft = Application.objects.get()
    client = browse(ada, alfa)
    assert client.get(f"/coordinate/applications/{draft.uuid}/").status_code == 404
    assert "Kemppainen" not in client.get("/coordinate/applications/").content.decode()


def test_pages_of_a_coordinator_open(
    browse: Browse, alfa: Association, ada: User, role: VolunteerRole
) -> None:
    with entered(alfa):
        found = applicant(role)
        interviews.offer(application=found, new=times(TOMORROW), by=BY)
        template = wording.save_template(
            by=BY, name="Kiitos", subject_fi="Hei {name}", text_fi="{role} {link}"
        )
    client = browse(ada, alfa)
    for path in (
        f"applications/{found.uuid}/?reply={template.uuid}",
        f"applications/{found.uuid}/?reply=nonsense",
        f"applications/{found.uuid}/offer/",
        f"applications/{found.uuid}/reject/",
        "replies/",
        "replies/new/",
        f"replies/{template.uuid}/",
        f"roles/{role.uuid}/recruiting/",
        f"roles/{role.uuid}/poster/",
    ):
        assert client.get(f"/coordinate/{path}").status_code == 200, path


def test_offer_reply_note_and_reject_by_their_pages(
    browse: Browse, alfa: Association, ada: User, role: VolunteerRole
) -> None:
    with entered(alfa):
        found = applicant(role)
    client, path = browse(ada, alfa), f"/coordinate/applications/{found.uuid}/"
    empty = client.post(f"{path}offer/", {"minutes": "30"})
    assert list(empty.context["form"].errors) == ["start_1"]
    client.post(f"{path}offer/", {"start_1": "2025-02-10T12:00", "place": "Majakka", "minutes": "30"})
    client.post(f"{path}reply/", {"subject": "Hello", "text": "<b>Hi</b>"})
    client.post(f"{path}note/", {"text": "Speaks Swedish", "level": "coordinators"})
    client.post(f"{path}call/")
    client.post(f"{path}reject/", {"reason": "age", "subject": "Sorry", "text": "Sorry"})
    with entered(alfa):
        assert InterviewTime.objects.get().starts_at == datetime(2025, 2, 10, 10, tzinfo=UTC)
        assert ApplicationNote.objects.get().text == "Speaks Swedish"
        assert Application.objects.get().reason == "age"
        assert Message.objects.filter(kind="recruiting.reply").count() == 2
        message = Message.objects.filter(kind="recruiting.reply").order_by("pk")[0]
        letter = kinds.reply(message, "en")
        assert letter.subject == "Hello"
        assert "<b>Hi</b>" not in letter.html


@pytest.mark.parametrize("path", ["applications/", "replies/"])
def test_volunteers_and_strangers_see_none_of_it(
    browse: Browse, alfa: Association, bo: User, cleo: User, path: str
) -> None:
    assert browse(bo, alfa).get(f"/coordinate/{path}").status_code == 403
    assert browse(cleo, alfa).get(f"/coordinate/{path}").status_code == 404
    assert browse(None, alfa).get(f"/coordinate/{path}").status_code == 302


def test_coordinator_of_another_association_finds_nothing(
    browse: Browse, alfa: Association, beta: Association, cleo: User, role: VolunteerRole
) -> None:
    with entered(alfa):
        found = applicant(role)
    client = browse(cleo, beta)
    for path in ("", "accept/", "reject/", "offer/"):
        assert client.get(f"/coordinate/applications/{found.uuid}/{path}").status_code == 404
    for path in ("move/", "reply/", "note/", "call/"):
        assert (
            client.post(f"/coordinate/applications/{found.uuid}/{path}", {"to": "in_review"}).status_code
            == 404
        )


# --- questions and replies -----------------------------------------------------------------------


def test_role_has_at_most_five_questions(inside: Association, role: VolunteerRole) -> None:
    for number in range(5):
        wording.add_question(role=role, by=BY, text_fi=f"Kysymys {number}")
    with pytest.raises(TooManyQuestions):
        wording.add_question(role=role, by=BY, text_fi="Vielä yksi")


def test_question_is_added_and_removed_by_its_page(
    browse: Browse, alfa: Association, ada: User, role: VolunteerRole
) -> None:
    client, path = browse(ada, alfa), f"/coordinate/roles/{role.uuid}/recruiting/"
    wrong = client.post(path, {"text_fi": "Milloin?", "kind": "choice"})
    assert list(wrong.context["form"].errors) == ["choices_fi"]
    client.post(path, {"text_fi": "Milloin?", "kind": "text"})
    with entered(alfa):
        question = Question.objects.get()
    client.post(f"/coordinate/roles/{role.uuid}/questions/{question.uuid}/remove/")
    with entered(alfa):
        assert not Question.objects.exists()


def test_placeholders_are_words_of_a_fixed_list(
    browse: Browse, alfa: Association, ada: User, role: VolunteerRole
) -> None:
    client = browse(ada, alfa)
    texts = {"name": "Hei", "subject_fi": "Hei {name}", "text_fi": "{request.user}"}
    refused = client.post("/coordinate/replies/new/", texts)
    assert list(refused.context["form"].errors) == ["text_fi"]
    client.post("/coordinate/replies/new/", texts | {"text_fi": "{role}: {link}"})
    with entered(alfa):
        assert ReplyTemplate.objects.get().text_fi == "{role}: {link}"


def test_what_is_filled_in_is_not_filled_in_again(inside: Association, role: VolunteerRole) -> None:
    values = replies.values_for(applicant(role, given_name="{link}"), coordinator="Ada")
    assert filled("Hei {name}, {coordinator}", values) == "Hei {link}, Ada"


def test_reply_is_in_the_applicants_language_or_finnish(inside: Association) -> None:
    made = wording.save_template(
        by=BY, name="Hei", subject_fi="Hei", text_fi="Suomeksi", subject_sv="Hej", text_sv="På svenska"
    )
    assert made.said_in("sv") == ("Hej", "På svenska")
    assert made.said_in("en") == ("Hei", "Suomeksi")


def test_all_of_a_stage_stand_on_its_page(
    browse: Browse, alfa: Association, ada: User, role: VolunteerRole
) -> None:
    with entered(alfa):
        _fill_board(role, 40)
    client, path = browse(ada, alfa), "/coordinate/applications/"
    board = client.get(path)
    assert b"?stage=submitted" in board.content
    page = client.get(path, {"stage": "submitted"})
    total = next(stage.total for stage, _cards in board.context["stages"] if stage.key == "submitted")
    assert (
        len(page.context["stage"].cards)
        == page.context["stage"].total
        == total
        > len(board.context["stages"][0][0].cards)
    )
    assert client.get(path, {"stage": "settled", "page": "99"}).context["pages"].number == 1
    assert client.get(path, {"stage": "draft"}).status_code == 404
    assert client.get(path, {"stage": "submitted", "page": "x"}).status_code == 200
