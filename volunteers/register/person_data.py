"""Where an association keeps something about a person: every model that names one is listed here.

    person_data.register(
        PersonData(model=HoursEntry, by="person", what=_("Hours"), erase=erase_hours, export=Export(…))
    )

An app registers its models when it starts. A test walks all tables of an association and fails for one with
a person in it that is not listed, so that whoever asks what is kept about them gets all of it, and of whoever
is erased nothing stays.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise

from tenants.actors import Actor
from volunteers.register.blanks import Blanks
from volunteers.register.models import Person
from volunteers.register.person_export import Export, Value

# A field that names a person without a foreign key.
BY_UUID = {
    "person_uuid": "uuid",
    "user_uuid": "user_uuid",
    "actor_user": "user_uuid",
    "handler_user": "user_uuid",
    "coordinator_user": "user_uuid",
}


@dataclass(frozen=True)
class Erasing:
    """Somebody who is being erased, and the blank people who stand in their place, one for each year."""

    person: Person
    blanks: Blanks


@dataclass(frozen=True)
class Merging:
    """Two who are one: who is kept, who goes, and who stands in for the kept one where counts are closed."""

    kept: Person
    gone: Person
    by: Actor
    at: datetime
    blanks: Blanks


def _in_one_year(_person: Person) -> Iterable[tuple[int, int]]:
    return ()


@dataclass(frozen=True)
class PersonData:
    """Rows about people. `by` is the field that names the person; `what` is what a reader calls the rows.

    `erase` takes a person out of these rows: it deletes them, or hands those that count for something over to
    a blank person of their year. `years` are pairs of years which a row of theirs touches both, so that both
    get the same blank person and nobody is counted twice.

    `merge` gives the rows of one person to another, with whom they turned out to be one. Without it the rows
    change whose they are; rows that name a login stay, since the login goes along.

    `export` says what the rows tell the person whom they are about; a test fails for one without.
    """

    model: type[Model]
    by: str
    what: str | Promise
    erase: Callable[[Erasing], None]
    years: Callable[[Person], Iterable[tuple[int, int]]] = _in_one_year
    export: Export | None = None
    merge: Callable[[Merging], None] | None = None

    def rows_of(self, person: Person) -> QuerySet[Any]:
        """The rows about one person, also where somebody stands in for them."""
        rows: QuerySet[Any] = self.model._default_manager.all()
        if self.model is Person:  # whose own row is theirs, with a login or without
            return rows.filter(stands_for=person) if self.by == "stands_for" else rows.filter(pk=person.pk)
        if self.by not in BY_UUID:
            return rows.filter(**{f"{self.by}__in": themselves(person)})
        value = getattr(person, BY_UUID[self.by])
        return rows.filter(**{self.by: value}) if value is not None else rows.none()

    def move(self, merging: Merging) -> None:
        """Make the gone person's rows those of the one who is kept."""
        if self.merge is not None:
            self.merge(merging)
        elif self.by == "person_uuid":
            rows = self.model._default_manager.filter(person_uuid=merging.gone.uuid)
            rows.update(person_uuid=merging.kept.uuid)
        elif self.by not in BY_UUID:
            rows = self.model._default_manager.filter(**{self.by: merging.gone})
            rows.update(**{self.by: merging.kept})


def themselves(person: Person) -> QuerySet[Person]:
    """A person, and the blank ones who stand in for them in closed months."""
    return Person.objects.filter(Q(pk=person.pk) | Q(stands_for=person))


_listed: dict[tuple[str, str], PersonData] = {}


def register(data: PersonData) -> None:
    """Add a model's field to the list. The same one again changes nothing."""
    _listed[data.model._meta.label, data.by] = data


def listed() -> list[PersonData]:
    """All of them, by the models' names."""
    return [_listed[key] for key in sorted(_listed)]


@dataclass(frozen=True)
class Kept:
    """What one table knows of a person: each row by the names of what it tells, and their labels."""

    name: str
    what: str
    labels: dict[str, str]
    rows: list[dict[str, Value]]


def kept_of(person: Person) -> list[Kept]:
    """All that is kept about a person, table by table, in the order for readers; no empty ones."""
    found = []
    for data in sorted(listed(), key=lambda each: each.export.order if each.export else 0):
        if data.export is None:
            continue
        if rows := data.export.rows(data.rows_of(person)):
            labels = {told.name: str(told.label) for told in data.export.told}
            name = f"{data.model._meta.model_name}_{data.by}"
            found.append(Kept(name=name, what=str(data.what), labels=labels, rows=rows))
    return found


def named_in_models() -> set[tuple[str, str]]:
    """Every field of an association's tables that names a person: label of the model, name of the field."""
    labels = {name.rsplit(".", 1)[-1] for name in settings.TENANT_APPS}
    return {
        (model._meta.label, field.name)
        for model in apps.get_models()
        if model._meta.app_label in labels
        for field in model._meta.get_fields()
        if field.concrete and (field.related_model is Person or field.name in BY_UUID)
    }
