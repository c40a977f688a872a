"""Who may open the pages over several apps."""

import rules

from accounts.rules import (
    coordinates_all,
    is_coordinator,
    is_guest,
    is_leader,
    is_of_association,
    is_owner,
)

rules.add_rule("home", is_of_association)
rules.add_rule("today", is_coordinator)
rules.add_rule("settings.manage", coordinates_all)
rules.add_rule("sending.manage", is_owner)
rules.add_rule("data.manage", coordinates_all)
rules.add_rule("data.export", is_owner)
rules.add_rule("guest.look", is_guest)
rules.add_rule("groups.see", is_leader)
rules.add_rule("messages.manage", is_coordinator)
rules.add_rule("messages.read", coordinates_all)
