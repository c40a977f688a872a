"""One booking, and what became of it: confirmed, called off, held with so many, nobody came, corrected."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from scheduling.activities.forms import MOST_HEADS
from scheduling.activities.services.outcomes import Heads
from scheduling.hours.models import Method
from scheduling.premises.api.lists import (
    BookingFormSerializer,
    BookingSerializer,
    OfPremises,
    late_reason,
)
from scheduling.premises.services import bookings, outcomes


class CameSerializer(serializers.Serializer[Any]):
    """How many came, and how that is known."""

    quantity = serializers.IntegerField(min_value=0, max_value=MOST_HEADS)
    method = serializers.ChoiceField(choices=Method.choices)
    basis = serializers.CharField(
        max_length=300, required=False, allow_blank=True, default="", help_text="For estimates and samples."
    )


class CameAtLastSerializer(CameSerializer):
    """The same, perhaps after the month has closed."""

    late_reason = late_reason()


class NobodyCameSerializer(serializers.Serializer[Any]):
    """Nothing, or why it comes after the month has closed."""

    late_reason = late_reason()


class CameInsteadSerializer(CameSerializer):
    """Another number in the place of one of a closed month, and why."""

    reason = serializers.CharField(max_length=200)


class OfBooking(OfPremises):
    """An endpoint of one booking."""

    pagination_class = None

    def told(self, uuid: UUID) -> Response:
        """The booking as it stands now."""
        return Response(BookingSerializer(self.one(uuid)).data)


class OneBooking(OfBooking):
    """A booking."""

    @extend_schema(summary="A booking", responses=BookingSerializer)
    def get(self, request: Request, uuid: UUID) -> Response:
        """One booking of what the caller looks after."""
        return self.told(uuid)

    @extend_schema(
        summary="Change or move a booking",
        description=(
            "What is left out stays as it is. Also one that was held, as long as its month is open and the "
            "new one is. Refused where the new time is taken (`booking_taken`)."
        ),
        request=BookingFormSerializer,
        responses=BookingSerializer,
    )
    def patch(self, request: Request, uuid: UUID) -> Response:
        """Change it."""
        found = self.one(uuid)
        plan = replace(bookings.plan_of(booking=found), **self.said(BookingFormSerializer, partial=True))
        bookings.change(booking=found, plan=plan, by=self.plain.actor)
        return self.told(uuid)


class Confirming(OfBooking):
    """Confirming what was asked for."""

    @extend_schema(
        summary="Confirm what was asked for",
        description="Also what was called off is booked again, if it is still free. Twice changes nothing.",
        request=None,
        responses=BookingSerializer,
    )
    def post(self, request: Request, uuid: UUID) -> Response:
        """Book it."""
        bookings.confirm(booking=self.one(uuid), by=self.plain.actor)
        return self.told(uuid)


class CallingOff(OfBooking):
    """Calling a booking off."""

    @extend_schema(
        summary="Call a booking off",
        description="The time is free for others. Refused in a closed month. Twice changes nothing.",
        request=None,
        responses=BookingSerializer,
    )
    def post(self, request: Request, uuid: UUID) -> Response:
        """Call this one off; others of its row of weeks stay."""
        bookings.call_off(booking=self.one(uuid), by=self.plain.actor)
        return self.told(uuid)


class Holding(OfBooking):
    """Noting how many came."""

    @extend_schema(
        summary="Note that it was held, and how many came",
        description=(
            "Said again, the number changes, as long as the month is open. An estimate or a sample says on "
            "what it rests. In a closed month it is told once, with why it comes late. Refused before it has "
            "begun."
        ),
        request=CameAtLastSerializer,
        responses=BookingSerializer,
    )
    def post(self, request: Request, uuid: UUID) -> Response:
        """Note it."""
        booking, said = self.one(uuid), self.said(CameAtLastSerializer)
        reason = said.pop("late_reason")
        if reason:
            outcomes.tell_late(booking=booking, heads=Heads(**said), reason=reason, by=self.plain.actor)
        else:
            outcomes.note_held(heads={booking: Heads(**said)}, by=self.plain.actor)
        return self.told(uuid)


class NobodyCame(OfBooking):
    """Noting that nobody came."""

    @extend_schema(
        summary="Note that nobody came",
        description=(
            "Refused before it has begun, and in a closed month without why it comes late. Twice changes "
            "nothing."
        ),
        request=NobodyCameSerializer,
        responses=BookingSerializer,
    )
    def post(self, request: Request, uuid: UUID) -> Response:
        """Note it."""
        booking, reason = self.one(uuid), self.said(NobodyCameSerializer)["late_reason"]
        if reason:
            outcomes.tell_late(booking=booking, heads=None, reason=reason, by=self.plain.actor)
        else:
            outcomes.note_no_show(booking=booking, by=self.plain.actor)
        return self.told(uuid)


class CorrectingCame(OfBooking):
    """Correcting the number of a closed month."""

    @extend_schema(
        summary="Correct how many came, in a closed month",
        description="The first number stays to be seen on the pages; the answer has the one in its place.",
        request=CameInsteadSerializer,
        responses=BookingSerializer,
    )
    def post(self, request: Request, uuid: UUID) -> Response:
        """Put another number in its place."""
        booking, said = self.one(uuid), self.said(CameInsteadSerializer)
        reason = said.pop("reason")
        outcomes.correct(booking=booking, heads=Heads(**said), reason=reason, by=self.plain.actor)
        return self.told(uuid)
