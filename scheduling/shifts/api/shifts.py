"""Shifts ahead as the caller sees them; and a coordinator's ways to make, change and call off one."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from api.fields import Day
from api.queries import asked
from scheduling.shifts import conditions, services
from scheduling.shifts.api import shown
from scheduling.shifts.api.base import MANAGE, OfAssociation
from scheduling.shifts.api.planned import NewShiftSerializer, ShiftFormSerializer
from scheduling.shifts.api.shown import ShiftSerializer
from scheduling.shifts.models import Shift
from scheduling.shifts.plans import ShiftPlan, plan_of
from scheduling.shifts.selectors import shifts as selectors
from tenants import clock


class ShiftsQuery(serializers.Serializer[Any]):
    """Which shifts are asked for; all together narrow the list."""

    role = serializers.CharField(required=False, max_length=200, help_text="Code of a role.")
    site = serializers.UUIDField(required=False, help_text="Only those at this place.")
    series = serializers.UUIDField(required=False, help_text="Only those of this series.")
    since = Day(required=False, help_text="From this day on, past ones too. Without it: what is not over.")
    until = Day(required=False, help_text="Only those that start on this day or before.")
    open = serializers.BooleanField(
        required=False, default=False, help_text="Only those that have a free place."
    )


class Shifts(OfAssociation):
    """Shifts that are not over, in order of time; and a coordinator's way to make one."""

    def found(self) -> QuerySet[Shift]:
        """Published and cancelled ones, as far as they are asked for."""
        said = asked(self.request, ShiftsQuery)
        found = shown.shifts().filter(state__in=selectors.SEEN)
        now = clock.now()
        if "since" in said:
            found = found.filter(starts_at__gte=selectors.midnight(said["since"]))
        else:
            found = found.filter(ends_at__gt=now)
        if "until" in said:
            found = found.filter(starts_at__lt=selectors.midnight(said["until"] + timedelta(days=1)))
        for name, column in (("role", "role__code"), ("site", "site__uuid"), ("series", "series__uuid")):
            if name in said:
                found = found.filter(**{column: said[name]})
        return found.filter(conditions.open_at(now)) if said["open"] else found

    @extend_schema(summary="Shifts ahead", parameters=[ShiftsQuery], responses=ShiftSerializer(many=True))
    def get(self, request: Request) -> Response:
        """A page of shifts as the caller sees them."""
        return self.get_paginated_response(self.rows(self.paginate_queryset(self.found()) or []))

    @extend_schema(
        summary="Make a shift",
        description="For coordinators.",
        request=NewShiftSerializer,
        responses={201: ShiftSerializer},
    )
    def post(self, request: Request) -> Response:
        """Make a shift, as a draft or published."""
        self.require_manager()
        form = NewShiftSerializer(data=request.data, context={"reader": self.plain})
        form.is_valid(raise_exception=True)
        said = form.said()
        publish = said.pop("publish")
        made = services.make_shift(plan=ShiftPlan(**said), publish=publish, by=self.plain.actor)
        return self.answer(made.uuid, status=status.HTTP_201_CREATED)


class OneShift(OfAssociation):
    """One shift."""

    @extend_schema(summary="One shift", responses=ShiftSerializer)
    def get(self, request: Request, uuid: UUID) -> Response:
        """The shift as the caller sees it."""
        return self.answer(uuid)

    @extend_schema(
        summary="Change a shift",
        description=(
            "For coordinators who look after its role. What is left out stays as it is. A shift that moves "
            "takes those along who come, and asks them again. One of a series is changed by itself."
        ),
        request=ShiftFormSerializer,
        responses=ShiftSerializer,
    )
    def patch(self, request: Request, uuid: UUID) -> Response:
        """Change what a shift is."""
        shift = self.managed(uuid)
        form = ShiftFormSerializer(
            data=request.data, partial=True, context={"reader": self.plain, "shift": shift}
        )
        form.is_valid(raise_exception=True)
        services.edit_shift(shift=shift, plan=replace(plan_of(shift), **form.said()), by=self.plain.actor)
        return self.answer(uuid)


class Publishing(OfAssociation):
    """Letting volunteers see a draft."""

    rule = MANAGE

    @extend_schema(
        summary="Publish a draft",
        description="A published shift stays as it is.",
        request=None,
        responses=ShiftSerializer,
    )
    def post(self, request: Request, uuid: UUID) -> Response:
        """From now on it is seen, and taken."""
        services.publish(shift=self.managed(uuid), by=self.plain.actor)
        return self.answer(uuid)


class CallingOff(OfAssociation):
    """Calling a shift off."""

    rule = MANAGE

    @extend_schema(
        summary="Call a shift off",
        description="Everybody who comes or waits is told. It cannot be taken back.",
        request=None,
        responses=ShiftSerializer,
    )
    def post(self, request: Request, uuid: UUID) -> Response:
        """It does not take place."""
        services.cancel_shift(shift=self.managed(uuid), by=self.plain.actor)
        return self.answer(uuid)
