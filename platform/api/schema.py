"""What the description of the API (OpenAPI 3) says of every operation without its view saying it."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from accounts.scopes import needed
from accounts.tokens import START


@extend_schema_serializer(
    component_name="Error",
    examples=[
        OpenApiExample(
            "A rule says no",
            value={"code": "shift_full", "sentence": "The shift is full.", "data": {}},
            response_only=True,
        ),
        OpenApiExample(
            "Something in the request is wrong",
            value={
                "code": "invalid",
                "sentence": "Something in what you sent is not right.",
                "data": {"places": ["Ensure this value is greater than or equal to 1."]},
            },
            response_only=True,
        ),
    ],
)
class ErrorSerializer(serializers.Serializer[Any]):
    """Every refusal: a code for programs, a sentence for people, and the data of both."""

    code = serializers.CharField(help_text="Never translated; it does not change.")
    sentence = serializers.CharField(help_text="In the language of the request.")
    data = serializers.DictField(  # type: ignore[assignment]  # a field hides the property of this name
        help_text="For `invalid`: what is wrong, by field."
    )


REFUSALS = {
    "400": "Something in the request is wrong.",
    "401": "Nobody is signed in, or the token is not valid.",
    "403": "The right or the token's scope is missing, or a rule says no.",
    "404": "There is no such thing here, or the caller has no role here.",
    "409": "Things have changed meanwhile, and a rule says no.",
    "422": "What was sent is whole, but a rule says no to it.",
    "429": "This was too often. Retry-After says in how many seconds to try again.",
}


class SignedInScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # its registry
    """How callers say who they are: by the session of this host."""

    target_class = "api.authentication.SignedIn"
    name = "session"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        """The cookie."""
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # its registry
    """How programs say in whose name they ask: by a token of this host."""

    target_class = "api.authentication.ByToken"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        """The header."""
        return {"type": "http", "scheme": "bearer", "bearerFormat": f"{START}…"}


class Described(AutoSchema):
    """Adds to each operation how it refuses, all in the one shape of `api.errors`."""

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        """The operation with its refusals."""
        operation = super().get_operation(*args, **kwargs)
        if operation is None:
            return None
        if scope := needed(type(self.view), self.method):
            operation["x-scope"] = scope
            said = f"A token needs the scope `{scope}`."
            operation["description"] = f"{operation.get('description', '')}\n\n{said}".strip()
        error = self.resolve_serializer(ErrorSerializer, "response").ref
        for status in _refusals(self.method):
            operation["responses"].setdefault(
                status,
                {"description": REFUSALS[status], "content": {"application/json": {"schema": error}}},
            )
        return operation


def _refusals(method: str) -> Iterator[str]:
    yield from ("400", "401", "403", "404", "429")
    if method != "GET":
        yield from ("409", "422")
