"""What is asked in an address, checked by a serializer that describes it as well."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request


class Year(serializers.IntegerField):
    """Four digits as we write them; Python reads those of every script."""

    def to_internal_value(self, data: Any) -> int:
        """The number."""
        if not str(data).isascii():
            self.fail("invalid")
        return super().to_internal_value(data)


class YearQuery(serializers.Serializer[Any]):
    """One year."""

    year = Year(
        required=False,
        min_value=1900,
        max_value=2999,
        help_text="Four digits.",
    )


def asked(request: Request, query: type[serializers.Serializer[Any]]) -> dict[str, Any]:
    """What the caller asks for. Raises DRF's ValidationError, which is answered with 400."""
    said = query(data=request.query_params)
    said.is_valid(raise_exception=True)
    return dict(said.validated_data)
