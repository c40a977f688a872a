"""Answering a search: for somebody who can come, or who stands in for who cannot."""

from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.http import Http404
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.fields import Exactly
from api.paging import ByCursor
from notifications.models import Call, Called
from scheduling.shifts import services, states
from scheduling.shifts.api import shown
from scheduling.shifts.api.base import OfAssociation
from scheduling.shifts.api.fields import AnswerSerializer
from scheduling.shifts.api.shown import ShiftSerializer
from scheduling.shifts.models import Shift
from scheduling.shifts.services import calling
from tenants import clock
from volunteers.register.models import Person

KINDS = {calling.CALL: "place", calling.STAND_IN: "stand_in"}


@extend_schema_serializer(
    component_name="Call",
    examples=[
        OpenApiExample(
            "Somebody cannot come this evening",
            value={
                "uuid": "d0a4e2c6-9a0d-45a5-8f5e-3d1f4cf0a955",
                "what": "stand_in",
                "state": "open",
                "answer": "",
                "asked_at": "2025-02-04T05:04:00+00:00",
                "shift": shown.EXAMPLE,
            },
        )
    ],
)
class CallSerializer(serializers.Serializer[Any]):
    """A search for which the caller was asked."""

    uuid = serializers.UUIDField()
    what = serializers.ChoiceField(
        choices=sorted(KINDS.values()), help_text="A free place, or that of somebody who cannot come."
    )
    state = serializers.ChoiceField(choices=Call.State.choices)
    answer = serializers.ChoiceField(
        choices=Called.Answer.choices, allow_blank=True, help_text="What the caller has said; empty: nothing."
    )
    asked_at = Exactly()
    shift = ShiftSerializer()


class LatestFirst(ByCursor):
    """The latest search first."""

    ordering: str | tuple[str, ...] = "-pk"


class _Calls(OfAssociation):
    rule = "shifts.sign_up"
    serializer_class = CallSerializer
    pagination_class = LatestFirst
    queryset = Call.objects.none()

    def calls(self, person: Person | None) -> QuerySet[Call]:
        """The searches about shifts for which somebody was asked, whose turn has come."""
        mine = Call.objects.filter(subject_kind=states.SHIFT, kind__in=KINDS)
        if person is None:
            return mine.none()
        return mine.filter(called__person_uuid=person.uuid, called__due_at__lte=clock.now()).annotate(
            answer=F("called__answer"), asked_at=F("called__due_at")
        )

    def told(self, found: list[Any], *, person: Person | None) -> list[dict[str, Any]]:
        """These with their shifts, as far as the shifts are there."""
        shifts = list(shown.shifts().filter(uuid__in=[call.subject_uuid for call in found]))
        rows = shown.told(shifts, person=person, of_roles=self.of_roles()) if shifts else []
        by_shift = {row["uuid"]: row for row in rows}
        return [
            {
                "uuid": str(call.uuid),
                "what": KINDS[call.kind],
                "state": call.state,
                "answer": call.answer,
                "asked_at": call.asked_at.isoformat(),
                "shift": by_shift[str(call.subject_uuid)],
            }
            for call in found
            if str(call.subject_uuid) in by_shift
        ]


class Calls(_Calls):
    """Searches that go on and for which the caller was asked."""

    @extend_schema(summary="Searches for which the caller is asked", responses=CallSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Those that are open, for shifts ahead."""
        person = self.me()
        ahead = Shift.objects.filter(starts_at__gt=clock.now(), state=Shift.State.PUBLISHED)
        waiting = self.calls(person).filter(
            state=Call.State.OPEN, subject_uuid__in=ahead.order_by().values("uuid")
        )
        page = self.paginate_queryset(waiting) or []
        return self.get_paginated_response(self.told(page, person=person))


class CallAnswers(_Calls):
    """Answering one."""

    @extend_schema(
        summary="Answer a search",
        description=(
            "The first yes has the place; later ones are refused (`call_is_over`, `shift_full`) and noted. "
            "Nobody asks why somebody says no."
        ),
        request=AnswerSerializer,
        responses=CallSerializer,
    )
    def post(self, request: Request, uuid: UUID) -> Response:
        """Come, or say that one cannot."""
        person = self.volunteer()
        asked = self.first(self.calls(person).filter(uuid=uuid))
        if self.says_yes():
            services.say_yes(call=asked, person=person, by=self.plain.actor)
        else:
            services.say_no(call=asked, person=person)
        lines = self.told([self.calls(person).get(uuid=uuid)], person=person)
        if not lines:
            raise Http404
        return Response(lines[0])
