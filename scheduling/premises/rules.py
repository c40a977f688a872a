"""Who may do what with premises."""

import rules

from accounts.rules import coordinates_all, is_coordinator

# Which ones is asked of `selectors`: those of units that the reader looks after.
rules.add_rule("premises.manage", is_coordinator)
rules.add_rule("premises.year", coordinates_all)
