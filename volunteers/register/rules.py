"""Who may do what with the register."""

import rules
from django.utils.translation import gettext_lazy as _

from accounts import scopes
from accounts.rules import coordinates_all, is_coordinator, is_of_association
from accounts.scopes import Scope

rules.add_rule("people.manage", is_coordinator)
rules.add_rule("people.import", coordinates_all)
rules.add_rule("own_fields.manage", coordinates_all)
rules.add_rule("people.own", is_of_association)
rules.add_rule("roles.manage", is_coordinator)
rules.add_rule("roles.see", is_of_association)
rules.add_rule("sites.manage", is_coordinator)
# Whom to call there, and what the host wants done, is for those who come: `site_uses.comes`.
rules.add_rule("sites.see", is_of_association)
rules.add_rule("agreements.manage", is_coordinator)
rules.add_rule("agreements.own", is_of_association)
rules.add_rule("incidents.report", is_of_association)
# Which ones, is asked of `incidents.readable`: owners read all, others what they were asked to handle.
rules.add_rule("incidents.see", is_coordinator)

scopes.register(
    Scope("roles:read", _("See the roles that people can do"), "roles.see"),
    Scope("roles:write", _("Make and change roles"), "roles.manage"),
    Scope("sites:read", _("See places, their opening hours and accessibility"), "sites.see"),
    Scope("sites:write", _("Make and change places and host organisations"), "sites.manage"),
    Scope("people:read", _("See people: names, contact details, state, roles and tags"), "people.manage"),
)
