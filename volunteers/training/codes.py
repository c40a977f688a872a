"""The code on the screen of a session, as that of a place: it changes each minute (shifts.presence.rotating).

A scan of one in force is remembered by the browser for a while, long enough to sign in.
"""

from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from scheduling.shifts.errors.presence import CodeUnknown
from scheduling.shifts.presence import rotating
from tenants import addresses
from tenants.context import current_association
from volunteers.training.models import Run, Session

COOKIE = settings.SESSION_COOKIE_NAME.replace("rn_session", "rn_course")
KEPT = timedelta(minutes=15)
PARAMETER = "code"
PURPOSE = "training.here"


def code(session: Session, *, at: datetime) -> str:
    """The code of a session at a moment of real time."""
    return rotating.made(PURPOSE, session.pk, at=at)


def address_of(code: str) -> str:
    """What a camera opens."""
    return f"{addresses.absolute_url(current_association(), 'course-scan')}?{urlencode({PARAMETER: code})}"


def scanned(sent: str) -> Session:
    """The session whose code this is. Raises CodeUnknown, CodeTooOld or CodeOfAnotherDay."""
    rotating.require_genuine(PURPOSE, sent)
    session = _session(rotating.parts(sent)[0])
    if session is None:
        raise CodeUnknown
    return session


def remember(response: HttpResponseBase, session: Session) -> None:
    """Let this browser say for a while that somebody is there."""
    response.set_signed_cookie(
        COOKIE,
        str(session.pk),
        salt=_salt(),
        max_age=KEPT,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def remembered(request: HttpRequest) -> Session | None:
    """The session whose code this browser has scanned just now, or None."""
    kept = request.get_signed_cookie(COOKIE, default="", salt=_salt(), max_age=KEPT)
    return _session(int(kept)) if kept else None


def _session(pk: int) -> Session | None:
    rows = Session.objects.select_related("run__course__role", "module", "site")
    return rows.filter(pk=pk, run__state=Run.State.PUBLISHED).first()


def _salt() -> str:
    return f"{PURPOSE} {current_association().schema_name}"
