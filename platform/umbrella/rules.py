"""Who may see a federation's figures and its associations, and who may act on these."""

import rules
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import scopes
from accounts.rules import is_of_umbrella
from accounts.scopes import Scope

rules.add_rule("figures.see", is_of_umbrella)
rules.add_rule("associations.see", is_of_umbrella)


@rules.predicate
def administers(request: HttpRequest) -> bool:
    """Administers the federation. Whether the association is affiliated now is asked where it is found."""
    return "admin" in getattr(request, "access", frozenset())


rules.add_rule("associations.manage", administers)
# Everybody of the federation reads the requests and may give the first approval; the second one, and a
# no, are an administrator's. That the two are different people is a constraint of the database.
rules.add_rule("joining.see", is_of_umbrella)
rules.add_rule("joining.decide", administers)

scopes.register(Scope("figures:read", _("See the published figures"), "figures.see", kind="umbrella"))
rules.add_rule("federation.write", administers)
rules.add_rule("catalogue.manage", administers)
scopes.register(Scope("catalogue:read", _("See the catalogue"), "associations.see", kind="umbrella"))
# Everybody of the federation reads its years; closing, freezing and amending them is an administrator's.
rules.add_rule("years.decide", administers)
