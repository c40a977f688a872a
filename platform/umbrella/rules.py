"""Who may see a federation's figures."""

import rules

from accounts.rules import is_of_umbrella

rules.add_rule("figures.see", is_of_umbrella)
