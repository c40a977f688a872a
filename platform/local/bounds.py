"""Attack published tables of any size: bounds that are handed on from sum to sum until nothing moves.

Linear programming (`attack`) finds the least and the most that a hidden number can be, and takes too long for
a thousand associations. Here each sum alone limits its parts and its total, again and again. What is found
so is never closer than the truth: a number that is pinned down here can be worked out by anybody with a
pencil. That nothing is found proves nothing by itself; the proof that hidden numbers are safe is given from
the inside when they are picked (`umbrella.suppression.walk`), and this looks over the whole of it from
outside. It shares no code with that but the words for a relation.
"""

from collections import defaultdict, deque
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from math import inf
from typing import Any, TypeVar

from local.attack import Bounds
from umbrella.suppression import Cell, People, Publication, Relation, Rule

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


# --- what a reader of several releases has to go by ---------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Seen:
    """All that a reader has to go by of one metric, as `local.attack` and `local.bounds` take it."""

    shown: dict[Hashable, tuple[float, float]]
    hidden: dict[Hashable, float]
    relations: set[Relation]
    unions: set[tuple[Any, ...]]
    #: The hidden numbers that are asked for.
    targets: set[Hashable]


def seen(
    publications: Sequence[Publication],
    *,
    people: bool,
    own: Collection[Hashable] = (),
    rule: Rule | None = None,
) -> Seen:
    """Put publications together.

    A figure that did not change is the same unknown in each publication: the reader is told so, and knows
    that a year so far only grows, by no more than its further months. `own` are such names that became public
    in another way.
    """

    rule = rule or Rule()

    def name(cell: Cell) -> Hashable:
        return (cell.key, cell.version)

    shown: dict[Hashable, tuple[float, float]] = {}
    hidden: dict[Hashable, float] = {}
    relations: set[Relation] = set()
    targets = {
        name(cell)
        for publication in publications
        for cell in publication.cells
        if not cell.link and (cell.key in publication.hidden or rule.hides(cell))
    }
    for publication in publications:
        names = {cell.key: name(cell) for cell in publication.cells}
        for cell in publication.cells:
            value = cell.people if people else cell.minutes
            if (cell.listed and cell.key not in publication.hidden) or name(cell) in own:
                shown[name(cell)] = (value, value)
            else:
                least = 1.0 if people and cell.listed else 0.0
                hidden[name(cell)] = max(least, hidden.get(name(cell), 0.0))
        relations |= {
            replace(
                relation, total=names[relation.total], parts=tuple(names[part] for part in relation.parts)
            )
            for relation in publication.relations
        }
    for key in shown:
        hidden.pop(key, None)
    return Seen(
        shown=shown,
        hidden=hidden,
        relations=relations,
        targets=targets & hidden.keys(),
        unions=_unions(publications, relations),
    )


def _unions(publications: Sequence[Publication], relations: Collection[Relation]) -> set[tuple[Any, ...]]:
    """Whatever is told of the same key by two unions of parts: one, the other, and the first's further parts.

    Where people were exchanged within a part and their number stayed, it may not hold: that is left out.
    """
    people = {(cell.key, cell.version): cell.people for told in publications for cell in told.cells}
    by_key: dict[Hashable, list[tuple[Any, frozenset[Any]]]] = defaultdict(list)
    for relation in relations:
        if relation.people is People.OVERLAP:
            total: Any = relation.total
            by_key[total[0]].append((total, frozenset(relation.parts)))
    return {
        (one, other, *sorted(parts - fewer, key=repr))
        for of_key in by_key.values()
        for (one, parts), (other, fewer) in permutations(of_key, 2)
        if one != other
        and parts & fewer
        and people[one] <= people[other] + sum(people[part] for part in parts - fewer)
    }


def keeps_apart(found: Bounds, value: int, *, people: bool) -> bool:
    """Say whether the rule for small cells holds: five people, or a fifth less and a fifth more."""
    slack = 1e-4
    if people:
        return found.high - found.low >= 5 - slack
    return found.low <= 0.8 * value + slack and found.high >= 1.2 * value - slack


@dataclass(frozen=True, kw_only=True)
class Looked:
    """How many hidden numbers there were, and how many are known or nearly known after all."""

    hidden: int
    recovered: int
    too_near: int


def look(publications: Sequence[Publication], *, rule: Rule | None = None) -> Looked:
    """Attack everything that was told of a year, now and before, however large the federation."""
    rule = rule or Rule()
    small = {(cell.key, cell.version): cell for one in publications for cell in one.cells if rule.hides(cell)}
    hidden = recovered = too_near = 0
    for people in (False, True):
        told = seen(publications, people=people, rule=rule)
        found = bounds(
            shown=told.shown,
            hidden=told.hidden,
            relations=told.relations,
            people=people,
            unions=told.unions,
        )
        hidden += len(told.targets)
        recovered += sum(1 for key in told.targets if found[key].recovers())
        for key in small.keys() & told.targets:
            value = small[key].people if people else small[key].minutes
            too_near += not keeps_apart(found[key], value, people=people)
    return Looked(hidden=hidden, recovered=recovered, too_near=too_near)
