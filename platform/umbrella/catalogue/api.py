"""The catalogue for machines."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.paging import ByCursor
from tenants.models import CatalogueRole, CatalogueText


class CatalogueRoleSerializer(serializers.ModelSerializer[CatalogueRole]):
    """A role of the catalogue. `code` never changes; `retired_at` is set where it is no longer offered."""

    class Meta:
        model = CatalogueRole
        fields: ClassVar = [
            "code", "family", "counting_unit", "discreet", "name_fi", "name_sv", "name_en", "description_fi",
            "description_sv", "description_en", "minimum_age", "needs_agreement", "needs_confidentiality",
            "supervision", "supervision_every_days", "edition", "retired_at",
        ]  # fmt: skip


class CatalogueTextSerializer(serializers.ModelSerializer[CatalogueText]):
    """A model text of the catalogue: one to sign, or words for a place of the annual report (`report-…`)."""

    class Meta:
        model = CatalogueText
        fields: ClassVar = ["code", "text_fi", "text_sv", "text_en", "edition"]


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


class CatalogueTextsView(generics.GenericAPIView[CatalogueText]):
    """The model texts of the catalogue."""

    rule = "associations.see"
    scope = "catalogue"
    serializer_class: Any = CatalogueTextSerializer
    pagination_class: Any = InOrder
    queryset: QuerySet[CatalogueText] = CatalogueText.objects.none()  # for the description

    @extend_schema(
        operation_id="catalogue_texts_list",
        summary="The federation's model texts",
        responses=CatalogueTextSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """A page of those that are offered."""
        umbrella = request._request.umbrella  # type: ignore[attr-defined]  # set by HostMiddleware
        offered = CatalogueText.objects.filter(umbrella=umbrella).exclude(text_fi="")
        page = self.paginate_queryset(offered) or []
        return self.get_paginated_response(CatalogueTextSerializer(page, many=True).data)
