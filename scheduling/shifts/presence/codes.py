"""The code at a place: it changes each minute, so that a photograph of it tells nobody's presence tomorrow.

It names a place and a minute, with a proof that we made it. A scan of one in force is remembered by the
browser for a while in a signed cookie: long enough to sign in, and the addresses after it hold no code. What
is printed never changes: whoever has seen it can use it from anywhere, so a coordinator has to choose that.
"""

import base64
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import constant_time_compare, salted_hmac

from scheduling.shifts.errors import presence as errors
from scheduling.shifts.models import PaperCode
from tenants import addresses, clock
from tenants.context import current_association
from volunteers.register.models import Site

COOKIE = settings.SESSION_COOKIE_NAME.replace("rn_session", "rn_here")
WINDOW = timedelta(minutes=1)
# For signing in after the scan.
KEPT = timedelta(minutes=15)
PARAMETER = "code"
ON_PAPER = "p"
# 132 bits.
_LENGTH = 22


def code(site: Site, *, at: datetime) -> str:
    """The code of a place at a moment of real time."""
    return _code(site, str(int(at.timestamp() // WINDOW.total_seconds())))


def code_on_paper(paper: PaperCode) -> str:
    """The code of a place that never changes."""
    return _code(paper.site, ON_PAPER, nonce=paper.nonce)


def address_of(code: str) -> str:
    """What a camera opens."""
    return f"{addresses.absolute_url(current_association(), 'here-scan')}?{urlencode({PARAMETER: code})}"


def scanned(sent: str) -> Site:
    """The place whose code this is. Raises CodeUnknown, CodeTooOld, CodeOfAnotherDay or NotOnPaper."""
    number, _dash, rest = sent.partition("-")
    window = rest.partition("-")[0]
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        raise errors.CodeUnknown
    site = Site.objects.filter(pk=int(number), is_active=True).first()
    if site is None:
        raise errors.CodeUnknown
    if window == ON_PAPER:
        paper = PaperCode.objects.filter(site=site).first()
        if paper is None or not constant_time_compare(code_on_paper(paper), sent):
            raise errors.NotOnPaper
        return site
    if not constant_time_compare(_code(site, window), sent):
        raise errors.CodeUnknown
    _require_fresh(int(window))
    return site


def _require_fresh(window: int) -> None:
    now = clock.real_now()
    made = datetime.fromtimestamp(window * WINDOW.total_seconds(), UTC)
    # The one before is still good: nobody scans and opens in no time.
    if now - made < 2 * WINDOW:
        return
    zone = ZoneInfo(current_association().timezone)
    if made.astimezone(zone).date() != now.astimezone(zone).date():
        raise errors.CodeOfAnotherDay
    raise errors.CodeTooOld


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


def _code(site: Site, window: str, *, nonce: str = "") -> str:
    what = f"{current_association().schema_name} {site.pk} {window} {nonce}"
    digest = salted_hmac("shifts.here", what, algorithm="sha256").digest()
    return f"{site.pk}-{window}-{base64.urlsafe_b64encode(digest).decode()[:_LENGTH]}"


def _salt() -> str:
    return f"shifts.here {current_association().schema_name}"
