"""Refusals of premises: what happened, what is kept, what to do next."""

from django.utils.translation import gettext_lazy as _

from web.errors import DomainError


class Taken(DomainError):
    """Two at one time do not fit."""

    code = "booking_taken"
    sentence = _("“%(what)s” is taken %(when)s: %(who)s. %(free)s")


class DaysTaken(DomainError):
    """Some weeks of a row of bookings do not fit."""

    code = "booking_days_taken"
    sentence = _("“%(what)s” is taken on %(days)s. Nothing was saved.")


class NothingToBook(DomainError):
    """A booking is of something."""

    code = "booking_of_nothing"
    sentence = _("Choose a space, a thing or both.")
    status = 422


class TooLong(DomainError):
    """Whoever books for years keeps everybody out."""

    code = "booking_too_long"
    sentence = _("One booking lasts at most %(days)s days.")
    status = 422


class TooManyWeeks(DomainError):
    """A year is booked at a time."""

    code = "booking_too_many_weeks"
    sentence = _("That would be %(count)s times. Book at most %(most)s at once, about a year.")
    status = 422


class NotInUse(DomainError):
    """What was put away is not booked."""

    code = "booking_of_retired"
    sentence = _("“%(what)s” is not in use any more.")


class NameKnown(DomainError):
    """A name is given once."""

    code = "premises_name_known"
    sentence = _("There is “%(name)s” already.")


class BookedAhead(DomainError):
    """Those who come would stand before a closed door."""

    code = "premises_booked_ahead"
    sentence = _("“%(name)s” is booked on %(day)s. Move or call off what is booked first.")


class BeyondReach(DomainError):
    """A coordinator of a part looks after what belongs to it."""

    code = "premises_beyond_reach"
    sentence = _("Choose a unit that you look after.")
    status = 422
