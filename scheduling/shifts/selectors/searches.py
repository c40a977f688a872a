"""For whose place somebody is looked for: the searches that go on."""

from datetime import datetime

from django.db.models import F, Q, QuerySet

from scheduling.shifts.models import Shift, SignUp, StandIn
from tenants import clock


def looked_for(*, now: datetime | None = None) -> QuerySet[StandIn]:
    """The searches that go on: for places that are held, as they were then, on shifts that lie ahead."""
    as_it_was = Q(sign_up__confirm_asked_at__isnull=True) | Q(sign_up__confirm_asked_at__lt=F("at"))
    return StandIn.objects.filter(
        as_it_was,
        state=StandIn.State.OPEN,
        sign_up__state=SignUp.State.SIGNED_UP,
        sign_up__shift__state=Shift.State.PUBLISHED,
        sign_up__shift__starts_at__gt=now or clock.now(),
    )
