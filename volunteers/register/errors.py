"""Refusals of the register."""

from django.utils.translation import gettext_lazy as _

from accounts.invitations import InvitationRefused
from web.errors import DomainError


class PersonKnown(DomainError):
    """Somebody of this name and address is in the register."""

    code = "person_known"
    sentence = _("%(name)s is in the register already, with the same e-mail address.")


class PeriodOpen(DomainError):
    """One period at a time."""

    code = "period_open"
    sentence = _("%(name)s is a volunteer here already: the period is “%(state)s”.")


class NotFromHere(DomainError):
    """The period's state does not lead there."""

    code = "period_state"
    sentence = _("A period that is “%(now)s” cannot become “%(wanted)s”.")


class RoleKnown(DomainError):
    """A role's code is given once."""

    code = "role_known"
    sentence = _("There is a role with the code “%(code)s” already.")


class SiteKnown(DomainError):
    """A site's name is given once."""

    code = "site_known"
    sentence = _("There is a site called “%(name)s” already.")


class NoAddress(DomainError):
    """Nothing to send the invitation to."""

    code = "person_without_address"
    sentence = _("%(name)s has no e-mail address. Add one, then invite.")


class HasLogin(DomainError):
    """There is nothing to invite to."""

    code = "person_has_login"
    sentence = _("%(name)s can sign in already.")


class LinkedToAnother(InvitationRefused):
    """The person, or the login, belongs to somebody else here."""

    code = "person_linked_to_another"
    sentence = _(
        "This invitation belongs to somebody else in the register. Ask your association to look into it."
    )
    status = 409
