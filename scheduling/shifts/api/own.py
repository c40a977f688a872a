"""The caller's own place on a shift: taking one, waiting for one, and what becomes of it."""

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.http import SignedInRequest
from api.fields import Exactly
from scheduling.shifts import elsewhere, services
from scheduling.shifts.api.base import OfAssociation
from scheduling.shifts.api.fields import YES_OR_NO
from scheduling.shifts.api.shown import ShiftSerializer
from scheduling.shifts.errors.shifts import OfferIsOver
from scheduling.shifts.models import Shift, SignUp
from volunteers.register.models import Person


def _look_up(request: SignedInRequest) -> None:
    """Where else the caller is. A token is for one association: its program is told of no other."""
    if request.token is None:
        elsewhere.look_up(request)


class _OwnPlace(OfAssociation):
    """Does one thing about the caller's own place, and answers how the shift is for them then."""

    rule = "shifts.sign_up"
    beforehand = staticmethod(_look_up)
    verb: ClassVar[Callable[..., Any]]

    def act(self, uuid: UUID) -> Response:
        """The verb, for a volunteer."""
        shift, person = self.shift(uuid), self.volunteer()
        type(self).verb(shift=shift, person=person, by=self.plain.actor)
        row = self.rows([self.shift(uuid)])[0]
        if row["own"] and (said := elsewhere.said(self.plain, shift.starts_at, shift.ends_at)):
            row["remarks"].append({"code": elsewhere.CODE, "sentence": said})
        return Response(row)


def _says(summary: str, description: str) -> Callable[..., Any]:
    return extend_schema(summary=summary, description=description, request=None, responses=ShiftSerializer)


class SignUps(_OwnPlace):
    """Taking a place."""

    verb = services.sign_up

    @_says(
        "Sign up",
        "Gives a place, or asks for one where a coordinator confirms (`requested`). Signing up twice changes "
        "nothing. Who is on a shift of another association then reads so in `remarks` (`elsewhere`); "
        "a program with a token never does. Refused with a code, as `shift_full`: then one can wait.",
    )
    def post(self, request: Request, uuid: UUID) -> Response:
        """Take a place."""
        return self.act(uuid)


class Learning(_OwnPlace):
    """Taking a place for learning."""

    verb = services.learn

    @_says("Sign up to learn", "Takes a place beside those who come; it fills none of theirs.")
    def post(self, request: Request, uuid: UUID) -> Response:
        """Take a place for learning."""
        return self.act(uuid)


class Waiting(_OwnPlace):
    """Standing on the waiting list."""

    verb = services.wait

    @_says(
        "Join the waiting list",
        "Takes a place where one is free, else stands at the end of the list. Who has either keeps it.",
    )
    def post(self, request: Request, uuid: UUID) -> Response:
        """Wait, or come."""
        return self.act(uuid)


class NotWaiting(_OwnPlace):
    """Leaving the waiting list."""

    verb = services.stop_waiting

    @_says(
        "Leave the waiting list",
        "Also says no to an offered place, which goes on to the next one. Nobody asks why.",
    )
    def post(self, request: Request, uuid: UUID) -> Response:
        """Wait no more."""
        return self.act(uuid)


def _take_offered(*, shift: Shift, person: Person, by: Any) -> SignUp:
    mine = SignUp.objects.filter(shift=shift, person=person, state__in=(*SignUp.ACTIVE, SignUp.State.OFFERED))
    found = mine.select_related("person", "shift").first()
    if found is None:
        raise OfferIsOver
    return services.take_offered(sign_up=found, by=by)


class Offers(_OwnPlace):
    """Taking an offered place."""

    verb = _take_offered

    @_says("Take an offered place", "Until `offered_until`; later it is the next one's.")
    def post(self, request: Request, uuid: UUID) -> Response:
        """Say yes."""
        return self.act(uuid)


class Cancellations(_OwnPlace):
    """Saying that one cannot come."""

    verb = services.cannot_come

    @_says(
        "Say that one cannot come",
        "Decided by how late it is, as on the page: far ahead the place is free, nearer somebody is looked "
        "for and the place stays the caller's until then (`looking_for_stand_in`). A request is withdrawn. "
        "Without a place nothing changes. Nobody asks why.",
    )
    def post(self, request: Request, uuid: UUID) -> Response:
        """Give the place back, or have somebody looked for."""
        return self.act(uuid)


class Undoings(_OwnPlace):
    """Taking the own cancelling back."""

    verb = services.undo_cancel

    @_says("Take one's cancelling back", "For ten minutes; later it is signing up.")
    def post(self, request: Request, uuid: UUID) -> Response:
        """Have the place again."""
        return self.act(uuid)


class ComingAfterAll(_OwnPlace):
    """Ending the search for a stand-in."""

    verb = services.come_after_all

    @_says("Come after all", "As long as no stand-in was found; after that nothing changes.")
    def post(self, request: Request, uuid: UUID) -> Response:
        """Keep the place."""
        return self.act(uuid)


class StandingIn(_OwnPlace):
    """Taking a place over."""

    verb = services.stand_in

    @_says("Stand in for somebody", "Takes over the place of somebody who cannot come; the first one has it.")
    def post(self, request: Request, uuid: UUID) -> Response:
        """Come in their place."""
        return self.act(uuid)


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "It suits",
            value={"answer": "yes", "asked_at": "2025-02-03T07:12:05.123456+00:00"},
            request_only=True,
        )
    ]
)
class ConfirmationSerializer(serializers.Serializer[Any]):
    """Whether the new time suits. `asked_at` is `confirm_asked_at` of the time that was seen."""

    answer = serializers.ChoiceField(choices=YES_OR_NO)
    asked_at = Exactly()


class Confirmations(OfAssociation):
    """Saying whether the new time of a shift suits."""

    rule = "shifts.sign_up"

    @extend_schema(
        summary="Answer whether the new time suits",
        description="A yes keeps the place, a no gives it back. Refused (`moved_again`) for an older time.",
        request=ConfirmationSerializer,
        responses=ShiftSerializer,
    )
    def post(self, request: Request, uuid: UUID) -> Response:
        """Confirm or decline."""
        shift, person = self.shift(uuid), self.volunteer()
        said = self.said(ConfirmationSerializer)
        held = SignUp.objects.select_related("person", "shift").filter(shift=shift, person=person)
        sign_up = self.first(held.order_by("-changed_at", "-pk"))
        verb = services.confirm if said["answer"] == "yes" else services.decline
        verb(sign_up=sign_up, asked_at=said["asked_at"], by=self.plain.actor)
        return self.answer(uuid)
