"""The register over HTTP: people, for coordinators."""

from typing import Any, ClassVar, cast

from django.conf import settings
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.http import TenantRequest
from api.paging import ByCursor
from api.queries import asked
from tenants import clock
from volunteers.register import roster
from volunteers.register.models import Period, Person
from volunteers.register.roster import Wanted

MANY = "Only people who"


class PeopleQuery(serializers.Serializer[Any]):
    """Who is asked for; all together narrow the list."""

    state = serializers.ChoiceField(
        choices=[*Period.State.values, roster.NONE], required=False, help_text=f"{MANY} are in this state."
    )
    role = serializers.UUIDField(required=False, help_text=f"{MANY} do this role today.")
    tag = serializers.UUIDField(required=False, help_text=f"{MANY} have this tag.")
    unit = serializers.UUIDField(required=False, help_text=f"{MANY} do a role of this unit or its parts.")
    language = serializers.ChoiceField(
        choices=[code for code, _name in settings.LANGUAGES],
        required=False,
        help_text=f"{MANY} are written to in this language.",
    )
    sign_in = serializers.ChoiceField(
        choices=["yes", "no"], required=False, help_text=f"{MANY} can, or cannot, sign in."
    )


class PersonLineSerializer(serializers.ModelSerializer[Person]):
    """A person of the register. `state` is empty for somebody who never had a period."""

    state = serializers.SerializerMethodField()
    can_sign_in = serializers.SerializerMethodField()

    class Meta:
        model = Person
        fields: ClassVar = [
            "uuid",
            "given_name",
            "family_name",
            "email",
            "phone",
            "language",
            "municipality",
            "state",
            "can_sign_in",
        ]

    def get_state(self, person: Person) -> str:
        """The open period's state, or `ended`."""
        states = [str(period.state) for period in person.periods.all()]
        return next((state for state in states if state != Period.State.ENDED), states[0] if states else "")

    def get_can_sign_in(self, person: Person) -> bool:
        """Whether there is a login."""
        return person.user_uuid is not None


class InOrderOfName(ByCursor):
    """As a Finnish or Swedish reader expects."""

    ordering: str | tuple[str, ...] = ("sort_key", "id")


class People(generics.ListAPIView[Person]):
    """Everybody in the register, in order of name."""

    rule = "people.manage"
    scope = "people"
    serializer_class = PersonLineSerializer
    pagination_class = InOrderOfName

    def get_queryset(self) -> QuerySet[Person]:
        """Those who are asked for."""
        if getattr(self, "swagger_fake_view", False):  # somebody describes it, nobody asks
            return Person.objects.none()
        request = cast(TenantRequest, self.request._request)
        wanted = Wanted(**asked(self.request, PeopleQuery))
        found = roster.people(wanted, on=clock.today(request.association), reader=request)
        return found.prefetch_related("periods")

    @extend_schema(summary="People of the register", parameters=[PeopleQuery])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A page of people."""
        return super().get(request, *args, **kwargs)
