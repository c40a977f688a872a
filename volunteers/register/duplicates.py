"""Who may stand in the register twice: pairs of people who are alike, with what is alike about them.

A name alone is common, and families share addresses: a pair needs the same or nearly the same name and, where
that is not the very same, a birth date, phone or e-mail in common. Two different birth dates are two people.
"""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from volunteers.register.models import NotTheSame, Person
from volunteers.register.models.people import plain

REASONS: dict[str, str | Promise] = {
    "name": _("same name"),
    "similar": _("almost the same name"),
    "swapped": _("names the other way round"),
    "born_on": _("same day of birth"),
    "phone": _("same phone"),
    "email": _("same e-mail"),
}
# How much each tells, so that the likeliest pairs come first.
_WEIGHTS = {"name": 4, "similar": 2, "swapped": 3, "born_on": 3, "phone": 3, "email": 3}
LIKE_ENOUGH = 0.8
# An office's number or address says nothing of those who have it in common.
MOST_SHARING = 12
MOST_PAIRS = 500
_FIELDS = ("pk", "given_name", "family_name", "email", "phone", "born_on")


@dataclass(frozen=True)
class Pair:
    """Two people by their keys, the smaller first, and why they may be one."""

    one: int
    other: int
    reasons: tuple[str, ...]

    @property
    def weight(self) -> int:
        """How much speaks for it."""
        return sum(_WEIGHTS[reason] for reason in self.reasons)


@dataclass(frozen=True)
class _Known:
    pk: int
    given: str
    family: str
    email: str
    phone: str
    born_on: object


def pairs(people: QuerySet[Person]) -> list[Pair]:
    """The pairs among these people, the likeliest first, without those of whom somebody said no."""
    known = [_known(*row) for row in people.filter(is_blank=False).order_by("pk").values_list(*_FIELDS)]
    found: dict[tuple[int, int], Pair] = {}
    for one, other in _candidates(known):
        if (one.pk, other.pk) not in found and (reasons := _reasons(one, other)):
            found[one.pk, other.pk] = Pair(one.pk, other.pk, reasons)
    for apart in NotTheSame.objects.values_list("one_id", "other_id"):
        found.pop(apart, None)
    return sorted(found.values(), key=lambda each: (-each.weight, each.one, each.other))[:MOST_PAIRS]


def apart(person: Person) -> Q:
    """Pairs with this person of whom somebody said that they are two."""
    return Q(one=person) | Q(other=person)


def why(one: Person, other: Person) -> tuple[str, ...]:
    """What is alike about two people."""
    first, second = (_known(*(getattr(each, name) for name in _FIELDS)) for each in (one, other))
    return _reasons(first, second)


def _known(pk: int, given: str, family: str, email: str, phone: str, born_on: object) -> _Known:
    digits = re.sub(r"^(00358|358|0)", "", re.sub(r"\D", "", phone))
    return _Known(pk, plain(given).strip(), plain(family).strip(), email.casefold().strip(), digits, born_on)


def _candidates(people: list[_Known]) -> Iterator[tuple[_Known, _Known]]:
    """Those who have at least one thing in common; nobody is compared with everybody."""
    for key in (
        lambda each: (each.given, each.family),
        lambda each: tuple(sorted((each.given, each.family))),
        lambda each: each.email,
        lambda each: each.phone,
        lambda each: each.born_on,
    ):
        yield from _sharing((key(each), each) for each in people)


def _sharing(keyed: Iterable[tuple[Hashable, _Known]]) -> Iterator[tuple[_Known, _Known]]:
    groups: dict[Hashable, list[_Known]] = defaultdict(list)
    for key, each in keyed:
        if any(key) if isinstance(key, tuple) else bool(key):
            groups[key].append(each)
    for group in groups.values():
        if 1 < len(group) <= MOST_SHARING:
            yield from combinations(group, 2)


def _reasons(one: _Known, other: _Known) -> tuple[str, ...]:
    """Nothing where they are surely two, or where too little is alike."""
    if one.born_on and other.born_on and one.born_on != other.born_on:
        return ()
    also = [
        name
        for name in ("born_on", "phone", "email")
        if getattr(one, name) and getattr(one, name) == getattr(other, name)
    ]
    if (one.given, one.family) == (other.given, other.family):
        return ("name", *also)
    if (one.given, one.family) == (other.family, other.given):
        return ("swapped", *also)
    if also and _alike(one, other):
        return ("similar", *also)
    return ()


def _alike(one: _Known, other: _Known) -> bool:
    """Both names are near: a slip of the finger, a short form. A couple shares only the family name."""
    return all(
        SequenceMatcher(None, first, second).ratio() >= LIKE_ENOUGH
        for first, second in ((one.given, other.given), (one.family, other.family))
    )
