"""Instants and the small parts that several answers have in common."""

from datetime import datetime
from typing import Any, ClassVar

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from scheduling.shifts.models import Shift
from scheduling.shifts.words import shifts as words
from volunteers.register.models import Person, Site, VolunteerRole


@extend_schema_field(OpenApiTypes.DATETIME)
class Exactly(serializers.Field[datetime, str, str, datetime]):
    """A moment with its offset from UTC; without one it would be a guess."""

    default_error_messages = {
        "instant": _("Write a date and time with its offset, as 2025-02-04T17:00+02:00.")
    }

    def to_internal_value(self, data: str) -> datetime:
        """An aware moment."""
        try:
            found = parse_datetime(data) if isinstance(data, str) else None
        except ValueError:
            found = None
        if found is None or found.tzinfo is None:
            self.fail("instant")
        return found

    def to_representation(self, value: datetime) -> str:
        """ISO 8601 in UTC."""
        return value.isoformat()


class Instant(Exactly):
    """A moment on a whole minute, as shifts begin and end."""

    def to_internal_value(self, data: str) -> datetime:
        """An aware moment without seconds."""
        return super().to_internal_value(data).replace(second=0, microsecond=0)


class ByCode(serializers.SlugRelatedField[Any]):
    """A row that is named by its code. What no database can hold is no code."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(slug_field="code", **kwargs)

    def to_internal_value(self, data: Any) -> Any:
        """The row."""
        if not isinstance(data, str) or "\0" in data:
            self.fail("invalid")
        return super().to_internal_value(data)


class RoleSerializer(serializers.ModelSerializer[VolunteerRole]):
    """The role of a shift, named in the caller's language."""

    class Meta:
        model = VolunteerRole
        fields: ClassVar = ["code", "name"]


class SiteSerializer(serializers.ModelSerializer[Site]):
    """Where a shift is."""

    class Meta:
        model = Site
        fields: ClassVar = ["uuid", "name", "address", "arrival"]


@extend_schema_serializer(component_name="Somebody")
class PersonSerializer(serializers.ModelSerializer[Person]):
    """Somebody of the register."""

    name = serializers.CharField()

    class Meta:
        model = Person
        fields: ClassVar = ["uuid", "name"]


class ReasonSerializer(serializers.Serializer[Any]):
    """What a check says."""

    code = serializers.CharField()
    sentence = serializers.CharField(help_text="In the language of the request.")


class ShortShiftSerializer(serializers.ModelSerializer[Shift]):
    """A shift in a line: what, when, where."""

    title = serializers.SerializerMethodField()
    role = RoleSerializer()
    site = SiteSerializer(allow_null=True)
    starts_at = Instant()
    ends_at = Instant()

    class Meta:
        model = Shift
        fields: ClassVar = ["uuid", "title", "role", "site", "starts_at", "ends_at"]

    def get_title(self, shift: Shift) -> str:
        """Its own, or the role's name."""
        return words.title(shift)


YES_OR_NO = ("yes", "no")


class AnswerSerializer(serializers.Serializer[Any]):
    """What somebody says who was asked."""

    answer = serializers.ChoiceField(choices=YES_OR_NO)
