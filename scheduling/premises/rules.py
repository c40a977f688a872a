"""Who may do what with premises."""

import rules
from django.utils.translation import gettext_lazy as _

from accounts import scopes
from accounts.rules import coordinates_all, is_coordinator
from accounts.scopes import Scope

# Which ones is asked of `selectors`: those of units that the reader looks after.
rules.add_rule("premises.manage", is_coordinator)
rules.add_rule("premises.year", coordinates_all)

scopes.register(
    Scope("premises:read", _("See premises, equipment and their bookings"), "premises.manage"),
    Scope("premises:write", _("Book premises and equipment, and note how many came"), "premises.manage"),
)
