"""Queries whose SQL is worked out once in a process: on a page of figures that takes longer than the asking.

A page asks a dozen small questions of published tables, the same for every reader. Django builds the SQL of
each anew, with its joins and subqueries, each time; here a query is built once, with a `Given` wherever a
value comes from the reader, and sent again and again with other values.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models import F, Func, Value
from django.db.models.expressions import Expression
from django.db.models.functions import Coalesce, NullIf


class Given(Expression):
    """A value that is put in when the statement is sent, wherever its name stands."""

    def __init__(self, name: str, output_field: models.Field[Any, Any] | None = None) -> None:
        super().__init__(output_field=output_field or models.BigIntegerField())
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Stands among the parameters itself."""
        return "%s", [self]

    def get_group_by_cols(self) -> list[Any]:
        """Nothing: it is the same for all rows."""
        return []


def among(field: str, name: str) -> Func:
    """A condition: the field is one of the numbers in a list that is given."""
    numbers = Func(Given(name), function="ANY", output_field=models.BigIntegerField())
    return Func(
        F(field),
        numbers,
        template="%(expressions)s",
        arg_joiner=" = ",
        output_field=models.BooleanField(),
    )


def name_in(language: str, of: str = "") -> Coalesce:
    """The name in a language, or the Finnish one where there is none, as `tenants.named` has it."""
    name = f"{of}__name" if of else "name"
    return Coalesce(NullIf(F(f"{name}_{language}"), Value("")), F(f"{name}_fi"))


class Statement:
    """A query of values (`values_list`) that takes `Given` s by name."""

    def __init__(self, make: Callable[[], models.QuerySet[Any, Any]]) -> None:
        self._make = make
        self._made: tuple[str, tuple[Any, ...], Any, Any] | None = None

    def rows(self, **values: object) -> list[tuple[Any, ...]]:
        """Every row, as `values_list` gives it. Raises KeyError where a value is missing."""
        sql, given, compiler, converters = self._made or self._compiled()
        parameters: Any = [values[one.name] if isinstance(one, Given) else one for one in given]
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        if converters:
            return [tuple(row) for row in compiler.apply_converters(found, converters)]
        return found

    def row(self, **values: object) -> tuple[Any, ...]:
        """The one row there is."""
        (found,) = self.rows(**values)
        return found

    def _compiled(self) -> tuple[str, tuple[Any, ...], Any, Any]:
        compiler = self._make().query.get_compiler(using=DEFAULT_DB_ALIAS)
        sql, given = compiler.as_sql()
        asked = [expression for expression, *_ in compiler.select]
        self._made = sql, tuple(given), compiler, compiler.get_converters(asked)
        return self._made
