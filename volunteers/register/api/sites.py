"""Places over HTTP for all who have a role, with whom to call for coordinators; hosts for coordinators."""

import re
from dataclasses import replace
from typing import Any, ClassVar, TypeVar, cast
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_serializer
from rest_framework import generics, serializers, status
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.http import TenantRequest
from accounts.rights import may
from api.paging import ByCursor
from api.queries import asked
from volunteers.register.api.roles import UnitSerializer
from volunteers.register.models import Organisation, Site, Unit
from volunteers.register.opening import DAY, MOST_A_DAY
from volunteers.register.services import organisations as organisation_services, sites as services
from volunteers.register.services.organisations import OrganisationPlan
from volunteers.register.services.sites import SitePlan

_TIME = re.compile("([0-9]{2}):([0-5][0-9])")
Row = TypeVar("Row", bound=Model)
# Volunteers see it only where they come, on the page of the place.
TO_CALL = ("phone", "contact_name", "email")


class SitesQuery(serializers.Serializer[Any]):
    """Which places are asked for."""

    active = serializers.ChoiceField(
        choices=["yes", "no"], required=False, help_text="Only places that are, or are not, in use."
    )
    organisation = serializers.UUIDField(required=False, help_text="Only places of this host.")


class OrganisationsQuery(serializers.Serializer[Any]):
    """Which hosts are asked for."""

    active = serializers.ChoiceField(
        choices=["yes", "no"], required=False, help_text="Only hosts that are, or are not, in use."
    )


@extend_schema_field({"type": "string", "pattern": "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"})
class TimeOfDay(serializers.Field[int, str, str, int]):
    """A time of the day, `09:00` to `24:00`, in minutes from midnight."""

    default_error_messages = {"time": _("Write a time of the day as 09:00; the last one is 24:00.")}

    def to_internal_value(self, data: str) -> int:
        """Minutes from midnight."""
        found = _TIME.fullmatch(data) if isinstance(data, str) else None
        minute = int(found[1]) * 60 + int(found[2]) if found else DAY + 1
        if minute > DAY:
            self.fail("time")
        return minute

    def to_representation(self, value: int) -> str:
        """As it is read."""
        return f"{value // 60:02}:{value % 60:02}"


class StretchSerializer(serializers.Serializer[Any]):
    """A stretch of the week in which a place is open, in local time. Without any it is not known."""

    weekday = serializers.IntegerField(min_value=0, max_value=6, help_text="0 is Monday.")
    opens = TimeOfDay(source="from_minute")
    closes = TimeOfDay(source="to_minute", help_text="24:00 at the latest.")


class HostSerializer(serializers.ModelSerializer[Organisation]):
    """Whose a place is."""

    class Meta:
        model = Organisation
        fields: ClassVar = ["uuid", "name"]


@extend_schema_serializer(component_name="Place")
class SiteSerializer(serializers.ModelSerializer[Site]):
    """A place. Whom to call there is told to those who coordinate; it is null for others."""

    organisation = HostSerializer(allow_null=True)
    unit = UnitSerializer(allow_null=True)
    access = serializers.ListField(child=serializers.ChoiceField(choices=Site.Access.choices))
    opening_hours = StretchSerializer(many=True)
    phone = serializers.CharField(allow_null=True)
    contact_name = serializers.CharField(allow_null=True)
    email = serializers.CharField(allow_null=True)

    class Meta:
        model = Site
        fields: ClassVar = [
            "uuid",
            "name",
            "address",
            "arrival",
            "discreet",
            "organisation",
            "unit",
            "access",
            "access_text",
            "opening_hours",
            "is_active",
            *TO_CALL,
        ]


def _text(length: int) -> serializers.CharField:
    return serializers.CharField(max_length=length, allow_blank=True, required=False)


class SiteFormSerializer(serializers.Serializer[Any]):
    """What a place is to be. `opening_hours` take the place of those that were."""

    name = serializers.CharField(max_length=120)
    address = _text(200)
    arrival = _text(200)
    discreet = serializers.BooleanField(required=False)
    organisation = serializers.SlugRelatedField[Organisation](
        slug_field="uuid", queryset=Organisation.objects.none(), allow_null=True, required=False
    )
    unit = serializers.SlugRelatedField[Unit](
        slug_field="uuid", queryset=Unit.objects.none(), allow_null=True, required=False
    )
    phone = _text(30)
    contact_name = _text(160)
    email = serializers.EmailField(allow_blank=True, required=False)
    access = serializers.ListField(
        child=serializers.ChoiceField(choices=Site.Access.choices), required=False, max_length=20
    )
    access_text = _text(400)
    is_active = serializers.BooleanField(
        required=False, help_text="Not to be false while something is planned there."
    )
    opening_hours = serializers.ListField(
        child=StretchSerializer(), required=False, max_length=7 * MOST_A_DAY
    )

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Only what this association has."""
        fields = super().get_fields()
        fields["organisation"].queryset = Organisation.objects.all()  # type: ignore[attr-defined]  # related
        fields["unit"].queryset = Unit.objects.all()  # type: ignore[attr-defined]  # related
        return fields

    def said(self) -> dict[str, Any]:
        """What valid data says, as a plan has it."""
        said = dict(self.validated_data)
        if "opening_hours" in said:
            said["opening_hours"] = [
                (each["weekday"], each["from_minute"], each["to_minute"]) for each in said["opening_hours"]
            ]
        return said


class OrganisationSerializer(serializers.ModelSerializer[Organisation]):
    """A host organisation. `checklist` has a point on each line: what it wants done before the first time."""

    class Meta:
        model = Organisation
        fields: ClassVar = [
            "uuid",
            "name",
            "contact_name",
            "phone",
            "email",
            "checklist",
            "notes",
            "is_active",
        ]


class OrganisationFormSerializer(serializers.Serializer[Any]):
    """What is known of a host organisation."""

    name = serializers.CharField(max_length=120)
    contact_name = _text(160)
    phone = _text(30)
    email = serializers.EmailField(allow_blank=True, required=False)
    checklist = _text(4000)
    notes = _text(2000)
    is_active = serializers.BooleanField(
        required=False, help_text="Not to be false while places of it are in use."
    )


class InOrderOfName(ByCursor):
    """By name."""

    ordering: str | tuple[str, ...] = ("name", "id")


class _OfAssociation(generics.GenericAPIView[Any]):
    scope = "sites"
    pagination_class = InOrderOfName
    request: Request

    @property
    def plain(self) -> TenantRequest:
        """The request as the identity phase has prepared it."""
        return cast(TenantRequest, self.request._request)

    def narrowed(self, found: QuerySet[Row], said: dict[str, Any]) -> QuerySet[Row]:
        """Those in use, or not, as asked."""
        return found.filter(is_active=said["active"] == "yes") if "active" in said else found


class _Sites(_OfAssociation):
    rule = "sites.see"
    serializer_class = SiteSerializer
    queryset = Site.objects.none()  # for the description; what is asked for comes of `sites`

    def sites(self) -> QuerySet[Site]:
        """All places, with what is told of them."""
        return Site.objects.select_related("organisation", "unit").prefetch_related("opening_hours")

    def shown(self, found: list[Site]) -> list[dict[str, Any]]:
        """As the caller may see them."""
        rows = [dict(row) for row in SiteSerializer(found, many=True).data]
        if not may(self.plain, "sites.manage"):
            rows = [row | dict.fromkeys(TO_CALL) for row in rows]
        return rows

    def told(self, uuid: UUID) -> dict[str, Any]:
        """One place as it is now, or 404."""
        found = self.sites().filter(uuid=uuid).first()
        if found is None:
            raise Http404
        return self.shown([found])[0]

    def require_right(self) -> None:
        """Raises PermissionDenied for those who may only look."""
        if not may(self.plain, "sites.manage"):
            raise PermissionDenied


class Sites(_Sites):
    """Places; and a coordinator's way to make one."""

    @extend_schema(summary="Places", parameters=[SitesQuery], responses=SiteSerializer(many=True))
    def get(self, request: Request) -> Response:
        """A page of places."""
        said = asked(request, SitesQuery)
        found = self.narrowed(self.sites(), said)
        if "organisation" in said:
            found = found.filter(organisation__uuid=said["organisation"])
        return self.get_paginated_response(self.shown(self.paginate_queryset(found) or []))

    @extend_schema(
        summary="Make a place",
        description="For coordinators. It belongs to a host organisation or to a unit, not to both.",
        request=SiteFormSerializer,
        responses={201: SiteSerializer},
    )
    def post(self, request: Request) -> Response:
        """A new place."""
        self.require_right()
        form = SiteFormSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        made = services.make_site(plan=SitePlan(**form.said()), by=self.plain.actor)
        return Response(self.told(made.uuid), status=status.HTTP_201_CREATED)


class OneSite(_Sites):
    """One place."""

    @extend_schema(summary="One place", responses=SiteSerializer)
    def get(self, request: Request, uuid: UUID) -> Response:
        """The place as the caller may see it."""
        return Response(self.told(uuid))

    @extend_schema(
        summary="Change a place",
        description="For coordinators. What is left out stays as it is.",
        request=SiteFormSerializer,
        responses=SiteSerializer,
    )
    def patch(self, request: Request, uuid: UUID) -> Response:
        """Change what a place is."""
        self.require_right()
        site = self.sites().filter(uuid=uuid).first()
        if site is None:
            raise Http404
        form = SiteFormSerializer(data=request.data, partial=True)
        form.is_valid(raise_exception=True)
        plan = replace(services.plan_of(site=site), **form.said())
        services.change_site(site=site, plan=plan, by=self.plain.actor)
        return Response(self.told(uuid))


class _Organisations(_OfAssociation):
    rule = "sites.manage"
    serializer_class = OrganisationSerializer
    queryset = Organisation.objects.all()

    def one(self, uuid: UUID) -> Organisation:
        """One host, or 404."""
        found = Organisation.objects.filter(uuid=uuid).first()
        if found is None:
            raise Http404
        return found


class Organisations(_Organisations):
    """Host organisations, for coordinators."""

    @extend_schema(
        summary="Host organisations",
        parameters=[OrganisationsQuery],
        responses=OrganisationSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """A page of hosts."""
        found = self.narrowed(Organisation.objects.all(), asked(request, OrganisationsQuery))
        page = self.paginate_queryset(found) or []
        return self.get_paginated_response(OrganisationSerializer(page, many=True).data)

    @extend_schema(
        summary="Note a host organisation",
        request=OrganisationFormSerializer,
        responses={201: OrganisationSerializer},
    )
    def post(self, request: Request) -> Response:
        """A new host."""
        form = OrganisationFormSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        plan = OrganisationPlan(**form.validated_data)
        made = organisation_services.add_organisation(plan=plan, by=self.plain.actor)
        return Response(OrganisationSerializer(made).data, status=status.HTTP_201_CREATED)


class OneOrganisation(_Organisations):
    """One host organisation."""

    @extend_schema(summary="One host organisation", responses=OrganisationSerializer)
    def get(self, request: Request, uuid: UUID) -> Response:
        """The host as it is known."""
        return Response(OrganisationSerializer(self.one(uuid)).data)

    @extend_schema(
        summary="Change a host organisation",
        description="What is left out stays as it is.",
        request=OrganisationFormSerializer,
        responses=OrganisationSerializer,
    )
    def patch(self, request: Request, uuid: UUID) -> Response:
        """Change what is known of a host."""
        found = self.one(uuid)
        form = OrganisationFormSerializer(data=request.data, partial=True)
        form.is_valid(raise_exception=True)
        plan = replace(organisation_services.plan_of(organisation=found), **form.validated_data)
        changed = organisation_services.change_organisation(
            organisation=found, plan=plan, by=self.plain.actor
        )
        return Response(OrganisationSerializer(changed).data)
