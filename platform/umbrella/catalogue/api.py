"""The catalogue for machines."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.paging import ByCursor
from tenants.models import CatalogueRole


class CatalogueRoleSerializer(serializers.ModelSerializer[CatalogueRole]):
    """A role of the catalogue. `code` never changes; `retired_at` is set where it is no longer offered."""

    class Meta:
        model = CatalogueRole
        fields: ClassVar = [
            "code", "family", "counting_unit", "discreet", "name_fi", "name_sv", "name_en", "description_fi",
            "description_sv", "description_en", "minimum_age", "needs_agreement", "needs_confidentiality",
            "supervision", "supervision_every_days", "edition", "retired_at",
        ]  # fmt: skip


class InOrder(ByCursor):
    """As the catalogue has them."""

    ordering = ("pk",)


class CatalogueRolesView(generics.GenericAPIView[CatalogueRole]):
    """The roles of the catalogue."""

    rule = "associations.see"
    scope = "catalogue"
    serializer_class: Any = CatalogueRoleSerializer
    pagination_class: Any = InOrder
    queryset: QuerySet[CatalogueRole] = CatalogueRole.objects.none()  # for the description

    @extend_schema(
        operation_id="catalogue_roles_list",
        summary="The federation's catalogue of roles",
        responses=CatalogueRoleSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """A page of them, retired ones included."""
        umbrella = request._request.umbrella  # type: ignore[attr-defined]  # set by HostMiddleware
        page = self.paginate_queryset(CatalogueRole.objects.filter(umbrella=umbrella)) or []
        return self.get_paginated_response(CatalogueRoleSerializer(page, many=True).data)
