"""Taking an answer, and telling what was answered.

An answer is taken apart at once: each part adds one to the sum of its question, and words are kept alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from tenants import clock
from tenants.actors import Actor
from tenants.context import current_association
from volunteers.register import trail
from volunteers.surveys import selectors, steps
from volunteers.surveys.errors import NothingAnswered, SurveyClosed, SurveyNotOpen, TooFewToTell
from volunteers.surveys.models import Question, SpentForm, Sum, Survey, Words

SUBJECT = "survey"
# A form lives a day at most (`surveys.keys`).
REMEMBERED = timedelta(days=2)


@dataclass(frozen=True)
class Answer:
    """What a form says, by the key of the question: places on a scale or of a choice, and words."""

    values: Mapping[int, int] = field(default_factory=dict)
    words: Mapping[int, str] = field(default_factory=dict)


@transaction.atomic
def take(*, survey: Survey, answer: Answer, form: UUID) -> bool:
    """Add an answer. The same form again counts nothing; returns whether it counted.

    Raises NothingAnswered, SurveyNotOpen or SurveyClosed.
    """
    if not answer.values and not answer.words:
        raise NothingAnswered
    locked = lock(survey=survey)
    today = clock.today(current_association())
    if SpentForm.objects.filter(key=form).exists():
        return False
    if selectors.is_over(locked, today=today):
        raise SurveyClosed
    asked = dict(locked.questions.values_list("pk", "kind"))
    if locked.opens_on > today or not asked:
        raise SurveyNotOpen
    SpentForm.objects.filter(on__lt=today - REMEMBERED).delete()
    SpentForm.objects.create(key=form, survey=locked, on=today)
    for key in sorted(answer.values.keys() & asked.keys()):
        Sum.objects.filter(question=key, value=answer.values[key]).update(waiting=F("waiting") + 1)
    Words.objects.bulk_create(
        Words(question_id=key, text=text)
        for key, text in answer.words.items()
        if asked.get(key) == Question.Kind.TEXT
    )
    locked.waiting += 1
    locked.save(update_fields=["waiting"])
    return True


@transaction.atomic
def tell(*, survey: Survey, by: Actor) -> Survey:
    """Tell what waits, for everybody who sees the result. Raises TooFewToTell."""
    locked = lock(survey=survey)
    if not steps.may_tell(shown=locked.shown, waiting=locked.waiting):
        raise TooFewToTell(needed=steps.needed(shown=locked.shown))
    return _tell(locked, by)


@transaction.atomic
def close(*, survey: Survey, by: Actor) -> Survey:
    """Take no more answers, and tell what waits if that is enough. A second time changes nothing.

    Raises SurveyNotOpen before it has opened.
    """
    locked = lock(survey=survey)
    today = clock.today(current_association())
    if today < locked.opens_on:
        raise SurveyNotOpen
    if not selectors.is_over(locked, today=today):
        locked.closed_on = today
        locked.save(update_fields=["closed_on"])
        trail.record("survey.closed", by=by, subject_kind=SUBJECT, subject_uuid=locked.uuid)
    if steps.may_tell(shown=locked.shown, waiting=locked.waiting):
        _tell(locked, by)
    return locked


def lock(*, survey: Survey) -> Survey:
    """Hold a survey until the transaction ends."""
    return Survey.objects.select_for_update(of=("self",)).get(pk=survey.pk)


def _tell(locked: Survey, by: Actor) -> Survey:
    Sum.objects.filter(question__survey=locked).update(shown=F("shown") + F("waiting"), waiting=0)
    Words.objects.filter(question__survey=locked, is_shown=False).update(is_shown=True)
    locked.shown, locked.waiting = locked.answers, 0
    locked.save(update_fields=["shown", "waiting"])
    trail.record("survey.told", by=by, subject_kind=SUBJECT, subject_uuid=locked.uuid, answers=locked.shown)
    return locked
