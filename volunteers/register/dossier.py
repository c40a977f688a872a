"""All that the register knows of one person, in one query, however much it is.

The rows come as JSON beside the person and are made into instances of their models, which have only the
fields named here. Lists that grow with the years are cut.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import DEFERRED, Model, OuterRef
from django.db.models.functions import JSONObject

from volunteers.register import reach, requirements
from volunteers.register.models import (
    Absence,
    AgreementText,
    Availability,
    ChildWorkCheck,
    ContactPerson,
    Note,
    OwnField,
    OwnValue,
    Period,
    Person,
    PersonTag,
    Placement,
    Qualification,
    QualificationType,
    RoleHolding,
    Signature,
    SupervisionDuty,
    Tag,
    Thanks,
    VolunteerRole,
)

MOST = 50
_ANY = UUID(int=0)
_NAMES = ("name_fi", "name_sv", "name_en")
_ROLE = (
    *("id", "uuid", "code", *_NAMES),
    *("minimum_age", "needs_agreement", "needs_confidentiality"),
    *("child_regular", "child_personal", "child_alone"),
    *("supervision", "supervision_every_days", "supervision_grace_days"),
)


@dataclass(frozen=True)
class _Rows:
    model: type[Model]
    fields: Sequence[str]
    order: Sequence[str]
    related: tuple[tuple[str, type[Model], Sequence[str]], ...] = ()


_PARTS = {
    "periods": _Rows(
        Period, ("id", "state", "started_on", "ended_on", "end_reason", "break_until"), ("-started_on", "-id")
    ),
    "holdings": _Rows(
        RoleHolding, ("id", "from_on", "to_on"), ("-from_on", "-id"), (("role", VolunteerRole, _ROLE),)
    ),
    "qualifications": _Rows(
        Qualification,
        ("id", "uuid", "type_id", "from_on", "to_on", "revoked_on"),
        ("-from_on", "-id"),
        (("type", QualificationType, ("id", "code", *_NAMES)),),
    ),
    "checks": _Rows(ChildWorkCheck, ("id", "role_id", "extract_on", "seen_on"), ("-seen_on", "-id")),
    "duties": _Rows(SupervisionDuty, ("id", "role_id", "since_on", "last_on"), ("id",)),
    "signatures": _Rows(
        Signature,
        ("id", "uuid", "text_id", "at", "on_paper"),
        ("-at", "-id"),
        (("text", AgreementText, ("id", "uuid", "kind", "version")),),
    ),
    "contacts": _Rows(
        ContactPerson,
        ("id", "uuid", "name", "phone", "email", "relation", "is_guardian", "consented_on"),
        ("-is_guardian", "name", "id"),
    ),
    "availability": _Rows(
        Availability, ("id", "weekday", "from_minute", "to_minute"), ("weekday", "from_minute")
    ),
    "absences": _Rows(Absence, ("id", "uuid", "from_on", "to_on"), ("-from_on",)),
    "placements": _Rows(
        Placement,
        ("id", "uuid", "kind", "institution", "programme", "mentor", "from_on", "to_on"),
        ("-from_on", "-id"),
    ),
    "notes": _Rows(Note, ("id", "uuid", "level", "text", "at", "by_name"), ("-at", "-id")),
    "own_values": _Rows(
        OwnValue,
        ("id", "value"),
        ("field__position", "field_id"),
        (("field", OwnField, ("id", "uuid", *_NAMES, "kind", "options", "seen_by_person")),),
    ),
    "thanks": _Rows(Thanks, ("id", "uuid", "why", "thanked_on", "by_name"), ("-thanked_on", "-id")),
    "tagged": _Rows(PersonTag, ("id",), ("tag__name",), (("tag", Tag, ("id", "name")),)),
}


@dataclass(frozen=True)
class Dossier:
    """What the register knows of a person, latest first where there is a day."""

    periods: list[Period]
    holdings: list[RoleHolding]
    qualifications: list[Qualification]
    checks: list[ChildWorkCheck]
    duties: list[SupervisionDuty]
    signatures: list[Signature]
    contacts: list[ContactPerson]
    availability: list[Availability]
    absences: list[Absence]
    placements: list[Placement]
    notes: list[Note]
    thanks: list[Thanks]
    tagged: list[PersonTag]
    own_values: list[OwnValue]

    @property
    def open_period(self) -> Period | None:
        """The period that has not ended."""
        return next((period for period in self.periods if period.state != Period.State.ENDED), None)

    def held(self, on: date) -> list[RoleHolding]:
        """The role holdings in force on a day."""
        return [
            each for each in self.holdings if each.from_on <= on and (each.to_on is None or each.to_on >= on)
        ]

    def shown(self, person: Person, *, today: date) -> requirements.Shown:
        """As the requirements ask for it."""
        return requirements.Shown(
            person=person,
            today=today,
            qualifications=self.qualifications,
            signatures=self.signatures,
            checks=self.checks,
            duties={duty.role_id: duty for duty in self.duties},
            held_since={each.role_id: each.from_on for each in self.held(today)},
        )


def load(uuid: UUID, *, reader: reach.Reaching) -> Person | None:
    """A person whom the reader may see, with their dossier, or None. Who was erased has none."""
    if not reader.reach.whole and reach.person(reader, uuid) is None:
        return None
    statement, parameters = _statement()
    person = next(
        iter(Person.objects.raw(statement, [uuid if each == _ANY else each for each in parameters])), None
    )
    if person is not None:
        parts: dict[str, Any] = {
            name: [_made(rows, json.loads(row)) for row in person.__dict__.pop(f"rows_of_{name}")]
            for name, rows in _PARTS.items()
        }
        person.__dict__["dossier"] = Dossier(**parts)
    return person


@cache
def _statement() -> tuple[str, tuple[Any, ...]]:
    """The query as text, made once for all: making it takes longer than the database needs to answer it.

    The rows come as the text of JSON, one for each.
    """
    found = Person.objects.filter(uuid=_ANY, is_blank=False).annotate(
        **{f"rows_of_{name}": _array(rows) for name, rows in _PARTS.items()}
    )
    statement, parameters = found.query.sql_with_params()
    return statement, tuple(parameters)


def of(person: Person) -> Dossier:
    """The dossier of a person whom `load` has read."""
    found: Dossier = person.__dict__["dossier"]
    return found


def _array(rows: _Rows) -> ArraySubquery:
    wanted = {name: name for name in rows.fields}
    for relation, _model, fields in rows.related:
        wanted |= {f"{relation}__{name}": f"{relation}__{name}" for name in fields}
    found = rows.model._default_manager.filter(person=OuterRef("pk")).order_by(*rows.order)
    return ArraySubquery(found.values(row=JSONObject(**wanted))[:MOST])


def _made(rows: _Rows, row: dict[str, Any]) -> Model:
    made = _instance(rows.model, rows.fields, row)
    for relation, model, fields in rows.related:
        field: Any = rows.model._meta.get_field(relation)
        related = _instance(model, fields, row, before=f"{relation}__")
        made.__dict__[field.attname] = related.pk
        field.set_cached_value(made, related)
    return made


def _instance(model: type[Model], names: Sequence[str], row: dict[str, Any], *, before: str = "") -> Model:
    """As Django makes it of a row that was read: a field that is not named has not been read."""
    return model.from_db(
        connection.alias,
        (),
        [
            DEFERRED if read is None else read(row[f"{before}{name}"])
            for name, read in _readers(model, tuple(names))
        ],
    )


@cache
def _readers(
    model: type[Model], names: tuple[str, ...]
) -> tuple[tuple[str, Callable[[Any], Any] | None], ...]:
    """All fields of a model in their order, with how a value of JSON is read; None for those not named."""
    fields = model._meta.concrete_fields
    return tuple((each.attname, each.to_python if each.attname in names else None) for each in fields)
