"""Sessions: one central sign-in, and at each host a session of its own that hangs on it.

A host's session holds the sign-in's UUID and the host it was made for: carried to another host it is
nothing, and when the sign-in ends it is nothing anywhere. It also holds when the second factor had been shown
as it was handed over: a factor that is shown later counts at a host only after the next handing over.
"""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.http.request import host_validation_re
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from accounts import lifetimes, reach
from accounts.http import PersonRequest, SignedInRequest
from accounts.models import Handoff, SignIn, User
from tenants import addresses, clock
from tenants.models import Access, Association, Umbrella
from web.errors import DomainError

KEY = "rn_sign_in"
HOST = "rn_host"
BEGAN = "rn_began"
FACTOR = "rn_factor_at"
# In force only while the sign-in has a second factor. (The supervisor's role comes with supervision.)
NEED_FACTOR = frozenset(
    {"owner", "coordinator", "deputy", "leader", "guest", "supervisor", "admin", "analyst"}
)
LIFETIME = timedelta(seconds=60)
_STATE_HASH = re.compile(r"[0-9a-f]{64}\Z")


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


def sign_in_at_host(request: PersonRequest) -> SignIn | None:
    """The sign-in that this host's session hangs on; None when it ended or was for another host."""
    key = request.session.get(KEY)
    if not key or request.session.get(HOST) != host_name(request):
        return None
    sign_in = SignIn.objects.select_related("user").filter(uuid=key, ended_at__isnull=True).first()
    if (
        sign_in is None
        or not sign_in.user.is_active
        or not lifetimes.settle(sign_in, now=clock.real_now(), used=_is_use(request))
    ):
        request.session.flush()
        return None
    request.factor_at = _factor_handed_over(request, sign_in)
    return sign_in


def sign_in_at_identity(request: PersonRequest) -> SignIn | None:
    """At the sign-in host: the sign-in of Django's session. One that was ended elsewhere is over."""
    if not request.user.is_authenticated:
        return None
    sign_in = sign_in_of(request)
    if sign_in is None or not lifetimes.settle(sign_in, now=clock.real_now()):
        logout(request)
        return None
    request.factor_at = sign_in.mfa_at
    return sign_in


def _is_use(request: PersonRequest) -> bool:
    """Parts of a page that ask again by themselves keep nobody signed in."""
    return request.headers.get("HX-Request") != "true" or request.method != "GET"


def _factor_handed_over(request: PersonRequest, sign_in: SignIn) -> datetime | None:
    """When the factor was shown that this session carries; None if it has lapsed since."""
    said = request.session.get(FACTOR)
    at = datetime.fromisoformat(said) if said else None
    if at is None or sign_in.mfa_since is None or at < sign_in.mfa_since:
        return None
    return at if clock.real_now() - at <= settings.FACTOR_LIFETIME else None


def load_access(request: SignedInRequest) -> None:
    """The person's roles at this host into `request.access`, and all places of theirs for the switcher.

    Roles that need a second factor go to `request.access_withheld` where this session has none. A deputy
    coordinates as long as they stand in. Where an access of theirs here has ended since this session began,
    the session is over, and nobody is signed in.
    """
    now = clock.now()
    known = list(
        Access.objects.filter(Access.in_force(now) | _ended_since(request, now), user=request.user.pk)
        .select_related("association", "umbrella")
        .order_by("association__name_fi", "umbrella__name_fi", "role")
    )
    association, umbrella = request.association, request.umbrella
    request.accesses = accesses = [access for access in known if access.is_in_force(now)]
    if len(accesses) != len(known):
        request.session.flush()
        request.user = AnonymousUser()  # type: ignore[assignment]  # nobody any more
        request.sign_in = request.factor_at = None
        request.accesses = []
        return
    here = [
        access
        for access in accesses
        if (association is not None and access.association_id == association.pk)
        or (umbrella is not None and access.umbrella_id == umbrella.pk)
    ]
    roles = {str(access.role) for access in here}
    if Access.Role.DEPUTY in roles:
        roles.add(Access.Role.COORDINATOR.value)
    request.access_withheld = frozenset() if request.factor_at else frozenset(roles & NEED_FACTOR)
    request.access = frozenset(roles) - request.access_withheld
    request.reach = reach.of(request.user, here, roles=request.access)
    request.reach_withheld = reach.of(request.user, here)
    request.leads = reach.of_leader(request.user, here) if "leader" in request.access else reach.NOBODY


def _ended_since(request: SignedInRequest, now: datetime) -> Q:
    """Accesses to this association that ended while this session was going on."""
    began = request.session.get(BEGAN)
    if not began or request.association is None:
        return Q(pk__in=[])
    return Q(association=request.association, ends_at__gt=datetime.fromisoformat(began), ends_at__lte=now)


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
    if not state:
        # Everybody knows the hash of nothing: a code made for it would work in any browser.
        raise HandoffRefused
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
    request.session[BEGAN] = clock.now().isoformat()
    if sign_in.mfa_at is not None:
        request.session[FACTOR] = sign_in.mfa_at.isoformat()


def end_sign_in(request: HttpRequest) -> None:
    """The sign-in of this session is over, at every host that it was handed to."""
    if key := request.session.get(KEY):
        SignIn.objects.filter(uuid=key, ended_at__isnull=True).update(ended_at=clock.real_now())


def to_identity(host: str, state: str, next_path: str, *, second: str = "") -> str:
    """The link to the sign-in host that comes back to `host` with a code.

    `second` is "yes" where a second factor must have been shown, "fresh" where it must be shown just now.
    """
    asked = {"host": host, "state": hashed(state), "next": next_path}
    query = urlencode({**asked, "second": second} if second else asked)
    return f"{addresses.absolute_url('identity', 'handoff-start')}?{query}"


def sign_in_of(request: HttpRequest) -> SignIn | None:
    """The central sign-in that this session hangs on, if there is one."""
    key = request.session.get(KEY)
    return SignIn.objects.filter(uuid=key, ended_at__isnull=True).first() if key else None


def is_state_hash(text: str) -> bool:
    """Whether a text can be the hash of a browser's state."""
    return _STATE_HASH.match(text) is not None


def owner_of(host: str) -> Association | Umbrella | None:
    """The association or umbrella that lives at a host name with port, written as we write it."""
    if not host_validation_re.match(host):
        return None
    try:
        place = addresses.find(host.partition(":")[0])
    except addresses.UnknownHost:
        return None
    owner = place.association or place.umbrella
    return owner if owner and host == addresses.host_of(owner) else None


@dataclass(frozen=True)
class PlaceOfMine:
    """An association or umbrella where somebody has roles; `url` signs them in there."""

    owner: Association | Umbrella
    roles: list[str]
    url: str
    here: bool


def places_of(request: SignedInRequest) -> list[PlaceOfMine]:
    """Where the person may go: each association and umbrella once, with roles and link, this host marked."""
    found: dict[Association | Umbrella, PlaceOfMine] = {}
    here = (request.association, request.umbrella)
    for access in request.accesses:
        owner = access.association or access.umbrella
        if owner is None or (access.association and not access.association.is_open):
            continue
        if owner not in found:
            url = addresses.absolute_url(owner, "signin")
            found[owner] = PlaceOfMine(owner=owner, roles=[], url=url, here=owner in here)
        found[owner].roles.append(access.get_role_display())
    return list(found.values())


def remember_language(request: HttpRequest, code: str) -> None:
    """Keep a signed-in person's choice of language: mail and other hosts follow it."""
    if isinstance(request.user, User):
        User.objects.filter(pk=request.user.pk).exclude(language=code).update(language=code)
