"""Reading the messages of an association, as far as the reader may see people.

A page costs the same however many messages there are: it goes on from the last row that was shown, and is
never counted. What coordinators themselves are told about others is for owners and for who was told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from accounts.http import TenantRequest
from accounts.rules import is_owner
from notifications import kinds, states
from notifications.kinds import Audience
from notifications.models import DeadAddress, Message
from tenants import clock
from volunteers.register import reach, search
from volunteers.register.models import Person

PAGE = 50
MOST_FOUND = 200
"""So many people a text may mean; of more the likeliest."""
State = Message.State
UNSENT = (State.PLANNED, State.RETRYING, State.SENDING)

SHOW: dict[str, str | Promise] = {
    "waiting": pgettext_lazy("messages", "planned for later"),
    "due": pgettext_lazy("messages", "due and not sent yet"),
    State.RETRYING: pgettext_lazy("messages", "to be tried again"),
    State.SENT: pgettext_lazy("messages", "sent"),
    State.FAILED: pgettext_lazy("messages", "failed"),
    State.WITHHELD: pgettext_lazy("messages", "withheld"),
    State.OBSOLETE: pgettext_lazy("messages", "no longer needed"),
}
"""What the list can be narrowed to. Nothing: all whose time has come, the latest first."""


@dataclass(frozen=True)
class Wanted:
    """Which messages are looked for."""

    text: str = ""
    show: str = ""
    channel: str = ""
    kind: str = ""
    person: UUID | None = None


@dataclass(frozen=True)
class Line:
    """A message with whom it is for: nobody, where the reader knows no such person."""

    message: Message
    person: Person | None
    kind_label: str


@dataclass(frozen=True)
class Shown:
    """A page of the list, and where the next one begins."""

    lines: list[Line] = field(default_factory=list)
    after: str = ""


def readable(request: TenantRequest) -> QuerySet[Message]:
    """The messages of whom the reader may see."""
    found = reach.of_people(request, Message.objects.all(), by="person_uuid")
    if is_owner(request):
        return found
    others = [kind.name for kind in kinds.listed().values() if kind.audience == Audience.COORDINATOR]
    own = Person.objects.filter(user_uuid=request.user.uuid).values("uuid")
    return found.filter(~Q(kind__in=others) | Q(person_uuid__in=own)) if others else found


def page(request: TenantRequest, wanted: Wanted, *, after: str = "") -> Shown:
    """Messages that are wanted, PAGE at most, from where `after` says on."""
    found = _narrowed(readable(request), wanted)
    if wanted.text:
        found = found.filter(person_uuid__in=_meant(request, wanted.text))
    ahead = wanted.show == "waiting"
    if (since := _read(after)) is not None:
        at, pk = since
        if ahead:
            found = found.filter(Q(due_at__gt=at) | Q(pk__gt=pk), due_at__gte=at)
        else:
            found = found.filter(Q(due_at__lt=at) | Q(pk__lt=pk), due_at__lte=at)
    rows = list(found.order_by(*(("due_at", "pk") if ahead else ("-due_at", "-pk")))[: PAGE + 1])
    shown = rows[:PAGE]
    return Shown(
        lines=_lines(request, shown),
        after=_written(shown[-1]) if len(rows) > PAGE else "",
    )


def _narrowed(found: QuerySet[Message], wanted: Wanted) -> QuerySet[Message]:
    now = clock.now()
    if wanted.show == "waiting":
        found = found.filter(state__in=states.WAITING, next_at__gt=now)
    elif wanted.show == "due":
        found = found.filter(state__in=UNSENT, next_at__lte=now)
    elif wanted.show:
        found = found.filter(state=wanted.show)
    else:
        found = found.filter(due_at__lte=now)
    if wanted.channel:
        found = found.filter(channel=wanted.channel)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.person:
        found = found.filter(person_uuid=wanted.person)
    return found


def _meant(request: TenantRequest, text: str) -> list[UUID]:
    """The people whom a text may mean."""
    with search.with_likeness(text):
        found = search.among(reach.people(request, Person.objects.filter(is_blank=False)), text)
        return list(found.values_list("uuid", flat=True)[:MOST_FOUND])


def _lines(request: TenantRequest, messages: Sequence[Message]) -> list[Line]:
    known = people_of(request, {message.person_uuid for message in messages})
    return [Line(message, known.get(message.person_uuid), label_of(message.kind)) for message in messages]


def people_of(request: TenantRequest, uuids: Iterable[UUID]) -> dict[UUID, Person]:
    """Those of these people whom the reader may see."""
    found = reach.people(request, Person.objects.filter(uuid__in=set(uuids), is_blank=False))
    return {person.uuid: person for person in found}


def label_of(kind: str) -> str:
    """What a kind is called; the bare name of one that no app knows any more."""
    known = kinds.listed().get(kind)
    return str(known.label) if known else kind


def _written(message: Message) -> str:
    return f"{message.due_at.isoformat()}~{message.pk}"


def _read(after: str) -> tuple[datetime, int] | None:
    """Where a page begins; None for the first one, and for what nobody has written."""
    at, _sign, pk = after.partition("~")
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    if moment.tzinfo is None or not pk.isdecimal() or len(pk) > 18:
        return None
    return moment, int(pk)


def attempts(message: Message) -> list[Any]:
    """What was tried, the latest first."""
    return list(message.tries.order_by("-at", "-pk"))


def has_dead_address(person: Person) -> bool:
    """Whether mail or text messages do not reach a person at the address that they have."""
    return DeadAddress.objects.filter(person_uuid=person.uuid).exists()
