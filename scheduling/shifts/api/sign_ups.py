"""Who comes to a shift, for those who look after its role and the people."""

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from api.fields import Exactly, Instant
from api.paging import ByCursor
from api.queries import asked
from scheduling.shifts import conditions, services
from scheduling.shifts.api.base import MANAGE, OfAssociation
from scheduling.shifts.api.fields import PersonSerializer
from scheduling.shifts.models import SignUp
from scheduling.shifts.selectors import searches
from volunteers.register import reach
from volunteers.register.models import Person

# What says how things stand; the rest is behind us.
NOW = (*SignUp.ACTIVE, *SignUp.HOPING)


class SignUpsQuery(serializers.Serializer[Any]):
    """Which sign-ups are asked for."""

    state = serializers.ChoiceField(
        choices=SignUp.State.choices,
        required=False,
        help_text="Only those in this state. Without it: who comes, and who would like to.",
    )


@extend_schema_serializer(
    component_name="SignUp",
    examples=[
        OpenApiExample(
            "Somebody who asked for a place",
            value={
                "uuid": "8a8e8a90-0f0e-4c61-8b39-6f4b3f0f5a33",
                "person": {"uuid": "3c3f9df5-6a5a-4f0e-9b0c-94b7a3ad6d44", "name": "Bo Berg"},
                "state": "requested",
                "starts_at": "2025-02-04T15:00:00+00:00",
                "ends_at": "2025-02-04T18:00:00+00:00",
                "in_training": False,
                "qualification": None,
                "created_at": "2025-02-03T07:12:05.123456+00:00",
                "offered_until": None,
                "confirm_asked_at": None,
                "cannot_come": False,
                "override_reason": "",
            },
        )
    ],
)
class SignUpSerializer(serializers.ModelSerializer[SignUp]):
    """Somebody's claim to a place, with their own times."""

    person = PersonSerializer()
    starts_at = Instant()
    ends_at = Instant()
    qualification = serializers.CharField(
        source="slot.qualification.code",
        default=None,
        allow_null=True,
        help_text="Code of the qualification for which the place is, or null.",
    )
    created_at = Exactly()
    offered_until = Exactly(allow_null=True)
    confirm_asked_at = Exactly(
        allow_null=True, help_text="The shift has moved: since when it is asked whether the new time suits."
    )
    cannot_come = serializers.BooleanField(help_text="Somebody is looked for who takes the place over.")

    class Meta:
        model = SignUp
        fields: ClassVar = [
            "uuid",
            "person",
            "state",
            "starts_at",
            "ends_at",
            "in_training",
            "qualification",
            "created_at",
            "offered_until",
            "confirm_asked_at",
            "cannot_come",
            "override_reason",
        ]


class NewSignUpSerializer(serializers.Serializer[Any]):
    """Whom to put on a shift. A `reason`, which is kept, passes by what a coordinator may pass by."""

    person = serializers.SlugRelatedField[Person](slug_field="uuid", queryset=Person.objects.none())
    in_training = serializers.BooleanField(default=False)
    reason = serializers.CharField(max_length=300, allow_blank=True, default="")

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Only people whom the caller may see."""
        fields = super().get_fields()
        if reader := self.context.get("reader"):
            people = reach.people(reader).filter(is_blank=False)
            fields["person"].queryset = people  # type: ignore[attr-defined]  # a related field
        return fields


class WhoCameFirst(ByCursor):
    """In the order in which they signed up: that of the waiting list, too."""

    ordering: str | tuple[str, ...] = "pk"


class SignUpsOfReach(OfAssociation):
    """An endpoint of sign-ups, of people and roles that the caller looks after."""

    rule = MANAGE
    scope = "sign_ups"
    serializer_class = SignUpSerializer
    pagination_class = WhoCameFirst
    queryset = SignUp.objects.none()

    def sign_ups(self) -> QuerySet[SignUp]:
        """Those of people and roles that the caller looks after, with what is told of them."""
        search = searches.looked_for().filter(sign_up=OuterRef("pk"))
        found = SignUp.objects.select_related("person", "shift", "slot__qualification")
        found = found.annotate(cannot_come=Exists(search))
        return reach.of_roles(self.plain, reach.of_people(self.plain, found), by="shift__role")

    def one(self, uuid: UUID) -> SignUp:
        """One of these, or 404."""
        return self.first(self.sign_ups().filter(uuid=uuid))

    def told(self, uuid: UUID, *, status: int = 200) -> Response:
        """One of these as it is now."""
        return Response(SignUpSerializer(self.one(uuid)).data, status=status)


class SignUpsOfShift(SignUpsOfReach):
    """Who comes to a shift, who waits, who asks; and putting somebody on it."""

    @extend_schema(
        summary="Who comes to a shift",
        parameters=[SignUpsQuery],
        responses=SignUpSerializer(many=True),
        description="Those of the people whom the caller looks after, in the order of signing up.",
    )
    def get(self, request: Request, uuid: UUID) -> Response:
        """A page of sign-ups."""
        shift, said = self.managed(uuid), asked(request, SignUpsQuery)
        states = [said["state"]] if "state" in said else NOW
        return self.listed(self.sign_ups().filter(shift=shift, state__in=states))

    @extend_schema(
        summary="Put somebody on a shift",
        description=(
            "Twice changes nothing. Refused with `override_needs_reason` where a reason would help. Once the "
            "shift has started it notes somebody who was there without signing up."
        ),
        request=NewSignUpSerializer,
        responses={201: SignUpSerializer},
    )
    def post(self, request: Request, uuid: UUID) -> Response:
        """Give somebody a place."""
        shift = self.managed(uuid)
        said, by = self.said(NewSignUpSerializer, reader=self.plain), self.plain.actor
        if conditions.has_started(shift):
            made = services.add_walk_in(shift=shift, person=said["person"], by=by)
        else:
            made = services.add_person(shift=shift, by=by, **said)
        return self.told(made.uuid, status=status.HTTP_201_CREATED)


class OneSignUp(SignUpsOfReach):
    """One sign-up."""

    @extend_schema(summary="One sign-up", responses=SignUpSerializer)
    def get(self, request: Request, uuid: UUID) -> Response:
        """The sign-up as it is now."""
        return self.told(uuid)


class Releases(SignUpsOfReach):
    """Taking somebody off."""

    @extend_schema(
        summary="Take somebody off a shift",
        description="As when they have called. They are told. Without a place nothing changes.",
        request=None,
        responses=SignUpSerializer,
    )
    def post(self, request: Request, uuid: UUID) -> Response:
        """Give the place to others."""
        held = self.one(uuid)
        if held.state in SignUp.ACTIVE:
            services.take_off(shift=held.shift, person=held.person, by=self.plain.actor)
        return self.told(uuid)
