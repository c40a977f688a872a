"""Rows of a model that come along in another statement: as an array, in which they stand as JSON."""

from collections.abc import Iterable, Mapping
from typing import Any, Generic, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model, QuerySet
from django.db.models.functions import JSONObject

M = TypeVar("M", bound=Model)


class Rows(Generic[M]):
    """Which columns of a model come along, and the rows made of them. What else they have is not read."""

    def __init__(self, model: type[M], *names: str) -> None:
        fields = [field for field in model._meta.concrete_fields if field.attname in names]
        self.model = model
        self.names = tuple(field.attname for field in fields)
        self._read = tuple(field.to_python for field in fields)

    def array(self, rows: QuerySet[M]) -> ArraySubquery:
        """These rows as a column of another query."""
        return ArraySubquery(rows.values(row=JSONObject(**{name: name for name in self.names})))

    def made(self, found: Iterable[Mapping[str, Any]]) -> list[M]:
        """The rows of such a column."""
        return [
            self.model.from_db(
                DEFAULT_DB_ALIAS,
                self.names,
                [read(row[name]) for name, read in zip(self.names, self._read, strict=True)],
            )
            for row in found
        ]
