"""Who may do what with supervision."""

import rules
from django.utils.translation import gettext_lazy as _

from accounts import scopes
from accounts.rules import is_coordinator, is_of_association, is_supervisor
from accounts.scopes import Scope

# Which groups is asked of `selectors`: those of roles that the reader looks after.
rules.add_rule("supervision.manage", is_coordinator)
# One's own times.
rules.add_rule("supervision.own", is_of_association)
# The times of groups that one supervises, as one of the association's people or from outside.
rules.add_rule("supervision.lead", is_of_association | is_supervisor)
rules.add_rule("supervision.outside", is_supervisor)

scopes.register(
    Scope(
        "supervision:read", _("See times of supervision, who was asked and who came"), "supervision.manage"
    ),
    Scope(
        "supervision:write", _("Ask people to supervision, call it off, note who came"), "supervision.manage"
    ),
)
