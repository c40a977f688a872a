"""What the endpoints of shifts have in common: who asks, which shift is meant, how it is answered."""

from collections.abc import Collection, Sequence
from typing import Any, TypeVar, cast
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import Http404
from rest_framework import generics
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from accounts.http import TenantRequest
from accounts.rights import may
from api.paging import ByCursor
from scheduling.shifts.api import shown
from scheduling.shifts.api.fields import AnswerSerializer
from scheduling.shifts.api.shown import ShiftSerializer
from scheduling.shifts.errors.shifts import NotAVolunteerHere
from scheduling.shifts.models import Shift
from scheduling.shifts.selectors import shifts as selectors
from volunteers.register import reach
from volunteers.register.models import Person
from volunteers.register.selectors import person_of

MANAGE = "shifts.manage"
Row = TypeVar("Row", bound=Model)


class InOrderOfTime(ByCursor):
    """The next shift first."""

    ordering: str | tuple[str, ...] = ("starts_at", "id")


class OfAssociation(generics.GenericAPIView[Any]):
    """An endpoint of shifts."""

    rule = "shifts.see"
    scope = "shifts"
    serializer_class: Any = ShiftSerializer
    pagination_class: Any = InOrderOfTime
    queryset: Any = Shift.objects.none()  # for the description; each asks for its own
    request: Request

    @property
    def plain(self) -> TenantRequest:
        """The request as the identity phase has prepared it."""
        return cast(TenantRequest, self.request._request)

    def me(self) -> Person | None:
        """The person behind the login."""
        return person_of(self.plain.user.uuid)

    def volunteer(self) -> Person:
        """The same, for what only volunteers do. Raises NotAVolunteerHere."""
        person = self.me()
        if person is None:
            raise NotAVolunteerHere
        return person

    def require_manager(self) -> None:
        """Raises PermissionDenied for those who may only look."""
        if not may(self.plain, MANAGE):
            raise PermissionDenied

    def said(self, form: type[BaseSerializer[Any]], **context: Any) -> dict[str, Any]:
        """What the caller has sent. Raises ValidationError, which is answered with 400."""
        sent = form(data=self.request.data, context=context)
        sent.is_valid(raise_exception=True)
        return dict(sent.validated_data)

    def says_yes(self) -> bool:
        """What the caller answers who was asked."""
        return bool(self.said(AnswerSerializer)["answer"] == "yes")

    @staticmethod
    def first(found: QuerySet[Row]) -> Row:
        """The one that is asked for, or 404."""
        row = found.first()
        if row is None:
            raise Http404
        return row

    def listed(self, found: QuerySet[Any]) -> Response:
        """A page of rows, as `serializer_class` describes them."""
        page = self.paginate_queryset(found) or []
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def shift(self, uuid: UUID) -> Shift:
        """A shift that the caller may see, or 404."""
        found = shown.shifts().filter(uuid=uuid)
        seen = found.filter(state__in=selectors.SEEN).first()
        if seen is None and may(self.plain, MANAGE):
            seen = reach.of_roles(self.plain, found).first()
        if seen is None:
            raise Http404
        return seen

    def managed(self, uuid: UUID) -> Shift:
        """A shift of a role that the caller looks after, or 404."""
        self.require_manager()
        return self.first(reach.of_roles(self.plain, shown.shifts().filter(uuid=uuid)))

    def of_roles(self) -> Collection[int] | None:
        """The roles that the caller looks after, by their keys; None for all."""
        if not may(self.plain, MANAGE):
            return ()
        if self.plain.reach.whole:
            return None
        return set(reach.roles(self.plain).values_list("pk", flat=True))

    def rows(self, found: Sequence[Shift]) -> list[dict[str, Any]]:
        """Shifts as the caller sees them."""
        return shown.told(found, person=self.me(), of_roles=self.of_roles())

    def answer(self, uuid: UUID, *, status: int = 200) -> Response:
        """A shift as the caller sees it now."""
        return Response(self.rows([self.shift(uuid)])[0], status=status)
