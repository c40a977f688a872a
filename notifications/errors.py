"""Refusals of what people choose about their messages, and of what an association writes in them."""

from django.utils.translation import gettext_lazy as _

from web.errors import DomainError


class WordingRefused(DomainError):
    """Own words that could not be filled in."""

    code = "wording_refused"
    sentence = "%(said)s"
    status = 400


class NotTheirWords(LookupError):
    """The kind has no such words. Always a programming error, or an address that somebody made up."""


class KindUnknown(DomainError):
    """Nobody chooses for what does not exist."""

    code = "kind_unknown"
    status = 404
    sentence = _("There is no such kind of message.")


class AlwaysSent(DomainError):
    """Some messages nobody can switch off."""

    code = "always_sent"
    sentence = _("“%(kind)s” is always sent: it cannot be switched off or sent in another way.")


class WayNotOffered(DomainError):
    """Not every kind goes by every way."""

    code = "way_not_offered"
    sentence = _("“%(kind)s” cannot be sent in that way.")


class LeadsWrong(DomainError):
    """A few reminders, each at most two weeks before a shift."""

    code = "leads_wrong"
    sentence = _(
        "Choose up to %(most)s reminders, each between 1 hour and %(longest)s hours before the shift."
    )


class WeekdayWrong(DomainError):
    """A weekday is one of seven."""

    code = "weekday_wrong"
    sentence = _("Choose a weekday, or every day.")


class QuietTooLong(DomainError):
    """Some hours of the day have to be left to send what is due."""

    code = "quiet_too_long"
    sentence = _("Leave at least %(hours)s hours of the day in which messages may come.")
