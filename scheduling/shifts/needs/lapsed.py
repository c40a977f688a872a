"""Somebody has a place and lacks on the day what it asks for (see `volunteers.register.needs`)."""

from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from scheduling.shifts.selectors import lapsed
from volunteers.register.need_words import to
from volunteers.register.needs import Asking, Kind, Need, Row, names, rows, who
from web import formats


def _find(asking: Asking) -> QuerySet[Any, Any]:
    return rows(
        lapsed.ahead(now=asking.now),
        at="starts_at",
        person=who(),
        title=F("shift__title"),
        role=names("shift__role"),
        starts_at=F("starts_at"),
        ends_at=F("ends_at"),
        shift=F("shift__uuid"),
    )


def _say(row: Row, asking: Asking) -> Need:
    person = row.data["person"]
    starts, ends = (timezone.localtime(row.time(name)) for name in ("starts_at", "ends_at"))
    said = {
        "name": f"{person['given']} {person['family']}",
        "title": row.data["title"] or row.named("role"),
        "when": formats.when(starts, ends),
    }
    return Need(
        title=_("%(name)s lacks a qualification on the day: %(title)s") % said,
        why=_("%(when)s. It ends or was revoked before. Note the renewal, or find somebody else.") % said,
        icon="shield",
        action=_("Open the shift"),
        url=to("shift-manage", uuid=row.data["shift"]),
        page=to("person", uuid=person["uuid"]),
        soonest="today",
    )


KINDS = (
    Kind(
        name="shifts.lapsed",
        people="person",
        roles="shift__role",
        label=gettext_lazy("Places without the qualification on the day"),
        rule="shifts.manage",
        find=_find,
        say=_say,
        ends="a renewal was noted, the place was given back, or the shift has begun",
    ),
)
