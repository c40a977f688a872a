"""Whether somebody has second factors, has shown one in this sign-in, and how lately."""

import time
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from accounts.models import SignIn, User
from tenants import clock

View = Callable[..., HttpResponseBase]
FACTORS = (Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP)


def has_factor(user: User) -> bool:
    """Whether there is a passkey or an authenticator app; recovery codes only stand in for them."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exists()


def note(request: HttpRequest, sign_in: SignIn, *, kind: str) -> None:
    """A second factor was shown in this sign-in, just now. Its session goes on under a new key."""
    now = clock.real_now()
    sign_in.methods = [*sign_in.methods, {"method": "mfa", "type": kind, "at": now.timestamp()}][-20:]
    sign_in.mfa_since, sign_in.mfa_at = sign_in.mfa_since or now, now
    sign_in.save(update_fields=["methods", "mfa_since", "mfa_at"])
    request.session.cycle_key()


def shown_now(request: HttpRequest, authenticator: Authenticator) -> None:
    """A factor that was set up just now counts as shown, and as proof for what comes next."""
    record_authentication(
        request, authenticator.user, method="mfa", id=authenticator.pk, type=str(authenticator.type)
    )
    if sign_in := getattr(request, "sign_in", None):
        note(request, sign_in, kind=str(authenticator.type))


def is_fresh(at: datetime | None) -> bool:
    """Whether a proof of then is young enough for what needs a new one."""
    return at is not None and clock.real_now() - at < settings.FACTOR_FRESH


def proved_recently(request: HttpRequest) -> bool:
    """At the sign-in host: who has a second factor has just shown it, everybody else has just signed in."""
    if not isinstance(request.user, User):
        return False
    records = get_authentication_records(request, request.user)
    if has_factor(request.user):
        records = [record for record in records if record.get("method") == "mfa"]
    latest = max((float(record.get("at", 0)) for record in records), default=0.0)
    return time.time() - latest < settings.FACTOR_FRESH.total_seconds()


def way_to_prove(user: User, *, next_path: str) -> str:
    """Where somebody shows again who they are: by factor, else by password, else by signing in again."""
    if has_factor(user):
        name = "mfa_reauthenticate"
    elif user.has_usable_password():
        name = "account_reauthenticate"
    else:
        name = "sign-in-again"
    return f"{reverse(name)}?{urlencode({'next': next_path})}"


def proved(view: View) -> View:
    """Mark of a page of the sign-in host that changes factors: asks for a proof first, then comes back."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if isinstance(request.user, User) and not proved_recently(request):
            return redirect(way_to_prove(request.user, next_path=request.get_full_path()))
        return view(request, *args, **kwargs)

    return login_required(asked)
