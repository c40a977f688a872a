"""Lists of groups, occasions and numbers, and ways to begin a group, plan an occasion and send numbers."""

from typing import Any, ClassVar, cast

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.http import TenantRequest
from api.fields import ByCode, Day
from api.paging import ByCursor
from api.queries import asked
from scheduling.activities import selectors, words
from scheduling.activities.api.wishes import (
    GroupFormSerializer,
    NewOccasionSerializer,
    checked_group,
    checked_occasion,
)
from scheduling.activities.errors import SentElsewhere
from scheduling.activities.models import Activity, Count, Group, Measure, TallyPlace
from scheduling.activities.services import groups, keys, occasions, outcomes, tallies
from scheduling.activities.services.groups import GroupPlan
from scheduling.activities.services.occasions import OccasionPlan
from scheduling.activities.services.outcomes import Heads
from scheduling.activities.services.tallies import Tally
from scheduling.hours.models import Method
from volunteers.register.api.sites import TimeOfDay
from volunteers.register.models import GrantTarget


class GroupSerializer(serializers.ModelSerializer[Group]):
    """A group that meets again and again, named in the caller's language."""

    name = serializers.CharField()
    role = serializers.CharField(source="role.code")
    leader = serializers.UUIDField(source="leader.uuid", default=None, allow_null=True)
    site = serializers.UUIDField(source="site.uuid", default=None, allow_null=True)
    starts = TimeOfDay(source="start_minute", allow_null=True)

    class Meta:
        model = Group
        fields: ClassVar = [
            "uuid",
            "name",
            "type",
            "role",
            "leader",
            "site",
            "weekday",
            "starts",
            "minutes",
            "capacity",
            "is_open",
            "is_public",
            "is_active",
        ]


class NumberSerializer(serializers.ModelSerializer[Count]):
    """A number of an occasion."""

    class Meta:
        model = Count
        fields: ClassVar = ["measure", "quantity", "method", "state"]


class ActivitySerializer(serializers.ModelSerializer[Activity]):
    """One occasion with its numbers that stand."""

    title = serializers.SerializerMethodField(help_text="Its own, or the group's.")
    group = serializers.UUIDField(source="group.uuid", default=None, allow_null=True)
    role = serializers.CharField(source="role.code", default=None, allow_null=True)
    site = serializers.UUIDField(source="site.uuid", default=None, allow_null=True)
    counts = NumberSerializer(source="standing", many=True)

    class Meta:
        model = Activity
        fields: ClassVar = [
            "uuid",
            "kind",
            "title",
            "group",
            "role",
            "site",
            "starts_at",
            "ends_at",
            "state",
            "cancel_reason",
            "joint_lead",
            "is_public",
            "counts",
        ]

    def get_title(self, activity: Activity) -> str:
        """Its own title, or the name of the group that meets."""
        return words.title(activity)


class CountSerializer(serializers.ModelSerializer[Count]):
    """One number: of what, how many, how that is known, and of which occasion or place."""

    activity = serializers.UUIDField(source="activity.uuid", default=None, allow_null=True)
    place = serializers.UUIDField(source="place.uuid", default=None, allow_null=True)
    grant_target = serializers.CharField(source="grant_target.code", default=None, allow_null=True)
    corrects = serializers.UUIDField(
        source="corrects.uuid", default=None, allow_null=True, help_text="In whose place it stands."
    )

    class Meta:
        model = Count
        fields: ClassVar = [
            "uuid",
            "measure",
            "quantity",
            "method",
            "basis",
            "local_date",
            "activity",
            "place",
            "own",
            "grant_target",
            "state",
            "sent_key",
            "corrects",
            "reason",
        ]


class ActivitiesQuery(serializers.Serializer[Any]):
    """Which occasions are asked for; all together narrow the list."""

    kind = serializers.ChoiceField(choices=Activity.Kind.choices, required=False)
    state = serializers.ChoiceField(choices=Activity.State.choices, required=False)
    group = serializers.UUIDField(required=False)
    since = Day(required=False, help_text="From this day on.")
    until = Day(required=False, help_text="Up to this day.")


class CountsQuery(serializers.Serializer[Any]):
    """Which numbers are asked for; all together narrow the list."""

    measure = serializers.ChoiceField(choices=Measure.choices, required=False)
    activity = serializers.UUIDField(required=False)
    place = serializers.UUIDField(required=False)
    since = Day(required=False, help_text="From this day on.")
    until = Day(required=False, help_text="Up to this day.")


class NewCountSerializer(serializers.Serializer[Any]):
    """A number as a program sends it: of an occasion, or of a day at a place where something is counted."""

    sent_key = serializers.UUIDField(help_text="The sender's own mark: the same one counts once.")
    quantity = serializers.IntegerField(min_value=0, max_value=1_000_000)
    method = serializers.ChoiceField(choices=Method.choices)
    basis = serializers.CharField(
        max_length=300, required=False, allow_blank=True, default="", help_text="For estimates and samples."
    )
    activity = serializers.SlugRelatedField[Activity](
        slug_field="uuid", queryset=Activity.objects.none(), required=False
    )
    place = serializers.SlugRelatedField[TallyPlace](
        slug_field="uuid", queryset=TallyPlace.objects.none(), required=False
    )
    measure = serializers.ChoiceField(choices=Measure.choices, required=False, help_text="At a place.")
    day = Day(required=False, help_text="At a place.")
    own = serializers.BooleanField(
        default=False, help_text="Heads that a group or an event counts already; at a place."
    )
    grant_target = ByCode(
        queryset=GrantTarget.objects.filter(is_active=True),
        required=False,
        help_text="Who pays for this number, if not who pays for the place; at a place.",
    )

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Only what the caller looks after."""
        fields = super().get_fields()
        if reader := self.context.get("reader"):
            occasions = selectors.seen(reader, Activity.objects.all())
            fields["activity"].queryset = occasions  # type: ignore[attr-defined]  # a related field
            fields["place"].queryset = selectors.places(reader=reader)  # type: ignore[attr-defined]  # the same
        return fields

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Either an occasion, or a place with a day and a measure."""
        if ("activity" in attrs) == ("place" in attrs):
            raise serializers.ValidationError({"activity": "Name an activity or a place."})
        if "place" in attrs and not {"measure", "day"} <= set(attrs):
            raise serializers.ValidationError({"measure": "Name the measure and the day at the place."})
        if "activity" in attrs and "grant_target" in attrs:
            raise serializers.ValidationError({"grant_target": "It is said of the activity itself."})
        return attrs


class InOrderOfTime(ByCursor):
    """The first one first."""

    ordering: str | tuple[str, ...] = ("starts_at", "id")


class ByDay(ByCursor):
    """The first day first."""

    ordering: str | tuple[str, ...] = ("local_date", "id")


class OfReach(generics.GenericAPIView[Any]):
    """An endpoint for those who look after roles or units."""

    rule = "activities.manage"
    scope = "activities"
    request: Request

    @property
    def plain(self) -> TenantRequest:
        """The request as the identity phase has prepared it."""
        return cast(TenantRequest, self.request._request)

    def said(self, form: type[serializers.Serializer[Any]], *, partial: bool = False) -> dict[str, Any]:
        """What the caller has sent. Raises ValidationError, which is answered with 400."""
        sent = form(data=self.request.data, partial=partial, context={"reader": self.plain})
        sent.is_valid(raise_exception=True)
        return dict(sent.validated_data)

    def listed(self, found: QuerySet[Any]) -> Response:
        """A page of rows, as `serializer_class` describes them."""
        page = self.paginate_queryset(found) or []
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


class Groups(OfReach):
    """Groups."""

    serializer_class = GroupSerializer
    pagination_class = ByCursor
    queryset = Group.objects.none()

    @extend_schema(summary="Groups", responses=GroupSerializer(many=True))
    def get(self, request: Request) -> Response:
        """A page of groups, in the order in which they were made."""
        return self.listed(selectors.groups(reader=self.plain))

    @extend_schema(
        summary="Begin a group",
        description="Its name is its own (`group_known`). Put its times in the calendar next.",
        request=GroupFormSerializer,
        responses={201: GroupSerializer},
    )
    def post(self, request: Request) -> Response:
        """A new group."""
        plan = checked_group(GroupPlan(**self.said(GroupFormSerializer)), reader=self.plain)
        made = groups.add_group(plan=plan, by=self.plain.actor)
        return Response(GroupSerializer(made).data, status=status.HTTP_201_CREATED)


class Activities(OfReach):
    """Occasions of every kind."""

    serializer_class = ActivitySerializer
    pagination_class = InOrderOfTime
    queryset = Activity.objects.none()

    @extend_schema(
        summary="Group sessions, events and other occasions",
        parameters=[ActivitiesQuery],
        responses=ActivitySerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """A page of occasions in order of time."""
        found, said = selectors.occasions(reader=self.plain), asked(request, ActivitiesQuery)
        names = {"group": "group__uuid", "since": "local_date__gte", "until": "local_date__lte"}
        return self.listed(found.filter(**{names.get(name, name): value for name, value in said.items()}))

    @extend_schema(
        summary="Plan an occasion",
        description=(
            "An event, a gig, a dialogue, a forum or recreation for volunteers. Sent again with the same "
            "`sent_key` it is planned once, and is answered as it stands now. In a closed month only with "
            "why it comes late."
        ),
        request=NewOccasionSerializer,
        responses={201: ActivitySerializer},
    )
    def post(self, request: Request) -> Response:
        """A new occasion."""
        said = self.said(NewOccasionSerializer)
        key, kind, late = said.pop("sent_key"), said.pop("kind"), said.pop("late_reason", "")
        plan = checked_occasion(OccasionPlan(**said), kind=kind, said=said, reader=self.plain)
        made = occasions.add_occasion(kind=kind, plan=plan, by=self.plain.actor, late_reason=late, key=key)
        told = selectors.occasions(reader=self.plain).filter(pk=made.pk, kind=kind).first()
        if told is None:
            raise SentElsewhere
        return Response(ActivitySerializer(told).data, status=status.HTTP_201_CREATED)


class Counts(OfReach):
    """Numbers: what was counted, and a way to send more."""

    scope = "counts"
    serializer_class = CountSerializer
    pagination_class = ByDay
    queryset = Count.objects.none()

    def found(self) -> QuerySet[Count]:
        """Numbers of roles and units that the caller looks after."""
        return selectors.seen(
            self.plain, Count.objects.select_related("activity", "place", "corrects", "grant_target")
        )

    @extend_schema(summary="What was counted", parameters=[CountsQuery], responses=CountSerializer(many=True))
    def get(self, request: Request) -> Response:
        """A page of numbers, by day; one that was corrected is there, and the one in its place."""
        said = asked(request, CountsQuery)
        names = {
            "activity": "activity__uuid",
            "place": "place__uuid",
            "since": "local_date__gte",
            "until": "local_date__lte",
        }
        return self.listed(
            self.found().filter(**{names.get(name, name): value for name, value in said.items()})
        )

    @extend_schema(
        summary="Send a number",
        description=(
            "Of an occasion, which is then held; or of a day at a place where something is counted. The "
            "number sent again with the same `sent_key` counts once, also when it was changed, corrected or "
            "taken back since, and is answered as it stands now."
        ),
        request=NewCountSerializer,
        responses={201: CountSerializer},
    )
    def post(self, request: Request) -> Response:
        """Note a number."""
        sent = NewCountSerializer(data=request.data, context={"reader": self.plain})
        sent.is_valid(raise_exception=True)
        said: dict[str, Any] = dict(sent.validated_data)
        if not keys.spent(keys=[said["sent_key"]]):
            self._note(said)
        made = self.found().filter(keys__key=said["sent_key"]).first()
        if made is None:
            raise SentElsewhere
        return Response(CountSerializer(made).data, status=status.HTTP_201_CREATED)

    def _note(self, said: dict[str, Any]) -> None:
        by = self.plain.actor
        if "activity" in said:
            heads = Heads(said["quantity"], said["method"], said["basis"], said["sent_key"])
            outcomes.note_held(activity=said["activity"], heads=heads, by=by, approves=True)
            return
        tally = Tally(
            day=said["day"],
            measure=said["measure"],
            quantity=said["quantity"],
            method=said["method"],
            basis=said["basis"],
            own=said["own"],
            key=said["sent_key"],
            grant_target=said.get("grant_target"),
        )
        tallies.add(place=said["place"], tallies=[tally], by=by, approves=True, source=Count.Source.API)
