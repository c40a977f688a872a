"""Who may do what with shifts."""

import rules
from django.utils.translation import gettext_lazy as _

from accounts import scopes
from accounts.rules import coordinates_all, is_coordinator, is_of_association
from accounts.scopes import Scope

rules.add_rule("shifts.see", is_of_association)
# Whether this person may take this place is asked by `eligibility`, of the register.
rules.add_rule("shifts.sign_up", is_of_association)
rules.add_rule("shifts.manage", is_coordinator)
# A tablet shows names of all roles at a place, and a code on paper is weaker than the one on a screen.
rules.add_rule("check_in.manage", coordinates_all)

scopes.register(
    Scope("shifts:read", _("See shifts and how many places are taken"), "shifts.see"),
    Scope(
        "shifts:write",
        _("Make, change and call off shifts, and take, swap and give back your own places on them"),
        "shifts.manage",
    ),
    Scope("sign_ups:read", _("See who comes to shifts, and who would like to"), "shifts.manage"),
    Scope(
        "sign_ups:write", _("Put people on shifts, take them off, and decide about swaps"), "shifts.manage"
    ),
)
