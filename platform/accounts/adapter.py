"""What we decide where allauth asks."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):
    """People come by invitation; nobody signs up at the sign-in host."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """No."""
        return False
