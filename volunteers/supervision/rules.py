"""Who may do what with supervision."""

import rules

from accounts.rules import is_coordinator, is_of_association, is_supervisor

# Which groups is asked of `selectors`: those of roles that the reader looks after.
rules.add_rule("supervision.manage", is_coordinator)
# One's own times.
rules.add_rule("supervision.own", is_of_association)
# The times of groups that one supervises, as one of the association's people or from outside.
rules.add_rule("supervision.lead", is_of_association | is_supervisor)
rules.add_rule("supervision.outside", is_supervisor)
