"""One group, one occasion, one number; correcting a number and taking it back; where numbers are counted."""

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.paging import ByCursor
from scheduling.activities import selectors
from scheduling.activities.api.lists import ActivitySerializer, CountSerializer, GroupSerializer, OfReach
from scheduling.activities.models import Activity, Count, Group, TallyPlace
from scheduling.activities.services import counts, outcomes, tallies
from scheduling.activities.services.outcomes import Heads
from scheduling.hours.models import Method


class CountingPlaceSerializer(serializers.ModelSerializer[TallyPlace]):
    """Where something is counted day by day, and what."""

    site = serializers.UUIDField(source="site.uuid", default=None, allow_null=True)
    role = serializers.CharField(source="role.code", default=None, allow_null=True)
    measures = serializers.SerializerMethodField(help_text="What is counted there.")

    class Meta:
        model = TallyPlace
        fields: ClassVar = ["uuid", "name", "kind", "area", "site", "role", "is_active", "measures"]

    def get_measures(self, place: TallyPlace) -> list[str]:
        """What is counted at a place of its kind."""
        return [str(measure) for measure in tallies.MEASURES[TallyPlace.Kind(place.kind)]]


class CorrectionSerializer(serializers.Serializer[Any]):
    """Another number in the place of one of a closed month, and why."""

    quantity = serializers.IntegerField(min_value=0, max_value=1_000_000)
    method = serializers.ChoiceField(choices=Method.choices)
    basis = serializers.CharField(
        max_length=300, required=False, allow_blank=True, default="", help_text="For estimates and samples."
    )
    reason = serializers.CharField(max_length=200)


class OneGroup(OfReach):
    """A group."""

    serializer_class = GroupSerializer
    queryset = Group.objects.none()

    @extend_schema(summary="A group", responses=GroupSerializer)
    def get(self, request: Request, uuid: UUID) -> Response:
        """One group that the caller looks after."""
        found = selectors.groups(reader=self.plain).filter(uuid=uuid).first()
        if found is None:
            raise Http404
        return Response(GroupSerializer(found).data)


class OneActivity(OfReach):
    """An occasion."""

    serializer_class = ActivitySerializer
    queryset = Activity.objects.none()

    @extend_schema(summary="An occasion with its numbers", responses=ActivitySerializer)
    def get(self, request: Request, uuid: UUID) -> Response:
        """One occasion that the caller looks after."""
        found = selectors.occasions(reader=self.plain).filter(uuid=uuid).first()
        if found is None:
            raise Http404
        return Response(ActivitySerializer(found).data)


class WhySerializer(serializers.Serializer[Any]):
    """Why an occasion is not held."""

    cancel_reason = serializers.ChoiceField(choices=Activity.CancelReason.choices)


class Cancelling(OfReach):
    """Cancelling an occasion."""

    serializer_class = ActivitySerializer
    queryset = Activity.objects.none()

    @extend_schema(
        summary="Cancel an occasion",
        description=(
            "It was not held, or will not be: nothing of it counts, and its waiting hours are taken back. "
            "Refused where its month is closed or hours of it are approved. Once more with the same reason "
            "changes nothing."
        ),
        request=WhySerializer,
        responses=ActivitySerializer,
    )
    def post(self, request: Request, uuid: UUID) -> Response:
        """Note that it is not held, and why."""
        found = selectors.occasions(reader=self.plain)
        activity = found.filter(uuid=uuid).first()
        if activity is None:
            raise Http404
        sent = WhySerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        outcomes.note_cancelled(
            activity=activity, reason=sent.validated_data["cancel_reason"], by=self.plain.actor
        )
        return Response(ActivitySerializer(found.get(pk=activity.pk)).data)


class InOrderOfMaking(ByCursor):
    """The first one first."""

    ordering: str | tuple[str, ...] = ("id",)


class CountingPlaces(OfReach):
    """Where something is counted."""

    scope = "counts"
    serializer_class = CountingPlaceSerializer
    pagination_class = InOrderOfMaking
    queryset = TallyPlace.objects.none()

    @extend_schema(summary="Counting places", responses=CountingPlaceSerializer(many=True))
    def get(self, request: Request) -> Response:
        """A page of places, in the order in which they were made."""
        return self.listed(selectors.places(reader=self.plain))


class OfCounts(OfReach):
    """One number that the caller looks after."""

    scope = "counts"
    serializer_class = CountSerializer
    queryset = Count.objects.none()

    def rows(self) -> QuerySet[Count]:
        """Numbers of roles and units that the caller looks after."""
        return selectors.seen(
            self.plain, Count.objects.select_related("activity", "place", "corrects", "grant_target")
        )

    def one(self, uuid: UUID) -> Count:
        """The number, or 404."""
        found = self.rows().filter(uuid=uuid).first()
        if found is None:
            raise Http404
        return found


class OneCount(OfCounts):
    """A number."""

    @extend_schema(summary="A number", responses=CountSerializer)
    def get(self, request: Request, uuid: UUID) -> Response:
        """One number, also one that was corrected since."""
        return Response(CountSerializer(self.one(uuid)).data)


class Correcting(OfCounts):
    """Correcting a number of a closed month."""

    @extend_schema(
        summary="Correct a number of a closed month",
        description=(
            "The first number stays to be seen; the answer is the one in its place. In an open month send "
            "the number again with another key, or take it back."
        ),
        request=CorrectionSerializer,
        responses=CountSerializer,
    )
    def post(self, request: Request, uuid: UUID) -> Response:
        """Put another number in its place."""
        found = self.one(uuid)
        sent = CorrectionSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        said = dict(sent.validated_data)
        reason = said.pop("reason")
        made = counts.correct(count=found, heads=Heads(**said), reason=reason, by=self.plain.actor)
        return Response(CountSerializer(made).data)


class TakingBack(OfCounts):
    """Taking back a number that was a slip."""

    @extend_schema(
        summary="Take back a number of a place",
        description="Only in an open month. Its key stays spent. The answer is the number as it was.",
        request=None,
        responses=CountSerializer,
    )
    def post(self, request: Request, uuid: UUID) -> Response:
        """Take it back."""
        found = self.one(uuid)
        was = CountSerializer(found).data
        tallies.take_back(count=found, by=self.plain.actor, approved_too=True)
        return Response(was)
