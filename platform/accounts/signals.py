"""allauth tells us that somebody signed in or out at the sign-in host; it has no other way to."""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from accounts import sessions
from accounts.models import SignIn, User
from tenants import clock


@receiver(user_logged_in)
def begin(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """A central sign-in begins, to which hosts' sessions will hang; one that this session had is over."""
    sessions.end_sign_in(request)
    methods = request.session.get("account_authentication_methods") or [{}]
    sign_in = SignIn.objects.create(user=user, method=str(methods[-1].get("method", "password"))[:40])
    request.session[sessions.KEY] = str(sign_in.uuid)


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
