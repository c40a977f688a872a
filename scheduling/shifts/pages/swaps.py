"""What the pages of swaps show: with whom one could, what was asked, where somebody stands who was."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _, ngettext

from scheduling.shifts import changes, conditions
from scheduling.shifts.links import swaps as swap_links
from scheduling.shifts.models import Shift, SignUp, Swap
from scheduling.shifts.selectors.swap_pairs import Possible
from scheduling.shifts.words import shifts as words
from tenants import clock
from volunteers.register import reach
from volunteers.register.made_once import MadeOnce
from web import formats

Standing = Literal["asked", "agreed", "done", "declined", "over"]


def choice(found: Possible) -> str:
    """A shift that one could have instead: when, what, where, and how many could be asked."""
    shift = found.shift
    parts = [formats.when(shift.starts_at, shift.ends_at), words.title(shift)]
    if where := words.where(shift):
        parts.append(where)
    count = len(found.places)
    could = ngettext("%(count)s person could swap", "%(count)s people could swap", count) % {"count": count}
    return f"{', '.join(parts)} ({could})"


@dataclass(frozen=True)
class Asked:
    """A shift whose people were asked."""

    when: str
    title: str
    agreed: bool


def asked_by(mine: SignUp) -> list[Asked]:
    """What somebody has asked and is not settled, shift by shift; never whom."""
    rows = (
        Swap.objects.filter(mine=mine, state__in=changes.OPEN)
        .select_related("yours__shift__role")
        .order_by("yours__starts_at", "pk")
    )
    found: dict[int, Asked] = {}
    for swap in rows:
        shift = swap.yours.shift
        agreed = swap.state == Swap.State.AGREED
        before = found.get(shift.pk)
        found[shift.pk] = Asked(
            when=formats.when(shift.starts_at, shift.ends_at),
            title=words.title(shift),
            agreed=agreed or bool(before and before.agreed),
        )
    return list(found.values())


def standing(swap: Swap) -> Standing:
    """Where the one who was asked stands."""
    if swap.state == Swap.State.DONE:
        return "done"
    if swap.state == Swap.State.DECLINED:
        return "declined"
    places = (swap.mine, swap.yours)
    possible = all(
        place.state == SignUp.State.SIGNED_UP
        and place.shift.state == Shift.State.PUBLISHED
        and not conditions.has_started(place.shift)
        for place in places
    )
    if swap.state not in changes.OPEN or not possible:
        return "over"
    return "agreed" if swap.state == Swap.State.AGREED else "asked"


@dataclass(frozen=True)
class Waiting:
    """A swap that waits for a coordinator's word."""

    swap: Swap
    title: str
    text: str


def agreed(*, reader: reach.Reaching, now: datetime) -> QuerySet[Swap]:
    """Swaps of shifts ahead that wait for a coordinator who looks after both sides of them."""
    found = Swap.objects.filter(
        state=Swap.State.AGREED, mine__shift__starts_at__gt=now, yours__shift__starts_at__gt=now
    )
    for side in ("mine", "yours"):
        found = reach.of_roles(reader, found, by=f"{side}__shift__role")
        found = reach.of_people(reader, found, by=f"{side}__person")
    return found


def waiting(shift: Shift, *, reader: reach.Reaching) -> Sequence[Waiting]:
    """Swaps of this shift that two people have agreed, as far as the reader looks after both sides."""
    # There is hardly ever one: all that a line tells is asked for only then.
    keys = [key for (key,) in _agreed_here.rows(shift=shift.pk)]
    if not keys:
        return []
    rows = agreed(reader=reader, now=clock.now()).filter(pk__in=keys)
    found = rows.select_related(*swap_links.WITH).order_by("pk")
    return [
        Waiting(
            swap,
            title=_("%(one)s and %(other)s would like to swap")
            % {"one": swap.mine.person.name, "other": swap.yours.person.name},
            text="; ".join(
                _("%(name)s would have %(when)s, %(what)s")
                % {
                    "name": person.given_name,
                    "when": formats.when(shift.starts_at, shift.ends_at),
                    "what": words.title(shift),
                }
                for person, shift in (
                    (swap.mine.person, swap.yours.shift),
                    (swap.yours.person, swap.mine.shift),
                )
            ),
        )
        for swap in found
    ]


_agreed_here = MadeOnce(
    lambda shift: Swap.objects.filter(
        Q(mine__shift=shift) | Q(yours__shift=shift), state=Swap.State.AGREED
    ).values_list("pk"),
    shift=int,
)
