"""What of training can need a coordinator (see `volunteers.register.needs`)."""

from datetime import timedelta
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from volunteers.register.need_words import to
from volunteers.register.needs import Asking, Kind, Need, Row, names, rows
from volunteers.training import selectors
from web import formats

# Older ones are left: nobody remembers.
SINCE = timedelta(days=30)


def _find(asking: Asking) -> QuerySet[Any, Any]:
    found = selectors.unmarked_sessions(now=asking.now, since=asking.now - SINCE)
    return rows(found, at="ends_at", starts_at=F("starts_at"), course=names("run__course"))


def _say(row: Row, asking: Asking) -> Need:
    when = formats.when(timezone.localtime(row.time("starts_at")))
    return Need(
        title=_("Who was at the course? %(course)s, %(when)s")
        % {"course": row.named("course"), "when": when},
        why=_("Nobody is noted yet. Hours and qualifications come of it."),
        icon="book",
        action=_("Note who was there"),
        url=to("training-attendance", uuid=row.key),
        soonest="today",
    )


KINDS = (
    Kind(
        name="training.unmarked",
        label=gettext_lazy("Course sessions of which nobody noted who was there"),
        rule="training.manage",
        find=_find,
        say=_say,
        ends="somebody was noted, or a month has passed",
    ),
)
