"""One release of all tables: those without roles first, and those by role so that they give nothing away.

What is hidden without roles is picked as if there were none, and stays so: the tables by role are decided
beside it, and hide among themselves. They are told once for a year (`umbrella.role_releases`), so that there
is never a difference of two.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from umbrella.suppression.cells import Cell, Decision, Publication, Relation
from umbrella.suppression.choose import choose
from umbrella.suppression.deadline import Deadline, OutOfTime

#: Of more cells by role in one year, none is published: proving 3 200 of them took minutes already.
MOST_CELLS = 3_500

#: The same with all that was told of the year before.
MOST_UNKNOWNS = 12_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Tables:
    """Cells with the sums between them."""

    cells: tuple[Cell, ...]
    relations: tuple[Relation, ...]


NO_TABLES = Tables(cells=(), relations=())


def choose_with_roles(
    *,
    plain: Tables,
    by_role: Tables,
    before: Iterable[Publication],
    partners: Mapping[Any, Sequence[Hashable]],
    deadline: Deadline | None = None,
    role_deadline: Deadline | None = None,
) -> tuple[Decision, bool]:
    """Decide a release; says beside it whether its tables by role may go out at all.

    They may not where they are too many, where their proof fails or does not come by `role_deadline`: then
    the decision is that of the other tables alone, and a later release tries again. For those, raises
    ValueError where a total and its parts do not fit, and OutOfTime after `deadline`.
    """
    told = tuple(before)
    with deadline or Deadline() as until:
        alone = choose(
            cells=plain.cells, relations=plain.relations, before=told, partners=partners, deadline=until
        )
    unknowns = {(cell.key, cell.version) for one in told for cell in one.cells}
    unknowns |= {(cell.key, cell.version) for cell in by_role.cells}
    too_many = len(by_role.cells) > MOST_CELLS or len(unknowns) > MOST_UNKNOWNS
    if alone.unproven or not by_role.cells or too_many:
        return alone, False
    try:
        with role_deadline or Deadline() as until:
            together = choose(
                cells=(*plain.cells, *by_role.cells),
                relations=(*plain.relations, *by_role.relations),
                before=told,
                # What is shown without roles is known: nothing of it may be hidden for the roles' sake.
                known={cell.key for cell in plain.cells if cell.key not in alone.hidden},
                partners=alone.partners,
                decided=sorted(alone.hidden, key=repr),
                deadline=until,
            )
    except (OutOfTime, ValueError, ArithmeticError):
        return alone, False
    if together.unproven or together.exposed - alone.exposed:
        return alone, False
    return together, True
