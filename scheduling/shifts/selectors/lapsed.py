"""Places of people who lack a qualification on the day: it ended or was revoked since they signed up."""

from datetime import datetime
from typing import Any

from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, QuerySet, When
from django.db.models.functions import TruncDate

from scheduling.shifts.models import Shift, SignUp, Slot
from volunteers.register.calendar_dates import of_kind
from volunteers.register.models import Qualification, RoleQualification


def ahead(*, now: datetime) -> QuerySet[Any]:
    """Places on published shifts ahead; whoever is in training there is not asked for anything."""
    held = SignUp.objects.filter(
        state__in=SignUp.HOLDING,
        in_training=False,
        shift__state=Shift.State.PUBLISHED,
        shift__starts_at__gt=now,
    )
    return lacking(held)


def lacking(held: QuerySet[SignUp]) -> QuerySet[Any]:
    """Those of these places whose people do not have on the day what role and place ask for."""
    return marked(held).filter(lacks=True)


def marked(held: QuerySet[SignUp]) -> QuerySet[Any]:
    """Places with whether it is so: `lacks`."""
    asked = _lacks(RoleQualification.objects.filter(role=OuterRef("shift__role")), "type")
    wanted = _lacks(Slot.objects.filter(pk=OuterRef("slot")), "qualification")
    return held.annotate(on_day=TruncDate(F("shift__starts_at"))).annotate(
        lacks=Case(When(asked | wanted, then=True), default=False, output_field=BooleanField())
    )


def _lacks(asked: QuerySet[Any], kind: str) -> Q:
    day = OuterRef(OuterRef("on_day"))
    valid = Qualification.objects.filter(
        of_kind(kind),
        Q(to_on__isnull=True) | Q(to_on__gte=day),
        Q(revoked_on__isnull=True) | Q(revoked_on__gt=day),
        person=OuterRef(OuterRef("person")),
        from_on__lte=day,
    )
    return Q(Exists(asked.filter(~Exists(valid))))
