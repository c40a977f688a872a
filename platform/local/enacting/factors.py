"""Second factors of the demo's people: an authenticator app each, whose secret everybody may know."""

from __future__ import annotations

from collections.abc import Iterable

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from accounts.models import User
from accounts.sessions import NEED_FACTOR
from local import codes


def give(users: Iterable[User]) -> None:
    """An app to each who has no second factor of their own. Refused where this is no demo."""
    if not settings.DEMO:
        raise ImproperlyConfigured(
            "Fixed secrets are for the demo: set DEMO=true, or do not make its people."
        )
    for user in users:
        if not Authenticator.objects.filter(user=user).exists():
            secret = get_adapter().encrypt(codes.secret_for(user.email))
            Authenticator.objects.create(
                user=user, type=Authenticator.Type.TOTP, data={"secret": secret, "demo": True}
            )
            RecoveryCodes.activate(user)


def give_all() -> None:
    """To everybody who coordinates or works for a federation."""
    give(User.objects.filter(accesses__role__in=NEED_FACTOR).distinct())
