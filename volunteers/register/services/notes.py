"""Coordinators' notes about people. The person gets to read them when they ask what is kept about them."""

from django.db import transaction

from tenants import clock
from tenants.actors import Actor
from volunteers.register import trail
from volunteers.register.models import Note, Person


@transaction.atomic(durable=True)
def write_note(*, person: Person, text: str, level: str, by: Actor) -> Note:
    """Write a note. What it says stays out of the trail."""
    made = Note.objects.create(
        person=person, text=text, level=level, at=clock.now(), by_user=by.user, by_name=by.name[:160]
    )
    _note("note.written", made, person, by=by)
    return made


@transaction.atomic(durable=True)
def remove_note(*, note: Note, by: Actor) -> None:
    """Take a note away for good."""
    _note("note.removed", note, note.person, by=by)
    note.delete()


def _note(verb: str, note: Note, person: Person, *, by: Actor) -> None:
    trail.record(verb, by=by, subject_kind="person", subject_uuid=person.uuid, level=str(note.level))
