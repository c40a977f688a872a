"""Those who coordinate, as people who can be written to, and what each of them may see.

A `Watch` tells them of what has come about: how much it is and where it stands, never of whom. Names stay
behind the sign-in.
"""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.http import TenantRequest
from accounts.reach import COORDINATING
from accounts.rights import may
from accounts.standing import reading_as
from notifications import gathering, rounds
from notifications.kinds import Rendered
from notifications.letters import Button, Fact, letter
from notifications.models import Message
from tenants import addresses, clock
from tenants.context import current_association, platform_role
from tenants.models import Access
from volunteers.register.models import Person

NO_LONGER = "no longer coordinates"
SETTLED = "everything is settled"


@dataclass(frozen=True)
class Coordinator:
    """Somebody who coordinates now. `request` reads as they would."""

    person: Person
    request: TenantRequest


def listed(*, user: UUID | None = None) -> list[Coordinator]:
    """Owners, coordinators and who stands in, as far as they are in the register; or one of them.

    A reading verb that looks at the shared side: this association's logins only.
    """
    association = current_association()
    with platform_role():
        rows = Access.objects.filter(
            Access.in_force(clock.now()), association=association, user__is_active=True
        ).select_related("user")
        if user is not None:
            rows = rows.filter(user__uuid=user)
        accesses = defaultdict(list)
        for access in rows.order_by("pk"):
            accesses[access.user.uuid].append(access)
    requests = {
        uuid: reading_as(held[0].user, association, held)
        for uuid, held in accesses.items()
        if any(access.role in COORDINATING for access in held)
    }
    people = Person.objects.filter(user_uuid__in=list(requests), is_blank=False).order_by("pk")
    return [Coordinator(person, requests[person.user_uuid]) for person in people if person.user_uuid]


def logins() -> set[UUID]:
    """The logins of all who coordinate now, in the register or not.

    A reading verb that looks at the shared side: this association's logins only.
    """
    association = current_association()
    with platform_role():
        rows = Access.objects.filter(
            Access.in_force(clock.now()),
            association=association,
            role__in=COORDINATING,
            user__is_active=True,
        )
        return set(rows.values_list("user__uuid", flat=True))


def reader_of(message: Message) -> Coordinator | None:
    """The coordinator whom a message is for; None for who does not coordinate any more."""
    person = Person.objects.filter(uuid=message.person_uuid, user_uuid__isnull=False).first()
    found = listed(user=person.user_uuid) if person is not None else []
    return next((each for each in found if each.person == person), None)


@dataclass(frozen=True)
class Said:
    """What a watch says about what it has found: a subject, sentences, and where it stands."""

    subject: str
    says: tuple[str, ...]
    button: str
    route: str
    query: str = ""
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class Watch:
    """Tells each coordinator once of each thing of a kind that they may see, gathered into one message.

    `find` answers with keys: which thing, and what has happened to it. What is not found any more when the
    message leaves is not counted, and a message without anything left is not sent.
    """

    name: str
    rule: str
    find: Callable[[TenantRequest], Collection[str]]
    say: Callable[[Collection[str]], Said]
    due_at: Callable[[Collection[str]], datetime] = lambda _keys: rounds.in_the_day()

    def tell(self) -> int:
        """The round: plan what is new to each. Returns how many messages are new."""
        made = 0
        for each in listed():
            if may(each.request, self.rule) and (keys := self.find(each.request)):
                made += gathering.tell(
                    kind=self.name, about={each.person.uuid: keys}, due_at=self.due_at(keys)
                )
        return made

    def still_wanted(self, message: Message) -> str | None:
        """As long as they coordinate and something of it is so."""
        reader = reader_of(message)
        if reader is None or not may(reader.request, self.rule):
            return NO_LONGER
        return None if self._left(message, reader) else SETTLED

    def render(self, message: Message, language: str) -> Rendered:
        """How much it is, and the way there."""
        reader = reader_of(message)
        if reader is None:
            raise LookupError("A message to somebody who no longer coordinates was to be rendered.")
        return to_coordinator(reader, self.say(self._left(message, reader)))

    def _left(self, message: Message, reader: Coordinator) -> set[str]:
        return set(gathering.gathered(message)) & set(self.find(reader.request))


def to_coordinator(reader: Coordinator, said: Said) -> Rendered:
    """The mail to one of them."""
    association = current_association()
    url = addresses.absolute_url(association, said.route) + said.query
    return letter(
        subject=said.subject,
        name=reader.person.given_name,
        paragraphs=said.says,
        facts=said.facts,
        button=Button(said.button, url),
        why=_("You get this message because you coordinate volunteers at %(association)s.")
        % {"association": association.name},
    )
