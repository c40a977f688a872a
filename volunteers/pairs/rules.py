"""Who may do what with support pairs."""

import rules

from accounts.rules import coordinates_all, is_coordinator, is_of_association

# Which pairs is asked of `selectors`: a client is read by the coordinator in charge alone.
rules.add_rule("pairs.manage", is_coordinator)
# Giving a pair to another coordinator, as when one leaves. Nothing of the client is read for it.
rules.add_rule("pairs.hand_over", coordinates_all)
# One's own pairs.
rules.add_rule("pairs.own", is_of_association)
