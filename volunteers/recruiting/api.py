"""Applications over HTTP, for coordinators: who has applied, for what, and how far they are.

What applicants wrote in their own words, answers, notes and messages stay on the pages.
"""

from typing import Any, ClassVar, cast

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.http import TenantRequest
from api.paging import ByCursor
from api.queries import asked
from volunteers.recruiting import selectors, words
from volunteers.recruiting.models import Application
from volunteers.register.models import VolunteerRole

MANY = "Only applications that"
_STATES = [state for state in Application.State.values if state != Application.State.DRAFT]


class ApplicationsQuery(serializers.Serializer[Any]):
    """Which applications are asked for; all together narrow the list."""

    state = serializers.ChoiceField(choices=_STATES, required=False, help_text=f"{MANY} are in this state.")
    role = serializers.UUIDField(required=False, help_text=f"{MANY} name this role.")
    source = serializers.ChoiceField(  # type: ignore[assignment]  # declared fields are no attributes
        choices=Application.Source.values, required=False, help_text=f"{MANY} came this way."
    )
    late = serializers.BooleanField(
        required=False,
        allow_null=True,
        default=None,
        help_text=f"{MANY} have, or have not, waited for a first reply for more than seven days.",
    )
    submitted_from = serializers.DateField(
        required=False, help_text=f"{MANY} were handed in on this day or later."
    )
    submitted_to = serializers.DateField(
        required=False, help_text=f"{MANY} were handed in on this day or earlier."
    )


class WishSerializer(serializers.ModelSerializer[VolunteerRole]):
    """A role that somebody applies for, named in the caller's language."""

    class Meta:
        model = VolunteerRole
        fields: ClassVar = ["uuid", "code", "name"]


class ApplicationSerializer(serializers.ModelSerializer[Application]):
    """An application. The first of its roles is the one whose page the applicant came from."""

    roles = serializers.SerializerMethodField()
    reply_by = serializers.SerializerMethodField(help_text="Until when the first reply is promised.")
    person = serializers.SlugRelatedField[Any](
        slug_field="uuid", read_only=True, allow_null=True, help_text="Who they are in the register."
    )

    class Meta:
        model = Application
        fields: ClassVar = [
            "uuid",
            "state",
            "roles",
            "given_name",
            "family_name",
            "email",
            "phone",
            "language",
            "municipality",
            "source",
            "submitted_at",
            "reply_by",
            "first_replied_at",
            "interviewed_at",
            "settled_at",
            "reason",
            "person",
        ]

    @extend_schema_field(WishSerializer(many=True))
    def get_roles(self, application: Application) -> Any:
        """The roles in the applicant's order."""
        return WishSerializer([wish.role for wish in application.wishes.all()], many=True).data

    @extend_schema_field(serializers.DateTimeField())
    def get_reply_by(self, application: Application) -> str:
        """Seven days after it was handed in."""
        return words.reply_by(application).isoformat()


class LongestWaitingFirst(ByCursor):
    """As on the board."""

    ordering: str | tuple[str, ...] = ("submitted_at", "id")


class Applications(generics.ListAPIView[Application]):
    """Applications that are handed in, the earliest first."""

    rule = "applications.manage"
    scope = "applications"
    serializer_class = ApplicationSerializer
    pagination_class = LongestWaitingFirst

    def get_queryset(self) -> QuerySet[Application]:
        """Those who are asked for."""
        if getattr(self, "swagger_fake_view", False):  # somebody describes it, nobody asks
            return Application.objects.none()
        reader = cast(TenantRequest, self.request._request)
        said = asked(self.request, ApplicationsQuery)
        return selectors.wanted(reader=reader, **said).select_related("person")

    @extend_schema(summary="Applications of people who want to volunteer", parameters=[ApplicationsQuery])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A page of applications."""
        return super().get(request, *args, **kwargs)
