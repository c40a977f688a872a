"""Who may open the pages over several apps."""

import rules
from django.utils.translation import gettext_lazy as _

from accounts import scopes
from accounts.rules import (
    coordinates_all,
    is_coordinator,
    is_guest,
    is_leader,
    is_of_association,
    is_owner,
    manages_team,
)
from accounts.scopes import Scope

rules.add_rule("home", is_of_association)
rules.add_rule("today", is_coordinator)
rules.add_rule("settings.manage", coordinates_all)
rules.add_rule("sending.manage", is_owner)
# Whoever may decide for the association: owners, and coordinators of all of it who do not only stand in.
rules.add_rule("agreement.accept", manages_team)
rules.add_rule("data.manage", coordinates_all)
rules.add_rule("data.export", is_owner)
rules.add_rule("guest.look", is_guest)
rules.add_rule("groups.see", is_leader)
rules.add_rule("messages.manage", is_coordinator)
rules.add_rule("messages.read", coordinates_all)
rules.add_rule("messages.own", is_of_association)

scopes.register(
    Scope("inbox:read", _("Read the messages to you"), "messages.own"),
    Scope("inbox:write", _("Mark the messages to you as read"), "messages.own"),
    Scope("preferences:read", _("See how you are told"), "messages.own"),
    Scope("preferences:write", _("Change how you are told"), "messages.own"),
    Scope("messages:read", _("See what became of messages to people, without their text"), "messages.manage"),
)
