"""Shifts on a person's page: those ahead and the last few, and what came of them in the timeline."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse

from accounts.http import TenantRequest
from scheduling.shifts import words
from scheduling.shifts.models import Shift, SignUp
from tenants import clock
from volunteers.register.models import Person
from volunteers.register.person_page import Moment, Section, Teller
from web import formats

AHEAD, PAST = 10, 5
# More than anybody holds ahead, with a good part of what lies behind.
MOST = 40
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


SECTION = Section("shifts", 20, "shifts/_person.html", shown)
TELLER = Teller(name="shifts", find=told)
