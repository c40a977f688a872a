"""One group and its times; one occasion and what became of it; one number; where numbers are counted."""

from dataclasses import replace
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.paging import ByCursor
from scheduling.activities import selectors
from scheduling.activities.api.lists import ActivitySerializer, CountSerializer, GroupSerializer, OfReach
from scheduling.activities.api.wishes import (
    GroupFormSerializer,
    HeldSerializer,
    OccasionFormSerializer,
    TimesMadeSerializer,
    TimesSerializer,
    checked_group,
    checked_occasion,
)
from scheduling.activities.models import Activity, Count, Group, TallyPlace
from scheduling.activities.services import counts, groups, late, occasions, outcomes, tallies
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


class OfGroups(OfReach):
    """An endpoint of one group."""

    serializer_class = GroupSerializer
    queryset = Group.objects.none()

    def one(self, uuid: UUID) -> Group:
        """The group, or 404."""
        found = selectors.groups(reader=self.plain).filter(uuid=uuid).first()
        if found is None:
            raise Http404
        return found


class OneGroup(OfGroups):
    """A group."""

    @extend_schema(summary="A group", responses=GroupSerializer)
    def get(self, request: Request, uuid: UUID) -> Response:
        """One group that the caller looks after."""
        return Response(GroupSerializer(self.one(uuid)).data)

    @extend_schema(
        summary="Change a group",
        description=(
            "What is left out stays as it is. Times ahead that are still planned go along. One that is not "
            "in use (`is_active`) stays in the figures."
        ),
        request=GroupFormSerializer,
        responses=GroupSerializer,
    )
    def patch(self, request: Request, uuid: UUID) -> Response:
        """Change it, put it away or take it back."""
        found = self.one(uuid)
        plan = replace(groups.plan_of(group=found), **self.said(GroupFormSerializer, partial=True))
        plan = checked_group(plan, reader=self.plain)
        groups.change_group(group=found, plan=plan, by=self.plain.actor)
        return Response(GroupSerializer(self.one(uuid)).data)


class Meeting(OfGroups):
    """Putting the times of a group in the calendar."""

    @extend_schema(
        summary="Put a group's times in the calendar",
        description=(
            "Each week on its weekday, from a day to a day, sixty at once at most. Those that are there "
            "already stay as they are, so that it can be sent again. Its occasions are then in "
            "`/activities/?group=`."
        ),
        request=TimesSerializer,
        responses=TimesMadeSerializer,
    )
    def post(self, request: Request, uuid: UUID) -> Response:
        """Make them."""
        done = groups.add_weekly(group=self.one(uuid), by=self.plain.actor, **self.said(TimesSerializer))
        return Response(TimesMadeSerializer(done).data)


class OfOccasions(OfReach):
    """An endpoint of one occasion."""

    serializer_class: Any = ActivitySerializer
    queryset: Any = Activity.objects.none()
    pagination_class = None

    def one(self, uuid: UUID) -> Activity:
        """The occasion, or 404."""
        found = selectors.occasions(reader=self.plain).filter(uuid=uuid).first()
        if found is None:
            raise Http404
        return found

    def told(self, uuid: UUID) -> Response:
        """The occasion as it stands now."""
        return Response(ActivitySerializer(self.one(uuid)).data)


class OneActivity(OfOccasions):
    """An occasion."""

    @extend_schema(summary="An occasion with its numbers", responses=ActivitySerializer)
    def get(self, request: Request, uuid: UUID) -> Response:
        """One occasion that the caller looks after."""
        return self.told(uuid)

    @extend_schema(
        summary="Change an occasion",
        description=(
            "What is left out stays as it is. Also one that was held, as long as its month is open and the "
            "new one is: its numbers and the hours of those who did it follow."
        ),
        request=OccasionFormSerializer,
        responses=ActivitySerializer,
    )
    def patch(self, request: Request, uuid: UUID) -> Response:
        """Change it."""
        found, said = self.one(uuid), self.said(OccasionFormSerializer, partial=True)
        plan = replace(occasions.plan_of(activity=found), **said)
        plan = checked_occasion(plan, kind=found.kind, said=said, reader=self.plain)
        occasions.change_occasion(activity=found, plan=plan, by=self.plain.actor)
        return self.told(uuid)


class Holding(OfOccasions):
    """Noting that an occasion was held."""

    @extend_schema(
        summary="Note that it was held, and how many came",
        description=(
            "Said again, the number changes, as long as the month is open. In a closed month it is told "
            "once, with why it comes late; a number that was wrong there is corrected (`/counts/`). Refused "
            "before it has begun."
        ),
        request=HeldSerializer,
        responses=ActivitySerializer,
    )
    def post(self, request: Request, uuid: UUID) -> Response:
        """Note it."""
        found, said = self.one(uuid), self.said(HeldSerializer)
        reason, quantity = said.pop("late_reason", ""), said.pop("quantity", None)
        if found.kind == Activity.Kind.DIALOGUE:
            quantity = outcomes.took_part(activity=found) or 0
        if reason:
            if quantity is None:
                raise serializers.ValidationError({"quantity": _("Say how many came.")})
            late.tell_held(activity=found, heads=Heads(quantity, **said), reason=reason, by=self.plain.actor)
        else:
            heads = None if quantity is None else Heads(quantity, **said)
            outcomes.note_held(activity=found, heads=heads, by=self.plain.actor, approves=True)
        return self.told(uuid)


class WhySerializer(serializers.Serializer[Any]):
    """Why an occasion is not held."""

    cancel_reason = serializers.ChoiceField(choices=Activity.CancelReason.choices)
    late_reason = serializers.CharField(
        max_length=200,
        required=False,
        allow_blank=True,
        default="",
        help_text="Why it comes late; only where the month is closed. No names.",
    )


class Cancelling(OfOccasions):
    """Cancelling an occasion."""

    @extend_schema(
        summary="Cancel an occasion",
        description=(
            "It was not held, or will not be: nothing of it counts, and its waiting hours are taken back. "
            "Refused where hours of it are approved, or where its month is closed and it is not said why it "
            "comes late. Once more with the same reason changes nothing."
        ),
        request=WhySerializer,
        responses=ActivitySerializer,
    )
    def post(self, request: Request, uuid: UUID) -> Response:
        """Note that it is not held, and why."""
        found, said = self.one(uuid), self.said(WhySerializer)
        why, reason, by = said["cancel_reason"], said["late_reason"], self.plain.actor
        if reason:
            late.tell_cancelled(activity=found, cancel_reason=why, reason=reason, by=by)
        else:
            outcomes.note_cancelled(activity=found, reason=why, by=by)
        return self.told(uuid)


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
