"""Who may do what with hours."""

import rules
from django.utils.translation import gettext_lazy as _

from accounts import scopes
from accounts.rules import coordinates_all, is_coordinator, is_leader, is_of_association
from accounts.scopes import Scope

# Whose hours they are is asked of the register: the person behind the login, and nobody else.
rules.add_rule("hours.own", is_of_association)
rules.add_rule("hours.approve", is_coordinator)
# Whose hours is asked of `request.leads`: of those who do a role that one leads. They wait for approval.
rules.add_rule("hours.lead", is_leader)
rules.add_rule("hours.correct", coordinates_all)
rules.add_rule("hours.import", coordinates_all)
rules.add_rule("months.close", coordinates_all)
rules.add_rule("figures.own", coordinates_all)

scopes.register(
    Scope("hours:read", _("See your own hours"), "hours.own"),
    Scope("hours:write", _("Write down your own hours"), "hours.own"),
    Scope("approval:read", _("See hours that wait for approval"), "hours.approve"),
    Scope("approval:write", _("Approve hours"), "hours.approve"),
    Scope("figures:read", _("See the association's exact figures"), "figures.own"),
)
