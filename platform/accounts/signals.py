"""allauth tells us that somebody signed in or out, or changed a factor; it has no other way to."""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_used
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from accounts import browsers, sessions
from accounts.factors import proof
from accounts.models import SignIn, User
from tenants import clock


@receiver(user_logged_in)
def begin(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """A central sign-in begins, to which hosts' sessions will hang; one that this session had is over."""
    sessions.end_sign_in(request)
    records = get_authentication_records(request, user)
    shown = [_kept(record) for record in records]
    factors = [record for record in shown if record["method"] == "mfa"]
    now = clock.real_now()
    browser, system = browsers.named(request.META.get("HTTP_USER_AGENT", ""))
    sign_in = SignIn.objects.create(
        user=user,
        method=_first(shown),
        methods=shown,
        browser=browser,
        system=system,
        mfa_since=now if factors else None,
        mfa_at=now if factors else None,
    )
    request.session[sessions.KEY] = str(sign_in.uuid)


def _kept(record: dict[str, Any]) -> dict[str, Any]:
    """Of allauth's record what says how, and no address."""
    return {name: record[name] for name in ("method", "type", "at") if name in record}


def _first(shown: list[dict[str, Any]]) -> str:
    """How somebody said who they are: by password, by code from the mail, or by passkey alone."""
    for record in shown:
        if record["method"] != "mfa":
            return str(record["method"])[:40]
    return "passkey" if shown else "password"


@receiver(user_logged_out)
def end(request: HttpRequest, **kwargs: Any) -> None:
    """It ends, and with it all of them."""
    sessions.end_sign_in(request)


@receiver([password_changed, password_set, password_reset])
def end_others(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Whoever had the old password, or the user's mailbox, is signed in nowhere any more."""
    own = sessions.sign_in_of(request)
    others = SignIn.objects.filter(user=user, ended_at__isnull=True)
    if own is not None:
        others = others.exclude(pk=own.pk)
    others.update(ended_at=clock.real_now())


@receiver(authenticator_added)
def added(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """Who has just made a passkey has shown it. (An app's first code is noted by its page.)"""
    if authenticator.type == Authenticator.Type.WEBAUTHN:
        proof.shown_now(request, authenticator)


@receiver(authenticator_used)
def used(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """Who shows a factor in a sign-in that is under way has it in force there."""
    sign_in = sessions.sign_in_of(request)
    if sign_in is None or not request.user.is_authenticated or sign_in.user_id != user.pk:
        return  # not signed in yet: `begin` looks at what was shown
    proof.note(request, sign_in, kind=str(authenticator.type))


@receiver(authenticator_removed)
def removed(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """A factor may be removed because it is lost: other sign-ins end. Without any, none is in force."""
    end_others(request=request, user=user)
    if not proof.has_factor(user):
        SignIn.objects.filter(user=user, ended_at__isnull=True).update(mfa_since=None, mfa_at=None)
