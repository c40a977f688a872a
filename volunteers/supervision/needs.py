"""What of supervision can need a coordinator (see `volunteers.register.needs`). Who is late is told there."""

from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from volunteers.register.need_words import name_of, page_of, to
from volunteers.register.needs import Asking, Kind, Need, Row, rows, who
from volunteers.supervision import selectors
from volunteers.supervision.models import DebriefRequest, SupervisionSession
from web import formats


def _find_unticked(asking: Asking) -> QuerySet[Any, Any]:
    found = selectors.unsaid(SupervisionSession.objects.all(), at=asking.now)
    return rows(found, at="ends_at", group=F("group__name"), starts_at=F("starts_at"), ends_at=F("ends_at"))


def _say_unticked(row: Row, asking: Asking) -> Need:
    starts, ends = (timezone.localtime(row.time(name)) for name in ("starts_at", "ends_at"))
    return Need(
        title=_("%(group)s: who was there?") % {"group": row.data["group"]},
        why=_("It was %(when)s. Ticking moves everybody's duty and writes the hours.")
        % {"when": formats.when(starts, ends)},
        icon="support",
        action=_("Tick who came"),
        url=to("supervision-session", uuid=row.key),
        soonest="today",
    )


def _find_debriefs(asking: Asking) -> QuerySet[Any, Any]:
    found = DebriefRequest.objects.filter(answered_at=None, withdrawn_at=None)
    return rows(found, at="asked_at", person=who())


def _say_debrief(row: Row, asking: Asking) -> Need:
    return Need(
        title=_("%(name)s would like to talk") % {"name": name_of(row)},
        why=_("Asked %(when)s, after a shift. Call, and listen.")
        % {"when": formats.when(timezone.localtime(row.at))},
        icon="support",
        action=_("Get in touch"),
        url=to("debrief", uuid=row.key),
        page=page_of(row),
        tone="urgent",
    )


KINDS = (
    Kind(
        name="supervision.debrief",
        people="person",
        label=gettext_lazy("Who would like to talk after a shift"),
        rule="supervision.manage",
        find=_find_debriefs,
        say=_say_debrief,
        ends="somebody answered, or it was taken back",
    ),
    Kind(
        name="supervision.unticked",
        label=gettext_lazy("Supervision without ticks"),
        rule="supervision.manage",
        find=_find_unticked,
        say=_say_unticked,
        ends="somebody ticked who came, or it was called off",
        roles="group__role",
    ),
)
