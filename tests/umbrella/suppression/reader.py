"""A reader who forgets nothing: puts several publications together and attacks them."""

from collections.abc import Collection, Hashable, Sequence

from local.attack import Bounds, attack
from local.bounds import keeps_apart, seen
from umbrella.suppression import Cell, Decision, Publication, Relation, Rule

RULE = Rule()


def published(cells: Sequence[Cell], relations: Sequence[Relation], decision: Decision) -> Publication:
    return Publication(cells=tuple(cells), relations=tuple(relations), hidden=frozenset(decision.hidden))


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
