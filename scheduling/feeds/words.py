"""How a feed is called, for pages that only its owner opens."""

from django.utils.translation import gettext as _

from scheduling.feeds.models import CalendarFeed


def name(feed: CalendarFeed) -> str:
    """Which shifts it tells."""
    if feed.role is not None:
        return _("All shifts of the role %(role)s") % {"role": feed.role.name}
    if feed.site is not None:
        return _("All shifts at %(site)s") % {"site": feed.site.name}
    return _("Your own shifts")
