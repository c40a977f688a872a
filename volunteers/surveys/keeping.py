"""How long words are kept that people wrote: a year after the survey closed. Sums are of nobody, and stay."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from volunteers.register import retention
from volunteers.register.retention import Keeping, Over
from volunteers.surveys.models import Words


def _due(over: Over) -> QuerySet[Words]:
    return Words.objects.filter(question__survey__closes_on__lt=over.before_day).order_by("pk")


WORDS = Keeping(
    code="survey_words",
    what=_("What was written in surveys, without names"),
    since=_("after the survey's last day"),
    months=12,
    due=_due,
    forget=retention.delete,
)
