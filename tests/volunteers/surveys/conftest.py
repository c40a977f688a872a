"""Monday 3.2.2025 at Alfa: volunteers are asked two things."""

from datetime import date
from uuid import uuid4

from tests.monday import BY, MONDAY, inside, it_is_monday, said_in_english
from tests.scheduling.hours.conftest import person, role
from volunteers.surveys.models import Question, Survey
from volunteers.surveys.services import answering, making
from volunteers.surveys.services.answering import Answer
from volunteers.surveys.services.making import QuestionPlan, SurveyPlan

__all__ = [
    "BY",
    "MONDAY",
    "answered",
    "inside",
    "it_is_monday",
    "person",
    "role",
    "said_in_english",
    "survey",
]


def survey(**fields: object) -> Survey:
    """Open for February: one question from 1 to 5, and one in own words."""
    plan = {
        "name_fi": "Mitä kuuluu",
        "audience": "volunteers",
        "opens_on": date(2025, 2, 1),
        "closes_on": date(2025, 2, 28),
    }
    made = making.add_survey(plan=SurveyPlan(**(plan | fields)), by=BY)  # type: ignore[arg-type]  # named by the caller
    making.add_question(survey=made, plan=QuestionPlan(kind="scale", text_fi="Tunne"), by=BY)
    making.add_question(survey=made, plan=QuestionPlan(kind="text", text_fi="Parempaa"), by=BY)
    return made


def answered(made: Survey, *values: int, words: str = "") -> None:
    """So many answers, with these places on the scale."""
    scale, text = made.questions.order_by("order")
    assert text.kind == Question.Kind.TEXT
    for value in values:
        said = {text.pk: words} if words else {}
        answering.take(survey=made, answer=Answer({scale.pk: value}, said), form=uuid4())
