"""Who was there, for those who look after the role of a shift and the people."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.fields import Day, Instant
from api.queries import asked
from scheduling.shifts import services
from scheduling.shifts.api.sign_ups import SignUpSerializer, SignUpsOfReach
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.selectors import shifts as selectors
from tenants import clock


class AttendanceQuery(serializers.Serializer[Any]):
    """Which places are asked for; all together narrow the list."""

    marked = serializers.ChoiceField(
        choices=SignUp.State.choices,
        required=False,
        help_text="Only those in this state: `signed_up` are not marked yet.",
    )
    role = serializers.CharField(required=False, max_length=200, help_text="Code of a role.")
    since = Day(required=False, help_text="Only shifts that start on this day or later.")
    until = Day(required=False, help_text="Only shifts that start on this day or before.")


class MarkSerializer(serializers.Serializer[Any]):
    """Whether somebody came, and from when to when if not for all of the shift."""

    came = serializers.BooleanField()
    starts_at = Instant(required=False)
    ends_at = Instant(required=False)


class Attendance(SignUpsOfReach):
    """Who was on the shifts that have begun."""

    @extend_schema(
        summary="Who was on shifts",
        parameters=[AttendanceQuery],
        responses=SignUpSerializer(many=True),
        description="Places on shifts that have begun, of the people and roles whom the caller looks after.",
    )
    def get(self, request: Request) -> Response:
        """A page of places, in the order of signing up."""
        said = asked(request, AttendanceQuery)
        states = [said["marked"]] if "marked" in said else SignUp.ACTIVE
        found = self.sign_ups().filter(
            state__in=states, shift__state=Shift.State.PUBLISHED, shift__starts_at__lte=clock.now()
        )
        if "role" in said:
            found = found.filter(shift__role__code=said["role"])
        if "since" in said:
            found = found.filter(shift__starts_at__gte=selectors.midnight(said["since"]))
        if "until" in said:
            end = selectors.midnight(said["until"] + timedelta(days=1))
            found = found.filter(shift__starts_at__lt=end)
        return self.listed(found)


class Marking(SignUpsOfReach):
    """Writing down whether somebody came."""

    @extend_schema(
        summary="Mark whether somebody came",
        description=(
            "Who came gets hours, which wait for approval; the same mark again changes nothing, and another "
            "one corrects it until the hours are approved."
        ),
        request=MarkSerializer,
        responses=SignUpSerializer,
    )
    def post(self, request: Request, uuid: UUID) -> Response:
        """Mark one place."""
        held = self.one(uuid)
        services.mark_attendance(sign_up=held, by=self.plain.actor, **self.said(MarkSerializer))
        return self.told(uuid)
