"""Swapping places: asking from the own one, answering who asks, a coordinator's word."""

from typing import Any, get_args
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.paging import ByCursor
from scheduling.shifts import changes, conditions
from scheduling.shifts.api.base import MANAGE, OfAssociation
from scheduling.shifts.api.fields import AnswerSerializer, ShortShiftSerializer
from scheduling.shifts.links import swaps as swap_links
from scheduling.shifts.models import Shift, SignUp, Swap
from scheduling.shifts.pages import swaps as swap_pages
from scheduling.shifts.selectors import swap_pairs
from scheduling.shifts.services import swapping
from tenants import clock

MOST = 60


class PossibleSerializer(serializers.Serializer[Any]):
    """A shift that the caller could have instead."""

    shift = ShortShiftSerializer()
    people = serializers.SerializerMethodField(help_text="How many could be asked.")

    def get_people(self, found: swap_pairs.Possible) -> int:
        """Whose places could be swapped."""
        return len(found.places)


class AskedShiftSerializer(serializers.Serializer[Any]):
    """A shift whose people are asked; never whom."""

    shift = ShortShiftSerializer(source="yours.shift")
    agreed = serializers.SerializerMethodField(
        help_text="Somebody has agreed, and a coordinator looks at it."
    )

    def get_agreed(self, swap: Swap) -> bool:
        """Whether it waits for a coordinator."""
        return swap.state == Swap.State.AGREED


class SwapsOfShiftSerializer(serializers.Serializer[Any]):
    """What can be swapped with the caller's place, and what is being asked."""

    possible = PossibleSerializer(many=True)
    asked = AskedShiftSerializer(many=True)


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Those of one shift",
            value={"shifts": ["0b0f5b0e-6f0c-4c39-8a37-0d5c2f1f7e11"]},
            request_only=True,
        )
    ]
)
class AskingSerializer(serializers.Serializer[Any]):
    """Whose places to ask for: of the shifts in `possible`."""

    shifts = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MOST)


class _OwnPlace(OfAssociation):
    rule = "shifts.sign_up"
    serializer_class = SwapsOfShiftSerializer

    def place(self, uuid: UUID) -> SignUp:
        """The caller's own place on a shift ahead, or 404; who learns has none to give."""
        shift, person = self.shift(uuid), self.me()
        held = SignUp.objects.select_related("person", "shift").filter(
            shift=shift, person=person, state=SignUp.State.SIGNED_UP, in_training=False
        )
        if person is None or conditions.has_started(shift):
            raise Http404
        return self.first(held)

    def told(self, mine: SignUp) -> Response:
        """What is possible and what is asked."""
        asked = list(
            Swap.objects.filter(mine=mine, state__in=changes.OPEN)
            .select_related("yours__shift__role", "yours__shift__site")
            .order_by("yours__starts_at", "-state", "pk")
        )
        waits = any(each.state == Swap.State.AGREED for each in asked)
        possible = [] if waits else [each for each in swap_pairs.possible(mine) if each.places]
        # Several people of one shift are one line; one who has agreed comes first.
        by_shift: dict[int, Swap] = {}
        for each in asked:
            if each.yours.shift_id not in by_shift or each.state == Swap.State.AGREED:
                by_shift[each.yours.shift_id] = each
        return Response(SwapsOfShiftSerializer({"possible": possible, "asked": list(by_shift.values())}).data)


class SwapsOfShift(_OwnPlace):
    """Asking others to swap."""

    @extend_schema(
        summary="With whom one could swap",
        description="For who has a place on this shift; for others there is nothing here.",
        responses=SwapsOfShiftSerializer,
    )
    def get(self, request: Request, uuid: UUID) -> Response:
        """Shifts that one could have instead, and what was asked."""
        return self.told(self.place(uuid))

    @extend_schema(
        summary="Ask others to swap",
        description="Everybody who could swap on these shifts is asked; the first who says yes swaps.",
        request=AskingSerializer,
        responses=SwapsOfShiftSerializer,
    )
    def post(self, request: Request, uuid: UUID) -> Response:
        """Ask those who come to some shifts."""
        mine = self.place(uuid)
        shifts = Shift.objects.filter(uuid__in=self.said(AskingSerializer)["shifts"])
        swapping.ask(mine=mine, shifts=list(shifts), by=self.plain.actor)
        return self.told(mine)


class Withdrawals(_OwnPlace):
    """Asking nobody any more."""

    @extend_schema(
        summary="Ask nobody to swap any more",
        description="The place stays the caller's. Where nobody was asked nothing changes.",
        request=None,
        responses=SwapsOfShiftSerializer,
    )
    def post(self, request: Request, uuid: UUID) -> Response:
        """Take back what was asked."""
        mine = self.place(uuid)
        swapping.withdraw(mine=mine, by=self.plain.actor)
        return self.told(mine)


# --- who is asked ---------------------------------------------------------------------------------

STANDINGS = get_args(swap_pages.Standing)


class SwapSerializer(serializers.Serializer[Any]):
    """A swap that somebody asks of the caller."""

    uuid = serializers.UUIDField()
    state = serializers.SerializerMethodField(
        help_text="`agreed` waits for a coordinator; `over` is not possible any more."
    )
    asker = serializers.CharField(source="mine.person.given_name", help_text="Who asks, by first name.")
    theirs = ShortShiftSerializer(source="mine.shift", help_text="What the caller would get.")
    own = ShortShiftSerializer(source="yours.shift", help_text="What the caller would give.")

    def get_state(self, swap: Swap) -> swap_pages.Standing:
        """Where it stands."""
        return swap_pages.standing(swap)


class WhoAskedFirst(ByCursor):
    """In the order of asking."""

    ordering: str | tuple[str, ...] = "pk"


class _Asked(OfAssociation):
    rule = "shifts.sign_up"
    serializer_class = SwapSerializer
    pagination_class = WhoAskedFirst
    queryset = Swap.objects.none()

    def swaps(self) -> QuerySet[Swap]:
        """What was asked of the caller."""
        person = self.me()
        found = Swap.objects.select_related(*swap_links.WITH)
        return found.filter(yours__person=person) if person else found.none()


class AskedSwaps(_Asked):
    """Swaps that somebody asks of the caller."""

    @extend_schema(summary="Swaps asked of the caller", responses=SwapSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Those that are not settled and of shifts ahead."""
        now = clock.now()
        return self.listed(
            self.swaps().filter(state__in=changes.OPEN, mine__starts_at__gt=now, yours__starts_at__gt=now)
        )


class SwapAnswers(_Asked):
    """Answering who asks."""

    @extend_schema(
        summary="Answer a swap",
        description=(
            "A yes gives both each other's place, or asks a coordinator where the role says so; the first "
            "one has it. Nobody asks why somebody says no."
        ),
        request=AnswerSerializer,
        responses=SwapSerializer,
    )
    def post(self, request: Request, uuid: UUID) -> Response:
        """Accept or decline."""
        found = self.first(self.swaps().filter(uuid=uuid))
        verb = swapping.accept if self.says_yes() else swapping.decline
        verb(swap=found, by=self.plain.actor)
        return Response(SwapSerializer(self.swaps().get(uuid=uuid)).data)


# --- who coordinates ------------------------------------------------------------------------------


class AgreedSerializer(SwapSerializer):
    """A swap that two people have agreed, with their names."""

    asker = serializers.CharField(source="mine.person.name", help_text="Who asked.")
    agrees = serializers.CharField(source="yours.person.name", help_text="Who has agreed.")


class _Agreed(OfAssociation):
    rule = MANAGE
    scope = "sign_ups"
    serializer_class = AgreedSerializer
    pagination_class = WhoAskedFirst
    queryset = Swap.objects.none()

    def swaps(self) -> QuerySet[Swap]:
        """Those that wait for the caller's word."""
        return swap_pages.agreed(reader=self.plain, now=clock.now()).select_related(*swap_links.WITH)


class AgreedSwaps(_Agreed):
    """Swaps that wait for a coordinator."""

    @extend_schema(summary="Swaps that wait for a coordinator", responses=AgreedSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Those whose shifts and people the caller looks after."""
        return self.listed(self.swaps())


class SwapDecisions(_Agreed):
    """The last word about a swap."""

    @extend_schema(
        summary="Approve or refuse a swap",
        description="A yes lets both have each other's place, a no lets both keep their own. Both are told.",
        request=AnswerSerializer,
        responses=AgreedSerializer,
    )
    def post(self, request: Request, uuid: UUID) -> Response:
        """Decide."""
        found = self.first(self.swaps().filter(uuid=uuid))
        verb = swapping.approve if self.says_yes() else swapping.refuse
        verb(swap=found, by=self.plain.actor)
        settled = Swap.objects.select_related(*swap_links.WITH).get(pk=found.pk)
        return Response(AgreedSerializer(settled).data)
