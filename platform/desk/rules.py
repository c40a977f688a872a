"""Who may open the pages over several apps."""

import rules

from accounts.rules import is_coordinator, is_of_association, is_owner

rules.add_rule("home", is_of_association)
rules.add_rule("today", is_coordinator)
rules.add_rule("data.manage", is_coordinator)
rules.add_rule("data.export", is_owner)
