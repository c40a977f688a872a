"""What hangs on somebody who coordinates: roles, shifts, lists. Filled in each AppConfig.ready().

    handover.register(Hanging(name="shifts", label=_("Contact person of shifts"), find=find, move=move))

When they leave, all of it goes to a successor in one verb (services.team.hand_over). `find` names each thing
in words; `move` hands them over inside that verb's transaction and says how many they were.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise

from volunteers.register.models import Person


@dataclass(frozen=True)
class Party:
    """Somebody with a login; the person, too, if they are in the register."""

    user: UUID
    name: str
    person: Person | None


@dataclass(frozen=True)
class Hanging:
    """One kind of thing. `needs_person` says that only somebody of the register can take it over."""

    name: str
    label: str | Promise
    find: Callable[[Party], Sequence[str]]
    move: Callable[[Party, Party], int]
    needs_person: bool = False


@dataclass(frozen=True)
class Found:
    """What there is of one kind."""

    hanging: Hanging
    things: Sequence[str]


_known: dict[str, Hanging] = {}


def register(hanging: Hanging) -> None:
    """Add a kind. The same name again takes the place of the first."""
    _known[hanging.name] = hanging


def found(party: Party) -> list[Found]:
    """All that hangs on somebody; kinds without anything are left out."""
    each = (Found(hanging, list(hanging.find(party))) for _name, hanging in sorted(_known.items()))
    return [one for one in each if one.things]


def move(party: Party, successor: Party) -> dict[str, int]:
    """Hand all of it over. Returns how many of each kind."""
    return {one.hanging.name: one.hanging.move(party, successor) for one in found(party)}
