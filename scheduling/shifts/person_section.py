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
STATES = {
    SignUp.State.ATTENDED: "done",
    SignUp.State.NO_SHOW: "bad",
}


def shown(person: Person, request: TenantRequest) -> dict[str, Any] | None:
    """What they hold ahead, and the last shifts they were on."""
    now = clock.now()
    rows = SignUp.objects.filter(
        person=person, state__in=SignUp.ACTIVE, shift__state=Shift.State.PUBLISHED
    ).select_related("shift__role", "shift__site")
    ahead = list(rows.filter(ends_at__gt=now).order_by("starts_at", "pk")[: AHEAD + 1])
    past = list(rows.filter(ends_at__lte=now).order_by("-starts_at", "-pk")[:PAST])
    if not ahead and not past:
        return None
    return {"ahead": ahead[:AHEAD], "more": len(ahead) > AHEAD, "past": past}


def told(person: Person, before: datetime, limit: int) -> Iterable[Moment]:
    """Shifts that somebody was on, or did not come to."""
    rows = (
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
