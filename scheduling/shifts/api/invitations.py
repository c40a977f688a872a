"""Who is invited to a shift before everybody else may sign up, for coordinators."""

from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.fields import ByCode, Exactly
from api.paging import ByCursor
from scheduling.shifts import services
from scheduling.shifts.api.base import MANAGE, OfAssociation
from scheduling.shifts.api.fields import PersonSerializer
from scheduling.shifts.models import Invitation, Shift, SignUp
from scheduling.shifts.pages import invitations as invite_pages
from volunteers.register import reach
from volunteers.register.models import Person, VolunteerRole

MOST = 200


@extend_schema_serializer(component_name="InvitedPerson")
class InvitedSerializer(serializers.Serializer[Any]):
    """Somebody who is invited, and what has come of it."""

    person = PersonSerializer()
    at = Exactly(help_text="When they were invited.")
    state = serializers.ChoiceField(
        source="claim",
        choices=SignUp.State.choices,
        allow_null=True,
        help_text="State of their sign-up; null: nothing was heard of them.",
    )


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "One person, for the whole series",
            value={"people": ["3c3f9df5-6a5a-4f0e-9b0c-94b7a3ad6d44"], "following": True},
            request_only=True,
        ),
        OpenApiExample("All who do a role", value={"group": "host"}, request_only=True),
    ]
)
class InvitingSerializer(serializers.Serializer[Any]):
    """Whom to invite: people who do the role of the shift, those of them who do another besides, or both."""

    people = serializers.ListField(child=serializers.UUIDField(), max_length=MOST, required=False)
    group = ByCode(queryset=VolunteerRole.objects.none(), required=False, allow_null=True)
    following = serializers.BooleanField(
        default=False, help_text="Also to the shifts after it in its series; each hears of it once."
    )

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Only roles that the caller looks after."""
        fields = super().get_fields()
        if reader := self.context.get("reader"):
            fields["group"].queryset = reach.roles(reader)  # type: ignore[attr-defined]  # a related field
        return fields


class UninvitingSerializer(serializers.Serializer[Any]):
    """Whose invitation is taken back."""

    person = serializers.UUIDField()


class ChangedSerializer(serializers.Serializer[Any]):
    """What has changed."""

    changed = serializers.IntegerField(help_text="How many people: newly invited, or invited no more.")


class WhoWasInvitedFirst(ByCursor):
    """In the order of inviting."""

    ordering: str | tuple[str, ...] = "pk"


class _Invited(OfAssociation):
    rule = MANAGE
    scope = "sign_ups"
    serializer_class = InvitedSerializer
    pagination_class = WhoWasInvitedFirst
    queryset = Invitation.objects.none()


class InvitedToShift(_Invited):
    """Who is invited to a shift, and inviting more."""

    @extend_schema(summary="Who is invited to a shift", responses=InvitedSerializer(many=True))
    def get(self, request: Request, uuid: UUID) -> Response:
        """A page of those whom the caller looks after."""
        shift = self.managed(uuid)
        claims = SignUp.objects.filter(
            shift=shift, person=OuterRef("person"), state__in=(*SignUp.ACTIVE, *SignUp.HOPING)
        )
        found = reach.of_people(self.plain, Invitation.objects.filter(shift=shift))
        return self.listed(
            found.select_related("person").annotate(claim=Subquery(claims.values("state")[:1]))
        )

    @extend_schema(
        summary="Invite people to a shift",
        description=(
            "For shifts to which some are invited first (`not_by_invitation`). They are told, once it is "
            "published. Who is invited already, has a place or asks for one stays as they are; refused "
            "(`nobody_to_invite`) where that is everybody."
        ),
        request=InvitingSerializer,
        responses=ChangedSerializer,
    )
    def post(self, request: Request, uuid: UUID) -> Response:
        """Invite them."""
        shift = self.managed(uuid)
        said = self.said(InvitingSerializer, reader=self.plain)
        people = {person.pk: person for person in self._named(shift, said.get("people", ()))}
        if group := said.get("group"):
            people |= {each.pk: each for each in invite_pages.of_group(shift, group, reader=self.plain)}
        count = services.invite(
            shift=shift, people=list(people.values()), following=said["following"], by=self.plain.actor
        )
        return Response(ChangedSerializer({"changed": count}).data)

    def _named(self, shift: Shift, uuids: Any) -> QuerySet[Person]:
        found = invite_pages.doers(shift, reader=self.plain).filter(uuid__in=uuids)
        if len(found) < len(set(uuids)):
            said = _("Some of them do not do the role of this shift, or are not yours to invite.")
            raise serializers.ValidationError({"people": [said]})
        return found


class Uninviting(_Invited):
    """Taking an invitation back."""

    @extend_schema(
        summary="Take an invitation back",
        description="A place that was taken by it stays. Where there was none nothing changes.",
        request=UninvitingSerializer,
        responses=ChangedSerializer,
    )
    def post(self, request: Request, uuid: UUID) -> Response:
        """They are not invited any more."""
        shift = self.managed(uuid)
        person = self.first(reach.people(self.plain).filter(uuid=self.said(UninvitingSerializer)["person"]))
        gone = services.uninvite(shift=shift, person=person, by=self.plain.actor)
        return Response(ChangedSerializer({"changed": int(gone)}).data)
