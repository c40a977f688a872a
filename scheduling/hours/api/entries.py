"""Hours over HTTP: one's own entries, those that wait for approval, and the association's own figures."""

from typing import Any, ClassVar, cast
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.http import TenantRequest
from api.fields import ByCode, Instant
from api.paging import ByCursor
from api.queries import YearQuery, asked
from scheduling.hours import selectors
from scheduling.hours.errors import NotYours
from scheduling.hours.models import HoursEntry, Kind, MonthFigure
from scheduling.hours.services import approval, own
from tenants.actors import Actor
from volunteers.register import selectors as register
from volunteers.register.models import Person, VolunteerRole


class EntrySerializer(serializers.ModelSerializer[HoursEntry]):
    """An entry of one's own."""

    role = serializers.CharField(source="role.code", default=None)

    class Meta:
        model = HoursEntry
        fields: ClassVar = [
            "uuid",
            "role",
            "kind",
            "starts_at",
            "ends_at",
            "minutes",
            "state",
            "source",
            "return_reason",
        ]


class NewEntrySerializer(serializers.Serializer[Any]):
    """Hours of one's own; those of volunteering have a role, those of board work and the like need none."""

    role = ByCode(queryset=VolunteerRole.objects.all(), required=False, allow_null=True, default=None)
    starts_at = Instant()
    ends_at = Instant()
    kind = serializers.ChoiceField(choices=Kind.choices, default=Kind.TASK)


class WaitingSerializer(EntrySerializer):
    """Somebody's hours that wait."""

    person = serializers.UUIDField(source="person.uuid")
    name = serializers.CharField(source="person.name")

    class Meta(EntrySerializer.Meta):
        fields: ClassVar = [*EntrySerializer.Meta.fields, "person", "name"]


class ApprovingSerializer(serializers.Serializer[Any]):
    """Which hours count."""

    entries = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=200)


class ApprovedSerializer(serializers.Serializer[Any]):
    """How many of them waited; the others are as they were."""

    approved = serializers.IntegerField()


class FigureSerializer(serializers.ModelSerializer[MonthFigure]):
    """A figure: `month` 0 is the whole year, `role` null all roles."""

    role = serializers.CharField(source="role.code", default=None)

    class Meta:
        model = MonthFigure
        fields: ClassVar = ["year", "month", "measure", "role", "minutes", "people", "heads", "computed_at"]


class LatestFirst(ByCursor):
    """The latest hours first."""

    ordering: str | tuple[str, ...] = ("-starts_at", "-id")


class InOrderOfTime(ByCursor):
    """Year, then month."""

    ordering: str | tuple[str, ...] = ("year", "month", "id")


class OwnHours(generics.ListAPIView[HoursEntry]):
    """The hours of the person who asks."""

    rule = "hours.own"
    scope = "hours"
    serializer_class = EntrySerializer
    pagination_class = LatestFirst

    def get_queryset(self) -> QuerySet[HoursEntry]:
        """Nobody else's, and nothing for a login without a person."""
        person = register.person_of(getattr(self.request.user, "uuid", None))
        return selectors.own_entries(person) if person else HoursEntry.objects.none()

    @extend_schema(summary="One's own hours")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A page of the caller's own entries."""
        return super().get(request, *args, **kwargs)

    @extend_schema(
        summary="Write down hours of one's own",
        description="They wait for approval. Hours at the time of others are refused.",
        request=NewEntrySerializer,
        responses={201: EntrySerializer},
    )
    def post(self, request: Request) -> Response:
        """Hand in hours."""
        sent = NewEntrySerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        plain = cast(TenantRequest, request._request)
        person = register.person_of(plain.user.uuid)
        if person is None:
            raise NotYours
        made = own.submit_own(person=person, by=plain.actor, **sent.validated_data)
        return Response(EntrySerializer(made).data, status=status.HTTP_201_CREATED)


class OwnHoursEntry(generics.GenericAPIView[HoursEntry]):
    """Hours of one's own that wait or came back."""

    rule = "hours.own"
    scope = "hours"
    serializer_class = EntrySerializer
    queryset = HoursEntry.objects.none()
    lookup_field = "uuid"

    @extend_schema(
        summary="Change hours of one's own",
        description="Hours that wait or came back; they wait for approval again. All of it is said anew.",
        request=NewEntrySerializer,
        responses=EntrySerializer,
    )
    def put(self, request: Request, uuid: UUID) -> Response:
        """Hand these in again as they were."""
        person, entry, by = _mine(request, uuid)
        sent = NewEntrySerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        made = own.correct_own(entry=entry, person=person, by=by, **sent.validated_data)
        return Response(EntrySerializer(made).data)

    @extend_schema(
        summary="Take back hours of one's own",
        description="Hours that nobody has approved. They are gone.",
        request=None,
        responses={204: None},
    )
    def delete(self, request: Request, uuid: UUID) -> Response:
        """Take these back."""
        person, entry, by = _mine(request, uuid)
        own.withdraw_own(entry=entry, person=person, by=by)
        return Response(status=status.HTTP_204_NO_CONTENT)


def _mine(request: Request, uuid: UUID) -> tuple[Person, HoursEntry, Actor]:
    """The caller, their hours that can still be changed, and who acts."""
    plain = cast(TenantRequest, request._request)
    person = register.person_of(plain.user.uuid)
    entry = selectors.own_entry(person, uuid) if person else None
    if person is None or entry is None:
        raise Http404
    return person, entry, plain.actor


class OldestFirst(ByCursor):
    """The oldest hours first."""

    ordering: str | tuple[str, ...] = ("starts_at", "id")


class WaitingHours(generics.ListAPIView[HoursEntry]):
    """Hours that wait for whoever asks to approve them."""

    rule = "hours.approve"
    scope = "approval"
    serializer_class = WaitingSerializer
    pagination_class = OldestFirst
    queryset = HoursEntry.objects.none()

    def get_queryset(self) -> QuerySet[HoursEntry]:
        """Of people and roles that the caller looks after."""
        return selectors.waiting_entries(reader=cast(TenantRequest, self.request._request))

    @extend_schema(summary="Hours that wait for approval")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A page of hours that wait."""
        return super().get(request, *args, **kwargs)


class Approving(generics.GenericAPIView[HoursEntry]):
    """Approving hours."""

    rule = "hours.approve"
    scope = "approval"
    serializer_class = ApprovingSerializer
    queryset = HoursEntry.objects.none()

    @extend_schema(
        summary="Approve hours",
        description="All or nothing; what does not wait any more stays as it is, so twice changes nothing.",
        request=ApprovingSerializer,
        responses=ApprovedSerializer,
    )
    def post(self, request: Request) -> Response:
        """Approve these."""
        sent = ApprovingSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        plain = cast(TenantRequest, request._request)
        entries = selectors.entries_by_uuid(sent.validated_data["entries"], reader=plain)
        return Response({"approved": approval.approve(entries=entries, by=plain.actor)})


class ReturningSerializer(serializers.Serializer[Any]):
    """What should be changed."""

    reason = serializers.CharField(max_length=200)


class Returning(generics.GenericAPIView[HoursEntry]):
    """Giving hours back to the volunteer."""

    rule = "hours.approve"
    scope = "approval"
    serializer_class = ReturningSerializer
    queryset = HoursEntry.objects.none()

    @extend_schema(
        summary="Return hours to the volunteer",
        description="Hours that wait; the volunteer is told and reads why.",
        request=ReturningSerializer,
        responses=WaitingSerializer,
    )
    def post(self, request: Request, uuid: UUID) -> Response:
        """Give these back."""
        plain = cast(TenantRequest, request._request)
        entry = selectors.entries_by_uuid([uuid], reader=plain).first()
        if entry is None:
            raise Http404
        sent = ReturningSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        approval.return_entry(entry=entry, reason=sent.validated_data["reason"], by=plain.actor)
        return Response(WaitingSerializer(selectors.entries_by_uuid([uuid], reader=plain).get()).data)


class OwnFigures(generics.ListAPIView[MonthFigure]):
    """The association's own exact figures, for its coordinators; `?year=` narrows them."""

    rule = "figures.own"
    scope = "figures"
    serializer_class = FigureSerializer
    pagination_class = InOrderOfTime

    def get_queryset(self) -> QuerySet[MonthFigure]:
        """All years, or one."""
        figures: QuerySet[Any] = selectors.figures()
        year = asked(self.request, YearQuery).get("year")
        return figures.filter(year=year) if year else figures

    @extend_schema(summary="The association's own figures", parameters=[YearQuery])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A page of exact figures, for the association itself."""
        return super().get(request, *args, **kwargs)
