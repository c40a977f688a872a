"""Refusals of support pairs: what happened, what is kept, what to do next. None of them names a client."""

from django.utils.translation import gettext_lazy as _

from web.errors import DomainError


class ClientIsGone(DomainError):
    """Who has withdrawn, or whose time is over, is not known any more."""

    code = "pair_client_gone"
    sentence = _("What was known of the client is deleted. Nothing can be kept or opened any more.")


class NotFromHere(DomainError):
    """The state does not lead there."""

    code = "pair_state"
    sentence = _("What is “%(now)s” cannot become “%(wanted)s”.")


class NoConsent(DomainError):
    """Nothing is kept of somebody who has not agreed."""

    code = "pair_no_consent"
    sentence = _("Nothing was kept: the client has to agree first. Read the text together and tick it.")
    status = 422


class DayIsAhead(DomainError):
    """What has not been cannot be noted."""

    code = "pair_day_ahead"
    sentence = _("That day is still ahead. Choose today or a day before.")
    status = 422


class NotASuggestion(DomainError):
    """Who does not do the role, is blocked, or was asked before is not proposed."""

    code = "pair_not_a_suggestion"
    sentence = _("This volunteer cannot be proposed here. Choose one of those who are suggested.")


class AnsweredAlready(DomainError):
    """A proposal that is closed is not answered."""

    code = "pair_answered"
    sentence = _("This proposal is closed. Nothing was changed.")


class NothingToSign(DomainError):
    """There is no agreement that waits for this."""

    code = "pair_nothing_to_sign"
    sentence = _("There is no agreement to sign, or it was signed already.")


class ReadTheLimits(DomainError):
    """Whoever signs has read what the volunteer does and does not."""

    code = "pair_limits_unread"
    sentence = _("Tick first that you have read what a support person does and does not do.")
    status = 422


class WithoutGoals(DomainError):
    """An agreement says what it is for."""

    code = "pair_without_goals"
    sentence = _("An agreement needs a duration, content and at least one goal. What you wrote is kept here.")
    status = 422


class TooLong(DomainError):
    """An agreement is for a time that one can look over."""

    code = "pair_too_long"
    sentence = _("The last day has to be at least two weeks and at most two years after the first one.")
    status = 422


class NotTogether(DomainError):
    """They do not meet now."""

    code = "pair_not_together"
    sentence = _("This pair is not active, so no meeting can be noted. Ask your coordinator.")


class NotYet(DomainError):
    """A meeting is noted when it has been."""

    code = "pair_meeting_ahead"
    sentence = _("This meeting is not over yet. Note it afterwards.")
    status = 422


class BeforeAgreement(DomainError):
    """Before the agreement there was no pair."""

    code = "pair_before_agreement"
    sentence = _("That day is before the agreement began. Check the date.")
    status = 422


class TooLateToUndo(DomainError):
    """Undoing is for slips."""

    code = "pair_too_late"
    sentence = _("A meeting can be taken back for ten minutes. Ask your coordinator to correct the hours.")


class NotOfTheTeam(DomainError):
    """Only who coordinates here can be in charge."""

    code = "pair_not_of_the_team"
    sentence = _("Choose somebody who coordinates here.")
    status = 422
