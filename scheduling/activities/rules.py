"""Who may do what with activities."""

import rules
from django.utils.translation import gettext_lazy as _

from accounts import scopes
from accounts.rules import coordinates_all, is_coordinator, is_leader, is_of_association
from accounts.scopes import Scope

# Which ones is asked of `selectors`: those of roles and units that the reader looks after.
rules.add_rule("activities.manage", is_coordinator)
# One's own groups alone: those that one leads, or whose role one leads.
rules.add_rule("activities.lead", is_of_association | is_leader)
rules.add_rule("counts.see", coordinates_all)
rules.add_rule("counts.import", coordinates_all)

scopes.register(
    Scope("activities:read", _("See groups, events and other occasions"), "activities.manage"),
    Scope("activities:write", _("Cancel groups’ sessions, events and other occasions"), "activities.manage"),
    Scope("counts:read", _("See what was counted"), "activities.manage"),
    Scope("counts:write", _("Send what was counted"), "activities.manage"),
)
