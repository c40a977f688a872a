"""Who may do what with training."""

import rules
from django.utils.translation import gettext_lazy as _

from accounts import scopes
from accounts.rules import coordinates_all, is_of_association
from accounts.scopes import Scope

# A course is for people of all roles: it is nobody's part alone.
rules.add_rule("training.manage", coordinates_all)
# One's own courses, and the sessions whose trainer one is: which, is asked of `selectors`.
rules.add_rule("training.own", is_of_association)

scopes.register(
    Scope("training:read", _("See courses, who takes part, and what people have shown"), "training.manage"),
    Scope("training:write", _("Enrol people in courses, and note what people have shown"), "training.manage"),
)
