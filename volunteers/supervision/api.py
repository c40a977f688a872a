"""Supervision over HTTP, for those who look after it: groups, their times, who is asked and who came.

What was said there is stored nowhere, and so it is not here either.
"""

from typing import Any, ClassVar, cast
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.http import TenantRequest
from api.fields import Day, Exactly
from api.paging import ByCursor
from api.queries import asked
from volunteers.supervision import selectors
from volunteers.supervision.models import Seat, SupervisionGroup, SupervisionSession
from volunteers.supervision.services import attending, inviting

MOST_PEOPLE = 1000


class SupervisionGroupSerializer(serializers.ModelSerializer[SupervisionGroup]):
    """A group that meets for supervision, support talks or peer exchange."""

    role = serializers.CharField(source="role.code")
    site = serializers.UUIDField(source="site.uuid", default=None, allow_null=True)

    class Meta:
        model = SupervisionGroup
        fields: ClassVar = ["uuid", "name", "kind", "form", "role", "site", "minutes", "is_active"]


class SupervisionSessionSerializer(serializers.ModelSerializer[SupervisionSession]):
    """One time of a group, with how many were asked, how they answered, and how many came."""

    group = serializers.UUIDField(source="group.uuid")
    starts_at = Exactly()
    ends_at = Exactly()
    asked = serializers.IntegerField()
    yes = serializers.IntegerField(help_text="Who come.")
    no = serializers.IntegerField(help_text="Who cannot come.")
    present = serializers.IntegerField(help_text="Who were there.")

    class Meta:
        model = SupervisionSession
        fields: ClassVar = ["uuid", "group", "starts_at", "ends_at", "state", "asked", "yes", "no", "present"]


class SeatSerializer(serializers.ModelSerializer[Seat]):
    """Somebody who was asked: what they answered, and whether they came."""

    person = serializers.UUIDField(source="person.uuid")
    name = serializers.CharField(source="person.name")

    class Meta:
        model = Seat
        fields: ClassVar = ["person", "name", "answer", "came"]


class SupervisionQuery(serializers.Serializer[Any]):
    """Which times are asked for; all together narrow the list."""

    group = serializers.UUIDField(required=False)
    state = serializers.ChoiceField(choices=SupervisionSession.State.choices, required=False)
    since = Day(required=False, help_text="From this day on.")
    until = Day(required=False, help_text="Up to this day.")


class WhoCameSerializer(serializers.Serializer[Any]):
    """Who was there; everybody else of the group was not."""

    present = serializers.ListField(child=serializers.UUIDField(), max_length=MOST_PEOPLE)


class InOrderOfTime(ByCursor):
    """The first one first."""

    ordering: str | tuple[str, ...] = ("starts_at", "id")


class InOrder(ByCursor):
    """As they were made."""

    ordering: str | tuple[str, ...] = "pk"


class _OfSupervision(generics.GenericAPIView[Any]):
    """What the endpoints have in common."""

    rule = "supervision.manage"
    scope = "supervision"
    serializer_class: Any = SupervisionSessionSerializer
    queryset: Any = SupervisionSession.objects.none()
    request: Request

    @property
    def plain(self) -> TenantRequest:
        """The request as the identity phase has prepared it."""
        return cast(TenantRequest, self.request._request)

    def listed(self, rows: QuerySet[Any]) -> Response:
        """A page of these rows."""
        page = self.paginate_queryset(rows) or []
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def sessions(self) -> QuerySet[SupervisionSession]:
        """Times of groups that the caller looks after."""
        return selectors.with_counts(selectors.sessions(self.plain))

    def told(self, uuid: UUID) -> Response:
        """One time as it stands now, or 404."""
        return Response(SupervisionSessionSerializer(get_object_or_404(self.sessions(), uuid=uuid)).data)


class SupervisionGroups(_OfSupervision):
    """Groups."""

    serializer_class = SupervisionGroupSerializer
    pagination_class = InOrder
    queryset = SupervisionGroup.objects.none()

    @extend_schema(summary="Groups of supervision", responses=SupervisionGroupSerializer(many=True))
    def get(self, request: Request) -> Response:
        """A page of groups."""
        return self.listed(selectors.groups(self.plain))


class SupervisionSessions(_OfSupervision):
    """Times."""

    pagination_class = InOrderOfTime

    @extend_schema(
        summary="Times of supervision",
        parameters=[SupervisionQuery],
        responses=SupervisionSessionSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """A page of times in order."""
        said = asked(request, SupervisionQuery)
        names = {"group": "group__uuid", "since": "local_date__gte", "until": "local_date__lte"}
        return self.listed(
            self.sessions().filter(**{names.get(name, name): value for name, value in said.items()})
        )


class OneSupervisionSession(_OfSupervision):
    """A time."""

    pagination_class = None

    @extend_schema(summary="A time of supervision", responses=SupervisionSessionSerializer)
    def get(self, request: Request, uuid: UUID) -> Response:
        """One of them."""
        return self.told(uuid)


class Seats(_OfSupervision):
    """Who is asked to a time, and who came."""

    serializer_class = SeatSerializer
    pagination_class = None
    queryset = Seat.objects.none()

    def _of(self, session: SupervisionSession) -> QuerySet[Seat]:
        people = selectors.may_come(session, self.plain).order_by().values("pk")
        rows = Seat.objects.filter(session=session, person__in=people).select_related("person")
        return rows.order_by("person__sort_key", "pk")

    @extend_schema(summary="Who was asked to a time, and who came", responses=SeatSerializer(many=True))
    def get(self, request: Request, uuid: UUID) -> Response:
        """By name; of those whom the caller may see."""
        found = get_object_or_404(self.sessions(), uuid=uuid)
        return Response(SeatSerializer(self._of(found), many=True).data)

    @extend_schema(
        summary="Note who came",
        description=(
            "Their hours follow, and their duty counts from that day. Said again it is changed. Refused "
            "before it has begun, and where its month is closed."
        ),
        request=WhoCameSerializer,
        responses=SeatSerializer(many=True),
    )
    def post(self, request: Request, uuid: UUID) -> Response:
        """Note it for everybody whom the caller may see."""
        found = get_object_or_404(self.sessions(), uuid=uuid)
        sent = WhoCameSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        people, came = list(selectors.may_come(found, self.plain)), set(sent.validated_data["present"])
        if not came <= {person.uuid for person in people}:
            raise serializers.ValidationError({"present": "Somebody of these is not in the group."})
        attending.note_held(session=found, among=people, present=came, by=self.plain.actor)
        return Response(SeatSerializer(self._of(found), many=True).data)


class Asking(_OfSupervision):
    """Asking the members of a group to a time."""

    pagination_class = None

    @extend_schema(
        summary="Ask the members to a time",
        description="Who was asked already is not asked again.",
        request=None,
        responses=SupervisionSessionSerializer,
    )
    def post(self, request: Request, uuid: UUID) -> Response:
        """Ask them."""
        inviting.invite(session=get_object_or_404(self.sessions(), uuid=uuid), by=self.plain.actor)
        return self.told(uuid)


class CallingOff(_OfSupervision):
    """Calling a time off."""

    pagination_class = None

    @extend_schema(
        summary="Call a time off",
        description="Everybody who was asked is told. Refused once it was held. Twice changes nothing.",
        request=None,
        responses=SupervisionSessionSerializer,
    )
    def post(self, request: Request, uuid: UUID) -> Response:
        """Call it off."""
        inviting.call_off(session=get_object_or_404(self.sessions(), uuid=uuid), by=self.plain.actor)
        return self.told(uuid)
