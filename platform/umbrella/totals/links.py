"""The private link to a year's totals: nobody can guess it, and the database holds its hash only.

The administrator sees it once, when it is made, and can have another made in its place.
The page takes it out of the address at once and leaves a signed cookie of this host.
"""

import hashlib
import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from tenants import addresses
from tenants.models import Umbrella
from umbrella.totals.models import TotalsLink

COOKIE = settings.SESSION_COOKIE_NAME.replace("rn_session", "rn_totals")
_KEPT_SECONDS = 60 * 60 * 24


def new_token() -> str:
    """A secret that nobody can guess."""
    return secrets.token_urlsafe(32)


def hashed(token: str) -> str:
    """What the database keeps of a secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def address(umbrella: Umbrella, token: str) -> str:
    """The private link."""
    return f"{addresses.absolute_url(umbrella, 'totals-open')}?token={token}"


def by_token(umbrella: Umbrella, token: str) -> TotalsLink | None:
    """What a token opens at this umbrella, or None."""
    return _of(umbrella, hashed(token))


def remember(response: HttpResponseBase, link: TotalsLink, umbrella: Umbrella) -> None:
    """Leave the cookie that opens this page at this host for a day."""
    response.set_signed_cookie(
        COOKIE,
        link.token_hash,
        salt=_salt(umbrella),
        max_age=_KEPT_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def remembered(request: HttpRequest, umbrella: Umbrella) -> TotalsLink | None:
    """The link that this browser has opened, or None."""
    kept = request.get_signed_cookie(COOKIE, default=None, salt=_salt(umbrella), max_age=_KEPT_SECONDS)
    return _of(umbrella, kept) if kept else None


def _of(umbrella: Umbrella, token_hash: str) -> TotalsLink | None:
    living = TotalsLink.objects.filter(umbrella=umbrella, withdrawn_at__isnull=True)
    return living.filter(token_hash=token_hash).select_related("association").first()


def _salt(umbrella: Umbrella) -> str:
    return f"umbrella.totals {umbrella.uuid}"
