"""What of supervision can need a coordinator (see `volunteers.register.needs`). Who is late is told there."""

from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from volunteers.register.need_words import to
from volunteers.register.needs import Asking, Kind, Need, Row, rows
from volunteers.supervision import selectors
from volunteers.supervision.models import SupervisionSession
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


KINDS = (
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
