"""Who may do what with activities."""

import rules

from accounts.rules import coordinates_all, is_coordinator, is_leader, is_of_association

# Which ones is asked of `selectors`: those of roles and units that the reader looks after.
rules.add_rule("activities.manage", is_coordinator)
# One's own groups alone: those that one leads, or whose role one leads.
rules.add_rule("activities.lead", is_of_association | is_leader)
rules.add_rule("counts.see", coordinates_all)
