"""Refusals about grant targets."""

from django.utils.translation import gettext_lazy as _

from web.errors import DomainError


class GrantTargetKnown(DomainError):
    """A funder gives a code once."""

    code = "grant_target_known"
    sentence = _("There is a grant target with the code “%(code)s” already: %(name)s.")


class GrantTargetInUse(DomainError):
    """Roles are paid from it."""

    code = "grant_target_in_use"
    sentence = _("“%(name)s” stays in use: roles belong to it (%(roles)s). Give them another one first.")
