"""Shifts over HTTP: what is ahead, taking a place and giving it back, and a coordinator's new shift.

Instants carry their offset. Refusals have the shape of every error: `{"code", "sentence", "data"}`.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import generics, serializers, status
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.http import TenantRequest
from accounts.rights import may
from api.paging import ByCursor
from api.queries import asked
from scheduling.shifts import conditions, selectors, services, words
from scheduling.shifts.errors import NotAVolunteerHere
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.selectors import Row
from scheduling.shifts.services import ShiftPlan
from volunteers.register import reach
from volunteers.register.models import Person, Site, VolunteerRole
from volunteers.register.selectors import active_roles, active_sites, active_volunteers, person_of


@extend_schema_field(OpenApiTypes.DATETIME)
class Instant(serializers.Field[datetime, str, str, datetime]):
    """A moment with its offset from UTC; without one it would be a guess."""

    default_error_messages = {
        "instant": _("Write a date and time with its offset, as 2025-02-04T17:00+02:00.")
    }

    def to_internal_value(self, data: str) -> datetime:
        """An aware moment."""
        try:
            found = parse_datetime(data) if isinstance(data, str) else None
        except ValueError:
            found = None
        if found is None or found.tzinfo is None:
            self.fail("instant")
        return found.replace(second=0, microsecond=0)

    def to_representation(self, value: datetime) -> str:
        """ISO 8601 in UTC."""
        return value.isoformat()


class RoleSerializer(serializers.ModelSerializer[VolunteerRole]):
    """The role of a shift, named in the caller's language."""

    class Meta:
        model = VolunteerRole
        fields = ["code", "name"]


class SiteSerializer(serializers.ModelSerializer[Site]):
    """Where a shift is."""

    class Meta:
        model = Site
        fields = ["uuid", "name", "address", "arrival"]


class ReasonSerializer(serializers.Serializer[Any]):
    """Why the caller cannot take a place."""

    code = serializers.CharField()
    sentence = serializers.CharField(source="__str__")


class ShiftSerializer(serializers.Serializer[Any]):
    """A shift as the caller sees it."""

    uuid = serializers.UUIDField(source="shift.uuid")
    title = serializers.SerializerMethodField()
    description = serializers.CharField(source="shift.description")
    role = RoleSerializer(source="shift.role")
    site = SiteSerializer(source="shift.site", allow_null=True)
    starts_at = Instant(source="shift.starts_at")
    ends_at = Instant(source="shift.ends_at")
    places = serializers.IntegerField(source="shift.places")
    taken = serializers.IntegerField(source="shift.taken")
    state = serializers.ChoiceField(source="shift.state", choices=Shift.State.choices)
    full = serializers.SerializerMethodField(help_text="All places are taken.")
    under_way = serializers.BooleanField(help_text="It has started and not ended.")
    mine = serializers.SerializerMethodField(help_text="State of the caller's sign-up, or null.")
    may_sign_up = serializers.BooleanField(help_text="Whether signing up would give the caller a place.")
    reasons = ReasonSerializer(many=True, help_text="What speaks against it.")

    def get_title(self, row: Row) -> str:
        """Its own, or the role's name."""
        return words.title(row.shift)

    def get_full(self, row: Row) -> bool:
        """Whether all places are taken."""
        return conditions.is_full(row.shift)

    @extend_schema_field(serializers.ChoiceField(choices=SignUp.State.choices, allow_null=True))
    def get_mine(self, row: Row) -> str | None:
        """The caller's own sign-up."""
        return row.sign_up.state if row.sign_up else None


class NewShiftSerializer(serializers.Serializer[Any]):
    """A new shift. `publish` lets volunteers see it at once."""

    role = serializers.SlugRelatedField[VolunteerRole](
        slug_field="code", queryset=VolunteerRole.objects.none()
    )
    site = serializers.SlugRelatedField[Site](
        slug_field="uuid", queryset=Site.objects.none(), allow_null=True, default=None
    )
    contact_person = serializers.SlugRelatedField[Person](
        slug_field="uuid", queryset=Person.objects.none(), allow_null=True, default=None
    )
    title = serializers.CharField(max_length=120, allow_blank=True, default="")
    description = serializers.CharField(max_length=4000, allow_blank=True, default="")
    starts_at = Instant()
    ends_at = Instant()
    places = serializers.IntegerField(min_value=1, max_value=999)
    publish = serializers.BooleanField(default=False)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Only what this association has now and the reader looks after."""
        fields = super().get_fields()
        reader: reach.Reaching | None = self.context.get("reader")
        if reader is None:  # somebody describes it, nobody asks
            return fields
        for name, rows in (
            ("role", reach.roles(reader, active_roles())),
            ("site", active_sites()),
            ("contact_person", reach.people(reader, active_volunteers())),
        ):
            fields[name].queryset = rows  # type: ignore[attr-defined]  # they are related fields
        return fields

    def plan(self) -> ShiftPlan:
        """What valid data says."""
        said = {**self.validated_data}
        said.pop("publish")
        return ShiftPlan(**said)


class RoleQuery(serializers.Serializer[Any]):
    """One role."""

    role = serializers.CharField(required=False, max_length=200, help_text="Code of a role.")


class InOrderOfTime(ByCursor):
    """The next shift first."""

    ordering: str | tuple[str, ...] = ("starts_at", "id")


class _OfAssociation(generics.GenericAPIView[Any]):
    serializer_class = ShiftSerializer
    pagination_class = InOrderOfTime
    request: Request

    @property
    def plain(self) -> TenantRequest:
        """The request as the identity phase has prepared it."""
        plain: TenantRequest = self.request._request  # type: ignore[assignment]  # DRF keeps it there
        return plain

    def me(self) -> Person | None:
        """The person behind the login."""
        return person_of(self.plain.user.uuid)

    def shift(self, uuid: UUID) -> Shift:
        """A shift that the caller may see, or 404."""
        found = selectors.seen_shift(uuid)
        if found is None and may(self.plain, "shifts.manage"):
            found = selectors.managed_shift(uuid, reader=self.plain)
        if found is None:
            raise Http404
        return found

    def row(self, uuid: UUID) -> dict[str, Any]:
        """A shift as the caller sees it now."""
        shift = self.shift(uuid)
        return dict(ShiftSerializer(selectors.rows_of([shift], person=self.me())[0]).data)


class Shifts(_OfAssociation):
    """Shifts that are not over, in order of time; and a coordinator's way to make one."""

    rule = "shifts.see"
    scope = "shifts"

    def get_queryset(self) -> QuerySet[Shift]:
        """Published and cancelled ones; `?role=` narrows them to one role."""
        ahead = selectors.shifts_ahead()
        role = asked(self.request, RoleQuery).get("role")
        return ahead.filter(role__code=role) if role else ahead

    @extend_schema(
        summary="Shifts ahead",
        parameters=[RoleQuery],
        responses=ShiftSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """A page of shifts as the caller sees them."""
        page = self.paginate_queryset(self.get_queryset()) or []
        rows = selectors.rows_of(page, person=self.me())
        return self.get_paginated_response(ShiftSerializer(rows, many=True).data)

    @extend_schema(
        summary="Make a shift",
        description="For coordinators.",
        request=NewShiftSerializer,
        responses={201: ShiftSerializer},
    )
    def post(self, request: Request) -> Response:
        """Make a shift, as a draft or published."""
        if not may(self.plain, "shifts.manage"):
            raise PermissionDenied
        said = NewShiftSerializer(data=request.data, context={"reader": self.plain})
        said.is_valid(raise_exception=True)
        made = services.make_shift(
            plan=said.plan(), publish=said.validated_data["publish"], by=self.plain.actor
        )
        return Response(self.row(made.uuid), status=status.HTTP_201_CREATED)


class OneShift(_OfAssociation):
    """One shift."""

    rule = "shifts.see"
    scope = "shifts"

    @extend_schema(summary="One shift", responses=ShiftSerializer)
    def get(self, request: Request, uuid: UUID) -> Response:
        """The shift as the caller sees it."""
        return Response(self.row(uuid))


class SignUps(_OfAssociation):
    """The caller's own place on a shift."""

    rule = "shifts.sign_up"
    scope = "shifts"

    @extend_schema(
        summary="Sign up",
        description="Signing up twice changes nothing. Refused with a code, as `shift_full`.",
        request=None,
        responses=ShiftSerializer,
    )
    def post(self, request: Request, uuid: UUID) -> Response:
        """Take a place."""
        shift, person = self.shift(uuid), self.me()
        if person is None:
            raise NotAVolunteerHere
        services.sign_up(shift=shift, person=person, by=self.plain.actor)
        return Response(self.row(uuid))


class Cancellations(_OfAssociation):
    """Giving the caller's own place back."""

    rule = "shifts.sign_up"
    scope = "shifts"

    @extend_schema(
        summary="Cancel one's own place",
        description="Until the shift starts. Without a place nothing changes. Nobody asks why.",
        request=None,
        responses=ShiftSerializer,
    )
    def post(self, request: Request, uuid: UUID) -> Response:
        """Give the place back."""
        shift, person = self.shift(uuid), self.me()
        if person is not None:
            services.cancel_own(shift=shift, person=person, by=self.plain.actor)
        return Response(self.row(uuid))
