"""What a coordinator's program says of a shift that is to be."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from api.fields import ByCode, Instant
from scheduling.shifts.models import Planned
from scheduling.shifts.plans import SlotPlan
from volunteers.register import reach
from volunteers.register.models import Person, QualificationType, Site, VolunteerRole
from volunteers.register.selectors import active_roles, active_sites, active_volunteers

MOST_SLOTS = 20
# As many hours as a year has, and more than a small number of the database holds are none.
MOST_HOURS = 9999


class SlotFormSerializer(serializers.Serializer[Any]):
    """So many of the places ask for a qualification, named by its code."""

    qualification = ByCode(queryset=QualificationType.objects.filter(is_active=True))
    least = serializers.IntegerField(min_value=0, max_value=999, default=1)
    most = serializers.IntegerField(min_value=1, max_value=999, default=1)


def _hours(text: str) -> serializers.IntegerField:
    return serializers.IntegerField(
        min_value=0, max_value=MOST_HOURS, allow_null=True, required=False, help_text=text
    )


def _count(least: int, text: str = "") -> serializers.IntegerField:
    return serializers.IntegerField(min_value=least, max_value=999, required=False, help_text=text)


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "An evening of two, one of whom knows first aid",
            value={
                "role": "host",
                "site": "5c7d7b90-3a63-4c57-9a39-6f9c5c3a1d22",
                "title": "Soup kitchen",
                "starts_at": "2025-02-04T17:00+02:00",
                "ends_at": "2025-02-04T20:00+02:00",
                "places": 2,
                "slots": [{"qualification": "first-aid", "least": 1, "most": 1}],
                "closes_hours_before": 12,
                "publish": True,
            },
            request_only=True,
        )
    ]
)
class ShiftFormSerializer(serializers.Serializer[Any]):
    """What a shift is to be. Hours are counted back from its start; null says that there is no such limit."""

    role = ByCode(queryset=VolunteerRole.objects.none())
    site = serializers.SlugRelatedField[Site](
        slug_field="uuid", queryset=Site.objects.none(), allow_null=True, required=False
    )
    contact_person = serializers.SlugRelatedField[Person](
        slug_field="uuid", queryset=Person.objects.none(), allow_null=True, required=False
    )
    title = serializers.CharField(max_length=120, allow_blank=True, required=False)
    description = serializers.CharField(max_length=4000, allow_blank=True, required=False)
    starts_at = Instant()
    ends_at = Instant()
    places = serializers.IntegerField(min_value=1, max_value=999)
    minimum = _count(0, "With fewer it cannot be held.")
    training_places = _count(0, "For those who learn; they fill none of the places.")
    slots = serializers.ListField(
        child=SlotFormSerializer(),
        required=False,
        max_length=MOST_SLOTS,
        help_text="They take the place of those that were.",
    )
    where = serializers.ChoiceField(choices=Planned.Where.choices, required=False)
    online_address = serializers.URLField(
        allow_blank=True, required=False, max_length=200, help_text="For those who come."
    )
    for_those_who_come = serializers.CharField(max_length=2000, allow_blank=True, required=False)
    sign_up_mode = serializers.ChoiceField(choices=Planned.SignUpMode.choices, required=False)
    opens_hours_before = _hours("From when on one signs up.")
    closes_hours_before = _hours("Until when one signs up.")
    cancel_hours_before = _hours("Until when one gives a place back.")
    all_hours_before = _hours("Where some are invited first: from when on everybody may sign up.")
    names = serializers.ChoiceField(choices=Planned.Names.choices, required=False)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Only what this association has now and the caller looks after; what a shift has, it may keep."""
        fields = super().get_fields()
        reader: reach.Reaching | None = self.context.get("reader")
        if reader is None:  # somebody describes it, nobody asks
            return fields
        kept: Planned | None = self.context.get("shift")
        for name, rows in (
            ("role", reach.roles(reader, active_roles())),
            ("site", active_sites()),
            ("contact_person", reach.people(reader, active_volunteers())),
        ):
            fields[name].queryset = _with(rows, getattr(kept, f"{name}_id", None))  # type: ignore[attr-defined]  # they are related fields
        return fields

    def said(self) -> dict[str, Any]:
        """What valid data says, as a plan has it."""
        said = {**self.validated_data}
        if "slots" in said:
            said["slots"] = tuple(SlotPlan(**slot) for slot in said["slots"])
        return said


def _with(rows: QuerySet[Any], kept: int | None) -> QuerySet[Any]:
    return rows | rows.model._default_manager.filter(pk=kept) if kept else rows


class NewShiftSerializer(ShiftFormSerializer):
    """A new shift. `publish` lets volunteers see it at once."""

    publish = serializers.BooleanField(default=False)
