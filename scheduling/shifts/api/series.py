"""What repeats, for those who plan: the rule, and the shifts that it has made."""

from datetime import time
from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.fields import Instant
from api.paging import ByCursor
from api.queries import asked
from scheduling.shifts.api import shown
from scheduling.shifts.api.base import MANAGE, OfAssociation
from scheduling.shifts.api.fields import RoleSerializer, SiteSerializer
from scheduling.shifts.api.shown import ShiftSerializer, SlotSerializer
from scheduling.shifts.models import Series
from scheduling.shifts.selectors import series as series_selectors
from scheduling.shifts.services.series import rule_of
from scheduling.shifts.words import series as series_words, shifts as words


class SeriesQuery(serializers.Serializer[Any]):
    """Which series are asked for."""

    ended = serializers.ChoiceField(
        choices=["yes", "no"], required=False, default="no", help_text="Those that are over, or those ahead."
    )


@extend_schema_field({"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"})
class OnTheWall(serializers.Field[time, Any, str, time]):
    """A time of day as `17:00`."""

    def to_representation(self, value: time) -> str:
        """Hours and minutes."""
        return f"{value:%H:%M}"


class TimeSerializer(serializers.Serializer[Any]):
    """A time of day by the clock on the wall; past midnight it ends on the day after."""

    starts = OnTheWall(source="start")
    ends = OnTheWall(source="end")
    minutes = serializers.IntegerField()


@extend_schema_serializer(
    component_name="Series",
    examples=[
        OpenApiExample(
            "Every Tuesday and Thursday",
            value={
                "uuid": "77a4a8c6-8d4f-4d3e-9b0b-9f2a7f0c6b66",
                "title": "Soup kitchen",
                "role": {"code": "host", "name": "Meeting place host"},
                "site": None,
                "says": "Every week: Tuesday, Thursday",
                "frequency": "weekly",
                "every": 1,
                "weekdays": [1, 3],
                "nth": None,
                "from_on": "2025-01-07",
                "until_on": "2025-05-29",
                "holidays": "skip",
                "times": [{"starts": "17:00", "ends": "20:00", "minutes": 180}],
                "places": 2,
                "minimum": 1,
                "training_places": 0,
                "slots": [],
                "sign_up_mode": "at_once",
                "names": "coming",
                "ahead": 34,
                "next_at": "2025-02-04T15:00:00+00:00",
            },
        )
    ],
)
class SeriesSerializer(serializers.ModelSerializer[Series]):
    """A rule that repeats, and what its shifts have in common."""

    title = serializers.SerializerMethodField()
    role = RoleSerializer()
    site = SiteSerializer(allow_null=True)
    says = serializers.SerializerMethodField(help_text="The days in words, in the caller's language.")
    weekdays = serializers.ListField(child=serializers.IntegerField(), help_text="0 is Monday.")
    times = serializers.SerializerMethodField()
    slots = SlotSerializer(many=True)
    ahead = serializers.IntegerField(help_text="How many shifts lie ahead.")
    next_at = Instant(allow_null=True)

    class Meta:
        model = Series
        fields: ClassVar = [
            "uuid",
            "title",
            "role",
            "site",
            "says",
            "frequency",
            "every",
            "weekdays",
            "nth",
            "from_on",
            "until_on",
            "holidays",
            "times",
            "places",
            "minimum",
            "training_places",
            "slots",
            "sign_up_mode",
            "names",
            "ahead",
            "next_at",
        ]

    def get_title(self, series: Series) -> str:
        """Its own, or the role's name."""
        return words.title(series)

    def get_says(self, series: Series) -> str:
        """`Every 2 weeks: Monday`."""
        return series_words.days(rule_of(series=series))

    @extend_schema_field(TimeSerializer(many=True))
    def get_times(self, series: Series) -> Any:
        """The times of each day."""
        return TimeSerializer(rule_of(series=series).times, many=True).data


class NextFirst(ByCursor):
    """By key: the latest first, which stays where it is while shifts come and go."""

    ordering: str | tuple[str, ...] = "-pk"


class _Series(OfAssociation):
    rule = MANAGE
    serializer_class = SeriesSerializer
    pagination_class = NextFirst
    queryset = Series.objects.none()

    def series(self, *, ended: bool) -> Any:
        """Those of roles that the caller looks after, with what is told of them."""
        found = series_selectors.all_series(reader=self.plain, ended=ended)
        return found.prefetch_related("slots__qualification").order_by()

    def one(self, uuid: UUID) -> Series:
        """One of these, or 404."""
        for ended in (False, True):
            found: Series | None = self.series(ended=ended).filter(uuid=uuid).first()
            if found is not None:
                return found
        raise Http404


class AllSeries(_Series):
    """Series of the roles that the caller looks after."""

    @extend_schema(summary="Series", parameters=[SeriesQuery], responses=SeriesSerializer(many=True))
    def get(self, request: Request) -> Response:
        """A page of series."""
        said = asked(request, SeriesQuery)
        return self.listed(self.series(ended=said["ended"] == "yes"))


class OneSeries(_Series):
    """One series."""

    @extend_schema(summary="One series", responses=SeriesSerializer)
    def get(self, request: Request, uuid: UUID) -> Response:
        """The series as it is."""
        return Response(SeriesSerializer(self.one(uuid)).data)


class Occurrences(OfAssociation):
    """The shifts of a series."""

    rule = MANAGE

    @extend_schema(
        summary="Shifts of a series",
        description="Those ahead in order of time, drafts and cancelled ones too.",
        operation_id="series_shifts_list",
        responses=ShiftSerializer(many=True),
    )
    def get(self, request: Request, uuid: UUID) -> Response:
        """A page of its shifts."""
        series = series_selectors.managed_series(uuid, reader=self.plain)
        if series is None:
            raise Http404
        ahead = series_selectors.shifts_ahead(series).values("pk")
        page = self.paginate_queryset(shown.shifts().filter(pk__in=ahead.order_by())) or []
        return self.get_paginated_response(self.rows(page))
