"""The private link of who asked to join: nobody can guess it, and the database holds its hash only.

The token is made from the secret key and the request, so that each mail can carry it. The link's page takes
it out of the address at once and leaves a signed cookie of this host.
"""

import hashlib
from uuid import UUID, uuid4

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac

from tenants import addresses
from tenants.models import JoinRequest, Umbrella

COOKIE = settings.SESSION_COOKIE_NAME.replace("rn_session", "rn_join")
_KEPT_SECONDS = 60 * 60 * 24 * 30
_FORM_SALT = "umbrella.join-form-id"
_FORM_SECONDS = 60 * 60 * 24


def _token(uuid: UUID) -> str:
    return salted_hmac("umbrella.join", str(uuid), algorithm="sha256").hexdigest()


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def hash_for(uuid: UUID) -> str:
    """What the database keeps of a request's link."""
    return _hashed(_token(uuid))


def link(asked: JoinRequest) -> str:
    """The private link."""
    return f"{addresses.absolute_url(asked.umbrella, 'join-open')}?token={_token(asked.uuid)}"


def by_token(umbrella: Umbrella, token: str) -> JoinRequest | None:
    """The request that a link's token opens at this umbrella, or None."""
    return _of(umbrella, _hashed(token))


def remember(response: HttpResponseBase, asked: JoinRequest) -> None:
    """Leave the cookie that opens this request at this host."""
    response.set_signed_cookie(
        COOKIE,
        asked.token_hash,
        salt=_salt(asked.umbrella),
        max_age=_KEPT_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponseBase) -> None:
    """Take the cookie away."""
    response.delete_cookie(COOKIE, samesite="Lax")


def remembered(request: HttpRequest, umbrella: Umbrella) -> JoinRequest | None:
    """The request that this browser may see, or None."""
    kept = request.get_signed_cookie(COOKIE, default=None, salt=_salt(umbrella), max_age=_KEPT_SECONDS)
    return _of(umbrella, kept) if kept else None


def form_uuid(request: HttpRequest) -> UUID:
    """Which form this is: one that we gave out, or else a new one."""
    try:
        said = signing.loads(request.POST.get("form_id", ""), salt=_FORM_SALT, max_age=_FORM_SECONDS)
        return UUID(said)
    except (signing.BadSignature, ValueError):
        return uuid4()


def form_id(request: HttpRequest) -> str:
    """The same, to be written into the form, so that pressing twice sends one."""
    return signing.dumps(str(form_uuid(request)), salt=_FORM_SALT)


def _of(umbrella: Umbrella, token_hash: str) -> JoinRequest | None:
    return JoinRequest.objects.filter(umbrella=umbrella, token_hash=token_hash).first()


def _salt(umbrella: Umbrella) -> str:
    return f"umbrella.join {umbrella.uuid}"
