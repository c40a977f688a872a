"""Refusals of recruiting."""

from django.utils.translation import gettext_lazy as _

from web.errors import DomainError


class NotFromHere(DomainError):
    """The application's state does not lead there."""

    code = "application_state"
    sentence = _("An application that is “%(now)s” cannot be changed so. Open it again and look where it is.")


class RoleClosed(DomainError):
    """Nobody can apply any more."""

    code = "role_not_open"
    sentence = _("“%(name)s” is not open for applications any more. What you wrote is kept as a draft.")


class TimeTaken(DomainError):
    """Somebody else was faster."""

    code = "interview_time_taken"
    sentence = _("That time was just given to somebody else. Please choose another one.")


class TimePast(DomainError):
    """Nobody can come yesterday."""

    code = "interview_time_past"
    sentence = _("The time is in the past. Choose a later one.")
    status = 400


class HostBusy(DomainError):
    """One meeting at a time."""

    code = "interview_host_busy"
    sentence = _("You have another meeting at that time already.")


class TooManyQuestions(DomainError):
    """The form shall take five minutes."""

    code = "too_many_questions"
    sentence = _("A role has at most five questions, so that the form stays short. Remove one first.")


class TemplateKnown(DomainError):
    """A name is given once."""

    code = "reply_template_known"
    sentence = _("There is a reply called “%(name)s” already.")


class NotSuggested(DomainError):
    """Nobody has suggested another association, or it was taken back."""

    code = "application_not_suggested"
    sentence = _("The suggestion to send your application on is not there any more.")


class CannotTake(DomainError):
    """The other association takes no applications at the moment."""

    code = "association_takes_no_applications"
    sentence = _("%(name)s does not take applications at the moment. Nothing was sent.")


class NoWayToWrite(DomainError):
    """A message needs an address."""

    code = "applicant_without_email"
    sentence = _("%(name)s gave no e-mail address. Call, and note the call here.")
    status = 400
