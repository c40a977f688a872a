"""Refusals of activities: what happened, what is kept, what to do next."""

from django.utils.translation import gettext_lazy as _

from web.errors import DomainError


class NotFromHere(DomainError):
    """The state does not lead there."""

    code = "activity_state"
    sentence = _("What is “%(now)s” cannot become “%(wanted)s”.")
