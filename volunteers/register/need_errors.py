"""Refusals about the queue of things that need somebody."""

from django.utils.translation import gettext_lazy as _

from web.errors import DomainError


class PutOffInPast(DomainError):
    """It would be back at once."""

    code = "put_off_in_past"
    sentence = _("Choose tomorrow or a later day.")
    status = 400


class PutOffTooLong(DomainError):
    """What lies further away is not put off but forgotten."""

    code = "put_off_too_long"
    sentence = _("A thing can be put off for a year at most.")
    status = 400
