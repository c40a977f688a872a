"""Against machines that fill in forms, without asking anybody else, and without losing what people wrote.

Whoever is stopped gets the form back as they filled it in, with a sentence; pressing again is enough.
"""

from datetime import timedelta

from django.core import signing
from django.http import HttpRequest
from django.utils.translation import gettext as _

from tenants.context import current_association
from web import limits

# Nobody reads and fills in the form in less.
SOONEST = timedelta(seconds=3)
_LATEST = 60 * 60 * 24
_SALT = "recruiting.form"


def stamp(place: str = "") -> str:
    """When the form was opened, signed; goes with it.

    `place` names whose form it is, where no association is entered.
    """
    return signing.TimestampSigner(salt=_SALT).sign(place or current_association().schema_name)


def objection(request: HttpRequest, place: str = "") -> str:
    """Why the posted form is not taken now, as a sentence; empty when it is."""
    if request.POST.get("website", "").strip():
        return _("One field was filled in that people do not see. Leave it empty and press again.")
    if not _is_stamped(request.POST.get("opened", "")):
        return _("Please look your form through once more and press again. Everything you wrote is here.")
    if not limits.allowed("application", source=f"address {limits.address(request)}"):
        return _("Many forms came from your network just now. Wait a few minutes and press again.")
    if not limits.allowed("applications", source=place or current_association().schema_name):
        return _("Very many forms are coming in just now. Wait a few minutes and press again.")
    return ""


def _is_stamped(opened: str) -> bool:
    signer = signing.TimestampSigner(salt=_SALT)
    try:
        signer.unsign(opened, max_age=_LATEST)
    except signing.BadSignature:
        return False
    try:
        signer.unsign(opened, max_age=SOONEST)
    except signing.SignatureExpired:
        return True
    return False
