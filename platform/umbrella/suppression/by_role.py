"""One release of all tables: those without roles first, and those by role so that they give nothing away.

What is hidden without roles is picked as if there were none, so that the tables that stand longest do not
change with the finer ones; then the tables by role are decided over everything together.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from umbrella.suppression.cells import Cell, Decision, Publication, Relation
from umbrella.suppression.choose import choose

#: Of more cells by role in one year, none is published: proving 3 200 of them took minutes already.
MOST_CELLS = 3_500

#: The same with all that was told of the year before.
MOST_UNKNOWNS = 12_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Tables:
    """Cells with the sums between them."""

    cells: tuple[Cell, ...]
    relations: tuple[Relation, ...]


def choose_with_roles(
    *,
    plain: Tables,
    by_role: Tables,
    before: Iterable[Publication],
    partners: Mapping[Any, Sequence[Hashable]],
) -> tuple[Decision, bool]:
    """Decide a release; says beside it whether its tables by role may go out at all.

    They may not where they are too many to be proven, or where a proof fails that holds without them: then
    the decision is that of the other tables alone, and a later release tries again. Raises ValueError where
    a total and its parts do not fit.
    """
    told = tuple(before)
    alone = choose(cells=plain.cells, relations=plain.relations, before=told, partners=partners)
    unknowns = {(cell.key, cell.version) for one in told for cell in one.cells}
    unknowns |= {(cell.key, cell.version) for cell in by_role.cells}
    too_many = len(by_role.cells) > MOST_CELLS or len(unknowns) > MOST_UNKNOWNS
    if alone.unproven or not by_role.cells or too_many:
        return alone, False
    together = choose(
        cells=(*plain.cells, *by_role.cells),
        relations=(*plain.relations, *by_role.relations),
        before=told,
        partners=alone.partners,
        decided=sorted(alone.hidden, key=repr),
    )
    return (alone, False) if together.unproven else (together, True)
