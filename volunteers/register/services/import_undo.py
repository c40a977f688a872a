"""Taking an import back: whom it added goes, what it completed is empty again. Nobody else's work is lost.

An import is looked at for longer than a click, so that its undo waits for a day and not for ten minutes; what
somebody has done since with one of the people keeps all of it from being undone, and is named.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import DEFAULT_DB_ALIAS, IntegrityError, connection, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenants import clock
from tenants.actors import Actor
from volunteers.register import import_states, own_fields, person_data, person_words, trail
from volunteers.register.errors import ImportNotUndone, ImportTooOld
from volunteers.register.models import (
    ContactPerson,
    FailedRow,
    ImportedPerson,
    OwnValue,
    PeopleImport,
    Period,
    Person,
    PersonTag,
    RoleHolding,
    Tag,
    Trail,
    search_key,
)

UNDO_WITHIN = timedelta(days=1)
# What an import makes itself: what others do in these tables stands in the trail.
_OWN = (Person, Period, PersonTag, RoleHolding, ContactPerson, OwnValue, ImportedPerson, Trail)
_HARMLESS = ("person.exported",)
_COMPLETED = _("What the import completed was changed")


@dataclass(frozen=True)
class InTheWay:
    """Somebody whom an undo would take something from that others have done since."""

    person: Person
    what: tuple[str | Promise, ...]


def can_be_undone(*, batch: PeopleImport) -> bool:
    """Whether there is still time."""
    at = batch.finished_at
    return batch.state == PeopleImport.State.DONE and at is not None and clock.now() <= at + UNDO_WITHIN


def in_the_way(*, batch: PeopleImport) -> list[InTheWay]:
    """Who of the imported people has been worked with since, and what that was; in order of name."""
    rows = list(ImportedPerson.objects.filter(batch=batch).select_related("person"))
    people = {row.person_id: row.person for row in rows}
    found: dict[int, list[str | Promise]] = defaultdict(list)
    added = {row.person_id: row.person for row in rows if row.is_new}
    for person, what in [*_in_trail(batch, added.values()), *_elsewhere(added)]:
        found[person].append(what)
    for row in rows:
        if not row.is_new and _undone_fields(row) is None:
            found[row.person_id].append(_COMPLETED)
    return [
        InTheWay(person=people[key], what=tuple(dict.fromkeys(what)))
        for key, what in sorted(found.items(), key=lambda item: (people[item[0]].sort_key, item[0]))
    ]


def _in_trail(batch: PeopleImport, people: Iterable[Person]) -> list[tuple[int, str | Promise]]:
    by_uuid = {person.uuid: person.pk for person in people}
    lines = Trail.objects.filter(
        subject_kind="person", subject_uuid__in=list(by_uuid), at__gte=batch.started_at
    ).exclude(verb__in=_HARMLESS)
    return [
        (by_uuid[line.subject_uuid], person_words.title_of(line))
        for line in lines.order_by("pk")
        if line.subject_uuid is not None and line.data.get("file") != str(batch.uuid)
    ]


def _elsewhere(people: dict[int, Person]) -> list[tuple[int, str | Promise]]:
    """Rows about them in tables that an import does not write."""
    found: list[tuple[int, str | Promise]] = []
    for data in person_data.listed():
        if data.model in _OWN:
            continue
        name = person_data.BY_UUID.get(data.by)
        keys = {getattr(person, name) if name else key: key for key, person in people.items()}
        keys.pop(None, None)
        column = data.by if name else f"{data.by}_id"
        rows = data.model._default_manager.filter(**{f"{column}__in": list(keys)})
        found += [(keys[value], data.what) for value in set(rows.values_list(column, flat=True))]
    return found


@transaction.atomic(durable=True)
def undo(*, batch: PeopleImport, by: Actor) -> PeopleImport:
    """Take an import back, all of it or nothing.

    Raises ImportTooOld, or ImportNotUndone while something stands in the way.
    """
    locked = PeopleImport.objects.select_for_update().get(pk=batch.pk)
    if not can_be_undone(batch=locked):
        raise ImportTooOld
    rows = list(ImportedPerson.objects.filter(batch=locked).order_by("person_id"))
    list(
        Person.objects.select_for_update()
        .filter(pk__in=[row.person_id for row in rows])
        .order_by("pk")
        .values_list("pk")
    )
    if in_the_way(batch=locked):
        raise ImportNotUndone
    completed = [row for row in rows if not row.is_new]
    _empty(completed)
    trail.record_each(
        "person.import_undone",
        by=by,
        subject_kind="person",
        subjects=Person.objects.filter(pk__in=[row.person_id for row in completed]).values_list(
            "uuid", flat=True
        ),
        file=str(locked.uuid),
    )
    _remove([row.person_id for row in rows if row.is_new])
    ImportedPerson.objects.filter(batch=locked).delete()
    FailedRow.objects.filter(batch=locked).delete()
    Tag.objects.filter(uuid__in=locked.made_tags, people__isnull=True).delete()
    import_states.move(locked, to=PeopleImport.State.UNDONE)
    locked.made_tags = []
    locked.save(update_fields=["state", "made_tags"])
    trail.record("people.import_undone", by=by, subject_kind="people_import", subject_uuid=locked.uuid)
    return locked


def _remove(keys: list[int]) -> None:
    """Whom the import added, with what it wrote about them.

    Nobody else's rows point at them: `in_the_way` has looked, and PostgreSQL looks again here. Without asking
    Django, which would read every table once more for thousands of people.
    """
    for model in (Period, RoleHolding, PersonTag, ContactPerson, OwnValue, ImportedPerson):
        model._default_manager.filter(person__in=keys).delete()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            Person.objects.filter(pk__in=keys)._raw_delete(DEFAULT_DB_ALIAS)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError:
        raise ImportNotUndone from None


def _undone_fields(row: ImportedPerson) -> dict[str, Any] | None:
    """The person's fields to empty again; None where one of them is not as the import wrote it."""
    person, wrote = row.person, row.wrote.get("fields", {})
    for name, value in wrote.items():
        now = getattr(person, name)
        if (now.isoformat() if isinstance(now, date) else now) != value:
            return None
    blank = Person()
    return {name: getattr(blank, name) for name in wrote}


def _empty(rows: Iterable[ImportedPerson]) -> None:
    """What was completed is empty again."""
    for row in rows:
        fields = _undone_fields(row) or {}
        person = row.person
        for name, value in fields.items():
            setattr(person, name, value)
        if fields:
            person.search_key = search_key(
                given_name=person.given_name,
                family_name=person.family_name,
                email=person.email,
                phone=person.phone,
            )
            person.save(update_fields=[*fields, "search_key"])
        for key, value in row.wrote.get("own", {}).items():
            OwnValue.objects.filter(
                person=person, field_id=int(key.removeprefix(own_fields.PREFIX)), value=value
            ).delete()
        PersonTag.objects.filter(person=person, tag__in=row.wrote.get("tags", [])).delete()
        ContactPerson.objects.filter(person=person, pk=row.wrote.get("contact")).delete()
