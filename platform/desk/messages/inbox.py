"""Somebody's own messages: all that was said to them, and the letters that wait to be sent or never could be.

A letter has its own readings, from which its writer knows how many opened it; everything else has `read_at`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from notifications import kinds, services
from notifications.kinds import Group
from notifications.models import Message
from notifications.placeholders import paragraphs
from tenants import clock
from volunteers.register.made_once import MadeOnce
from volunteers.register.models import Letter, LetterReading, Person
from volunteers.register.services import reading
from volunteers.register.services.letters import SUBJECT as LETTER

# For so long a message that nobody opened here is new; most were read as mail.
NEWS = timedelta(days=30)
ICONS: dict[Group, str] = {
    Group.SHIFTS: "calendar",
    Group.HOURS: "clock",
    Group.RECORDS: "file",
    Group.ASSOCIATION: "message",
    Group.COORDINATION: "people",
    Group.SIGN_IN: "key",
}


@dataclass(frozen=True)
class Item:
    """One message as its reader sees it."""

    uuid: UUID
    kind: str
    at: datetime
    subject: str
    is_new: bool
    is_read: bool
    channel: str
    language: str = ""
    paragraphs: list[str] = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)
    button_label: str = ""
    button_path: str = ""

    @property
    def named_facts(self) -> list[dict[str, str]]:
        """The facts, for programs."""
        return [{"name": label, "value": value} for label, value in self.facts]

    @property
    def icon(self) -> str:
        """What it is about, beside the words."""
        known = kinds.listed().get(self.kind)
        return ICONS[known.group] if known else "message"

    @property
    def is_of_another_year(self) -> bool:
        """Whether the day alone would not tell when."""
        return timezone.localtime(self.at).year != timezone.localtime(clock.now()).year

    @property
    def about(self) -> str:
        """What kind of message it is."""
        known = kinds.listed().get(self.kind)
        return str(known.label) if known else ""


def own(
    person_uuids: QuerySet[Person, Any] | list[UUID], *, now: datetime | None = None
) -> QuerySet[Message]:
    """What was said to a person until now, the latest first, with `at` and `is_read`."""
    letters = Letter.objects.filter(uuid=OuterRef("subject_uuid"))
    opened = LetterReading.objects.filter(
        letter__uuid=OuterRef("subject_uuid"), person__uuid=OuterRef("person_uuid")
    )
    is_letter = (
        Q(subject_kind=LETTER, due_at__lte=now or clock.now())
        & ~Q(state=Message.State.OBSOLETE)
        & Exists(letters)
    )
    return (
        Message.objects.filter(person_uuid__in=person_uuids)
        .filter(Q(said__isnull=False) | is_letter)
        .select_related("said")
        .annotate(
            at=Coalesce(F("sent_at"), F("due_at")),
            is_read=Q(said__read_at__isnull=False) | Exists(opened),
        )
        .order_by("-at", "-pk")
    )


def unread(found: QuerySet[Message], *, since: datetime | None = None) -> QuerySet[Message]:
    """Those of them that are new: not opened here, and not old."""
    return only(found, read=False).filter(Q(("at__gt", since or clock.now() - NEWS)))


def only(found: QuerySet[Message], *, read: bool) -> QuerySet[Message]:
    """Those of them that were opened, or those that were not."""
    return found.filter(Q(("is_read", read)))


def unread_number(user_uuid: UUID) -> int:
    """How many new ones wait for the person behind a login. One statement, that every page asks."""
    return len(_rows(user_uuid))


def unread_kinds(user_uuid: UUID) -> list[str]:
    """Of what kind those are: one for each, in the same statement."""
    return [kind for _pk, kind in _rows(user_uuid)]


def _rows(user_uuid: UUID) -> list[tuple[int, str]]:
    now = clock.now()
    return [(pk, kind) for pk, kind in _unread.rows(user=user_uuid, now=now, since=now - NEWS)]


_unread = MadeOnce(
    lambda user, now, since: (
        unread(own(Person.objects.filter(user_uuid=user).values("uuid"), now=now), since=since)
        .order_by()
        .values_list("pk", "subject_kind")
    ),
    user=UUID,
    now=datetime,
    since=datetime,
)


def new_letters(person: Person) -> QuerySet[Message]:
    """What people of the association wrote to somebody and they have not opened."""
    return unread(own([person.uuid])).filter(subject_kind=LETTER)


def items(messages: Iterable[Message]) -> list[Item]:
    """As their reader sees them; one more statement where letters are among them that have not gone out."""
    found = list(messages)
    bare = [each.subject_uuid for each in found if each.subject_uuid and not hasattr(each, "said")]
    letters = {letter.uuid: letter for letter in Letter.objects.filter(uuid__in=bare)} if bare else {}
    return [_item(each, letters) for each in found]


def _item(message: Message, letters: dict[UUID, Letter]) -> Item:
    at, is_read = message.at, message.is_read  # type: ignore[attr-defined]  # annotated by `own`
    shared: dict[str, Any] = {
        "uuid": message.uuid,
        "kind": message.kind,
        "at": at,
        "is_read": is_read,
        "is_new": not is_read and at > clock.now() - NEWS,
        "channel": message.channel,
    }
    if hasattr(message, "said"):
        told = message.said
        return Item(
            subject=told.subject,
            language=told.language,
            paragraphs=told.paragraphs,
            facts=[(label, value) for label, value in told.facts],
            button_label=told.button_label,
            button_path=told.button_path,
            **shared,
        )
    letter = letters[message.subject_uuid]  # type: ignore[index]  # only letters come here
    subject, text = letter.in_language()
    return Item(subject=subject, paragraphs=[*paragraphs(text), letter.by_name], **shared)


@transaction.atomic
def mark_read(*, messages: Iterable[Message], person: Person) -> None:
    """Note that their reader opened them. Again changes nothing."""
    found = list(messages)
    for each in found:
        if hasattr(each, "said") and each.said.read_at is None:
            services.mark_read(person_uuid=person.uuid, uuid=each.uuid)
    letters = [each.subject_uuid for each in found if each.subject_kind == LETTER and each.subject_uuid]
    for letter in Letter.objects.filter(uuid__in=letters):
        reading.mark_read(letter=letter, person=person)


@transaction.atomic
def mark_all_read(*, person: Person) -> None:
    """Note that they have seen everything."""
    letters = list(new_letters(person))
    services.mark_read(person_uuid=person.uuid)
    mark_read(messages=letters, person=person)
