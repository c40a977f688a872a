"""Refusals of surveys: what happened, what is kept, what to do next."""

from django.utils.translation import gettext_lazy as _

from web.errors import DomainError


class SurveyClosed(DomainError):
    """Nobody can answer any more."""

    code = "survey_closed"
    sentence = _("This survey takes no answers any more.")


class SurveyNotOpen(DomainError):
    """Nobody can answer yet, or there is nothing to answer."""

    code = "survey_not_open"
    sentence = _("This survey takes no answers yet.")


class NothingAnswered(DomainError):
    """An empty form is no answer."""

    code = "survey_nothing_answered"
    sentence = _("Answer at least one question.")
    status = 422


class AlreadyAnswered(DomainError):
    """Changed questions would make something else of what was answered."""

    code = "survey_answered"
    sentence = _("Somebody has answered already, so the questions stay as they are. Make a new survey.")


class TooManyQuestions(DomainError):
    """A short survey is answered, a long one is not."""

    code = "survey_questions"
    sentence = _("There are %(most)s questions already. A short survey is answered, a long one is not.")


class TooFewToTell(DomainError):
    """A single answer could be worked out."""

    code = "survey_few"
    sentence = _("%(needed)s answers have to come before the result can be told, so that nobody stands out.")


class NobodyToAsk(DomainError):
    """Nobody was chosen, or all have been asked."""

    code = "survey_nobody"
    sentence = _("There is nobody whom you have not asked yet.")
    status = 422
