"""Making surveys and their questions. From the first answer on the questions stay as they are."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Max

from scheduling.activities.models import Activity
from tenants import clock
from tenants.actors import Actor
from tenants.context import current_association
from volunteers.register import trail
from volunteers.register.models import VolunteerRole
from volunteers.surveys import ready, selectors
from volunteers.surveys.errors import AlreadyAnswered, SurveyClosed, TooManyQuestions
from volunteers.surveys.models import Question, Sum, Survey
from volunteers.surveys.services.answering import SUBJECT, lock

MOST_QUESTIONS = 12


@dataclass(frozen=True)
class SurveyPlan:
    """What a survey is to be."""

    name_fi: str
    audience: str
    opens_on: date
    closes_on: date
    name_sv: str = ""
    name_en: str = ""
    role: VolunteerRole | None = None


@dataclass(frozen=True)
class QuestionPlan:
    """What a question is to be; `options` are the answers of a choice by language."""

    kind: str
    text_fi: str
    text_sv: str = ""
    text_en: str = ""
    options: Sequence[dict[str, str]] = field(default_factory=list)


@transaction.atomic
def add_survey(*, plan: SurveyPlan, by: Actor, with_ready: bool = False) -> Survey:
    """Begin a survey, with our questions for those who are asked, or without any."""
    survey = Survey.objects.create(**vars(plan))
    if with_ready:
        for order, each in enumerate(ready.SETS[plan.audience], start=1):
            _add(survey, order, plan_of(each=each))
    trail.record("survey.added", by=by, subject_kind=SUBJECT, subject_uuid=survey.uuid)
    return survey


@transaction.atomic
def add_poll(*, activity: Activity, title: str, plan: QuestionPlan, by: Actor) -> Survey:
    """One question to those who are at an occasion today; the same one again that day is the one there is."""
    held = Activity.objects.select_for_update(of=("self",)).select_related("role").get(pk=activity.pk)
    today = clock.today(current_association())
    known = Survey.objects.filter(
        activity=held, opens_on=today, closed_on__isnull=True, questions__text_fi=plan.text_fi
    ).first()
    if known is not None:
        return known
    survey = Survey.objects.create(
        name_fi=title,
        audience=Survey.Audience.EVENT,
        role=held.role,
        activity=held,
        opens_on=today,
        closes_on=today,
    )
    _add(survey, 1, plan)
    trail.record("survey.added", by=by, subject_kind=SUBJECT, subject_uuid=survey.uuid)
    return survey


@transaction.atomic
def change_survey(*, survey: Survey, plan: SurveyPlan, by: Actor) -> Survey:
    """Change a survey; once somebody has answered, only how long it takes answers.

    Raises SurveyClosed, or AlreadyAnswered.
    """
    locked = lock(survey=survey)
    if selectors.is_over(locked, today=clock.today(current_association())):
        raise SurveyClosed
    values = vars(plan)
    told = trail.difference(locked, values, told=("audience", "opens_on", "closes_on"))
    changed = {name for name in values if getattr(locked, name) != values[name]}
    if locked.answers and changed - {"closes_on"}:
        raise AlreadyAnswered
    for name in changed:
        setattr(locked, name, values[name])
    locked.save(update_fields=list(values))
    trail.record("survey.changed", by=by, subject_kind=SUBJECT, subject_uuid=locked.uuid, **told)
    return locked


@transaction.atomic
def remove_survey(*, survey: Survey, by: Actor) -> None:
    """Take away a survey that nobody has answered. Raises AlreadyAnswered."""
    locked = _unanswered(survey)
    trail.record("survey.removed", by=by, subject_kind=SUBJECT, subject_uuid=locked.uuid)
    locked.delete()


@transaction.atomic
def add_question(*, survey: Survey, plan: QuestionPlan, by: Actor) -> Question:
    """Ask one thing more. Raises AlreadyAnswered, or TooManyQuestions."""
    locked = _unanswered(survey)
    if locked.questions.count() >= MOST_QUESTIONS:
        raise TooManyQuestions(most=MOST_QUESTIONS)
    last = locked.questions.aggregate(last=Max("order"))["last"] or 0
    made = _add(locked, last + 1, plan)
    trail.record("survey.question_added", by=by, subject_kind=SUBJECT, subject_uuid=locked.uuid)
    return made


@transaction.atomic
def change_question(*, question: Question, plan: QuestionPlan, by: Actor) -> Question:
    """Ask it in another way. Raises AlreadyAnswered."""
    locked = _unanswered(question.survey)
    for name, value in vars(plan).items():
        setattr(question, name, value)
    question.save(update_fields=list(vars(plan)))
    question.sums.all().delete()
    _lay_out(question)
    trail.record("survey.question_changed", by=by, subject_kind=SUBJECT, subject_uuid=locked.uuid)
    return question


@transaction.atomic
def remove_question(*, question: Question, by: Actor) -> None:
    """Do not ask it. Raises AlreadyAnswered."""
    locked = _unanswered(question.survey)
    question.delete()
    trail.record("survey.question_removed", by=by, subject_kind=SUBJECT, subject_uuid=locked.uuid)


def _unanswered(survey: Survey) -> Survey:
    locked = lock(survey=survey)
    if locked.answers:
        raise AlreadyAnswered
    return locked


def _add(survey: Survey, order: int, plan: QuestionPlan) -> Question:
    made = Question.objects.create(survey=survey, order=order, **vars(plan))
    _lay_out(made)
    return made


def _lay_out(question: Question) -> None:
    """All its sums at once, in the order of the answers: which row came first tells of nobody."""
    values = {
        Question.Kind.SCALE: range(1, 6),
        Question.Kind.CHOICE: range(len(question.options)),
        Question.Kind.TEXT: range(0),
    }[Question.Kind(question.kind)]
    Sum.objects.bulk_create(Sum(question=question, value=value) for value in values)


def plan_of(*, each: ready.Ready) -> QuestionPlan:
    """A question of ours, to be asked."""
    return QuestionPlan(kind=each.kind, options=ready.options(each), **ready.texts(each.text, field="text"))
