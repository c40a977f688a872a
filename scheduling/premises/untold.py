"""Bookings of which nobody has said how many came: see `scheduling.hours.untold`."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy, ngettext

from scheduling.hours.untold import Source
from scheduling.premises import selectors
from scheduling.premises.models import Booking
from volunteers.register import reach
from web import formats


def _unsaid(reader: reach.Reaching, at: datetime) -> QuerySet[Booking]:
    return selectors.unsaid(selectors.bookings(reader=reader), at=at)


def _say(count: int) -> str:
    said = ngettext(
        "%(count)s booking is over, and nobody has said how many came",
        "%(count)s bookings are over, and nobody has said how many came",
        count,
    )
    return said % {"count": formats.number(count)}


UNSAID = Source(
    code="premises.unsaid",
    label=gettext_lazy("Bookings without a number"),
    rule="premises.manage",
    rows=_unsaid,
    says=_say,
    why=gettext_lazy("They are in no figure until then."),
    action=gettext_lazy("Note how many"),
    route="premises-waiting",
    ends="somebody said of every one how many came, or that nobody did",
    icon="building",
)
