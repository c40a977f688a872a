"""Shifts on a person's page: those ahead and the last few, and what came of them in the timeline."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from accounts.http import TenantRequest
from scheduling.hours.models import HoursEntry
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.words import shifts as words
from tenants import clock
from volunteers.register.made_once import MadeOnce
from volunteers.register.models import Person, Trail
from volunteers.register.person_page import Moment, Section, Teller
from web import formats

AHEAD, PAST = 10, 5
# More than anybody holds ahead, with a good part of what lies behind.
MOST = 40
_NOBODY = UUID(int=0)
STATES = {
    SignUp.State.ATTENDED: "done",
    SignUp.State.NO_SHOW: "bad",
}


def shown(person: Person, request: TenantRequest) -> dict[str, Any] | None:
    """What they hold ahead, and the last shifts they were on."""
    now = clock.now()
    recent = [row for row in _recent(person) if row.shift.state == Shift.State.PUBLISHED]
    ahead = [row for row in reversed(recent) if row.ends_at > now]
    past = [row for row in recent if row.ends_at <= now][:PAST]
    if not ahead and not past:
        return None
    return {"ahead": ahead[:AHEAD], "more": len(ahead) > AHEAD, "past": past}


def _recent(person: Person) -> list[SignUp]:
    """Their last sign-ups and those ahead, the latest first; read once for a page."""
    found: list[SignUp] | None = person.__dict__.get("recent_sign_ups")
    if found is None:
        rows = SignUp.objects.filter(person=person, state__in=SignUp.ACTIVE)
        found = list(rows.select_related("shift__role", "shift__site").order_by("-starts_at", "-pk")[:MOST])
        person.__dict__["recent_sign_ups"] = found
    return found


def told(person: Person, before: datetime, limit: int) -> Iterable[Moment]:
    """Shifts that somebody was on, or did not come to."""
    recent = _recent(person)
    rows = [row for row in recent if row.state in STATES and row.starts_at < before][:limit]
    if len(rows) < limit and len(recent) == MOST:
        rows = list(
            SignUp.objects.filter(person=person, state__in=STATES, starts_at__lt=before)
            .select_related("shift__role", "shift__site")
            .order_by("-starts_at", "-pk")[:limit]
        )
    return [
        Moment(
            at=row.starts_at,
            title=words.title(row.shift),
            text=f"{formats.times(row.starts_at, row.ends_at)}, {row.get_state_display()}",
            state="bad" if row.state == SignUp.State.NO_SHOW else "done",
            url=reverse("shift-manage", kwargs={"uuid": row.shift.uuid}, urlconf="config.urls.association"),
        )
        for row in rows
    ]


def told_on_behalf(person: Person, before: datetime, limit: int) -> Iterable[Moment]:
    """Places taken and given back, and hours written down, by somebody else for the person."""
    # Whoever cannot sign in has done none of it themselves.
    rows = _behalf(limit).rows(person=person.pk, themselves=person.user_uuid or _NOBODY, before=before)
    return [
        Moment(
            at=at,
            title=str(ON_BEHALF[verb]),
            text=_("%(when)s. By %(name)s on their behalf.")
            % {"when": formats.day(timezone.localtime(starts)), "name": name},
            state="quiet",
        )
        for at, verb, name, starts in rows
    ]


@cache
def _behalf(limit: int) -> MadeOnce:
    def making(person: int, themselves: UUID, before: datetime) -> QuerySet[Trail, Any]:
        places = SignUp.objects.filter(person=person).values("uuid")
        entries = HoursEntry.objects.filter(person=person).values("uuid")
        of_row = {"uuid": OuterRef("subject_uuid")}
        mine = Q(subject_kind="sign_up", verb__in=["sign_up.signed_up", "sign_up.cancelled_by_org"])
        written = Q(subject_kind="hours", verb="hours.submitted", subject_uuid__in=entries)
        return (
            Trail.objects.filter(
                (mine & Q(subject_uuid__in=places)) | written, actor_user__isnull=False, at__lt=before
            )
            .exclude(actor_user=themselves)
            # The answer to a request is nothing that was done in their place.
            .exclude(data__contains={"requested": True})
            .annotate(
                starts=Coalesce(
                    Subquery(SignUp.objects.filter(**of_row).values("starts_at")[:1]),
                    Subquery(HoursEntry.objects.filter(**of_row).values("starts_at")[:1]),
                )
            )
            .order_by("-at", "-pk")
            .values_list("at", "verb", "actor_name", "starts")[:limit]
        )

    return MadeOnce(making, person=int, themselves=UUID, before=datetime)


ON_BEHALF = {
    "sign_up.signed_up": gettext_lazy("Put on a shift"),
    "sign_up.cancelled_by_org": gettext_lazy("Taken off a shift"),
    "hours.submitted": gettext_lazy("Hours written down"),
}
SECTION = Section("shifts", 20, "shifts/_person.html", shown)
TELLER = Teller(name="shifts", find=told)
BEHALF = Teller(name="on_behalf", find=told_on_behalf)
