"""Sessions: one central sign-in, and at each host a session of its own that hangs on it.

A host's session holds the sign-in's UUID and the host it was made for: carried to another host it is
nothing, and when the sign-in ends it is nothing anywhere.
"""

import hashlib
import secrets
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

from django.contrib.auth import logout
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from accounts.models import Handoff, SignIn, User
from tenants import addresses, clock
from tenants.models import Access
from web.errors import DomainError

KEY = "rn_sign_in"
HOST = "rn_host"
STATE_COOKIE = "rn_state"
LIFETIME = timedelta(seconds=60)


class HandoffRefused(DomainError):
    """The code is wrong, used, too old, or meant for another browser or host."""

    code = "handoff_refused"
    sentence = _("The sign-in link has expired or was used already. Sign in again.")
    status = 400


def hashed(secret: str) -> str:
    """What is stored of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def host_name(request: HttpRequest) -> str:
    """The host that the browser asked for, with port."""
    return request.get_host().lower()


def safe_next(wanted: str | None) -> str:
    """A path on the same host, or the front page."""
    if (
        wanted
        and wanted.startswith("/")
        and not wanted.startswith("/signin")
        and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    ):
        return wanted
    return "/"


def user_of_host_session(request: HttpRequest) -> User | None:
    """Who is signed in at this host, read in one query; None when the sign-in ended or was for another."""
    key = request.session.get(KEY)
    if not key or request.session.get(HOST) != host_name(request):
        return None
    sign_in = SignIn.objects.select_related("user").filter(uuid=key, ended_at__isnull=True).first()
    if sign_in is None or not sign_in.user.is_active:
        request.session.flush()
        return None
    return sign_in.user


def require_living_sign_in(request: HttpRequest) -> None:
    """At the sign-in host: a session whose sign-in was ended elsewhere is over."""
    key = request.session.get(KEY)
    if request.user.is_authenticated and not (
        key and SignIn.objects.filter(uuid=key, ended_at__isnull=True).exists()
    ):
        logout(request)


def load_access(request: HttpRequest) -> None:
    """The person's roles at this host into `request.access`, and all places of theirs for the switcher."""
    now = clock.now()
    accesses = list(
        Access.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now), user=request.user.pk)
        .select_related("association", "umbrella")
        .order_by("association__name_fi", "umbrella__name_fi", "role")
    )
    association = request.association  # type: ignore[attr-defined]
    umbrella = request.umbrella  # type: ignore[attr-defined]
    request.accesses = accesses  # type: ignore[attr-defined]
    request.access = frozenset(  # type: ignore[attr-defined]
        access.role
        for access in accesses
        if (association is not None and access.association_id == association.pk)
        or (umbrella is not None and access.umbrella_id == umbrella.pk)
    )


def new_secret() -> str:
    """A secret for a cookie or a link."""
    return secrets.token_urlsafe(32)


def make_handoff(*, sign_in: SignIn, host: str, state_hash: str) -> str:
    """A code that opens a session at `host` once, within a minute, in the browser that holds the state."""
    code = new_secret()
    Handoff.objects.create(
        code_hash=hashed(code),
        host=host,
        state_hash=state_hash,
        sign_in=sign_in,
        expires_at=clock.real_now() + LIFETIME,
    )
    return code


@transaction.atomic(durable=True)
def use_handoff(*, code: str, host: str, state: str) -> SignIn:
    """Take a code for the sign-in that it carries. Raises HandoffRefused; a code works once."""
    now = clock.real_now()
    found = Handoff.objects.filter(
        code_hash=hashed(code),
        host=host,
        state_hash=hashed(state),
        used_at__isnull=True,
        expires_at__gt=now,
        sign_in__ended_at__isnull=True,
    )
    handoff = found.select_related("sign_in").first()
    if handoff is None or found.filter(pk=handoff.pk).update(used_at=now) != 1:
        raise HandoffRefused
    return handoff.sign_in


def begin_host_session(request: HttpRequest, sign_in: SignIn) -> None:
    """From here on this browser is signed in at this host."""
    request.session.flush()
    request.session[KEY] = str(sign_in.uuid)
    request.session[HOST] = host_name(request)


def end_sign_in(request: HttpRequest) -> None:
    """Sign out everywhere that this sign-in was handed to."""
    if key := request.session.get(KEY):
        SignIn.objects.filter(uuid=key, ended_at__isnull=True).update(ended_at=clock.real_now())
    request.session.flush()


def to_identity(host: str, state: str, next_path: str) -> str:
    """The link to the sign-in host that comes back to `host` with a code."""
    query = urlencode({"host": host, "state": hashed(state), "next": next_path})
    return f"{addresses.absolute_url('identity', 'handoff-start')}?{query}"


def known_host(host: str) -> addresses.Place | None:
    """The association or umbrella at a host name with port, if there is one and the port is ours."""
    parts = urlsplit(f"//{host}")
    try:
        place = addresses.find(parts.hostname or "")
    except (addresses.UnknownHost, ValueError):
        return None
    owner = place.association or place.umbrella
    if place.kind == "base":
        return place if host == addresses.host_of("base") else None
    return place if owner and host == addresses.host_of(owner) else None


def places_of(request: HttpRequest) -> list[dict[str, object]]:
    """Where the person may go: each association and umbrella once, with roles and link, this host marked."""
    found: dict[int, dict[str, object]] = {}
    here = {request.association, request.umbrella} - {None}  # type: ignore[attr-defined]
    for access in request.accesses:  # type: ignore[attr-defined]
        owner = access.association or access.umbrella
        if access.association and not access.association.is_open:
            continue
        entry = found.setdefault(
            id(owner) if owner is None else hash((type(owner).__name__, owner.pk)),
            {
                "owner": owner,
                "roles": [],
                "url": addresses.absolute_url(owner, "signin"),
                "here": owner in here,
            },
        )
        entry["roles"].append(access.get_role_display())  # type: ignore[attr-defined]
    return list(found.values())


def remember_language(request: HttpRequest, code: str) -> None:
    """Keep a signed-in person's choice of language: mail and other hosts follow it."""
    User.objects.filter(pk=request.user.pk).exclude(language=code).update(language=code)
