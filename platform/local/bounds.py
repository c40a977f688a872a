"""Attack published tables of any size: bounds that are handed on from sum to sum until nothing moves.

Linear programming (`attack`) finds the least and the most that a hidden number can be, and takes too long for
a thousand associations. Here each sum alone limits its parts and its total, again and again. What is found
so is never closer than the truth: a number that is pinned down here can be worked out by anybody with a
pencil. That nothing is found proves nothing by itself; the proof that hidden numbers are safe is given from
the inside when they are picked (`umbrella.suppression.walk`), and this looks over the whole of it from
outside. It shares no code with that but the words for a relation.
"""

from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import TypeVar

from local.attack import Bounds
from umbrella.suppression import People, Relation

K = TypeVar("K", bound=Hashable)

#: So often one sum is looked at. Two of them could hand a step to each other for ever.
MOST_TURNS = 60


class Contradiction(ValueError):
    """What is told cannot be true: no number is left for one of the cells."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """A total and its parts; with `at_most` the total has no more than the parts, and no less than each."""

    total: Hashable
    parts: tuple[Hashable, ...]
    at_most: bool
    #: A union of which a part is not known to lie within the total.
    loose: bool = False


def bounds(
    *,
    shown: Mapping[K, tuple[float, float]],
    hidden: Mapping[K, float],
    relations: Iterable[Relation],
    people: bool,
    unions: Iterable[Sequence[K]] = (),
) -> dict[K, Bounds]:
    """Bound each hidden number; the arguments are those of `attack`. Raises Contradiction."""
    ends: dict[Hashable, tuple[float, float]] = {key: (low, inf) for key, low in hidden.items()}
    ends.update(shown.items())
    rules = [
        _Rule(one.total, one.parts, at_most=people and one.people is not People.ADD) for one in relations
    ]
    if people:
        rules += [_Rule(whole, tuple(rest), at_most=True, loose=True) for whole, *rest in unions]
    _hand_on(ends, rules)
    return {key: Bounds(low=ends[key][0], high=ends[key][1]) for key in hidden}


def _hand_on(ends: dict[Hashable, tuple[float, float]], rules: Sequence[_Rule]) -> None:
    """Look at each sum, and again at those in which a number has come closer."""
    stands_in: dict[Hashable, list[int]] = defaultdict(list)
    for index, rule in enumerate(rules):
        for key in (rule.total, *rule.parts):
            stands_in[key].append(index)
    waiting, queued, turns = deque(range(len(rules))), set(range(len(rules))), [0] * len(rules)
    while waiting:
        index = waiting.popleft()
        queued.discard(index)
        turns[index] += 1
        for key, (low, high) in _limits(ends, rules[index]):
            known_low, known_high = ends[key]
            closer = max(low, known_low), min(high, known_high)
            if closer == (known_low, known_high):
                continue
            if closer[0] > closer[1]:
                raise Contradiction(f"Nothing is left for {key!r}.")
            ends[key] = closer
            for other in stands_in[key]:
                if other not in queued and turns[other] < MOST_TURNS:
                    waiting.append(other)
                    queued.add(other)


def _limits(
    ends: Mapping[Hashable, tuple[float, float]], rule: _Rule
) -> Iterator[tuple[Hashable, tuple[float, float]]]:
    """What one sum says of its total and of each of its parts."""
    parts = [ends[part] for part in rule.parts]
    least, most = _Sum.of([low for low, _ in parts]), _Sum.of([high for _, high in parts])
    low, high = ends[rule.total]
    if not rule.at_most:
        yield rule.total, (least.whole, most.whole)
    elif rule.loose:
        yield rule.total, (0.0, most.whole)
    else:
        yield rule.total, (max((one for one, _ in parts), default=0.0), most.whole)
    for key, (part_low, part_high) in zip(rule.parts, parts, strict=True):
        if not rule.at_most:
            yield key, (low - most.without(part_high), high - least.without(part_low))
        else:
            yield key, (low - most.without(part_high), inf if rule.loose else high)


@dataclass(frozen=True, slots=True)
class _Sum:
    """A sum from which one number can be taken out again, although some have no end."""

    known: float
    endless: int

    @classmethod
    def of(cls, numbers: Sequence[float]) -> "_Sum":
        return cls(sum(one for one in numbers if one != inf), sum(1 for one in numbers if one == inf))

    @property
    def whole(self) -> float:
        return inf if self.endless else self.known

    def without(self, number: float) -> float:
        if number == inf:
            return inf if self.endless > 1 else self.known
        return inf if self.endless else self.known - number
