"""Why something about a feed is refused."""

from django.utils.translation import gettext_lazy as _

from web.errors import DomainError


class TooManyFeeds(DomainError):
    """One login has as many as anybody can keep an eye on."""

    code = "too_many_feeds"
    sentence = _("You have %(most)s calendars already. Stop one that you do not need any more.")
    status = 409


class FeedExists(DomainError):
    """The same shifts under a second address would be the same twice in one calendar."""

    code = "feed_exists"
    sentence = _("You have this calendar already. If its address is lost, give it a new one.")
    status = 409


class NothingToTell(DomainError):
    """Somebody without a row in the register, or whose time as a volunteer has ended, has no own shifts."""

    code = "no_own_shifts"
    sentence = _("Only who volunteers here has own shifts to put into a calendar.")
    status = 409
