"""Roles over HTTP: for all who have a role in the association; changed by those who may on the pages."""

from dataclasses import fields
from typing import Any, ClassVar, cast
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema, extend_schema_serializer
from rest_framework import generics, serializers, status
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.http import TenantRequest
from accounts.rights import may
from api.paging import ByCursor
from api.queries import asked
from tenants.models import RoleFamily
from volunteers.register import reach, selectors
from volunteers.register.models import Person, RoleQualification, Unit, VolunteerRole
from volunteers.register.services import roles as services
from volunteers.register.services.roles import RolePlan
from volunteers.register.words import CountingUnit, LifeCourse, TargetGroup

MANY = "Only roles that"
TEXTS = ("description", "public_text")
LANGUAGES = ("fi", "sv", "en")
SORTS = {"position": ("position", "id"), "code": ("code",), "-code": ("-code",)}


class RolesQuery(serializers.Serializer[Any]):
    """Which roles are asked for, all together narrow the list; and in which order."""

    active = serializers.ChoiceField(
        choices=["yes", "no"],
        required=False,
        help_text=f"{MANY} are, or are not, in use. Volunteers see those in use.",
    )
    open = serializers.ChoiceField(
        choices=["yes", "no"], required=False, help_text=f"{MANY} people can, or cannot, apply for."
    )
    family = serializers.ChoiceField(
        choices=RoleFamily.choices, required=False, help_text=f"{MANY} are of this role family."
    )
    unit = serializers.UUIDField(required=False, help_text=f"{MANY} are of this very unit.")
    sort = serializers.ChoiceField(
        choices=list(SORTS), required=False, help_text="In the association's own order, or by code."
    )


class UnitSerializer(serializers.ModelSerializer[Unit]):
    """A part of the association, named in the caller's language."""

    class Meta:
        model = Unit
        fields: ClassVar = ["uuid", "name"]


class AskedSerializer(serializers.ModelSerializer[VolunteerRole]):
    """What a role asks of those who do it. It is changed on the role's page."""

    qualifications = serializers.SerializerMethodField(help_text="Codes of qualifications.")
    child_work_check = serializers.BooleanField(
        source="needs_child_check", read_only=True, help_text="By the three conditions of Act 148/2014."
    )

    class Meta:
        model = VolunteerRole
        fields: ClassVar = [
            "minimum_age",
            "needs_agreement",
            "needs_confidentiality",
            "qualifications",
            "child_work_check",
            "supervision",
            "supervision_every_days",
        ]

    def get_qualifications(self, role: VolunteerRole) -> list[str]:
        """In order of their codes."""
        return sorted(each.type.code for each in role.asks_for.all())


@extend_schema_serializer(component_name="VolunteerRole")
class VolunteerRoleSerializer(serializers.ModelSerializer[VolunteerRole]):
    """A role. `name` and `description` are in the caller's language, the others as they are kept."""

    unit = UnitSerializer(allow_null=True)
    coordinator = serializers.SlugRelatedField[Any](
        slug_field="uuid", read_only=True, allow_null=True, help_text="A person of the register."
    )
    life_course = serializers.ListField(child=serializers.ChoiceField(choices=LifeCourse.choices))
    target_groups = serializers.ListField(child=serializers.ChoiceField(choices=TargetGroup.choices))
    counting_unit = serializers.ChoiceField(choices=CountingUnit.choices)
    asks = AskedSerializer(source="*")

    class Meta:
        model = VolunteerRole
        fields: ClassVar = [
            "uuid",
            "code",
            "catalogue_code",
            "family",
            "name",
            "description",
            *(f"{text}_{code}" for text in ("name", *TEXTS) for code in LANGUAGES),
            "counting_unit",
            "unit",
            "coordinator",
            "life_course",
            "target_groups",
            "discreet",
            "is_open",
            "is_active",
            "asks",
        ]


def _text(length: int) -> serializers.CharField:
    return serializers.CharField(max_length=length, allow_blank=True, required=False)


class RoleFormSerializer(serializers.Serializer[Any]):
    """What a role is to be. Its code is made of its Finnish name, and never changes."""

    name_fi = serializers.CharField(max_length=200)
    name_sv = _text(200)
    name_en = _text(200)
    family = serializers.ChoiceField(choices=RoleFamily.choices)
    counting_unit = serializers.ChoiceField(choices=CountingUnit.choices, required=False)
    unit = serializers.SlugRelatedField[Unit](
        slug_field="uuid", queryset=Unit.objects.none(), allow_null=True, required=False
    )
    coordinator = serializers.SlugRelatedField[Person](
        slug_field="uuid", queryset=Person.objects.none(), allow_null=True, required=False
    )
    description_fi = _text(4000)
    description_sv = _text(4000)
    description_en = _text(4000)
    public_text_fi = _text(4000)
    public_text_sv = _text(4000)
    public_text_en = _text(4000)
    life_course = serializers.ListField(
        child=serializers.ChoiceField(choices=LifeCourse.choices), required=False, max_length=10
    )
    target_groups = serializers.ListField(
        child=serializers.ChoiceField(choices=TargetGroup.choices), required=False, max_length=10
    )
    discreet = serializers.BooleanField(required=False)
    is_open = serializers.BooleanField(required=False)
    is_active = serializers.BooleanField(required=False)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Only what this association has now, and the caller looks after."""
        fields = super().get_fields()
        units, people = selectors.active_units(), selectors.active_volunteers()
        if reader := self.context.get("reader"):
            units, people = reach.units(reader).filter(is_active=True), reach.people(reader, people)
        fields["unit"].queryset = units  # type: ignore[attr-defined]  # a related field
        fields["coordinator"].queryset = people  # type: ignore[attr-defined]  # a related field
        return fields


class InOrder(ByCursor):
    """As `sort` says, in the association's own order otherwise."""

    def get_ordering(self, request: Request, queryset: Any, view: Any) -> tuple[str, ...]:
        """The columns of the cursor."""
        return SORTS[request.query_params.get("sort") or "position"]


class _Roles(generics.GenericAPIView[VolunteerRole]):
    rule = "roles.see"
    scope = "roles"
    serializer_class = VolunteerRoleSerializer
    pagination_class = InOrder
    queryset = VolunteerRole.objects.none()  # for the description; what is asked for comes of `roles`
    request: Request

    @property
    def plain(self) -> TenantRequest:
        """The request as the identity phase has prepared it."""
        return cast(TenantRequest, self.request._request)

    def roles(self) -> QuerySet[VolunteerRole]:
        """Those that the caller may see, with what is told of them."""
        found = VolunteerRole.objects.select_related("unit", "coordinator").prefetch_related(
            Prefetch("asks_for", RoleQualification.objects.select_related("type"))
        )
        if not may(self.plain, "roles.manage"):
            return found.filter(is_active=True)
        if self.plain.reach.whole:
            return found
        return found.filter(Q(is_active=True) | Q(pk__in=reach.roles(self.plain).order_by().values("pk")))

    def told(self, uuid: UUID) -> dict[str, Any]:
        """One role as it is now, or 404."""
        found = self.roles().filter(uuid=uuid).first()
        if found is None:
            raise Http404
        return dict(VolunteerRoleSerializer(found).data)

    def require_right(self) -> None:
        """Raises PermissionDenied for those who may only look."""
        if not may(self.plain, "roles.manage"):
            raise PermissionDenied


class Roles(_Roles):
    """Roles of the association; and a coordinator's way to make one."""

    @extend_schema(
        summary="Roles of the association",
        parameters=[RolesQuery],
        responses=VolunteerRoleSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """A page of roles."""
        said = asked(request, RolesQuery)
        found = self.roles()
        for name, column in (("active", "is_active"), ("open", "is_open")):
            if name in said:
                found = found.filter(**{column: said[name] == "yes"})
        if "family" in said:
            found = found.filter(family=said["family"])
        if "unit" in said:
            found = found.filter(unit__uuid=said["unit"])
        page = self.paginate_queryset(found) or []
        return self.get_paginated_response(VolunteerRoleSerializer(page, many=True).data)

    @extend_schema(
        summary="Make a role",
        description="For coordinators of the whole association. What it asks for is said on its page.",
        request=RoleFormSerializer,
        responses={201: VolunteerRoleSerializer},
    )
    def post(self, request: Request) -> Response:
        """Offer a role of the association's own."""
        if not may(self.plain, "association.manage"):
            raise PermissionDenied
        said = RoleFormSerializer(data=request.data, context={"reader": self.plain})
        said.is_valid(raise_exception=True)
        made = services.make_role(plan=RolePlan(**said.validated_data), by=self.plain.actor)
        return Response(self.told(made.uuid), status=status.HTTP_201_CREATED)


class OneRole(_Roles):
    """One role."""

    @extend_schema(summary="One role", responses=VolunteerRoleSerializer)
    def get(self, request: Request, uuid: UUID) -> Response:
        """The role as the caller sees it."""
        return Response(self.told(uuid))

    @extend_schema(
        summary="Change a role",
        description="For coordinators who look after it. What is left out stays as it is.",
        request=RoleFormSerializer,
        responses=VolunteerRoleSerializer,
    )
    def patch(self, request: Request, uuid: UUID) -> Response:
        """Change what a role is."""
        self.require_right()
        role = reach.roles(self.plain, self.roles()).filter(uuid=uuid).first()
        if role is None:
            raise Http404
        said = RoleFormSerializer(data=request.data, partial=True, context={"reader": self.plain})
        said.is_valid(raise_exception=True)
        now = {field.name: getattr(role, field.name) for field in fields(RolePlan)}
        services.change_role(role=role, plan=RolePlan(**now | said.validated_data), by=self.plain.actor)
        return Response(self.told(uuid))
