"""A coordinator's answers to those who ask for a place: to one, or to many of a shift."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from scheduling.shifts import services
from scheduling.shifts.api.fields import YES_OR_NO, ReasonSerializer
from scheduling.shifts.api.sign_ups import SignUpSerializer, SignUpsOfReach
from scheduling.shifts.errors.shifts import ShiftRefusal
from scheduling.shifts.models import SignUp
from scheduling.shifts.pages import requests as request_pages
from scheduling.shifts.selectors import adding
from web.errors import DomainError

MOST = 100


class DeclineSerializer(serializers.Serializer[Any]):
    """A no. The `word` stands in the message that tells it."""

    word = serializers.CharField(max_length=300, allow_blank=True, default="")


class ConfirmSerializer(DeclineSerializer):
    """A yes. A `reason`, which is kept, passes by what a coordinator may pass by."""

    reason = serializers.CharField(max_length=300, allow_blank=True, default="")


class Confirming(SignUpsOfReach):
    """Giving somebody the place that they ask for."""

    @extend_schema(
        summary="Confirm a request",
        description=(
            "Gives the place and tells the one who asked. Twice changes nothing. Refused with "
            "`override_needs_reason` where a reason would help, `request_is_over` for one that was withdrawn."
        ),
        request=ConfirmSerializer,
        responses=SignUpSerializer,
    )
    def post(self, request: Request, uuid: UUID) -> Response:
        """Say yes."""
        asked = self.one(uuid)
        services.confirm_request(sign_up=asked, by=self.plain.actor, **self.said(ConfirmSerializer))
        return self.told(uuid)


class Declining(SignUpsOfReach):
    """Saying no to somebody who asks for a place."""

    @extend_schema(
        summary="Decline a request",
        description="The one who asked is told. Twice changes nothing.",
        request=DeclineSerializer,
        responses=SignUpSerializer,
    )
    def post(self, request: Request, uuid: UUID) -> Response:
        """Say no."""
        asked = self.one(uuid)
        services.decline_request(sign_up=asked, by=self.plain.actor, **self.said(DeclineSerializer))
        return self.told(uuid)


# --- many -----------------------------------------------------------------------------------------


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Two of them come",
            value={
                "answer": "yes",
                "sign_ups": [
                    "8a8e8a90-0f0e-4c61-8b39-6f4b3f0f5a33",
                    "1d1f4cf0-7a0d-45a5-8f5e-d0a4e2c6a955",
                ],
                "word": "Welcome.",
                "reason": "",
            },
            request_only=True,
        )
    ]
)
class AnswersSerializer(ConfirmSerializer):
    """One answer to many requests for a shift."""

    answer = serializers.ChoiceField(choices=YES_OR_NO)
    sign_ups = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MOST)


class AnsweredSerializer(serializers.Serializer[Any]):
    """What became of one request."""

    sign_up = SignUpSerializer()
    refused = ReasonSerializer(allow_null=True, help_text="Why it stays as it was; null: it is answered.")


class AllAnsweredSerializer(serializers.Serializer[Any]):
    """What became of each, in the order in which they asked."""

    results = AnsweredSerializer(many=True)


class Answers(SignUpsOfReach):
    """Answering many requests for a shift."""

    @extend_schema(
        summary="Answer many requests",
        description=(
            "Who asked first is answered first. What is refused for one keeps none of the others back: each "
            "says what became of it. Those that are not there, or not the caller's to see, are left out."
        ),
        request=AnswersSerializer,
        responses=AllAnsweredSerializer,
    )
    def post(self, request: Request, uuid: UUID) -> Response:
        """Say yes to some, or no."""
        shift = self.managed(uuid)
        said = self.said(AnswersSerializer)
        found = request_pages.chosen(shift, said["sign_ups"], reader=self.plain)
        refused = {asked.pk: self._refusal(asked, **said) for asked in found}
        answered = self.sign_ups().filter(pk__in=refused).order_by("pk")
        lines = [{"sign_up": each, "refused": refused[each.pk]} for each in answered]
        return Response(AllAnsweredSerializer({"results": lines}).data)

    def _refusal(self, asked: SignUp, *, answer: str, word: str, reason: str, **_other: Any) -> Any:
        by = self.plain.actor
        try:
            if answer == "yes":
                services.confirm_request(sign_up=asked, by=by, word=word, reason=reason)
            else:
                services.decline_request(sign_up=asked, by=by, word=word)
        except DomainError as refusal:
            said = adding.of_somebody(refusal) if isinstance(refusal, ShiftRefusal) else str(refusal)
            return {"code": refusal.code, "sentence": said}
        return None
