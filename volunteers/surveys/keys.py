"""One answer from each form and browser, without knowing whose.

A form carries a signed key drawn by lot, which is spent when it is sent. A browser that has sent one
remembers that it has, and nothing else. Whoever uses another one can answer again: nobody knows who they are.
"""

from datetime import date, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from tenants.context import current_association
from volunteers.surveys.models import Survey
from web import limits

LIVES = timedelta(days=1)
# A browser need not remember for longer than anybody would come back.
REMEMBERS = timedelta(days=60)
TRAP = "website"


def new(survey: Survey) -> str:
    """A key for a form that is given out."""
    return signing.dumps(str(uuid4()), salt=_salt("form", survey))


def read(survey: Survey, sent: str) -> UUID | None:
    """The key of a form, or None where it is not one of ours or too old."""
    try:
        return UUID(signing.loads(sent, salt=_salt("form", survey), max_age=LIVES))
    except (signing.BadSignature, ValueError, TypeError):
        return None


def objection(request: HttpRequest) -> str:
    """Why the posted form is not taken now, as a sentence; empty when it is."""
    if request.POST.get(TRAP, "").strip():
        return _("One field was filled in that people do not see. Leave it empty and press again.")
    if not limits.allowed("survey", source=f"address {limits.address(request)}"):
        return _("Many forms came from your network just now. Wait a few minutes and press again.")
    if not limits.allowed("surveys", source=current_association().schema_name):
        return _("Very many forms are coming in just now. Wait a few minutes and press again.")
    return ""


def remember(response: HttpResponseBase, survey: Survey, *, today: date) -> None:
    """Have this browser remember that it has answered."""
    left = min(survey.closes_on - today + LIVES, REMEMBERS)
    response.set_signed_cookie(
        _cookie(survey),
        "1",
        salt=_salt("answered", survey),
        max_age=left,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def has_answered(request: HttpRequest, survey: Survey) -> bool:
    """Whether this browser says that it has answered."""
    kept = request.get_signed_cookie(_cookie(survey), default="", salt=_salt("answered", survey))
    return kept == "1"


def _cookie(survey: Survey) -> str:
    base = settings.SESSION_COOKIE_NAME.replace("rn_session", "rn_survey")
    return f"{base}_{survey.uuid.hex[:12]}"


def _salt(purpose: str, survey: Survey) -> str:
    return f"surveys.{purpose} {current_association().schema_name} {survey.uuid}"
