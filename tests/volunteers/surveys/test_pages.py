"""The pages of surveys: whoever has the link answers; the coordinator makes, asks, closes."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from notifications.models import Message
from scheduling.activities.models import Activity
from tenants.context import entered
from tenants.models import Association
from tests.volunteers.surveys.conftest import BY, MONDAY, answered, person, role, survey
from volunteers.surveys.models import Question, Survey, Words
from volunteers.surveys.services import answering

Browse = Callable[..., Client]
pytestmark = pytest.mark.usefixtures("it_is_monday")


def opened(client: Client, made: Survey) -> dict[str, str]:
    """The form that a browser gets."""
    return {"key": client.get(f"/answer/{made.uuid}/").context["key"]}


def test_stranger_answers_without_signing_in_and_the_page_is_in_no_index(
    browse: Browse, alfa: Association
) -> None:
    with entered(alfa):
        made = survey()
    client = browse(None, alfa)
    page = client.get(f"/answer/{made.uuid}/")
    assert (page["X-Robots-Tag"], page["Cache-Control"]) == ("noindex", "no-store, private")
    sent = client.post(f"/answer/{made.uuid}/", opened(client, made) | {"q1": "4", "q2": "More evenings"})
    assert sent["Location"] == f"/answer/{made.uuid}/thanks/"
    assert client.get(sent["Location"]).status_code == 200
    assert client.get(f"/answer/{made.uuid}/").context["answered"]
    with entered(alfa):
        made.refresh_from_db()
        assert (made.waiting, Words.objects.get().text) == (1, "More evenings")


def test_same_form_sent_twice_counts_once(browse: Browse, alfa: Association) -> None:
    with entered(alfa):
        made = survey()
    client = browse(None, alfa)
    form = opened(client, made) | {"q1": "4"}
    answers = [client.post(f"/answer/{made.uuid}/", form).status_code for _ in range(2)]
    assert answers == [302, 302]
    with entered(alfa):
        made.refresh_from_db()
    assert made.waiting == 1


@pytest.mark.parametrize(
    "wrong", [{}, {"q1": "9"}, {"q1": "4", "key": "made-up"}, {"q1": "4", "website": "x"}, {"q2": "x" * 501}]
)
def test_wrong_form_comes_back_as_it_was_filled_in_and_counts_nothing(
    browse: Browse, alfa: Association, wrong: dict[str, str]
) -> None:
    with entered(alfa):
        made = survey()
    client = browse(None, alfa)
    form = opened(client, made) | {"q2": "Kept"} | wrong if wrong else opened(client, made)
    answer = client.post(f"/answer/{made.uuid}/", form)
    assert answer.status_code == 422
    assert answer.context["form"]["q2"].value() == form.get("q2")
    assert answer.context["sentence"] or answer.context["form"].errors
    with entered(alfa):
        made.refresh_from_db()
    assert made.waiting == 0


def test_guessed_link_opens_nothing_and_a_closed_survey_says_so(browse: Browse, alfa: Association) -> None:
    with entered(alfa):
        made = survey()
    client = browse(None, alfa)
    form = opened(client, made) | {"q1": "4"}
    with entered(alfa):
        answering.close(survey=made, by=BY)
    assert client.get(f"/answer/{uuid4()}/").status_code == 404
    assert client.get(f"/answer/{made.uuid}/").context["is_over"]
    refused = client.post(f"/answer/{made.uuid}/", form, headers={"accept-language": "en"})
    assert refused.status_code == 422
    assert "no answers any more" in refused.context["sentence"]


def test_survey_of_another_association_is_not_found(
    browse: Browse, alfa: Association, beta: Association
) -> None:
    with entered(alfa):
        made = survey()
    client = browse(None, beta)
    assert client.get(f"/answer/{made.uuid}/").status_code == 404


def test_coordinator_makes_one_with_ready_questions_in_three_languages(
    browse: Browse, ada: User, alfa: Association
) -> None:
    client = browse(ada, alfa)
    plan = {"audience": "clients", "name_fi": "Miten meni", "name_en": "How was it", "with_ready": "on",
            "opens_on": "2025-02-03", "closes_on": "2025-02-28"}  # fmt: skip
    refused = client.post("/coordinate/surveys/new/", plan | {"closes_on": "2025-02-01"})
    assert refused.status_code == 422
    made = client.post("/coordinate/surveys/new/", plan)["Location"]
    assert "How was it" in client.get(made).content.decode()
    with entered(alfa):
        asked = Question.objects.order_by("order").first()
        assert asked is not None
        assert "respect" in asked.text_en
        assert "kunnioit" in asked.text_fi
        assert "respekt" in asked.text_sv


def test_questions_stay_as_they_are_once_somebody_has_answered(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        made = survey()
        answered(made, 3)
        question = made.questions.get(order=1)
    client = browse(ada, alfa)
    page = f"/coordinate/surveys/{made.uuid}/"
    changed = client.post(f"{page}questions/{question.uuid}/", {"kind": "scale", "text_fi": "Muu"})
    assert changed.status_code == 422
    assert "Make a new survey" in str(changed.context["form"].errors)
    assert client.post(f"{page}questions/new/", {"kind": "scale", "text_fi": "Muu"}).status_code == 422
    client.post(f"{page}questions/{question.uuid}/remove/")
    client.post(f"{page}remove/")
    with entered(alfa):
        assert list(made.questions.values_list("text_fi", flat=True)) == ["Tunne", "Parempaa"]


def test_choice_wants_as_many_answers_in_each_language(browse: Browse, ada: User, alfa: Association) -> None:
    with entered(alfa):
        made = survey()
    client = browse(ada, alfa)
    page = f"/coordinate/surveys/{made.uuid}/questions/new/"
    form = {"kind": "choice", "text_fi": "Tuletko", "options_fi": "Kyllä\nEn", "options_sv": "Ja"}
    assert "options_sv" in client.post(page, form).context["form"].errors
    assert "options_fi" in client.post(page, form | {"options_fi": "Kyllä"}).context["form"].errors
    client.post(page, form | {"options_sv": "Ja\nNej"})
    with entered(alfa):
        made_one = made.questions.get(order=3)
        assert made_one.options == [{"fi": "Kyllä", "sv": "Ja"}, {"fi": "En", "sv": "Nej"}]


def test_event_is_asked_in_two_taps_and_the_room_sees_the_result(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        event = Activity.objects.create(
            kind="event", title="Kevätjuhla", starts_at=MONDAY, ends_at=MONDAY + timedelta(hours=2),
            local_date=MONDAY.date(), first_month=MONDAY.date().replace(day=1), created_at=MONDAY,
        )  # fmt: skip
    client = browse(ada, alfa)
    poll = f"/coordinate/activities/{event.uuid}/poll/"
    assert poll in client.get(f"/coordinate/activities/{event.uuid}/").content.decode()
    screens = {client.post(poll, {"ready": "again"})["Location"] for _ in range(2)}
    assert len(screens) == 1
    screen = screens.pop()
    with entered(alfa):
        made = Survey.objects.get(activity=event)
        asked = made.questions.get()
        for number in range(12):
            said = answering.Answer({asked.pk: 0 if number < 9 else 2})
            answering.take(survey=made, answer=said, form=uuid4())
    assert not client.get(screen).context["results"]
    assert client.post(f"/coordinate/surveys/{made.uuid}/close/", {"screen": "1"})["Location"] == screen
    (shown,) = client.get(screen).context["results"]
    assert shown.rows == [("Yes", 9, 75), ("Perhaps", 0, 0), ("No", 3, 25)]


def test_volunteers_are_told_once_and_only_while_it_is_open(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        made = survey()
        bo = person("Bo")
        host = role()
    client = browse(ada, alfa)
    page = f"/coordinate/surveys/{made.uuid}/ask/"
    assert client.post(page, {"role": host.pk}).status_code == 302
    again = client.post(page, {"role": host.pk})
    assert "not asked yet" in str(again.context["form"].errors)
    with entered(alfa):
        (message,) = Message.objects.filter(kind="surveys.asked", person_uuid=bo.uuid)
        assert message.subject_uuid == made.uuid
        answering.close(survey=made, by=BY)
        from volunteers.surveys.kinds import ASKED

        assert ASKED.still_wanted(message) == "the survey is closed"
