"""Who may look after applications."""

import rules

from accounts.rules import is_coordinator

rules.add_rule("applications.manage", is_coordinator)
