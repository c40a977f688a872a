"""Cell suppression for the tables that a federation publishes: pure functions, no Django, no database.

`choose` decides what a release hides; `federation_tables` makes the cells and sums of today's tables.
`nightly` has the rules for the two figures that come out between releases. The words and the limits stand
in `cells` and `knowledge`, the way of proving in `walk`, the order of picking in `choose`.
"""

from umbrella.suppression.cells import Cell, Decision, People, Publication, Reason, Relation, Rule
from umbrella.suppression.choose import choose, uncovered_by
from umbrella.suppression.tables import YEAR, Amount, FigureKey, Reported, federation_tables

__all__ = [
    "YEAR",
    "Amount",
    "Cell",
    "Decision",
    "FigureKey",
    "People",
    "Publication",
    "Reason",
    "Relation",
    "Reported",
    "Rule",
    "choose",
    "federation_tables",
    "uncovered_by",
]
