"""How rows about a person are told to that person: on their own page, and in the files that they download.

    export=Export(
        Told("from_on", _("From")),
        Told("type", _("Qualification"), lambda row: row.type.name),
        silent=("noted_at",),
        related=("type",),
    )

Every column of the table is either told or named as `silent`: what says nothing of the person, like an order
or a key. A test fails for a column that is neither, so that nobody is shown less than is kept. Only where a
row is about something else, which names the person in passing, `whole=False` leaves the rest out.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from web import formats

Value = str | int | bool | date | datetime | list[str] | dict[str, Any] | None
_PLAIN = (str, int, bool, date, datetime, list, dict, type(None))


class Told:
    """One thing that a row says: its name for programs, its label for readers, and how it is read.

    Without `get` it is the field of that name, as its words where it has a choice of them.
    """

    def __init__(self, name: str, label: str | Promise, get: Callable[[Any], Value] | None = None) -> None:
        self.name, self.label = name, label
        self.get = get or self._field

    def _field(self, row: Model) -> Value:
        words = getattr(row, f"get_{self.name}_display", None)  # of a field with a choice of them
        value = words() if words else getattr(row, self.name)
        return value if isinstance(value, _PLAIN) else str(value)


class Export:
    """What the rows of one table tell a person. `order` says where they stand among the others."""

    def __init__(
        self,
        *told: Told,
        silent: Sequence[str] = (),
        related: Sequence[str] = (),
        latest_first: str = "-pk",
        order: int = 50,
        whole: bool = True,
    ) -> None:
        self.told, self.silent, self.related = told, frozenset(silent), tuple(related)
        self.latest_first, self.order, self.whole = latest_first, order, whole

    def rows(self, rows: QuerySet[Any]) -> list[dict[str, Value]]:
        """Each row by the names of what it tells."""
        found = rows.select_related(*self.related) if self.related else rows
        return [
            {told.name: told.get(row) for told in self.told}
            for row in found.order_by(self.latest_first).iterator(chunk_size=500)
        ]

    def missing(self, model: type[Model], by: str) -> set[str]:
        """Columns that are neither told nor named as silent."""
        if not self.whole:
            return set()
        columns = {field.name for field in model._meta.concrete_fields}
        return columns - {told.name for told in self.told} - self.silent - {by, "id", "uuid"}


def in_words(value: Value) -> str:
    """For readers, in the language and the time zone in use. Empty where nothing is known."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return f"{formats.day(value, year=True, weekday=False)} {formats.clock_time(value)}"
    if isinstance(value, date):
        return formats.day(value, year=True, weekday=False)
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    if isinstance(value, dict):
        return "; ".join(f"{key}: {in_words(each)}" for key, each in value.items() if each not in (None, ""))
    return "" if value is None else str(value)


def as_json(value: Value) -> Any:
    """For programs: days and moments as ISO 8601."""
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat()
    return value.isoformat() if isinstance(value, date) else value
