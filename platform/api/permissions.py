"""The same named rules as the pages'."""

from typing import TYPE_CHECKING

import rules
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

if TYPE_CHECKING:
    # The views' module reads the settings, which name this one.
    from rest_framework.views import APIView


class HasRule(BasePermission):
    """Asks the rule that the view names; a view without one is closed to all."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        """Whether the rule says yes."""
        rule = getattr(view, "rule", None)
        return bool(rule) and (rule == "public" or bool(rules.test_rule(rule, request._request)))
