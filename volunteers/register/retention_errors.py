"""Refusals about how long something is kept."""

from django.utils.translation import gettext_lazy as _

from web.errors import DomainError


class TermTooLong(DomainError):
    """Shorter than by default is allowed, longer is not."""

    code = "retention_term"
    sentence = _("Keep it for at least 1 and at most %(months)s months.")
    status = 400
