"""People over HTTP, for coordinators: the list with the page's filters, and one of them."""

from contextlib import nullcontext
from typing import Any, ClassVar, cast
from uuid import UUID

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.http import TenantRequest
from api.paging import ByCursor
from api.queries import asked
from tenants import clock
from volunteers.register import roster, search, selectors
from volunteers.register.models import Period, Person, PersonTag, RoleHolding, VolunteerRole
from volunteers.register.roster import Wanted

MANY = "Only people who"
SORTS = {
    "name": ("sort_key", "id"),
    "-name": ("-sort_key", "-id"),
    "created": ("created_at", "id"),
    "-created": ("-created_at", "-id"),
}


class PeopleQuery(serializers.Serializer[Any]):
    """Who is asked for, all together narrow the list; and in which order."""

    q = serializers.CharField(
        required=False,
        max_length=100,
        help_text=f"{MANY} are meant by this text: name, number or address, with a slip of the finger.",
    )
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
    sort = serializers.ChoiceField(
        choices=list(SORTS),
        required=False,
        help_text="By name, as a Finnish or Swedish reader expects, or by when they came into the register.",
    )


class HeldRoleSerializer(serializers.ModelSerializer[VolunteerRole]):
    """A role that somebody does today, named in the caller's language."""

    class Meta:
        model = VolunteerRole
        fields: ClassVar = ["uuid", "code", "name"]


class PersonSerializer(serializers.ModelSerializer[Person]):
    """A person of the register. `state` is empty for somebody who never had a period."""

    state = serializers.SerializerMethodField()
    since = serializers.SerializerMethodField(help_text="First day of the period that `state` is about.")
    roles = serializers.SerializerMethodField()
    tags = serializers.SerializerMethodField()
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
            "postal_code",
            "speaks",
            "skills",
            "state",
            "since",
            "roles",
            "tags",
            "can_sign_in",
            "created_at",
        ]

    def get_state(self, person: Person) -> str:
        """The open period's state, or `ended`."""
        period = _told(person)
        return str(period.state) if period else ""

    @extend_schema_field(serializers.DateField(allow_null=True))
    def get_since(self, person: Person) -> str | None:
        """When it began."""
        period = _told(person)
        return period.started_on.isoformat() if period else None

    @extend_schema_field(HeldRoleSerializer(many=True))
    def get_roles(self, person: Person) -> Any:
        """What they do today."""
        return HeldRoleSerializer([holding.role for holding in person.holdings.all()], many=True).data

    def get_tags(self, person: Person) -> list[str]:
        """By name."""
        return [tagged.tag.name for tagged in person.tagged.all()]

    def get_can_sign_in(self, person: Person) -> bool:
        """Whether there is a login."""
        return person.user_uuid is not None


def _told(person: Person) -> Period | None:
    """The open period, or else the last one."""
    periods = sorted(person.periods.all(), key=lambda period: (period.started_on, period.pk))
    still_open = (period for period in periods if period.state != Period.State.ENDED)
    return next(still_open, periods[-1] if periods else None)


class InOrder(ByCursor):
    """As `sort` says, by name otherwise."""

    def get_ordering(self, request: Request, queryset: Any, view: Any) -> tuple[str, ...]:
        """The columns of the cursor."""
        return SORTS[request.query_params.get("sort") or "name"]


class _People(generics.GenericAPIView[Person]):
    rule = "people.manage"
    scope = "people"
    serializer_class = PersonSerializer
    pagination_class = InOrder
    queryset = Person.objects.none()  # for the description; what is asked for comes of `people`
    request: Request

    def people(self, wanted: Wanted) -> QuerySet[Person]:
        """Those who are asked for, with what is told of them."""
        request = cast(TenantRequest, self.request._request)
        on = clock.today(request.association)
        holdings = RoleHolding.objects.filter(selectors.held(on)).select_related("role")
        return roster.people(wanted, on=on, reader=request).prefetch_related(
            "periods",
            Prefetch("holdings", holdings.order_by("role__position", "role_id")),
            Prefetch("tagged", PersonTag.objects.select_related("tag").order_by("tag__name")),
        )


class People(_People):
    """Everybody in the register whom the caller may see."""

    @extend_schema(
        summary="People of the register", parameters=[PeopleQuery], responses=PersonSerializer(many=True)
    )
    def get(self, request: Request) -> Response:
        """A page of people."""
        said = asked(request, PeopleQuery)
        said.pop("sort", None)
        wanted = Wanted(text=said.pop("q", ""), **said)
        with search.with_likeness(wanted.text) if wanted.text else nullcontext():
            page = self.paginate_queryset(self.people(wanted)) or []
        return self.get_paginated_response(PersonSerializer(page, many=True).data)


class OnePerson(_People):
    """One person."""

    @extend_schema(summary="One person of the register", responses=PersonSerializer)
    def get(self, request: Request, uuid: UUID) -> Response:
        """What the list tells of everybody."""
        found = self.people(Wanted()).filter(uuid=uuid).first()
        if found is None:
            raise Http404
        return Response(PersonSerializer(found).data)
