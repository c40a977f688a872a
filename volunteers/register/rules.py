"""Who may do what with the register."""

import rules

from accounts.rules import is_coordinator

rules.add_rule("people.manage", is_coordinator)
