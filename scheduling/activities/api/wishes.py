"""What programs send of groups and occasions, read by the rules of the pages' forms."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from accounts.http import TenantRequest
from api.fields import ByCode, Day, Instant
from scheduling.activities.errors import NobodysPart
from scheduling.activities.forms import DAY_LENGTH, MOST_HEADS
from scheduling.activities.kinds import NOT_OF
from scheduling.activities.models import Activity
from scheduling.activities.services.groups import GroupPlan
from scheduling.activities.services.occasions import OccasionPlan
from scheduling.hours.models import Method
from volunteers.register import reach, selectors as register
from volunteers.register.api.sites import TimeOfDay
from volunteers.register.models import GrantTarget, Organisation, Person, Site, Unit, VolunteerRole
from volunteers.register.words import LifeCourse, TargetGroup

Plan = TypeVar("Plan", GroupPlan, OccasionPlan)
LAST_MINUTE = DAY_LENGTH - 1


def _text(length: int, **kwargs: Any) -> serializers.CharField:
    return serializers.CharField(max_length=length, allow_blank=True, required=False, **kwargs)


def _by_uuid(rows: QuerySet[Any], **kwargs: Any) -> serializers.SlugRelatedField[Any]:
    return serializers.SlugRelatedField[Any](slug_field="uuid", queryset=rows, required=False, **kwargs)


class OfReachSerializer(serializers.Serializer[Any]):
    """A body whose rows are those that the caller looks after."""

    def offers(self, reader: TenantRequest) -> Mapping[str, QuerySet[Any]]:
        """What may be named, by field."""
        raise NotImplementedError

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Only what the caller looks after; none of it where the description is made."""
        fields = super().get_fields()
        if reader := self.context.get("reader"):
            for name, rows in self.offers(reader).items():
                fields[name].queryset = rows  # type: ignore[attr-defined]  # a related field
        return fields


class PlacedSerializer(OfReachSerializer):
    """Where something is, and to whom it belongs."""

    role = ByCode(queryset=VolunteerRole.objects.none(), required=False, allow_null=True)
    site = _by_uuid(Site.objects.none(), allow_null=True)
    unit = _by_uuid(Unit.objects.none(), allow_null=True, help_text="Without one: the whole association.")
    grant_target = ByCode(
        queryset=GrantTarget.objects.filter(is_active=True),
        required=False,
        allow_null=True,
        help_text="Without one: as the role has it.",
    )

    def offers(self, reader: TenantRequest) -> Mapping[str, QuerySet[Any]]:
        """Places, and the roles and units that the caller looks after."""
        return {
            "site": register.active_sites(),
            "role": reach.roles(reader, register.active_roles()),
            "unit": reach.units(reader).filter(is_active=True),
        }


class GroupFormSerializer(PlacedSerializer):
    """What a group is to be. `weekday` and `starts` belong together; without them its times come singly."""

    name_fi = serializers.CharField(max_length=120)
    name_sv = _text(120)
    name_en = _text(120)
    type = _text(80, help_text="In the association's words; groups of one type count as one type.")
    role = ByCode(queryset=VolunteerRole.objects.none(), help_text="The role of those who lead it.")
    leader = _by_uuid(Person.objects.none(), allow_null=True)
    weekday = serializers.IntegerField(
        min_value=0, max_value=6, required=False, allow_null=True, help_text="0 is Monday."
    )
    starts = TimeOfDay(source="start_minute", required=False, allow_null=True)
    minutes = serializers.IntegerField(min_value=5, max_value=DAY_LENGTH, required=False)
    capacity = serializers.IntegerField(min_value=1, max_value=1000, required=False, allow_null=True)
    is_open = serializers.BooleanField(required=False, help_text="Anybody may come.")
    is_public = serializers.BooleanField(
        required=False, help_text="In the public calendar; open groups only."
    )
    life_course = serializers.ListField(
        child=serializers.ChoiceField(choices=LifeCourse.choices), required=False, max_length=20
    )
    target_groups = serializers.ListField(
        child=serializers.ChoiceField(choices=TargetGroup.choices), required=False, max_length=20
    )
    is_active = serializers.BooleanField(required=False)

    def offers(self, reader: TenantRequest) -> Mapping[str, QuerySet[Any]]:
        """Who may lead it, too."""
        return {**super().offers(reader), "leader": reach.people(reader, register.active_volunteers())}

    def validate_starts(self, value: int | None) -> int | None:
        """24:00 is the next day."""
        if value is not None and value > LAST_MINUTE:
            raise serializers.ValidationError(_("A group begins at 23:59 at the latest."))
        return value


class TimesSerializer(serializers.Serializer[Any]):
    """From when until when a group meets each week."""

    from_on = Day()
    until_on = Day()
    late_reason = _text(200, help_text="Why it comes late; only for days of a closed month. No names.")


class TimesMadeSerializer(serializers.Serializer[Any]):
    """How many times were put in the calendar, and how many of them were there."""

    made = serializers.IntegerField()
    known = serializers.IntegerField()


class OccasionFormSerializer(PlacedSerializer):
    """What an occasion is to be. What its kind does not have is refused."""

    title = serializers.CharField(max_length=200, required=False, help_text="Not of group sessions.")
    description = _text(2000, help_text="Not of gigs.")
    programme = _text(2000, help_text="Of gigs.")
    starts_at = Instant()
    ends_at = Instant()
    partners = serializers.SlugRelatedField[Organisation](
        slug_field="uuid", queryset=Organisation.objects.none(), many=True, required=False
    )
    joint_lead = _text(200, help_text="Who tells its figures, if not the association.")
    is_public = serializers.BooleanField(required=False)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Partners are many rows, which keep what may be named one level deeper."""
        fields = super().get_fields()
        if self.context.get("reader"):
            fields["partners"].child_relation.queryset = Organisation.objects.filter(  # type: ignore[attr-defined]  # many rows
                is_active=True
            )
        return fields

    def validate_starts_at(self, value: datetime) -> datetime:
        """Within our times."""
        return _near(value)

    def validate_ends_at(self, value: datetime) -> datetime:
        """Within our times."""
        return _near(value)


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A concert at a partner's",
            value={
                "sent_key": "0d1f6a52-8f0e-4f0e-9a35-0f5d6f0b7c12",
                "kind": "gig",
                "title": "Christmas songs",
                "role": "musician",
                "site": "5c7d7b90-3a63-4c57-9a39-6f9c5c3a1d22",
                "starts_at": "2025-12-04T14:00+02:00",
                "ends_at": "2025-12-04T15:00+02:00",
            },
            request_only=True,
        )
    ]
)
class NewOccasionSerializer(OccasionFormSerializer):
    """An occasion that is new. The times of a group are made from the group."""

    sent_key = serializers.UUIDField(
        help_text="The sender's own mark: the same one plans once. It becomes the occasion's `uuid`."
    )
    kind = serializers.ChoiceField(
        choices=[each for each in Activity.Kind.choices if each[0] != Activity.Kind.GROUP_SESSION]
    )
    late_reason = _text(200, help_text="Why it comes late; only for a day of a closed month. No names.")


class HeldSerializer(serializers.Serializer[Any]):
    """How many came, and how that is known."""

    quantity = serializers.IntegerField(
        min_value=0,
        max_value=MOST_HEADS,
        required=False,
        allow_null=True,
        help_text="Without one the number stays open. The groups of a dialogue tell it themselves.",
    )
    method = serializers.ChoiceField(choices=Method.choices, default=Method.COUNTED)
    basis = serializers.CharField(
        max_length=300, required=False, allow_blank=True, default="", help_text="For estimates and samples."
    )
    late_reason = _text(200, help_text="Why it comes late; only where the month is closed. No names.")


class CircleFormSerializer(OfReachSerializer):
    """A group of a dialogue: who leads, who writes, and afterwards how many took part beside them."""

    recorder = serializers.SlugRelatedField[Person](slug_field="uuid", queryset=Person.objects.none())
    facilitator = _by_uuid(Person.objects.none(), allow_null=True)
    participants = serializers.IntegerField(
        min_value=0, max_value=MOST_HEADS, required=False, allow_null=True, help_text="At most 10."
    )

    def offers(self, reader: TenantRequest) -> Mapping[str, QuerySet[Any]]:
        """Volunteers whom the caller looks after."""
        people = reach.people(reader, register.active_volunteers())
        return {"recorder": people, "facilitator": people}


def _near(value: datetime) -> datetime:
    if not 2000 <= value.year <= 2099:
        raise serializers.ValidationError(_("Give a time between the years 2000 and 2099."))
    return value


def checked_group(plan: GroupPlan, *, reader: TenantRequest) -> GroupPlan:
    """The plan as it may be, paid for as its role is unless it says otherwise. Raises ValidationError."""
    if (plan.weekday is None) != (plan.start_minute is None):
        raise serializers.ValidationError({"starts": _("Say both the weekday and the time, or neither.")})
    if plan.is_public and not plan.is_open:
        said = _("A closed group is not in the public calendar. Open the group to all, or leave this out.")
        raise serializers.ValidationError({"is_public": said})
    return _of_somebody(plan, reader)


def checked_occasion(
    plan: OccasionPlan, *, kind: str, said: Mapping[str, Any], reader: TenantRequest
) -> OccasionPlan:
    """The same for an occasion of a kind, of which `said` was sent. Raises ValidationError or NobodysPart."""
    if beyond := sorted(name for name in NOT_OF[kind] if said.get(name)):
        refused = _("An occasion of this kind has none: leave it out.")
        raise serializers.ValidationError(dict.fromkeys(beyond, refused))
    if "title" not in NOT_OF[kind] and not plan.title:
        raise serializers.ValidationError({"title": _("Say what it is called.")})
    return _of_somebody(plan, reader)


def _of_somebody(plan: Plan, reader: TenantRequest) -> Plan:
    """Whoever looks after a part plans what belongs to it."""
    if not reader.reach.whole and plan.role is None and plan.unit is None:
        raise NobodysPart
    if plan.grant_target is None and plan.role is not None:
        return type(plan)(**vars(plan) | {"grant_target": plan.role.grant_target})
    return plan
