"""Releases, completeness and years for machines: the same published rows as the pages."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import generics, serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.paging import ByCursor
from api.queries import YearQuery, asked
from umbrella import selectors as figures
from umbrella.models import Release
from umbrella.years import selectors
from umbrella.years.content import MONTHS
from umbrella.years.files import dictionary
from umbrella.years.models import ReportingYear
from umbrella.years.selectors import Paper, Standing
from web.fingerprints import HASH_OF

STATES = [("shown", "shown"), ("hidden", "hidden"), ("not_reported", "not reported")]
METHODS = [("platform", "recorded here"), ("form", "reported on a form")]


class ReleaseSerializer(serializers.ModelSerializer[Release]):
    """One release: the day for which it was due, and when it was made."""

    class Meta:
        model = Release
        fields: ClassVar = ["due_on", "released_at"]


class NewestFirst(ByCursor):
    """The newest first."""

    ordering = ("-due_on", "-pk")


class ReleasesView(generics.GenericAPIView[Release]):
    """All releases."""

    rule = "figures.see"
    scope = "figures"
    serializer_class: Any = ReleaseSerializer
    pagination_class: Any = NewestFirst
    queryset: QuerySet[Release] = Release.objects.none()  # for the description

    @extend_schema(
        operation_id="releases_list",
        summary="Releases of figures, the newest first",
        responses=ReleaseSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """A page of them."""
        page = self.paginate_queryset(Release.objects.filter(umbrella=_umbrella(request))) or []
        return self.get_paginated_response(ReleaseSerializer(page, many=True).data)


class AssociationCompletenessSerializer(serializers.Serializer[dict[str, Any]]):
    """One association: whether and how it reported the year, and how many months of it are closed."""

    slug = serializers.CharField(source="code")
    name = serializers.CharField()
    district = serializers.CharField(allow_blank=True)
    reported = serializers.BooleanField()
    method = serializers.ChoiceField(choices=METHODS, allow_null=True)
    months_closed = serializers.IntegerField()
    completeness = serializers.SerializerMethodField()

    @extend_schema_field(serializers.FloatField(allow_null=True))
    def get_completeness(self, one: dict[str, Any]) -> float | None:
        """Closed months ÷ 12; null where nothing, or only a total, is known."""
        return one["months_closed"] / MONTHS if one["method"] == "platform" else None


class CompletenessSerializer(serializers.Serializer[Any]):
    """How much of a year is told, and by whom."""

    year = serializers.IntegerField()
    state = serializers.ChoiceField(choices=ReportingYear.State.choices)
    reporting_rate = serializers.ListField(child=serializers.IntegerField(), min_length=2, max_length=2)
    verified_at = serializers.DateTimeField(allow_null=True)
    associations = AssociationCompletenessSerializer(many=True)


class FigureRowSerializer(serializers.Serializer[dict[str, Any]]):
    """One figure; `dictionary` says what each field means."""

    table = serializers.CharField()
    code = serializers.CharField()
    name = serializers.CharField()
    year = serializers.IntegerField()
    month = serializers.IntegerField(allow_null=True)
    family = serializers.CharField(allow_null=True, allow_blank=True)
    role = serializers.CharField(allow_null=True)
    role_name = serializers.CharField(allow_null=True)
    state = serializers.ChoiceField(choices=STATES)
    minutes = serializers.IntegerField(allow_null=True)
    people = serializers.IntegerField(allow_null=True)
    metric = serializers.CharField(allow_null=True, default=None)
    value = serializers.IntegerField(allow_null=True, default=None)
    may_overlap = serializers.IntegerField(allow_null=True, default=None)


class FieldSerializer(serializers.Serializer[dict[str, str]]):
    """What a field means."""

    field = serializers.CharField()
    meaning = serializers.CharField()


class YearSerializer(serializers.Serializer[Any]):
    """A year as its page says it: the latest frozen version, or what is published now.

    `version` and `sha256` are null while it is not frozen.
    """

    year = serializers.IntegerField()
    state = serializers.ChoiceField(choices=ReportingYear.State.choices)
    version = serializers.IntegerField(allow_null=True)
    frozen_at = serializers.DateTimeField(allow_null=True)
    sha256 = serializers.CharField(allow_null=True)
    sha256_of = serializers.CharField()
    definitions = serializers.CharField()
    figures = FigureRowSerializer(many=True)
    dictionary = FieldSerializer(many=True)


def _umbrella(request: Request) -> Any:
    return request._request.umbrella  # type: ignore[attr-defined]  # set by HostMiddleware


def _asked(request: Request) -> tuple[Standing, Paper]:
    umbrella = _umbrella(request)
    wanted = asked(request, YearQuery).get("year") or figures.whole_years(umbrella)
    found = selectors.standing(umbrella, int(wanted)) if wanted else None
    if found is None:
        raise NotFound
    return found, selectors.paper_of(umbrella, found)


class CompletenessView(APIView):
    """Who has reported a year."""

    rule: ClassVar[str] = "figures.see"
    scope: ClassVar[str] = "figures"
    pagination_class: ClassVar[Any] = None

    @extend_schema(
        operation_id="completeness_retrieve",
        summary="Who has reported a year, how, and how much of it",
        description="The newest whole year by default. 404 where nothing of a year is published.",
        parameters=[YearQuery],
        responses=CompletenessSerializer,
    )
    def get(self, request: Request) -> Response:
        """One year."""
        found, paper = _asked(request)
        said = {
            "year": found.year,
            "state": found.state,
            "reporting_rate": paper.content["reporting"],
            "verified_at": paper.content["verified_at"],
            "associations": paper.content["associations"],
        }
        return Response(CompletenessSerializer(said).data)


class YearView(APIView):
    """A year with its figures and the hash of what was frozen."""

    rule: ClassVar[str] = "figures.see"
    scope: ClassVar[str] = "figures"
    pagination_class: ClassVar[Any] = None

    @extend_schema(
        operation_id="year_retrieve",
        summary="A year as it was frozen, or as it is published now",
        description="The newest whole year by default. 404 where nothing of a year is published.",
        parameters=[YearQuery],
        responses=YearSerializer,
    )
    def get(self, request: Request) -> Response:
        """One year."""
        found, paper = _asked(request)
        said = {
            "year": found.year,
            "state": found.state,
            "version": paper.number or None,
            "frozen_at": paper.version.frozen_at if paper.version else None,
            "sha256": paper.fingerprint or None,
            "sha256_of": HASH_OF,
            "definitions": paper.content["definitions"],
            "figures": paper.content["figures"],
            "dictionary": dictionary(),
        }
        return Response(YearSerializer(said).data)
