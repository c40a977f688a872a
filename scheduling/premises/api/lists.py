"""What can be booked, who has it when, and booking it."""

from datetime import datetime
from typing import Any, ClassVar, cast

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import (
    OpenApiExample,
    extend_schema,
    extend_schema_field,
    extend_schema_serializer,
)
from rest_framework import generics, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.http import TenantRequest
from api.fields import ByCode, Day, Instant
from api.paging import ByCursor
from api.queries import asked
from scheduling.activities.errors import SentElsewhere
from scheduling.activities.forms import MOST_HEADS
from scheduling.hours.models import Method
from scheduling.premises import selectors
from scheduling.premises.forms import FAR
from scheduling.premises.models import Booking, Equipment, Space
from scheduling.premises.services import bookings
from scheduling.premises.services.bookings import BookingPlan
from volunteers.register.models import GrantTarget, Organisation


class SpaceSerializer(serializers.ModelSerializer[Space]):
    """A room, a hall or a yard, named in the caller's language."""

    name = serializers.CharField()
    site = serializers.UUIDField(source="site.uuid", default=None, allow_null=True)
    unit = serializers.UUIDField(source="unit.uuid", default=None, allow_null=True)

    class Meta:
        model = Space
        fields: ClassVar = ["uuid", "name", "site", "unit", "capacity", "access_text", "is_active"]


class EquipmentSerializer(serializers.ModelSerializer[Equipment]):
    """One thing that is lent out or used on the spot, named in the caller's language."""

    name = serializers.CharField()
    site = serializers.UUIDField(source="site.uuid", default=None, allow_null=True)
    unit = serializers.UUIDField(source="unit.uuid", default=None, allow_null=True)

    class Meta:
        model = Equipment
        fields: ClassVar = ["uuid", "name", "site", "unit", "note", "is_active"]


class BookingSerializer(serializers.ModelSerializer[Booking]):
    """Who has a space, a thing or both, from when to when, and how many came."""

    space = serializers.UUIDField(source="space.uuid", default=None, allow_null=True)
    equipment = serializers.UUIDField(source="equipment.uuid", default=None, allow_null=True)
    organisation = serializers.UUIDField(
        source="organisation.uuid",
        default=None,
        allow_null=True,
        help_text="Without one the association uses it itself.",
    )
    grant_target = serializers.CharField(source="grant_target.code", default=None, allow_null=True)
    attendance = serializers.SerializerMethodField(help_text="As it stands now, also where it was corrected.")
    method = serializers.SerializerMethodField()
    basis = serializers.SerializerMethodField()

    class Meta:
        model = Booking
        fields: ClassVar = [
            "uuid",
            "space",
            "equipment",
            "organisation",
            "purpose",
            "starts_at",
            "ends_at",
            "expected",
            "own",
            "is_public",
            "grant_target",
            "state",
            "attendance",
            "method",
            "basis",
        ]

    def get_attendance(self, booking: Booking) -> int | None:
        """The latest number."""
        return selectors.standing(booking).attendance

    @extend_schema_field(serializers.ChoiceField(choices=Method.choices, allow_blank=True))
    def get_method(self, booking: Booking) -> str:
        """How it is known."""
        return selectors.standing(booking).method

    def get_basis(self, booking: Booking) -> str:
        """On what it rests."""
        return selectors.standing(booking).basis


def late_reason() -> serializers.CharField:
    """Why something comes after its month has closed."""
    return serializers.CharField(
        max_length=200,
        required=False,
        allow_blank=True,
        default="",
        help_text="Why it comes late; only where the month is closed. No names.",
    )


class BookingsQuery(serializers.Serializer[Any]):
    """Which bookings are asked for; all together narrow the list."""

    space = serializers.UUIDField(required=False)
    equipment = serializers.UUIDField(required=False)
    organisation = serializers.UUIDField(required=False)
    state = serializers.ChoiceField(choices=Booking.State.choices, required=False)
    since = Day(required=False, help_text="From this day on.")
    until = Day(required=False, help_text="Up to this day.")


class BookingFormSerializer(serializers.Serializer[Any]):
    """What is booked, for whom and when. A space, a thing or both."""

    space = serializers.SlugRelatedField[Space](
        slug_field="uuid", queryset=Space.objects.none(), required=False, allow_null=True
    )
    equipment = serializers.SlugRelatedField[Equipment](
        slug_field="uuid", queryset=Equipment.objects.none(), required=False, allow_null=True
    )
    organisation = serializers.SlugRelatedField[Organisation](
        slug_field="uuid",
        queryset=Organisation.objects.filter(is_active=True),
        required=False,
        allow_null=True,
        help_text="Without one it is for the association itself.",
    )
    purpose = serializers.CharField(max_length=200, help_text="No names of people.")
    starts_at = Instant()
    ends_at = Instant()
    expected = serializers.IntegerField(
        min_value=0, max_value=MOST_HEADS, required=False, allow_null=True, help_text="How many people."
    )
    own = serializers.BooleanField(default=False, help_text="Its people a group or an event counts already.")
    is_public = serializers.BooleanField(default=False, help_text="In the public calendar.")
    grant_target = ByCode(
        queryset=GrantTarget.objects.filter(is_active=True),
        required=False,
        allow_null=True,
        help_text="Who pays for this time, if not who pays for the space.",
    )

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Only what the caller looks after."""
        fields = super().get_fields()
        if reader := self.context.get("reader"):
            for name, rows in (("space", Space.objects.all()), ("equipment", Equipment.objects.all())):
                found = selectors.things(rows, reader=reader)  # type: ignore[type-var]  # one of the two
                fields[name].queryset = found  # type: ignore[attr-defined]  # a related field
        return fields

    def validate_starts_at(self, value: datetime) -> datetime:
        """Within our times."""
        return _near(value)

    def validate_ends_at(self, value: datetime) -> datetime:
        """Within our times."""
        return _near(value)


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A hall for a choir",
            value={
                "sent_key": "0d1f6a52-8f0e-4f0e-9a35-0f5d6f0b7c11",
                "space": "5c7d7b90-3a63-4c57-9a39-6f9c5c3a1d22",
                "purpose": "Choir practice",
                "starts_at": "2025-02-04T17:00+02:00",
                "ends_at": "2025-02-04T20:00+02:00",
            },
            request_only=True,
        )
    ]
)
class NewBookingSerializer(BookingFormSerializer):
    """A booking that is new."""

    sent_key = serializers.UUIDField(
        help_text="The sender's own mark: the same one books once. It becomes the booking's `uuid`."
    )
    asked = serializers.BooleanField(
        default=False, help_text="Only asked for: keeps nobody else out until it is confirmed."
    )
    late_reason = late_reason()


class WeeklyBookingSerializer(BookingFormSerializer):
    """The same each week at the same time of the clock, up to a day."""

    until_on = Day(help_text="The last day on which it may begin.")
    leave_out = serializers.BooleanField(
        default=False, help_text="Leave out the weeks that are taken; otherwise one of them refuses all."
    )


class BookedSerializer(serializers.Serializer[Any]):
    """What was booked, and the days that were left out since something was taken."""

    made = BookingSerializer(many=True)
    left_out = serializers.ListField(child=serializers.DateField())


def _near(value: datetime) -> datetime:
    """As on the pages: beyond these no calendar has months."""
    if not 2000 <= value.year <= 2099:
        raise serializers.ValidationError(FAR)
    return value


class InOrderOfTime(ByCursor):
    """The first one first."""

    ordering: str | tuple[str, ...] = ("starts_at", "id")


class OfPremises(generics.GenericAPIView[Any]):
    """An endpoint for those who look after premises."""

    rule = "premises.manage"
    scope = "premises"
    serializer_class: Any = BookingSerializer
    queryset: Any = Booking.objects.none()
    request: Request

    @property
    def plain(self) -> TenantRequest:
        """The request as the identity phase has prepared it."""
        return cast(TenantRequest, self.request._request)

    def listed(self, found: QuerySet[Any]) -> Response:
        """A page of rows, as `serializer_class` describes them."""
        page = self.paginate_queryset(found) or []
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def bookings(self) -> QuerySet[Booking]:
        """Bookings of what the caller looks after, with their numbers."""
        return selectors.bookings(reader=self.plain).prefetch_related("corrections")

    def one(self, uuid: Any) -> Booking:
        """The booking, or 404."""
        found = self.bookings().filter(uuid=uuid).first()
        if found is None:
            raise Http404
        return found

    def said(self, form: type[serializers.Serializer[Any]], *, partial: bool = False) -> dict[str, Any]:
        """What the caller has sent. Raises ValidationError, which is answered with 400."""
        sent = form(data=self.request.data, partial=partial, context={"reader": self.plain})
        sent.is_valid(raise_exception=True)
        return dict(sent.validated_data)


class Spaces(OfPremises):
    """Spaces."""

    serializer_class = SpaceSerializer
    pagination_class = ByCursor
    queryset = Space.objects.none()

    @extend_schema(summary="Spaces that can be booked", responses=SpaceSerializer(many=True))
    def get(self, request: Request) -> Response:
        """A page of spaces, in the order in which they were made."""
        return self.listed(selectors.things(Space.objects.all(), reader=self.plain))


class Equipments(OfPremises):
    """Equipment."""

    serializer_class = EquipmentSerializer
    pagination_class = ByCursor
    queryset = Equipment.objects.none()

    @extend_schema(summary="Equipment that can be booked", responses=EquipmentSerializer(many=True))
    def get(self, request: Request) -> Response:
        """A page of things, in the order in which they were made."""
        return self.listed(selectors.things(Equipment.objects.all(), reader=self.plain))


class Bookings(OfPremises):
    """Bookings, and a way to book."""

    pagination_class = InOrderOfTime

    @extend_schema(
        summary="Bookings of spaces and equipment",
        parameters=[BookingsQuery],
        responses=BookingSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """A page of bookings in order of time."""
        said = asked(request, BookingsQuery)
        names = {
            "space": "space__uuid",
            "equipment": "equipment__uuid",
            "organisation": "organisation__uuid",
            "since": "local_date__gte",
            "until": "local_date__lte",
        }
        return self.listed(
            self.bookings().filter(**{names.get(name, name): value for name, value in said.items()})
        )

    @extend_schema(
        summary="Book a space or equipment",
        description=(
            "Two at one time do not fit: refused with who has it and what is free that day "
            "(`booking_taken`). Sent again with the same `sent_key` it books once, and is answered as it "
            "stands now. In a closed month only with why it comes late."
        ),
        request=NewBookingSerializer,
        responses={201: BookingSerializer},
    )
    def post(self, request: Request) -> Response:
        """Book it, or note that somebody asks for it."""
        said = self.said(NewBookingSerializer)
        key, is_asked, late = said.pop("sent_key"), said.pop("asked"), said.pop("late_reason")
        bookings.book(
            plan=BookingPlan(**said), by=self.plain.actor, asked=is_asked, late_reason=late, key=key
        )
        made = self.bookings().filter(uuid=key).first()
        if made is None:
            raise SentElsewhere
        return Response(BookingSerializer(made).data, status=status.HTTP_201_CREATED)


class WeeklyBookings(OfPremises):
    """Booking the same week by week."""

    pagination_class = None

    @extend_schema(
        summary="Book the same each week",
        description=("Sixty weeks at once at most. Sent again it is refused, since the time is taken."),
        request=WeeklyBookingSerializer,
        responses={201: BookedSerializer},
    )
    def post(self, request: Request) -> Response:
        """Book them."""
        said = self.said(WeeklyBookingSerializer)
        until, leave_out = said.pop("until_on"), said.pop("leave_out")
        done = bookings.book_weekly(
            plan=BookingPlan(**said), until_on=until, by=self.plain.actor, leave_out=leave_out
        )
        made = self.bookings().filter(pk__in=[each.pk for each in done.made]).order_by("starts_at", "pk")
        told = BookedSerializer({"made": made, "left_out": done.left_out}).data
        return Response(told, status=status.HTTP_201_CREATED)
