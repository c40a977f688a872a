"""Who may look after applications."""

import rules
from django.utils.translation import gettext_lazy as _

from accounts import scopes
from accounts.rules import is_coordinator
from accounts.scopes import Scope

rules.add_rule("applications.manage", is_coordinator)

scopes.register(
    Scope(
        "applications:read",
        _("See applications: names, contact details, roles and how far they are"),
        "applications.manage",
    ),
)
