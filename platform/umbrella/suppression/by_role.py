"""One release of all tables: those without roles first, and those by role so that they give nothing away.

What is hidden without roles is picked as if there were none, and stays so: the tables by role are decided
beside it, and hide among themselves. They are told once for a year (`umbrella.role_releases`), so that there
is never a difference of two. Those of a small federation are decided all together; of a larger one, or where
that proves nothing, in pairs (`pairs`), without the associations that pairs cannot protect.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence, Set as AbstractSet
from dataclasses import replace
from itertools import chain
from typing import Any

from umbrella.suppression.cells import Decision, Publication, Reason, Rule
from umbrella.suppression.choose import choose
from umbrella.suppression.deadline import Deadline, OutOfTime
from umbrella.suppression.groups import choose_large
from umbrella.suppression.pairs import Make, choose_in_pairs
from umbrella.suppression.role_tables import RoleKey
from umbrella.suppression.tables import NO_TABLES, Tables

#: More cells by role in one year are not looked at all together: proving 3 200 of them took minutes already.
MOST_CELLS = 2_500

#: The same with all that was told of the year before.
MOST_UNKNOWNS = 12_000


def choose_with_roles(
    *,
    plain: Tables,
    by_role: Tables,
    make: Make,
    before: Iterable[Publication],
    partners: Mapping[Any, Sequence[Hashable]],
    sent: AbstractSet[Hashable] = frozenset(),
    public: AbstractSet[Hashable] = frozenset(),
    deadline: Deadline | None = None,
    role_deadline: Deadline | None = None,
) -> tuple[Decision, Tables]:
    """Decide a release; gives beside it the tables by role that go out with it, all, fewer or none.

    `make` makes those of some associations alone. There are none where nothing is proven, or not by
    `role_deadline`: then the decision is that of the other tables alone, and a later release tries again.
    `sent` are keys of figures that somebody outside the association may have sent: see `_choose_plain`.
    `public` are those that associations publish themselves; where one of them is hidden, the tables by role
    are decided all together or not at all.
    For those without roles, raises ValueError where a total and its parts do not fit, and OutOfTime after
    `deadline`.
    """
    told = tuple(before)
    with deadline or Deadline() as until:
        alone = _choose_plain(
            plain, [without_roles(publication) for publication in told], partners, sent | public, until
        )
    public = public & alone.hidden.keys()
    if alone.unproven or not by_role.cells:
        return alone, NO_TABLES
    try:
        with role_deadline or Deadline() as until:
            if not _are_too_many(by_role, told):
                together = _choose_together(plain, by_role, alone, told, public, until)
                if not together.unproven and not together.exposed - alone.exposed:
                    return together, by_role
            if public:
                return alone, NO_TABLES
            return _choose_in_pairs(plain, by_role, make, alone, told, until)
    except (OutOfTime, ValueError, ArithmeticError):
        return alone, NO_TABLES


def _choose_plain(
    plain: Tables,
    told: Sequence[Publication],
    partners: Mapping[Any, Sequence[Hashable]],
    sent: AbstractSet[Hashable],
    until: Deadline,
) -> Decision:
    """Decide the tables without roles, when whoever sent some figures may know them.

    First what others have to hide is hidden as if those figures were public, so that none of them is what
    another hides behind. Then their own small figures are hidden from everybody else.
    """
    known = _with_sums(plain, sent)
    first = choose_large(
        cells=plain.cells,
        relations=plain.relations,
        before=[replace(one, hidden=one.hidden - known) for one in told],
        known=known,
        partners=partners,
        deadline=until,
    )
    rule = Rule()
    cells = chain(plain.cells, *(one.cells for one in told))
    if first.unproven or not any(cell.key in known and rule.hides(cell) for cell in cells):
        return first
    second = choose_large(
        cells=plain.cells,
        relations=plain.relations,
        before=told,
        partners=first.partners,
        decided=sorted(first.hidden, key=repr),
        deadline=until,
    )
    return replace(second, hidden={**first.hidden, **second.hidden})


def _with_sums(plain: Tables, sent: AbstractSet[Hashable]) -> frozenset[Hashable]:
    """These figures and every sum of nothing but them."""
    known = set(sent)
    while sums := {
        relation.total
        for relation in plain.relations
        if relation.total not in known and relation.parts and known.issuperset(relation.parts)
    }:
        known |= sums
    return frozenset(known)


def without_roles(publication: Publication) -> Publication:
    """What a release told, without its tables by role if they hang on nothing but what it showed.

    Then they have no unknown in common with the other tables: neither can tell anything about the other.
    """
    ties: set[Hashable] = set()
    for relation in publication.relations:
        keys = (relation.total, *relation.parts)
        if any(isinstance(key, RoleKey) for key in keys):
            ties.update(key for key in keys if not isinstance(key, RoleKey))
    unlisted = {cell.key for cell in publication.cells if not cell.listed}
    if not ties or ties & (publication.hidden | unlisted):
        return publication
    return replace(
        publication,
        cells=tuple(cell for cell in publication.cells if not isinstance(cell.key, RoleKey)),
        relations=tuple(
            relation
            for relation in publication.relations
            if not any(isinstance(key, RoleKey) for key in (relation.total, *relation.parts))
        ),
        hidden=frozenset(key for key in publication.hidden if not isinstance(key, RoleKey)),
    )


def _are_too_many(by_role: Tables, told: Iterable[Publication]) -> bool:
    unknowns = {(cell.key, cell.version) for one in told for cell in one.cells}
    unknowns |= {(cell.key, cell.version) for cell in by_role.cells}
    return len(by_role.cells) > MOST_CELLS or len(unknowns) > MOST_UNKNOWNS


def _choose_together(
    plain: Tables,
    by_role: Tables,
    alone: Decision,
    told: Sequence[Publication],
    public: AbstractSet[Hashable],
    until: Deadline,
) -> Decision:
    """Decide both; what associations publish themselves is first taken as known, so that nobody needs it."""
    # What is shown without roles is known: nothing of it may be hidden for the roles' sake.
    known = {cell.key for cell in plain.cells if cell.key not in alone.hidden}
    both: dict[str, Any] = {
        "cells": (*plain.cells, *by_role.cells),
        "relations": (*plain.relations, *by_role.relations),
        "partners": alone.partners,
        "deadline": until,
    }
    decided: Iterable[Hashable] = alone.hidden
    if public:
        first = choose(
            before=[replace(one, hidden=one.hidden - public) for one in told],
            known=known | public,
            decided=sorted(alone.hidden.keys() - public, key=repr),
            **both,
        )
        if first.unproven:
            return first
        decided = {*alone.hidden, *first.hidden}
    return choose(before=told, known=known, decided=sorted(decided, key=repr), **both)


def _choose_in_pairs(
    plain: Tables,
    by_role: Tables,
    make: Make,
    alone: Decision,
    told: Iterable[Publication],
    until: Deadline,
) -> tuple[Decision, Tables]:
    tables, hidden = choose_in_pairs(
        make=make,
        owners={key.owner for key in _keys(by_role) if key.level == "association"},
        plain=plain,
        hidden=alone.hidden,
        before=told,
        deadline=until,
    )
    every: dict[Hashable, Reason] = dict(chain(alone.hidden.items(), hidden.items()))
    return replace(alone, hidden=every), tables


def _keys(tables: Tables) -> Iterable[RoleKey]:
    return (cell.key for cell in tables.cells if isinstance(cell.key, RoleKey))
