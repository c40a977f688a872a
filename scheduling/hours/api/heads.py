"""People without names that leaders wrote down: those that wait, approving them, and giving them back."""

from typing import Any, ClassVar, cast
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.http import TenantRequest
from scheduling.hours import waiting_heads
from scheduling.hours.api.entries import OldestFirst, ReturningSerializer
from scheduling.hours.models import HoursTally
from scheduling.hours.services import approving_heads


class HeadsSerializer(serializers.ModelSerializer[HoursTally]):
    """How many there were without names, and the minutes of all of them."""

    role = serializers.CharField(source="role.code")
    heads_before = serializers.IntegerField(
        help_text="Those whom the month before counted, on a night over its end."
    )

    class Meta:
        model = HoursTally
        fields: ClassVar = [
            "uuid",
            "role",
            "starts_at",
            "heads",
            "heads_before",
            "minutes",
            "method",
            "basis",
            "state",
            "return_reason",
        ]


class ApprovingHeadsSerializer(serializers.Serializer[Any]):
    """Which of them count."""

    heads = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=200)


class ApprovedHeadsSerializer(serializers.Serializer[Any]):
    """How many people came to count, and the minutes of all of them; the others are as they were."""

    heads = serializers.IntegerField()
    minutes = serializers.IntegerField()


class _OfHeads(generics.GenericAPIView[HoursTally]):
    """What the endpoints have in common."""

    rule = "hours.approve"
    scope = "approval"
    serializer_class: Any = HeadsSerializer
    queryset = HoursTally.objects.none()
    request: Request

    @property
    def plain(self) -> TenantRequest:
        """The request as the identity phase has prepared it."""
        return cast(TenantRequest, self.request._request)


class WaitingHeads(_OfHeads, generics.ListAPIView[HoursTally]):
    """People without names that wait for whoever asks to approve them."""

    pagination_class = OldestFirst

    def get_queryset(self) -> QuerySet[HoursTally]:
        """Of roles that the caller looks after."""
        return waiting_heads.waiting(reader=self.plain)

    @extend_schema(summary="People without names that wait for approval")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A page of what leaders wrote down beside the names."""
        return super().get(request, *args, **kwargs)


class ApprovingHeads(_OfHeads):
    """Approving people without names."""

    @extend_schema(
        summary="Approve people without names",
        description="All or nothing; what does not wait any more stays as it is, so twice changes nothing.",
        request=ApprovingHeadsSerializer,
        responses=ApprovedHeadsSerializer,
    )
    def post(self, request: Request) -> Response:
        """Approve these."""
        sent = ApprovingHeadsSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        chosen = list(waiting_heads.by_uuid(sent.validated_data["heads"], reader=self.plain))
        done = approving_heads.approve(tallies=chosen, by=self.plain.actor)
        return Response(ApprovedHeadsSerializer(done).data)


class ReturningHeads(_OfHeads):
    """Giving people without names back to who leads their role."""

    @extend_schema(
        summary="Return people without names to the leader",
        description="What waits; whoever wrote it down is told and reads why.",
        request=ReturningSerializer,
        responses=HeadsSerializer,
    )
    def post(self, request: Request, uuid: UUID) -> Response:
        """Give these back."""
        tally = waiting_heads.by_uuid([uuid], reader=self.plain).first()
        if tally is None:
            raise Http404
        sent = ReturningSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        reason = sent.validated_data["reason"]
        approving_heads.return_heads(tally=tally, reason=reason, by=self.plain.actor)
        return Response(HeadsSerializer(waiting_heads.by_uuid([uuid], reader=self.plain).get()).data)
