"""Words by which coordinators find people again: given to many at once, and taken away."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from django.db import transaction

from tenants import clock
from tenants.actors import Actor
from volunteers.register import reach, trail
from volunteers.register.errors import NothingToUndo, TagWithoutName
from volunteers.register.models import Person, PersonTag, Tag, Trail

UNDO_WITHIN = timedelta(minutes=10)
_KIND = "tagging"
_TAGGED, _UNTAGGED = "people.tagged", "people.untagged"


@dataclass(frozen=True)
class Tagging:
    """What was done: under this identifier it can be undone."""

    uuid: UUID
    tag: Tag
    count: int


@transaction.atomic
def tag_people(*, people: Iterable[Person], name: str, by: Actor) -> Tagging:
    """Give people a tag, which is made where there is none of the name. Raises TagWithoutName."""
    name = " ".join(name.split())[:40]
    if not name:
        raise TagWithoutName
    tag = Tag.objects.filter(name__iexact=name).first() or Tag.objects.get_or_create(name=name)[0]
    return _give(people, tag, by)


@transaction.atomic
def untag_people(*, people: Iterable[Person], tag: Tag, by: Actor) -> Tagging:
    """Take a tag from those of these people who have it."""
    return _take(people, tag, by)


def is_tagging(*, uuid: UUID, reader: reach.Reaching) -> bool:
    """Whether there was such a tagging, however long ago: who sees a part finds only their own."""
    lines = Trail.objects.filter(subject_kind=_KIND, subject_uuid=uuid)
    within = reader.reach
    return (lines if within.whole else lines.filter(actor_user=within.user)).exists()


@transaction.atomic
def undo_tagging(*, uuid: UUID, by: Actor) -> Tagging:
    """Do the contrary to the people whom a tagging changed, within ten minutes. Raises NothingToUndo.

    Who was tagged or untagged otherwise since then stays as they are.
    """
    line = (
        Trail.objects.select_for_update()
        .filter(subject_kind=_KIND, subject_uuid=uuid, at__gte=clock.now() - UNDO_WITHIN)
        .first()
    )
    tag = Tag.objects.filter(uuid=line.data["tag"]).first() if line else None
    if line is None or tag is None:
        raise NothingToUndo
    people = Person.objects.filter(pk__in=line.data["people"], is_blank=False)
    return _take(people, tag, by) if line.verb == _TAGGED else _give(people, tag, by)


def _give(people: Iterable[Person], tag: Tag, by: Actor) -> Tagging:
    people = list(people)
    has = set(PersonTag.objects.filter(tag=tag, person__in=people).values_list("person_id", flat=True))
    new = [person for person in people if person.pk not in has]
    PersonTag.objects.bulk_create(
        (PersonTag(person=person, tag=tag) for person in new), batch_size=1000, ignore_conflicts=True
    )
    return _noted(_TAGGED, "person.tagged", new, tag, by)


def _take(people: Iterable[Person], tag: Tag, by: Actor) -> Tagging:
    rows = PersonTag.objects.filter(tag=tag, person__in=list(people))
    had = [row.person for row in rows.select_related("person")]
    rows.delete()
    return _noted(_UNTAGGED, "person.untagged", had, tag, by)


def _noted(verb: str, verb_of_each: str, people: Sequence[Person], tag: Tag, by: Actor) -> Tagging:
    made = Tagging(uuid=uuid4(), tag=tag, count=len(people))
    tag_uuid = str(tag.uuid)
    trail.record_each(
        verb_of_each, by=by, subject_kind="person", subjects=[each.uuid for each in people], tag=tag_uuid
    )
    if people:
        trail.record(
            verb,
            by=by,
            subject_kind=_KIND,
            subject_uuid=made.uuid,
            tag=tag_uuid,
            people=[person.pk for person in people],
        )
    return made
