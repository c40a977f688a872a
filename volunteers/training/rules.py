"""Who may do what with training."""

import rules

from accounts.rules import coordinates_all, is_of_association

# A course is for people of all roles: it is nobody's part alone.
rules.add_rule("training.manage", coordinates_all)
# One's own courses, and the sessions whose trainer one is: which, is asked of `selectors`.
rules.add_rule("training.own", is_of_association)
