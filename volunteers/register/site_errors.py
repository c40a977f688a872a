"""Refusals about sites and the organisations behind them."""

from django.utils.translation import gettext_lazy as _

from web.errors import DomainError


class SiteKnown(DomainError):
    """A site's name is given once."""

    code = "site_known"
    sentence = _("There is a place called “%(name)s” already.")


class SiteOfTwo(DomainError):
    """It is somebody else's, or a room of one's own."""

    code = "site_of_two"
    sentence = _("A place belongs to a host organisation or to a unit of your own, not to both.")
    status = 400


class SiteInUse(DomainError):
    """People are to come there."""

    code = "site_in_use"
    sentence = _("“%(name)s” stays in use (%(planned)s). Move or cancel what is planned there first.")


class OrganisationKnown(DomainError):
    """An organisation's name is given once."""

    code = "organisation_known"
    sentence = _("There is an organisation called “%(name)s” already.")


class OrganisationInUse(DomainError):
    """Places in use are its own."""

    code = "organisation_in_use"
    sentence = _("“%(name)s” stays in use: it has places in use (%(sites)s). Put them away first.")


class OrganisationPutAway(DomainError):
    """A place cannot be in use without whose it is."""

    code = "organisation_put_away"
    sentence = _("“%(name)s” is not in use any more. Take it back into use first.")


class HoursUnread(DomainError):
    """No times can be seen in it."""

    code = "opening_hours_unread"
    sentence = _("Write times such as 9–16, or 9–12, 13–17.30 where it closes in between.")
    status = 400


class ClosesBeforeItOpens(DomainError):
    """Opening hours lie within a day."""

    code = "opening_hours_order"
    sentence = _(
        "%(hours)s closes before it opens. For a place that is open past midnight, end this day at 24 and "
        "begin the next one at 0."
    )
    status = 400


class HoursOverlap(DomainError):
    """Open is open."""

    code = "opening_hours_overlap"
    sentence = _("These times overlap: %(hours)s. Write them as one.")
    status = 400
