"""Places that are kept for people who are not in the register, for coordinators."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from scheduling.shifts import services
from scheduling.shifts.api.base import MANAGE, OfAssociation
from scheduling.shifts.models import Shift
from scheduling.shifts.selectors import shifts as selectors


class KeptLineSerializer(serializers.Serializer[Any]):
    """So many places for somebody."""

    label: Any = serializers.CharField()
    places = serializers.IntegerField()


class KeptSerializer(serializers.Serializer[Any]):
    """What is kept on a shift, and what is free besides."""

    kept = KeptLineSerializer(many=True)
    free = serializers.IntegerField(help_text="Places that nobody has and that are kept for nobody.")


@extend_schema_serializer(
    examples=[OpenApiExample("Two of the scouts", value={"label": "Scouts", "places": 2}, request_only=True)]
)
class KeepingSerializer(serializers.Serializer[Any]):
    """For whom places are kept, and how many. Not people's full names."""

    label: Any = serializers.CharField(max_length=80)
    places = serializers.IntegerField(min_value=0, max_value=999, help_text="With 0 they are free.")
    was = serializers.CharField(
        max_length=80, allow_blank=True, default="", help_text="The label until now, if it gets another."
    )

    def validate_label(self, label: str) -> str:
        """Without blanks that nobody sees."""
        return " ".join(label.split())


class KeptPlaces(OfAssociation):
    """Places of a shift that are kept for others."""

    rule = MANAGE
    scope = "sign_ups"
    serializer_class = KeptSerializer
    pagination_class = None

    def told(self, shift: Shift) -> Response:
        """How it stands."""
        lines = selectors.kept_for_others(shift).items()
        kept = [{"label": label, "places": places} for label, places in lines]
        return Response(KeptSerializer({"kept": kept, "free": shift.places - shift.taken}).data)

    @extend_schema(
        summary="Places kept for others", operation_id="shifts_kept_retrieve", responses=KeptSerializer
    )
    def get(self, request: Request, uuid: UUID) -> Response:
        """By what they are called."""
        return self.told(self.managed(uuid))

    @extend_schema(
        summary="Keep places for others",
        description=(
            "So many under a label, however many there were; they count as taken, and who waits is offered "
            "what becomes free. The same again changes nothing. Refused: `not_so_many_free`."
        ),
        request=KeepingSerializer,
        responses=KeptSerializer,
    )
    def post(self, request: Request, uuid: UUID) -> Response:
        """Keep them, or let them go."""
        services.keep_places(shift=self.managed(uuid), by=self.plain.actor, **self.said(KeepingSerializer))
        return self.told(self.managed(uuid))
