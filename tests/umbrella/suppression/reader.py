"""A reader who forgets nothing: puts several publications together and attacks them."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from typing import Any

from local.attack import Bounds, attack
from umbrella.suppression import Cell, Decision, People, Publication, Relation, Rule

RULE = Rule()


def published(cells: Sequence[Cell], relations: Sequence[Relation], decision: Decision) -> Publication:
    return Publication(cells=tuple(cells), relations=tuple(relations), hidden=frozenset(decision.hidden))


@dataclass(frozen=True, kw_only=True)
class Seen:
    """All that a reader has to go by of one metric, as `local.attack` and `local.bounds` take it."""

    shown: dict[Hashable, tuple[float, float]]
    hidden: dict[Hashable, float]
    relations: set[Relation]
    unions: set[tuple[Any, ...]]
    #: The hidden numbers that are asked for.
    targets: set[Hashable]


def bounds_of_all(
    publications: Sequence[Publication], *, people: bool, own: Collection[Hashable] = ()
) -> dict[Hashable, Bounds]:
    """Bound every hidden number of all publications, named by (key, version): see `seen`."""
    told = seen(publications, people=people, own=own)
    return attack(
        shown=told.shown,
        hidden=told.hidden,
        relations=told.relations,
        people=people,
        targets=told.targets,
        unions=told.unions,
    )


def seen(publications: Sequence[Publication], *, people: bool, own: Collection[Hashable] = ()) -> Seen:
    """Put publications together.

    A figure that did not change is the same unknown in each publication: the reader is told so, and knows
    that a year so far only grows, by no more than its further months. `own` are such names that became public
    in another way.
    """

    def name(cell: Cell) -> Hashable:
        return (cell.key, cell.version)

    shown: dict[Hashable, tuple[float, float]] = {}
    hidden: dict[Hashable, float] = {}
    relations: set[Relation] = set()
    targets = {
        name(cell)
        for publication in publications
        for cell in publication.cells
        if not cell.link and (cell.key in publication.hidden or RULE.hides(cell))
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


def assert_protected(publications: Sequence[Publication], *, own: Collection[Hashable] = ()) -> int:
    """Hold all publications against the rule; returns how many hidden numbers were attacked."""
    attacked = 0
    for people in (False, True):
        bounds = bounds_of_all(publications, people=people, own=own)
        for publication in publications:
            for cell in publication.cells:
                value = cell.people if people else cell.minutes
                found = bounds.get((cell.key, cell.version))
                if found is None:
                    continue
                attacked += 1
                if RULE.hides(cell):
                    assert keeps_apart(found, value, people=people), (cell, found)
        last = publications[-1]
        for cell in last.cells:
            found = bounds.get((cell.key, cell.version))
            if found is not None and cell.key in last.hidden:
                assert not found.recovers(), (cell, found)
    return attacked


def keeps_apart(found: Bounds, value: int, *, people: bool) -> bool:
    slack = 1e-4
    if people:
        return found.high - found.low >= 5 - slack
    return found.low <= 0.8 * value + slack and found.high >= 1.2 * value - slack
