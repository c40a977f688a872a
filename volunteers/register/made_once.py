"""Queries whose statement is made once: for small ones that every page asks, making takes longer than asking.

    _closed = MadeOnce(
        lambda first, last: Month.objects.filter(first_day__range=(first, last)).values_list("state"),
        first=date,
        last=date,
    )
    states = [state for (state,) in _closed.rows(first=…, last=…)]

The query is made with a mark in the place of each value; whenever it is asked, the values stand in the place
of the marks. So nothing but these values may vary in it: not the language, not the time, not who asks. The
statement names tables alone, so that it finds those of the association that is entered.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)

_MARKS: Mapping[type, Callable[[int], Any]] = {
    int: lambda number: 2_000_000_011 + number,
    str: lambda number: f"\N{REPLACEMENT CHARACTER}{number}",
    UUID: lambda number: UUID(int=number),
    date: lambda number: date.min + timedelta(days=number),
    datetime: lambda number: datetime(1, 1, 1, tzinfo=UTC) + timedelta(days=number, seconds=1),
}


class NotOnce(RuntimeError):
    """A query that cannot be kept: a value of it did not come back as a parameter."""


class MadeOnce:
    """A query by `values_list`, and of which kind the values are that differ each time."""

    def __init__(self, making: Callable[..., QuerySet[Any, Any]], **kinds: type) -> None:
        self.making = making
        self.marks = {name: _MARKS[kind](number) for number, (name, kind) in enumerate(kinds.items(), 1)}

    @cached_property
    def _made(self) -> tuple[str, tuple[tuple[str, Any], ...], tuple[tuple[int, Any, Any], ...]]:
        """The statement, its parameters (with the name of each that differs), and what reads its columns."""
        query = self.making(**self.marks).query
        statement, parameters = query.sql_with_params()
        named = {repr(mark): name for name, mark in self.marks.items()}
        marked = tuple((named.get(repr(each), ""), each) for each in parameters)
        if missing := self.marks.keys() - {name for name, _each in marked}:
            raise NotOnce(f"{', '.join(sorted(missing))}: not among the parameters of {statement}")
        compiler = query.get_compiler(connection=connection)
        compiler.setup_query()
        found = compiler.get_converters(expression for expression, _sql, _alias in compiler.select)
        readers = tuple((place, reader, of) for place, (each, of) in found.items() for reader in each)
        return statement, marked, readers

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """What it finds with these values. Raises KeyError for one that is not given."""
        statement, parameters, readers = self._made
        with connection.cursor() as cursor:
            cursor.execute(statement, [values[name] if name else each for name, each in parameters])
            found: list[tuple[Any, ...]] = cursor.fetchall()
        if not readers:
            return found
        read = [list(row) for row in found]
        for row in read:
            for place, reader, of in readers:
                row[place] = reader(row[place], of, connection)
        return [tuple(row) for row in read]

    def instances(self, model: type[Row], **values: Any) -> list[Row]:
        """The rows as instances, where `values_list` names fields in the model's own order."""
        names = self._names
        return [model.from_db(connection.alias, names, row) for row in self.rows(**values)]

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return tuple(self.making(**self.marks).query.values_select)
