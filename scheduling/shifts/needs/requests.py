"""People have asked for a place and wait for an answer (see `volunteers.register.needs`)."""

from typing import Any

from django.db.models import Count, F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext

from scheduling.shifts.models import Shift, SignUp
from volunteers.register import reach
from volunteers.register.need_words import to
from volunteers.register.needs import Asking, Kind, Need, Row, names, rows
from web import formats


def _find(asking: Asking) -> QuerySet[Any, Any]:
    asked = reach.of_people(asking.request, SignUp.objects.filter(state=SignUp.State.REQUESTED))
    found = Shift.objects.filter(
        state=Shift.State.PUBLISHED, starts_at__gt=asking.now, sign_ups__in=asked.values("pk")
    )
    return rows(
        reach.of_roles(asking.request, found).annotate(asked=Count("sign_ups")),
        at="starts_at",
        title=F("title"),
        role=names("role"),
        starts_at=F("starts_at"),
        ends_at=F("ends_at"),
        asked=F("asked"),
        free=F("places") - F("taken"),
    )


def _say(row: Row, asking: Asking) -> Need:
    when = formats.when(*(timezone.localtime(row.time(name)) for name in ("starts_at", "ends_at")))
    free, asked = row.data["free"], row.data["asked"]
    people = ngettext("%(count)s person has asked.", "%(count)s people have asked.", asked)
    places = ngettext("%(count)s place is free.", "%(count)s places are free.", free)
    said = [people % {"count": asked}, places % {"count": free} if free else _("All places are taken.")]
    return Need(
        title=_("Requests for a place: %(title)s, %(when)s")
        % {"title": row.data["title"] or row.named("role"), "when": when},
        why=" ".join(said),
        icon="people",
        action=pgettext("verb", "Answer"),
        url=f"{to('shift-manage', uuid=row.key)}#requests",
        soonest="today",
    )


KINDS = (
    Kind(
        name="shifts.requests",
        narrowed=True,
        label=gettext_lazy("Requests for places"),
        rule="shifts.manage",
        find=_find,
        say=_say,
        ends="all of them are answered or withdrawn, or the shift was cancelled or has begun",
    ),
)
