"""The groups of a dialogue over HTTP: at most ten in each, and somebody who writes."""

from dataclasses import replace
from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from scheduling.activities import selectors
from scheduling.activities.api.single import OfOccasions
from scheduling.activities.api.wishes import CircleFormSerializer
from scheduling.activities.models import DialogueGroup
from scheduling.activities.services import dialogues
from scheduling.activities.services.dialogues import CirclePlan


class CircleSerializer(serializers.ModelSerializer[DialogueGroup]):
    """A group of a dialogue. Nobody who takes part has a name here."""

    recorder = serializers.UUIDField(source="recorder.uuid")
    facilitator = serializers.UUIDField(source="facilitator.uuid", default=None, allow_null=True)

    class Meta:
        model = DialogueGroup
        fields: ClassVar = ["uuid", "number", "recorder", "facilitator", "participants"]


class OfDialogues(OfOccasions):
    """An endpoint of a dialogue's groups."""

    serializer_class: Any = CircleSerializer
    queryset: Any = DialogueGroup.objects.none()

    def circle(self, uuid: UUID) -> DialogueGroup:
        """One group, or 404."""
        found = selectors.circle_by_uuid(uuid, reader=self.plain)
        if found is None:
            raise Http404
        return found


class Circles(OfDialogues):
    """All groups of a dialogue."""

    @extend_schema(summary="Groups of a dialogue", responses=CircleSerializer(many=True))
    def get(self, request: Request, uuid: UUID) -> Response:
        """In the order of their numbers; none of any other occasion."""
        return Response(CircleSerializer(selectors.circles_of(self.one(uuid)), many=True).data)

    @extend_schema(
        summary="Add a group to a dialogue",
        description="More than ten who take part are refused (`dialogue_group_full`): make another group.",
        request=CircleFormSerializer,
        responses={201: CircleSerializer},
    )
    def post(self, request: Request, uuid: UUID) -> Response:
        """One more."""
        found, plan = self.one(uuid), CirclePlan(**self.said(CircleFormSerializer))
        made = dialogues.set_group(activity=found, plan=plan, by=self.plain.actor)
        return Response(CircleSerializer(made).data, status=status.HTTP_201_CREATED)


class OneCircle(OfDialogues):
    """A group of a dialogue."""

    @extend_schema(summary="A group of a dialogue", responses=CircleSerializer)
    def get(self, request: Request, uuid: UUID) -> Response:
        """One of them."""
        return Response(CircleSerializer(self.circle(uuid)).data)

    @extend_schema(
        summary="Change a group of a dialogue",
        description="What is left out stays as it is. What was told of a held dialogue follows.",
        request=CircleFormSerializer,
        responses=CircleSerializer,
    )
    def patch(self, request: Request, uuid: UUID) -> Response:
        """Change it."""
        found = self.circle(uuid)
        was = CirclePlan(found.recorder, found.facilitator, found.participants)
        plan = replace(was, **self.said(CircleFormSerializer, partial=True))
        made = dialogues.set_group(activity=found.activity, plan=plan, by=self.plain.actor, group=found)
        return Response(CircleSerializer(made).data)

    @extend_schema(summary="Take a group out of a dialogue", responses={204: None})
    def delete(self, request: Request, uuid: UUID) -> Response:
        """Take it out."""
        dialogues.remove_group(group=self.circle(uuid), by=self.plain.actor)
        return Response(status=status.HTTP_204_NO_CONTENT)
