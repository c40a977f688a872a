"""What we decide where allauth asks about second factors."""

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.translation import gettext, gettext_lazy as _

from accounts.factors import vault


class FactorAdapter(DefaultMFAAdapter):
    """Secrets are encrypted; passkeys belong to the base host, and so to no copy of our pages elsewhere."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("That did not work. Try again, or use another way."),
        "used_code": _("This code was used already. Wait until the app shows the next one."),
        "passkey_elsewhere": _(
            "This passkey was used on another page than ours. Check the address, then sign in here."
        ),
    }

    def encrypt(self, text: str) -> str:
        """As `vault` does."""
        return vault.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """As `vault` does."""
        return vault.decrypt(encrypted_text)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The base host: what a browser binds the passkey to."""
        return {"id": settings.BASE_URL.host, "name": "Rinnalla"}

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:  # noqa: A002  # allauth's name
        """What a passkey is called until its owner says otherwise."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Passkey %(number)s") % {"number": number}
