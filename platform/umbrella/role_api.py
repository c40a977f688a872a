"""The published figures by role for machines: the same rows as the pages."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.queries import YearQuery, asked
from umbrella import role_selectors, selectors
from umbrella.api import FigureSerializer


class FederationRoleSerializer(serializers.Serializer[role_selectors.RoleRow]):
    """One role in the whole federation, by month."""

    code = serializers.CharField(source="role.code")
    name = serializers.CharField(source="role.name")
    family = serializers.CharField(source="role.family", allow_blank=True)
    months = FigureSerializer(many=True)


class AssociationRoleSerializer(serializers.Serializer[role_selectors.Share]):
    """One association's year in one role."""

    association = serializers.CharField(source="slug")
    code = serializers.CharField(source="role.code")
    family = serializers.CharField(source="role.family", allow_blank=True)
    year = FigureSerializer()


class DistrictFamilySerializer(serializers.Serializer[dict[str, Any]]):
    """One role family's year in one district."""

    district = serializers.CharField()
    name = serializers.CharField()
    family = serializers.CharField()
    year = FigureSerializer()


class RoleFiguresSerializer(serializers.Serializer[role_selectors.ByRoles]):
    """One year by role. All lists are empty where nothing is told by role yet; it is told once."""

    year = serializers.IntegerField()
    roles = FederationRoleSerializer(many=True)
    associations = AssociationRoleSerializer(many=True, source="shares")
    districts = DistrictFamilySerializer(many=True, source="district_families")


class RoleFiguresView(APIView):
    """Published figures of a year by role."""

    rule: ClassVar[str] = "figures.see"
    scope: ClassVar[str] = "figures"
    pagination_class: ClassVar[Any] = None

    @extend_schema(
        operation_id="figures_roles_retrieve",
        summary="Published figures of a year by role",
        description="The newest whole year by default. 404 where nothing of a year is published. "
        "Each association says to which family its role belongs; with the months it is the catalogue's.",
        parameters=[YearQuery],
        responses=RoleFiguresSerializer,
    )
    def get(self, request: Request) -> Response:
        """Roles by month, associations and districts."""
        wanted = asked(request, YearQuery).get("year")
        umbrella = request._request.umbrella  # type: ignore[attr-defined]  # set by HostMiddleware
        year = selectors.year_asked(umbrella, str(wanted)) if wanted else selectors.whole_years(umbrella)
        if year is None:
            raise NotFound
        return Response(RoleFiguresSerializer(role_selectors.by_roles(umbrella, year)).data)
