"""Instants, days and rows by code, as programs send them and read them."""

from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers


@extend_schema_field(OpenApiTypes.DATETIME)
class Exactly(serializers.Field[datetime, str, str, datetime]):
    """A moment with its offset from UTC; without one it would be a guess."""

    default_error_messages = {
        "instant": _("Write a date and time with its offset, as 2025-02-04T17:00+02:00.")
    }

    def to_internal_value(self, data: str) -> datetime:
        """An aware moment."""
        try:
            found = parse_datetime(data) if isinstance(data, str) else None
        except ValueError:
            found = None
        if found is None or found.tzinfo is None:
            self.fail("instant")
        return found

    def to_representation(self, value: datetime) -> str:
        """ISO 8601 in UTC."""
        return value.isoformat()


class Instant(Exactly):
    """A moment on a whole minute, as shifts begin and end."""

    def to_internal_value(self, data: str) -> datetime:
        """An aware moment without seconds."""
        return super().to_internal_value(data).replace(second=0, microsecond=0)


class ByCode(serializers.SlugRelatedField[Any]):
    """A row that is named by its code. What no database can hold is no code."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(slug_field="code", **kwargs)

    def to_internal_value(self, data: Any) -> Any:
        """The row."""
        if not isinstance(data, str) or "\0" in data:
            self.fail("invalid")
        return super().to_internal_value(data)


class Day(serializers.DateField):
    """A day of our times; dates hold more than instants do."""

    def to_internal_value(self, value: Any) -> Any:
        """The day."""
        day = super().to_internal_value(value)
        if not 1900 <= day.year <= 2999:
            self.fail("invalid", format="YYYY-MM-DD")
        return day
