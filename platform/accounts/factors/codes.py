"""Recovery codes: shown in the session that made them until they are kept, and never again."""

import time

from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from accounts.models import User

SHOWN = "rn_codes_shown_until"
MINUTES = 30


def show_in(request: HttpRequest) -> None:
    """From now on this session may see them, for half an hour at most."""
    request.session[SHOWN] = time.time() + MINUTES * 60


def shown_in(request: HttpRequest) -> bool:
    """Whether this session may see them."""
    return time.time() < float(request.session.get(SHOWN, 0))


def hide_in(request: HttpRequest) -> None:
    """They are kept."""
    request.session.pop(SHOWN, None)


def _row(user: User) -> Authenticator | None:
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()


def unused(user: User) -> list[str]:
    """Those that still work, in two groups of four for reading."""
    row = _row(user)
    return [f"{code[:4]} {code[4:]}" for code in row.wrap().get_unused_codes()] if row else []


def left(user: User) -> int | None:
    """How many still work; None where there are none at all."""
    row = _row(user)
    return len(row.wrap().get_unused_codes()) if row else None
