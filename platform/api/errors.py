"""One shape for every error: `{"code", "sentence", "data"}`."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from web.errors import DomainError


def answer(error: Exception, context: dict[str, Any]) -> Response | None:
    """A domain's refusal with its own status; DRF's errors in the same shape; None for what is a bug."""
    if isinstance(error, DomainError):
        return Response({"code": error.code, "sentence": str(error), "data": error.data}, status=error.status)
    response = exception_handler(error, context)
    if response is None:
        return None
    if isinstance(error, exceptions.ValidationError):
        response.data = {
            "code": "invalid",
            "sentence": _("Something in what you sent is not right."),
            "data": response.data if isinstance(response.data, dict) else {"all": response.data},
        }
    else:
        detail = response.data.get("detail", "") if isinstance(response.data, dict) else ""
        response.data = {"code": getattr(detail, "code", "error"), "sentence": str(detail), "data": {}}
    return response
