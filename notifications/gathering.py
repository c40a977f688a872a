"""Telling somebody of several things in one message, and of each of them once.

A message of such a kind bears in its data what it is about, by keys that name the thing *and* what has
happened to it (`gathered`). Whoever was told of a key is not told of it again; what is new is gathered into
one message. Its own key names the message before it: two that gather at once find the same one.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from notifications.models import Message
from notifications.services import plan

ABOUT = "about"


@transaction.atomic
def tell(*, kind: str, about: Mapping[UUID, Collection[str]], due_at: datetime) -> int:
    """Have each of these people told of what is new to them, at `due_at`. Returns how many messages are new.

    One reading for all of them, and one writing for each who is told something.
    """
    told: defaultdict[UUID, set[str]] = defaultdict(set)
    last: dict[UUID, int] = {}
    for pk, person, data in (
        _before(kind, list(about)).order_by("pk").values_list("pk", "person_uuid", "data")
    ):
        told[person].update(data.get(ABOUT, ()))
        last[person] = pk
    made = 0
    for person, keys in about.items():
        if new := sorted(set(keys) - told[person]):
            key = f"{kind}:{person}:{last.get(person, 0)}"
            plan(kind=kind, key=key, person_uuid=person, due_at=due_at, data={ABOUT: new})
            made += 1
    return made


def _before(kind: str, people: list[UUID]) -> QuerySet[Message]:
    return Message.objects.filter(kind=kind, person_uuid__in=people)


def gathered(message: Message) -> list[str]:
    """The keys of what a message is about."""
    return [str(key) for key in message.data.get(ABOUT, ())]
