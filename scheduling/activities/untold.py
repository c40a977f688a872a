"""What of activities is not told or approved yet: see `scheduling.hours.untold`."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from scheduling.activities import selectors
from scheduling.activities.models import Activity, Count
from scheduling.hours.untold import Source
from volunteers.register import reach
from web import formats


def _unsaid(reader: reach.Reaching, at: datetime) -> QuerySet[Activity]:
    return selectors.unsaid(selectors.seen(reader, Activity.objects.all()), at=at)


def _say_unsaid(count: int) -> str:
    said = ngettext(
        "Nobody has said what became of %(count)s occasion",
        "Nobody has said what became of %(count)s occasions",
        count,
    )
    return said % {"count": formats.number(count)}


def _counts(reader: reach.Reaching, _at: datetime) -> QuerySet[Count]:
    return selectors.waiting(reader=reader)


def _say_counts(count: int) -> str:
    said = ngettext(
        "%(count)s number of people or things waits for approval",
        "%(count)s numbers of people or things wait for approval",
        count,
    )
    return said % {"count": formats.number(count)}


UNSAID = Source(
    code="activities.unsaid",
    label=gettext_lazy("Occasions of which nobody has told"),
    rule="activities.manage",
    rows=_unsaid,
    says=_say_unsaid,
    why=gettext_lazy("They count once it is said whether they were held, and how many came."),
    action=pgettext_lazy("verb", "Answer"),
    route="activities",
    ends="somebody said of every one that it was held or cancelled",
    icon="calendar",
)
COUNTS = Source(
    code="activities.counts",
    label=gettext_lazy("Numbers to approve"),
    rule="activities.manage",
    rows=_counts,
    says=_say_counts,
    why=gettext_lazy("Only approved numbers count."),
    action=gettext_lazy("Approve"),
    route="counts-waiting",
    ends="every number was approved, taken back or corrected",
    icon="chart",
)
