"""Who asks: the person whom the identity phase has found already, with CSRF as for any form."""

from django.http import HttpRequest
from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request


class SignedIn(SessionAuthentication):
    """Hands over the request's user; nothing is read from the database here."""

    def authenticate(self, request: Request) -> tuple[object, None] | None:
        """The signed-in user, or None."""
        plain: HttpRequest = request._request  # DRF keeps Django's request there
        user = getattr(plain, "user", None)
        if user is None or not user.is_authenticated:
            return None
        self.enforce_csrf(request)
        return user, None

    def authenticate_header(self, request: Request) -> str:
        """So that a stranger gets 401 and not 403."""
        return "Session"
