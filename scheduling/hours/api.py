"""Hours over HTTP: one's own entries, and the association's own figures."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.paging import ByCursor
from api.queries import YearQuery, asked
from scheduling.hours import selectors
from scheduling.hours.models import HoursEntry, MonthFigure
from volunteers.register import selectors as register


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
