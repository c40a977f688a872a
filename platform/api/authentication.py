"""Who asks: the person whom the identity phase has found already, by a token or by a session."""

from django.http import HttpRequest
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.request import Request

from accounts.models import ApiToken


class ByToken(BaseAuthentication):
    """A program, in the name of whoever made its token. No browser sends a token by itself: no CSRF."""

    def authenticate(self, request: Request) -> tuple[object, ApiToken] | None:
        """The token's maker and the token, or None."""
        plain: HttpRequest = request._request  # DRF keeps Django's request there
        token: ApiToken | None = getattr(plain, "token", None)
        return None if token is None else (plain.user, token)

    def authenticate_header(self, request: Request) -> str:
        """So that a stranger gets 401 and not 403."""
        return "Bearer"


class SignedIn(SessionAuthentication):
    """Hands over the request's user, with CSRF as for any form; nothing is read from the database here."""

    def authenticate(self, request: Request) -> tuple[object, None] | None:
        """The signed-in user, or None."""
        plain: HttpRequest = request._request  # DRF keeps Django's request there
        user = getattr(plain, "user", None)
        if user is None or not user.is_authenticated:
            return None
        self.enforce_csrf(request)
        return user, None
