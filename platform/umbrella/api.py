"""The published figures for machines: the same rows as the pages."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.queries import YearQuery, asked
from umbrella import selectors

STATES = [
    ("shown", "shown"),
    ("hidden", "hidden, so that nobody can be told from the figure"),
    ("provisional", "provisional"),
    ("not_reported", "not reported"),
]

METHODS = [
    ("platform", "collected and closed month by month"),
    ("form", "a whole year, told on a form; no month of it is closed"),
]


class FigureSerializer(serializers.Serializer[selectors.Figure]):
    """Hours and people; both null where hidden or not reported, and `state` says which.

    Attendances that were counted without names are among the people.
    """

    minutes = serializers.IntegerField(allow_null=True)
    people = serializers.IntegerField(allow_null=True)
    state = serializers.SerializerMethodField()

    @extend_schema_field(serializers.ChoiceField(choices=STATES))
    def get_state(self, figure: selectors.Figure) -> str:
        """Which of the four."""
        if figure.hidden:
            return "hidden"
        if figure.is_missing:
            return "not_reported"
        return "provisional" if figure.provisional else "shown"


class AssociationSerializer(serializers.Serializer[selectors.Row]):
    """One association."""

    slug = serializers.CharField()
    name = serializers.CharField()
    district = serializers.CharField()
    year = FigureSerializer()
    months = FigureSerializer(many=True)
    # "form": the whole year as it was told on a form, of which no month is closed here.
    method = serializers.ChoiceField(choices=METHODS, allow_null=True)
    months_closed = serializers.IntegerField()


class DistrictSerializer(serializers.Serializer[selectors.DistrictRow]):
    """One district."""

    code = serializers.CharField()
    name = serializers.CharField()
    year = FigureSerializer()


class OverviewSerializer(serializers.Serializer[selectors.Overview]):
    """One year of the federation."""

    year = serializers.IntegerField()
    total = FigureSerializer()
    months = FigureSerializer(many=True)
    associations = AssociationSerializer(many=True, source="rows")
    districts = DistrictSerializer(many=True)
    memberships = serializers.IntegerField(source="people.memberships", allow_null=True, default=None)
    people = serializers.IntegerField(source="people.people", allow_null=True, default=None)
    # Among both: people without an account, who may be counted in several associations.
    may_overlap = serializers.IntegerField(source="people.may_overlap", allow_null=True, default=None)
    reporting_rate = serializers.SerializerMethodField()
    not_reported = serializers.SerializerMethodField()
    released_at = serializers.DateTimeField(source="release.released_at", allow_null=True, default=None)
    verified_at = serializers.DateTimeField(source="night.finished_at", allow_null=True, default=None)

    @extend_schema_field(serializers.ListField(child=serializers.IntegerField(), min_length=2, max_length=2))
    def get_reporting_rate(self, overview: selectors.Overview) -> list[int]:
        """Associations that reported, and all."""
        return list(overview.reporting)

    def get_not_reported(self, overview: selectors.Overview) -> list[str]:
        """Slugs of those that did not."""
        return [row.slug for row in overview.not_reported]


class FiguresView(APIView):
    """Published figures of a year."""

    rule: ClassVar[str] = "figures.see"
    scope: ClassVar[str] = "figures"
    pagination_class: ClassVar[Any] = None

    @extend_schema(
        summary="Published figures of a year",
        description="The newest whole year by default. 404 where nothing of a year is published.",
        parameters=[YearQuery],
        responses=OverviewSerializer,
    )
    def get(self, request: Request) -> Response:
        """One year: totals, months, associations, districts."""
        wanted = asked(request, YearQuery).get("year")
        umbrella = request._request.umbrella  # type: ignore[attr-defined]  # set by HostMiddleware
        year = selectors.year_asked(umbrella, str(wanted)) if wanted else selectors.whole_years(umbrella)
        if year is None:
            raise NotFound
        return Response(OverviewSerializer(selectors.overview(umbrella, year)).data)
