"""Somebody came to a shift without a place and waits for a yes (see `volunteers.register.needs`)."""

from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _, gettext_lazy, pgettext

from scheduling.shifts.selectors import presence as selectors
from volunteers.register import reach
from volunteers.register.need_words import to
from volunteers.register.needs import Asking, Kind, Need, Row, names, rows, who
from web import formats


def _find(asking: Asking) -> QuerySet[Any, Any]:
    return rows(
        reach.of_people(asking.request, selectors.walk_ins(reader=asking.request)),
        at="arrived_at",
        person=who(),
        title=F("shift__title"),
        role=names("shift__role"),
        starts_at=F("shift__starts_at"),
        ends_at=F("shift__ends_at"),
        shift=F("shift__uuid"),
    )


def _say(row: Row, asking: Asking) -> Need:
    person = row.data["person"]
    said = {
        "name": f"{person['given']} {person['family']}",
        "title": row.data["title"] or row.named("role"),
        "when": formats.when(row.time("starts_at"), row.time("ends_at")),
    }
    return Need(
        title=_("%(name)s came without a place: %(title)s") % said,
        why=_("%(when)s. Say yes, and hours come of it; say no, and nothing stays.") % said,
        icon="people",
        action=pgettext("verb", "Answer"),
        url=f"{to('shift-manage', uuid=row.data['shift'])}#walk-ins",
        page=to("person", uuid=person["uuid"]),
        soonest="today",
    )


KINDS = (
    Kind(
        name="shifts.walk_ins",
        people="person",
        roles="shift__role",
        label=gettext_lazy("People who came without a place"),
        rule="shifts.manage",
        find=_find,
        say=_say,
        ends="a coordinator has said yes or no",
    ),
)
