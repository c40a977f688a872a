"""What ends or falls due by the calendar: read by the queue of Today and by the rounds of a day."""

from datetime import date
from typing import Any

from django.db.models import (
    BooleanField,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    FilteredRelation,
    Func,
    OuterRef,
    Q,
    QuerySet,
)
from django.db.models.functions import Coalesce

from volunteers.register import selectors
from volunteers.register.models import Period, Qualification, RoleHolding, VolunteerRole
from volunteers.register.need_words import going_on


def of_kind(outer: str) -> Q:
    """Qualifications of the kind to which the query around them points, or of one that includes it."""
    wider = Func(
        F("type_id"),
        OuterRef(f"{outer}__met_by"),
        template="(%(expressions)s))",
        arg_joiner=" = ANY (",
        output_field=BooleanField(),
    )
    return Q(type=OuterRef(outer)) | Q(wider)


def ending_qualifications(*, first: date, last: date) -> QuerySet[Qualification]:
    """Qualifications of volunteers that end within these days and that nothing longer stands for."""
    renewed = Qualification.objects.filter(
        Q(to_on__isnull=True) | Q(to_on__gt=OuterRef("to_on")),
        of_kind("type"),
        person=OuterRef("person"),
        revoked_on__isnull=True,
    )
    return Qualification.objects.filter(
        going_on("person"), ~Exists(renewed), to_on__range=(first, last), revoked_on__isnull=True
    )


def supervised(*, today: date) -> QuerySet[Any]:
    """Roles that people do and that ask for supervision: until when it is `due`, and `last` after the grace.

    `duty` is what is known of it, `counted` the day from which the interval runs. Whoever is on a break is
    left in peace: it keeps running, and is asked of them when they are back.
    """
    return (
        RoleHolding.objects.filter(
            selectors.held(today),
            going_on("person", Period.State.ACTIVE),
            role__supervision_every_days__isnull=False,
        )
        .exclude(role__supervision=VolunteerRole.Supervision.NONE)
        .annotate(
            duty=FilteredRelation(
                "person__supervision_duties", condition=Q(person__supervision_duties__role=F("role"))
            )
        )
        .annotate(counted=Coalesce("duty__last_on", "duty__since_on", "from_on"))
        .annotate(
            due=ExpressionWrapper(F("counted") + F("role__supervision_every_days"), output_field=DateField()),
            last=ExpressionWrapper(
                F("counted") + F("role__supervision_every_days") + F("role__supervision_grace_days"),
                output_field=DateField(),
            ),
        )
    )


def late_supervision(*, today: date) -> QuerySet[Any]:
    """Roles that people do whose supervision should have been by now."""
    return supervised(today=today).filter(due__lt=today)
