"""Somebody cannot come and nobody was found yet (see `volunteers.register.needs`)."""

from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from scheduling.shifts.selectors import searches
from volunteers.register.need_words import to
from volunteers.register.needs import Asking, Kind, Need, Row, names, rows, who
from web import formats


def _find(asking: Asking) -> QuerySet[Any, Any]:
    return rows(
        searches.looked_for(now=asking.now),
        at="sign_up__shift__starts_at",
        person=who("sign_up__person"),
        title=F("sign_up__shift__title"),
        role=names("sign_up__shift__role"),
        starts_at=F("sign_up__shift__starts_at"),
        ends_at=F("sign_up__shift__ends_at"),
        shift=F("sign_up__shift__uuid"),
    )


def _say(row: Row, asking: Asking) -> Need:
    person = row.data["person"]
    said = {
        "name": f"{person['given']} {person['family']}",
        "title": row.data["title"] or row.named("role"),
        "when": formats.when(*(timezone.localtime(row.time(name)) for name in ("starts_at", "ends_at"))),
    }
    return Need(
        title=_("A stand-in is looked for: %(title)s, %(when)s") % said,
        why=_("%(name)s cannot come. Those who could are being asked.") % said,
        icon="people",
        action=_("See who was asked"),
        url=to("shift-call", uuid=row.data["shift"]),
        page=to("person", uuid=person["uuid"]),
        tone="urgent",
    )


KINDS = (
    Kind(
        name="shifts.stand_in",
        people="sign_up__person",
        roles="sign_up__shift__role",
        label=gettext_lazy("Stand-ins that are looked for"),
        rule="shifts.manage",
        find=_find,
        say=_say,
        ends="somebody was found, the person comes after all, or the shift was cancelled or has begun",
    ),
)
