"""What an import writes, some hundred people at a time. The verbs around it are in `imports`."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from tenants import clock
from tenants.actors import Actor
from tenants.context import current_association
from tenants.wakeups import wake
from volunteers.register import own_fields, trail
from volunteers.register.importing.judging import roles_by_name
from volunteers.register.importing.rows import Guardian, PersonRow
from volunteers.register.models import (
    ContactPerson,
    ImportedPerson,
    OwnValue,
    PeopleImport,
    Period,
    Person,
    PersonTag,
    RoleHolding,
    Tag,
    search_key,
    sort_key,
)
from volunteers.register.services import periods

IMPORTED, FILLED = "person.imported", "person.import_filled"
State = Period.State


def add(*, batch: PeopleImport, rows: Sequence[PersonRow], by: Actor) -> None:
    """Put people into the register, with what the file says of them and how they stand."""
    if not rows:
        return
    language, at = current_association().language, clock.now()
    people = Person.objects.bulk_create(
        Person(**{"language": language, **row.fields, **_names(row), "created_at": at}) for row in rows
    )
    both = list(zip(people, rows, strict=True))
    ImportedPerson.objects.bulk_create(
        ImportedPerson(batch=batch, person=person, is_new=True) for person in people
    )
    started = Period.objects.bulk_create(
        period for person, row in both if (period := _period(batch, person, row)) is not None
    )
    tags = _tags(batch, {name for row in rows for name in row.tags})
    PersonTag.objects.bulk_create(
        PersonTag(person=person, tag=tags[name.casefold()])
        for person, row in both
        for name in {each.casefold(): each for each in row.tags}.values()
    )
    ContactPerson.objects.bulk_create(
        _contact(person, row.guardian) for person, row in both if row.guardian is not None
    )
    OwnValue.objects.bulk_create(
        OwnValue(person=person, field_id=_pk(key), value=value)
        for person, row in both
        for key, value in row.own.items()
    )
    _hold_roles(batch, both, {period.person_id: period for period in started})
    _note_beginnings(batch, started, by)
    trail.record_each(
        IMPORTED, by=by, subject_kind="person", subjects=[each.uuid for each in people], file=str(batch.uuid)
    )


def fill(*, batch: PeopleImport, rows: Mapping[int, PersonRow], by: Actor) -> int:
    """Complete what is empty in the register, and change nothing else. Returns of how many people."""
    people = list(Person.objects.select_for_update(no_key=True).filter(pk__in=rows).order_by("pk"))
    kept = own_fields.answers([each.pk for each in people], own_fields.active())
    tagged = set(PersonTag.objects.filter(person__in=people).values_list("person_id", flat=True))
    guarded = set(
        ContactPerson.objects.filter(person__in=people, is_guardian=True).values_list("person_id", flat=True)
    )
    tags = _tags(batch, {name for row in rows.values() for name in row.tags})
    done: list[ImportedPerson] = []
    for person in people:
        row = rows[person.pk]
        wrote: dict[str, Any] = {}
        if fields := {name: value for name, value in row.fields.items() if not getattr(person, name)}:
            wrote["fields"] = {name: _as_json(value) for name, value in fields.items()}
            for name, value in fields.items():
                setattr(person, name, value)
            person.search_key = _names(row, person)["search_key"]
            person.save(update_fields=[*fields, "search_key"])
        if own := {key: value for key, value in row.own.items() if key not in kept[person.pk]}:
            wrote["own"] = own
            OwnValue.objects.bulk_create(
                OwnValue(person=person, field_id=_pk(key), value=value) for key, value in own.items()
            )
        if row.tags and person.pk not in tagged:
            given = {tags[name.casefold()].pk: tags[name.casefold()] for name in row.tags}
            wrote["tags"] = list(given)
            PersonTag.objects.bulk_create(PersonTag(person=person, tag=tag) for tag in given.values())
        if row.guardian and person.pk not in guarded:
            contact = _contact(person, row.guardian)
            contact.save()
            wrote["contact"] = contact.pk
        if wrote:
            done.append(ImportedPerson(batch=batch, person=person, is_new=False, wrote=wrote))
    ImportedPerson.objects.bulk_create(done)
    trail.record_each(
        FILLED,
        by=by,
        subject_kind="person",
        subjects=[each.person.uuid for each in done],
        file=str(batch.uuid),
    )
    return len(done)


def _names(row: PersonRow, person: Person | None = None) -> dict[str, str]:
    given, family = (person.given_name, person.family_name) if person else (row.given_name, row.family_name)
    email = person.email if person else row.fields.get("email", "")
    phone = person.phone if person else row.fields.get("phone", "")
    return {
        "given_name": given,
        "family_name": family,
        "sort_key": sort_key(family_name=family, given_name=given),
        "search_key": search_key(given_name=given, family_name=family, email=email, phone=phone),
    }


def _period(batch: PeopleImport, person: Person, row: PersonRow) -> Period | None:
    """How they stand, as the file says it, else as whoever said yes."""
    said = row.standing
    state = said.state or (batch.begin if batch.begin != PeopleImport.Begin.NONE else "")
    if not state:
        return None
    begun = batch.from_on or clock.today(current_association())
    started = said.started_on or (said.until if state == State.ENDED and said.until else begun)
    period = Period(person=person, state=state, started_on=started)
    if state == State.ENDED:
        period.ended_on = said.until
    elif state == State.ON_BREAK and said.until:
        period.break_until = said.until
        wake(queue=periods.QUEUE, at=periods.morning_after(day=said.until))
    return period


def _hold_roles(
    batch: PeopleImport, both: Iterable[tuple[Person, PersonRow]], started: Mapping[int, Period]
) -> None:
    roles = roles_by_name(active=True)
    today = batch.from_on or clock.today(current_association())
    held = {}
    for person, row in both:
        period = started.get(person.pk)
        for name in row.roles:
            role = roles[name.casefold()]
            held[person.pk, role.pk] = RoleHolding(
                person=person,
                role=role,
                from_on=period.started_on if period else today,
                to_on=period.ended_on if period else None,
            )
    RoleHolding.objects.bulk_create(held.values())


def _note_beginnings(batch: PeopleImport, started: Iterable[Period], by: Actor) -> None:
    """Of those who prepare: the day on which that began is not the one on which they volunteer."""
    by_day: dict[date, list[Period]] = {}
    for period in started:
        if period.state == State.PREPARING:
            by_day.setdefault(period.started_on, []).append(period)
    for day, found in by_day.items():
        trail.record_each(
            "period.started",
            by=by,
            subject_kind="person",
            subjects=[period.person.uuid for period in found],
            state=str(State.PREPARING),
            on=day.isoformat(),
            file=str(batch.uuid),
        )


def _contact(person: Person, guardian: Guardian) -> ContactPerson:
    return ContactPerson(
        person=person,
        name=guardian.name,
        phone=guardian.phone,
        email=guardian.email,
        is_guardian=True,
        consented_on=guardian.consented_on,
    )


def _tags(batch: PeopleImport, names: set[str]) -> dict[str, Tag]:
    """The tags of these names in small letters; those that there are not yet are made, and remembered."""
    if not names:
        return {}
    found = {tag.name.casefold(): tag for tag in Tag.objects.all()}
    for name in sorted(names):
        if name.casefold() not in found:
            found[name.casefold()], is_new = Tag.objects.get_or_create(name=name)
            if is_new:
                batch.made_tags = [*batch.made_tags, str(found[name.casefold()].uuid)]
    return found


def _pk(key: str) -> int:
    return int(key.removeprefix(own_fields.PREFIX))


def _as_json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
