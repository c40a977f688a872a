"""Napajoki's surveys: one of last autumn with its result, one that is open and has few answers so far.

Answers are given as by anybody with the link; nobody is sent a message, so that no figure changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid5

from django.db import transaction

from local.enacting import times
from local.federation.associations import Association as Told
from tenants.actors import Actor
from volunteers.surveys import ready
from volunteers.surveys.models import Question, Survey
from volunteers.surveys.services import answering, making
from volunteers.surveys.services.answering import Answer
from volunteers.surveys.services.making import SurveyPlan

OPEN = UUID("6f1d2c9a-3b54-4d0e-8a77-2f9c1e5b7a10")
AUTUMN, WINTER = date(2024, 11, 11), date(2025, 1, 27)
# Each answer in the order of our questions to volunteers: how it felt, support, whether they go on.
AUTUMN_SAID = [(5, 4, 0), (4, 4, 0), (5, 5, 0), (3, 2, 2), (4, 3, 0), (5, 4, 1), (4, 5, 0), (2, 2, 1),
               (4, 4, 0), (5, 4, 0), (3, 3, 2), (4, 4, 0), (5, 5, 0), (4, 3, 1)]  # fmt: skip
AUTUMN_WORDS = ("Enemmän yhteisiä iltoja.", "Vuoroista tieto aiemmin.", "Kaikki on hyvin, kiitos!")
WINTER_SAID = [(5, 4, None), (4, 5, None), (5, 5, None), (3, 4, None)]


def tell(told: Told, by: Actor) -> None:
    """Have them asked and answered; a second time changes nothing."""
    if told.slug != "napajoki" or Survey.objects.exists():
        return
    with transaction.atomic():  # all or nothing, wherever it is interrupted
        with times.at(AUTUMN, 9):
            survey = _begin(Survey.Audience.VOLUNTEERS, AUTUMN, date(2024, 11, 30), by)
        with times.at(date(2024, 11, 20), 12):
            _answer(survey, AUTUMN_SAID, AUTUMN_WORDS)
        with times.at(date(2024, 11, 30), 12):
            answering.close(survey=survey, by=by)
        with times.at(WINTER, 9):
            survey = _begin(Survey.Audience.VOLUNTEERS, WINTER, date(2025, 2, 28), by, uuid=OPEN)
        with times.at(date(2025, 1, 30), 12):
            _answer(survey, WINTER_SAID, ())


def _begin(
    audience: Survey.Audience, opens_on: date, closes_on: date, by: Actor, *, uuid: UUID | None = None
) -> Survey:
    names = ready.texts(ready.NAMES[audience], field="name")
    plan = SurveyPlan(audience=audience, opens_on=opens_on, closes_on=closes_on, **names)  # type: ignore[arg-type]  # three names
    survey = making.add_survey(plan=plan, by=by, with_ready=True)
    if uuid is not None:
        Survey.objects.filter(pk=survey.pk).update(uuid=uuid)
        survey.refresh_from_db()
    return survey


def _answer(survey: Survey, said: Sequence[tuple[int, int, int | None]], words: tuple[str, ...]) -> None:
    questions = list(survey.questions.order_by("order"))
    written = next(each for each in questions if each.kind == Question.Kind.TEXT)
    for number, values in enumerate(said):
        chosen = {each.pk: value for each, value in zip(questions, values, strict=False) if value is not None}
        text = {written.pk: words[number]} if number < len(words) else {}
        form = uuid5(survey.uuid, str(number))
        answering.take(survey=survey, answer=Answer(values=chosen, words=text), form=form)
