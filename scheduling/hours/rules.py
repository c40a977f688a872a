"""Who may do what with hours."""

import rules

from accounts.rules import coordinates_all, is_coordinator, is_of_association

# Whose hours they are is asked of the register: the person behind the login, and nobody else.
rules.add_rule("hours.own", is_of_association)
rules.add_rule("hours.approve", is_coordinator)
rules.add_rule("hours.import", coordinates_all)
rules.add_rule("months.close", coordinates_all)
rules.add_rule("figures.own", coordinates_all)
