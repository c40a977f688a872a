"""The small parts that several answers have in common."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from api.fields import Instant
from scheduling.shifts.models import Shift
from scheduling.shifts.words import shifts as words
from volunteers.register.models import Person, Site, VolunteerRole


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
