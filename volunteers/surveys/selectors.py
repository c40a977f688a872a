"""What others may read of surveys: of answers only what is told."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from random import SystemRandom
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from scheduling.activities import selectors as activities
from scheduling.activities.models import Activity
from volunteers.register import reach
from volunteers.surveys.models import Question, Sum, Survey, Words
from volunteers.surveys.steps import FIRST

MOST_WORDS = 300


@dataclass(frozen=True)
class Result:
    """What is told of a question: how many answered it, and how. `few` where they are under ten."""

    question: Question
    count: int = 0
    sums: list[tuple[str, int]] = field(default_factory=list)
    mean: float | None = None
    words: list[str] = field(default_factory=list)
    few: bool = False


def surveys(reader: reach.Reaching) -> QuerySet[Survey]:
    """Those of roles and occasions that the reader looks after; the whole association's for who sees all."""
    found = Survey.objects.select_related("role", "activity__group")
    if reader.reach.whole:
        return found
    roles = reach.roles(reader).order_by().values("pk")
    mine = activities.seen(reader, Activity.objects.order_by()).values("pk")
    return found.filter(Q(role__in=roles) | Q(role__isnull=True, activity__in=mine))


def by_link(uuid: UUID) -> Survey | None:
    """The survey of a link, whoever follows it."""
    return Survey.objects.filter(uuid=uuid).first()


def is_open(survey: Survey, *, today: date) -> bool:
    """Whether it takes answers."""
    return survey.opens_on <= today and not is_over(survey, today=today)


def is_over(survey: Survey, *, today: date) -> bool:
    """Whether it takes none any more."""
    return survey.closed_on is not None or today > survey.closes_on


def questions(survey: Survey) -> list[Question]:
    """Its questions in their order."""
    return list(survey.questions.order_by("order"))


def text_of(question: Question) -> str:
    """The question in the language in use, or in Finnish."""
    return str(getattr(question, f"text_{_language()}", "") or question.text_fi)


def options_of(question: Question) -> list[str]:
    """Its answers to choose from, in the language in use."""
    return [each.get(_language()) or each["fi"] for each in question.options]


def results(survey: Survey) -> list[Result]:
    """What is told of each question: nothing at all before ten answers are told."""
    found = questions(survey)
    if survey.shown < FIRST:
        return []
    counted: dict[int, dict[int, int]] = defaultdict(dict)
    for key, value, shown in Sum.objects.filter(question__survey=survey, shown__gt=0).values_list(
        "question_id", "value", "shown"
    ):
        counted[key][value] = shown
    said: dict[int, list[str]] = defaultdict(list)
    told = Words.objects.filter(question__survey=survey, is_shown=True).order_by("pk")
    for key, text in told.values_list("question_id", "text")[:MOST_WORDS]:
        said[key].append(text)
    return [_result(each, counted[each.pk], said[each.pk]) for each in found]


def _result(question: Question, counted: dict[int, int], said: list[str]) -> Result:
    if question.kind == Question.Kind.TEXT:
        SystemRandom().shuffle(said)
        return Result(question, count=len(said), words=said)
    count = sum(counted.values())
    if count < FIRST:
        return Result(question, few=True)
    if question.kind == Question.Kind.SCALE:
        mean = sum(value * number for value, number in counted.items()) / count
        scale = [(str(value), counted.get(value, 0)) for value in range(1, 6)]
        return Result(question, count=count, sums=scale, mean=mean)
    named = [(name, counted.get(place, 0)) for place, name in enumerate(options_of(question))]
    return Result(question, count=count, sums=named)


def _language() -> str:
    return (get_language() or "fi")[:2]
