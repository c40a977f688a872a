"""The client's private link: who has it sees what is kept of one client, and nobody can guess it.

The database holds its hash only, and the coordinator sees it once, when it is made; a new one takes the place
of the former. The link's page takes it out of the address at once and leaves a signed cookie of this host.
When the consent is withdrawn, or the time is over, it opens nothing.
"""

import hashlib
import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from tenants import addresses
from tenants.context import current_association
from volunteers.pairs.models import Client

COOKIE = settings.SESSION_COOKIE_NAME.replace("rn_session", "rn_client")
_KEPT_SECONDS = 60 * 60 * 4


def new_token() -> str:
    """A secret that nobody can guess."""
    return secrets.token_urlsafe(32)


def hashed(token: str) -> str:
    """What the database keeps of a secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def address(token: str) -> str:
    """The private link."""
    return f"{addresses.absolute_url(current_association(), 'client-open')}?token={token}"


def by_token(token: str) -> Client | None:
    """The client whom a link's token opens, or None."""
    return _of(hashed(token))


def remember(response: HttpResponseBase, client: Client) -> None:
    """Leave the cookie that opens this page at this host for a while."""
    response.set_signed_cookie(
        COOKIE,
        client.token_hash,
        salt=_salt(),
        max_age=_KEPT_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def remembered(request: HttpRequest) -> Client | None:
    """The client whose page this browser may see, or None."""
    kept = request.get_signed_cookie(COOKIE, default="", salt=_salt(), max_age=_KEPT_SECONDS)
    return _of(kept or "")


def forget(response: HttpResponseBase) -> None:
    """Take the cookie back."""
    response.delete_cookie(COOKIE, samesite="Lax")


def _of(token_hash: str) -> Client | None:
    if not token_hash:
        return None
    return Client.objects.filter(token_hash=token_hash, blanked_at__isnull=True).first()


def _salt() -> str:
    return f"pairs.client {current_association().schema_name}"
