"""What a person gives back when they pause or leave: their places on shifts, and whatever else lies ahead.

    leaving.register(Releasing(name="shifts", ahead=…, release=…))

What people hold ahead lies above the register, so each app names its own when it starts. The pages show what
`ahead` names before anything is done; the verbs of `services.periods` call `release` in their transaction.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from tenants.actors import Actor
from volunteers.register.models import Person


@dataclass(frozen=True)
class Ahead:
    """One thing that a person would give back."""

    starts_at: datetime
    when: str
    what: str


class Finding(Protocol):
    """Reads what a person holds from now on."""

    def __call__(self, *, person: Person) -> list[Ahead]:
        """In any order."""


class Giving(Protocol):
    """Gives all of it back."""

    def __call__(self, *, person: Person, by: Actor) -> int:
        """How many it were."""


class Away(Protocol):
    """Gives back what was given once for all, on days on which the person is away."""

    def __call__(self, *, person: Person, from_on: date, to_on: date, by: Actor) -> int:
        """How many it were."""


@dataclass(frozen=True)
class Releasing:
    """`ahead` reads what a person holds from now on; `release` gives it back and says how many it were.

    `away` gives back what lies on some days only, of what was given once for all. Both run in the transaction
    of the verb, which has locked the person.
    """

    name: str
    ahead: Finding
    release: Giving
    away: Away | None = None


_known: dict[str, Releasing] = {}


def register(releasing: Releasing) -> None:
    """Add something that people hold. The same name again takes the place of the first."""
    _known[releasing.name] = releasing


def ahead(person: Person) -> list[Ahead]:
    """All that the person would give back, the next first."""
    found = [each for _name, known in sorted(_known.items()) for each in known.ahead(person=person)]
    return sorted(found, key=lambda each: each.starts_at)


def release(person: Person, *, by: Actor) -> int:
    """Give all of it back, and say how many it were."""
    return sum(known.release(person=person, by=by) for _name, known in sorted(_known.items()))


def away(person: Person, *, from_on: date, to_on: date, by: Actor) -> int:
    """Give back what somebody holds once for all on days on which they are away; how many it were."""
    return sum(
        known.away(person=person, from_on=from_on, to_on=to_on, by=by)
        for _name, known in sorted(_known.items())
        if known.away is not None
    )
