"""Hours over HTTP: one's own entries, and the association's own figures."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import generics, serializers

from api.paging import ByCursor
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
    serializer_class = EntrySerializer
    pagination_class = LatestFirst

    def get_queryset(self) -> QuerySet[HoursEntry]:
        """Nobody else's, and nothing for a login without a person."""
        person = register.person_of(getattr(self.request.user, "uuid", None))
        return selectors.own_entries(person) if person else HoursEntry.objects.none()


class OwnFigures(generics.ListAPIView[MonthFigure]):
    """The association's own exact figures, for its coordinators; `?year=` narrows them."""

    rule = "figures.own"
    serializer_class = FigureSerializer
    pagination_class = InOrderOfTime

    def get_queryset(self) -> QuerySet[MonthFigure]:
        """All years, or one."""
        figures: QuerySet[Any] = selectors.figures()
        year = self.request.query_params.get("year", "")
        return figures.filter(year=int(year)) if year.isdecimal() and len(year) == 4 else figures
