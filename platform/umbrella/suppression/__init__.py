"""Cell suppression for the tables that a federation publishes: pure functions, no Django, no database.

`choose` decides what a release hides; `federation_tables` and `role_tables` make the cells and sums of
today's tables, `choose_with_roles` decides over both.
`nightly` has the rules for the two figures that come out between releases. The words and the limits stand
in `cells` and `knowledge`, the way of proving in `walk`, the order of picking in `choose`; how a large
federation is taken apart in `groups`, and by role in `pairs`.
"""

from umbrella.suppression.by_role import choose_with_roles
from umbrella.suppression.cells import Cell, Decision, People, Publication, Reason, Relation, Rule
from umbrella.suppression.choose import choose, uncovered_by
from umbrella.suppression.deadline import Deadline, OutOfTime
from umbrella.suppression.role_tables import ByRole, RoleKey, RoleReported, role_tables
from umbrella.suppression.tables import (
    NO_TABLES,
    YEAR,
    Amount,
    FigureKey,
    Reported,
    Tables,
    federation_tables,
)

__all__ = [
    "NO_TABLES",
    "YEAR",
    "Amount",
    "ByRole",
    "Cell",
    "Deadline",
    "Decision",
    "FigureKey",
    "OutOfTime",
    "People",
    "Publication",
    "Reason",
    "Relation",
    "Reported",
    "RoleKey",
    "RoleReported",
    "Rule",
    "Tables",
    "choose",
    "choose_with_roles",
    "federation_tables",
    "role_tables",
    "uncovered_by",
]
