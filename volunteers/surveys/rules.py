"""Who may do what with surveys. Which ones is asked of `selectors`; answering is open to who has the link."""

import rules

from accounts.rules import is_coordinator

rules.add_rule("surveys.manage", is_coordinator)
