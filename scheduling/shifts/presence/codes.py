"""The code at a place: it changes each minute, so that a photograph of it tells nobody's presence tomorrow.

It names a place and a minute, with a proof that we made it. A scan of one in force is remembered by the
browser for a while in a signed cookie: long enough to sign in, and the addresses after it hold no code. What
is printed never changes: whoever has seen it can use it from anywhere, so a coordinator has to choose that.
"""

from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import constant_time_compare

from scheduling.shifts.errors import presence as errors
from scheduling.shifts.models import PaperCode
from scheduling.shifts.presence import rotating
from tenants import addresses
from tenants.context import current_association
from volunteers.register.models import Site

COOKIE = settings.SESSION_COOKIE_NAME.replace("rn_session", "rn_here")
PURPOSE = "shifts.here"
# For signing in after the scan.
KEPT = timedelta(minutes=15)
PARAMETER = "code"
ON_PAPER = "p"


def code(site: Site, *, at: datetime) -> str:
    """The code of a place at a moment of real time."""
    return rotating.made(PURPOSE, site.pk, at=at)


def code_on_paper(paper: PaperCode) -> str:
    """The code of a place that never changes."""
    return rotating.signed(PURPOSE, paper.site_id, ON_PAPER, nonce=paper.nonce)


def address_of(code: str) -> str:
    """What a camera opens."""
    return f"{addresses.absolute_url(current_association(), 'here-scan')}?{urlencode({PARAMETER: code})}"


def scanned(sent: str) -> Site:
    """The place whose code this is. Raises CodeUnknown, CodeTooOld, CodeOfAnotherDay or NotOnPaper."""
    number, window = rotating.parts(sent)
    site = Site.objects.filter(pk=number, is_active=True).first()
    if site is None:
        raise errors.CodeUnknown
    if window == ON_PAPER:
        paper = PaperCode.objects.filter(site=site).first()
        if paper is None or not constant_time_compare(code_on_paper(paper), sent):
            raise errors.NotOnPaper
        return site
    rotating.require_genuine(PURPOSE, sent)
    return site


def remember(response: HttpResponseBase, site: Site) -> None:
    """Let this browser act at the place for a while."""
    response.set_signed_cookie(
        COOKIE,
        str(site.pk),
        salt=_salt(),
        max_age=KEPT,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def remembered(request: HttpRequest) -> Site | None:
    """The place whose code this browser has scanned just now, or None."""
    kept = request.get_signed_cookie(COOKIE, default="", salt=_salt(), max_age=KEPT)
    return Site.objects.filter(pk=int(kept), is_active=True).first() if kept else None


def _salt() -> str:
    return f"shifts.here {current_association().schema_name}"
