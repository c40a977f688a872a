"""What we decide where allauth asks."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from accounts.factors import proof


class Adapter(DefaultAccountAdapter):
    """People come by invitation; nobody signs up at the sign-in host."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """No."""
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Unless the person has just proved who they are, by second factor if they have one."""
        return not proof.proved_recently(self.request)
