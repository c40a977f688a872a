"""allauth tells us that somebody signed in or out at the sign-in host; it has no other way to."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from accounts import sessions
from accounts.models import SignIn, User


@receiver(user_logged_in)
def begin(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """A central sign-in begins, to which hosts' sessions will hang."""
    methods = request.session.get("account_authentication_methods") or [{}]
    sign_in = SignIn.objects.create(user=user, method=str(methods[-1].get("method", "password"))[:40])
    request.session[sessions.KEY] = str(sign_in.uuid)


@receiver(user_logged_out)
def end(request: HttpRequest, **kwargs: Any) -> None:
    """It ends, and with it all of them."""
    if key := request.session.get(sessions.KEY):
        SignIn.objects.filter(uuid=key, ended_at__isnull=True).update(ended_at=sessions.clock.real_now())
