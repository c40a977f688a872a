"""Who may see a federation's figures and its associations, and who may act on these."""

import rules
from django.http import HttpRequest

from accounts.rules import is_of_umbrella

rules.add_rule("figures.see", is_of_umbrella)
rules.add_rule("associations.see", is_of_umbrella)


@rules.predicate
def administers(request: HttpRequest) -> bool:
    """Administers the federation. Whether the association is affiliated now is asked where it is found."""
    return "admin" in getattr(request, "access", frozenset())


rules.add_rule("associations.manage", administers)
