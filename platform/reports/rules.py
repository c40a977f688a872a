"""Who may do what with annual reports: those who coordinate everything."""

import rules

from accounts.rules import coordinates_all

rules.add_rule("reports.manage", coordinates_all)
