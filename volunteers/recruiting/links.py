"""The applicant's private link: who has it sees the application, and nobody can guess it.

The token is made from the secret key, the association and the application, so that each mail can carry it
while the database holds its hash only. The link's page takes it out of the address at once and leaves a
signed cookie of this host; from then on the addresses are clean, and the same for everybody.
"""

import hashlib
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac

from tenants import addresses
from tenants.context import current_association
from volunteers.recruiting.models import Application

COOKIE = settings.SESSION_COOKIE_NAME.replace("rn_session", "rn_application")
_KEPT_SECONDS = 60 * 60 * 24 * 30


def _token(uuid: UUID) -> str:
    schema = current_association().schema_name
    return salted_hmac("recruiting.application", f"{schema} {uuid}", algorithm="sha256").hexdigest()


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def hash_for(uuid: UUID) -> str:
    """What the database keeps of an application's link."""
    return _hashed(_token(uuid))


def link(application: Application) -> str:
    """The private link."""
    address = addresses.absolute_url(current_association(), "application-open")
    return f"{address}?token={_token(application.uuid)}"


def by_token(token: str) -> Application | None:
    """The application that a link's token opens, or None."""
    return Application.objects.filter(token_hash=_hashed(token), is_blank=False).first()


def remember(response: HttpResponseBase, application: Application) -> None:
    """Leave the cookie that opens this application at this host."""
    response.set_signed_cookie(
        COOKIE,
        application.token_hash,
        salt=_salt(),
        max_age=_KEPT_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def remembered(request: HttpRequest) -> Application | None:
    """The application that this browser may see, or None."""
    kept = request.get_signed_cookie(COOKIE, default=None, salt=_salt(), max_age=_KEPT_SECONDS)
    if not kept:
        return None
    return Application.objects.filter(token_hash=kept, is_blank=False).first()


def forget(response: HttpResponseBase) -> None:
    """Take the cookie back."""
    response.delete_cookie(COOKIE, samesite="Lax")


def _salt() -> str:
    return f"recruiting.application {current_association().schema_name}"
