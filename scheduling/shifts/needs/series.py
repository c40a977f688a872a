"""Series that end can need a coordinator (see `volunteers.register.needs`)."""

from datetime import timedelta
from typing import Any

from django.db.models import F, Max, Q, QuerySet
from django.utils.translation import gettext as _, gettext_lazy

from scheduling.shifts.models import Series, Shift
from volunteers.register.need_words import to
from volunteers.register.needs import Asking, Kind, Need, Row, names, rows
from web import formats

# So long before its last day a series is worth a thought, and so long after it nobody thinks of it any more.
AHEAD, AFTER = timedelta(days=28), timedelta(days=7)
# A shorter one was meant to be short.
LONG = timedelta(days=56)


def _find(asking: Asking) -> QuerySet[Any, Any]:
    held = Q(shifts__state=Shift.State.PUBLISHED)
    found = (
        Series.objects.filter(
            until_on__gte=asking.today - AFTER,
            until_on__lte=asking.today + AHEAD,
        )
        .filter(until_on__gte=F("from_on") + LONG)
        .annotate(last=Max("shifts__starts_at", filter=held))
        .filter(last__gt=asking.now - AFTER)
    )
    return rows(found, at="last", title=F("title"), role=names("role"), last=F("last"))


def _say(row: Row, asking: Asking) -> Need:
    title = row.data["title"] or row.named("role")
    return Need(
        title=_("A series ends: %(title)s") % {"title": title},
        why=_("Its last shift is %(day)s. Continue it, or let it end.")
        % {"day": formats.day(row.time("last"), year=True)},
        icon="repeat",
        action=_("Continue"),
        url=to("series-continue", uuid=row.key),
        page=to("series", uuid=row.key),
        soonest="week",
    )


KINDS = (
    Kind(
        name="shifts.series_ends",
        roles="role",
        label=gettext_lazy("Series of shifts that end"),
        rule="shifts.manage",
        find=_find,
        say=_say,
        ends="the series was continued, or its last shift was a week ago",
    ),
)
