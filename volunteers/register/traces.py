"""What a person leaves behind in texts (name, addresses, identifiers), and wiping it away."""

import re
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import CharField, Field, JSONField, Model, TextField
from psycopg import sql

from volunteers.register.models import Person

# What stands where something was. It must be harmless within JSON.
GONE = "–"
_BETWEEN_DIGITS = r"[\s().-]*"
_SHORTEST_PHONE = 6


@dataclass(frozen=True)
class Traces:
    """One pattern of PostgreSQL's regular expressions for all that would tell of a person."""

    pattern: str

    @classmethod
    def of(cls, person: Person) -> "Traces":
        """Read from the register's row, which must still be there."""
        given, family = _words(person.given_name), _words(person.family_name)
        parts = [_whole(rf"{given}\s+{family}"), _whole(rf"{family},?\s+{given}"), _whole(str(person.uuid))]
        if person.user_uuid is not None:
            parts.append(_whole(str(person.user_uuid)))
        if person.email:
            parts.append(_whole(_words(person.email)))
        if phone := _phone(person.phone):
            parts.append(phone)
        return cls(pattern="|".join(parts))

    def wiped(self, text: str) -> str:
        """A text that the database cannot read, without any of it."""
        return re.sub(self.pattern, GONE, text, flags=re.IGNORECASE)

    def wipe(self) -> None:
        """Take all of it out of every text of the association. People's own rows stay as they are."""
        with connection.cursor() as cursor:
            for model, field in _texts():
                names = {
                    "table": sql.Identifier(model._meta.db_table),
                    "column": sql.Identifier(field.column or ""),
                    "kind": sql.SQL("jsonb" if isinstance(field, JSONField) else "text"),
                }
                cursor.execute(
                    sql.SQL(
                        "UPDATE {table} SET {column} = "
                        "regexp_replace({column}::text, %(pattern)s::text, %(gone)s::text, 'gi')::{kind} "
                        "WHERE {column}::text ~* %(pattern)s::text"
                    ).format(**names),
                    {"pattern": self.pattern, "gone": GONE},
                )


def _texts() -> list[tuple[type[Model], "Field[object, object]"]]:
    """Every column of an association's tables that somebody may have written a name into."""
    labels = {name.rsplit(".", 1)[-1] for name in settings.TENANT_APPS}
    return [
        (model, field)
        for model in apps.get_models()
        if model._meta.app_label in labels and model is not Person
        for field in model._meta.concrete_fields
        if isinstance(field, CharField | TextField | JSONField) and not field.choices
    ]


def _words(text: str) -> str:
    """A text as a pattern that matches itself, however its words are spaced."""
    return r"\s+".join(re.sub(r"([^\w])", r"\\\1", word) for word in text.split())


def _whole(pattern: str) -> str:
    """Not within a longer word: Bo Berg is not Bo Bergman."""
    return rf"(?<!\w){pattern}(?!\w)"


def _phone(text: str) -> str:
    """A number however it is written, with or without Finland's code."""
    digits = re.sub(r"\D", "", text)
    core = re.sub(r"^(00358|358|0)", "", digits)
    if len(core) < _SHORTEST_PHONE:
        return ""
    between = _BETWEEN_DIGITS.join(core)
    return rf"(?<!\w)(?:\+?(?:00)?358|0)?{_BETWEEN_DIGITS}{between}(?!\w)"
