"""How surveys and their results are shown."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _, ngettext, pgettext

from volunteers.surveys import selectors, steps
from volunteers.surveys.models import Question, Survey
from volunteers.surveys.selectors import Result
from web import formats
from web.kit import Column, Share


@dataclass(frozen=True)
class Shown:
    """A question with what is told of its answers, as bars, as rows of a table, and in words."""

    question: str
    said: str
    parts: list[Share]
    rows: list[tuple[str, int, int]]
    words: list[str]
    few: bool
    is_text: bool


def columns() -> tuple[Column, ...]:
    """The table of a question."""
    return (
        Column(pgettext("survey", "Answer")),
        Column(pgettext("column", "Number"), numeric=True),
        Column("%", numeric=True),
    )


def of_result(result: Result) -> Shown:
    """A result with its figures."""
    rows = [(label, number, round(100 * number / result.count)) for label, number in result.sums]
    said = answers(result.count)
    if result.mean is not None:
        said = _("Mean %(mean)s of 5") % {"mean": formats.number(result.mean, decimals=1)} + " · " + said
    return Shown(
        question=selectors.text_of(result.question),
        said=said,
        parts=[
            Share(label, formats.number(number), percent, f"{percent} %") for label, number, percent in rows
        ],
        rows=rows,
        words=result.words,
        few=result.few,
        is_text=result.question.kind == Question.Kind.TEXT,
    )


def answers(count: int) -> str:
    """`12 answers`."""
    return ngettext("%(count)s answer", "%(count)s answers", count) % {"count": formats.number(count)}


def still_needed(survey: Survey) -> int:
    """How many have to come before more can be told; 0 when what waits may be told."""
    return max(0, steps.needed(shown=survey.shown) - survey.waiting)


def state(survey: Survey, *, today: date) -> tuple[str, str, str]:
    """Word, sign and tone of where a survey stands."""
    if selectors.is_over(survey, today=today):
        return pgettext("survey", "closed"), "lock", "line"
    if survey.opens_on > today:
        return pgettext("survey", "opens later"), "clock", "line"
    return pgettext("survey", "open"), "check", "good"


def line(survey: Survey) -> str:
    """Who is asked, until when, how many have answered."""
    until = _("until %(day)s") % {"day": formats.day(survey.closed_on or survey.closes_on, year=True)}
    role = survey.role.name if survey.role else ""
    return " · ".join(filter(None, [survey.get_audience_display(), role, until, answers(survey.answers)]))
