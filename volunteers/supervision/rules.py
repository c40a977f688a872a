"""Who may do what with supervision."""

import rules

from accounts.rules import is_coordinator, is_of_association

# Which groups is asked of `selectors`: those of roles that the reader looks after.
rules.add_rule("supervision.manage", is_coordinator)
# One's own times, and those of groups that one supervises.
rules.add_rule("supervision.own", is_of_association)
