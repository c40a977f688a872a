"""Who may do what with shifts."""

import rules

from accounts.rules import is_coordinator, is_of_association

rules.add_rule("shifts.see", is_of_association)
# Whether this person may take this place is asked by `eligibility`, of the register.
rules.add_rule("shifts.sign_up", is_of_association)
rules.add_rule("shifts.manage", is_coordinator)
