"""Forms of second factors: allauth's, stricter.

A passkey must come from the sign-in host and from no other origin, not even from an association's host below
the same base. A code of an authenticator app works once, however long it would still be valid.
"""

import json
from typing import Any
from urllib.parse import urlsplit

from allauth.core import context
from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn.forms import (
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
    SignupWebAuthnForm,
)
from django import forms
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from fido2.utils import websafe_decode

from accounts.factors import vault
from tenants import addresses

APP_SECRET = "rn_app_secret"
CODE = {
    "autocomplete": "one-time-code",
    "inputmode": "numeric",
    "autocapitalize": "off",
    "spellcheck": "false",
}


# --- passkeys --------------------------------------------------------------------------------------


def origin() -> str:
    """Where passkeys are made and used: the sign-in host, written as browsers write origins."""
    parts = urlsplit(addresses.absolute_url("identity"))
    return f"{parts.scheme}://{parts.netloc}"


def check_origin(credential: Any) -> None:
    """Refuse what a browser made on another page. Raises ValidationError with a sentence."""
    try:
        said = json.loads(websafe_decode(credential["response"]["clientDataJSON"]))
        where, embedded = said["origin"], said.get("crossOrigin", False)
    except (AttributeError, KeyError, TypeError, ValueError):
        raise get_adapter().validation_error("incorrect_code") from None
    if where != origin() or embedded:
        raise get_adapter().validation_error("passkey_elsewhere")


def _checked(cleaned: Any) -> Any:
    """What allauth makes of a credential; whatever else it stumbles over is just wrong."""
    try:
        return cleaned()
    except (AttributeError, KeyError, TypeError, ValueError):
        raise get_adapter().validation_error("incorrect_code") from None


class AddPasskey(SignupWebAuthnForm):
    """A name, and what the browser made. (allauth's own form asks about passwordless; ours always are.)"""

    name = forms.CharField(
        label=_("Name of the passkey"),
        help_text=_("So that you know it again, such as “my phone”."),
        required=False,
        max_length=60,
    )

    def clean(self) -> Any:
        """Made here, and with finger, face or PIN: the latter is checked by the server's state."""
        if credential := self.cleaned_data.get("credential"):
            check_origin(credential)
        return _checked(super().clean)


class SignInPasskey(AuthenticateWebAuthnForm):
    """A passkey as the second factor."""

    def clean_credential(self) -> Authenticator:
        """Used here."""
        check_origin(self.cleaned_data["credential"])
        found: Authenticator = _checked(super().clean_credential)
        return found


class LoginPasskey(SignInPasskey, LoginWebAuthnForm):
    """A passkey alone: it says who one is, and is both factors."""


class ConfirmPasskey(SignInPasskey, ReauthenticateWebAuthnForm):
    """A passkey shown again in a sign-in that is under way."""


class RenamePasskey(EditWebAuthnForm):
    """Another name."""

    name = forms.CharField(label=_("Name of the passkey"), max_length=60)


# --- codes -----------------------------------------------------------------------------------------


def _counter_of(secret: str, code: str) -> int | None:
    """The half minute to which a code belongs; None when it is no valid code now."""
    for counter in totp.yield_hotp_counters_from_time():
        if compare_user_code(actual=code, expected=totp.format_hotp_value(totp.hotp_value(secret, counter))):
            return counter
    return None


class _Once(BaseAuthenticateForm):
    """A code of the app counts once, and none that is older than the last: also where nobody kept a cache."""

    code = forms.CharField(
        label=_("Code from your app, or a recovery code"),
        widget=forms.TextInput(attrs=CODE),
        max_length=20,
    )

    def clean_code(self) -> str:
        """The row is locked meanwhile, so that of two presses one wins."""
        with transaction.atomic():
            app = (
                Authenticator.objects.select_for_update()
                .filter(user=self.user, type=Authenticator.Type.TOTP)
                .first()
            )
            counter = self._counter(app)
            code: str = super().clean_code()
            if app is not None and self.authenticator.pk == app.pk:
                app.data["counter"] = counter
                app.save(update_fields=["data"])
        return code

    def _counter(self, app: Authenticator | None) -> int | None:
        if app is None:
            return None
        if app.data.get("demo") and not settings.DEMO:  # everybody knows the demo's secrets
            check_rate_limit(self.user)
            raise get_adapter().validation_error("incorrect_code")
        counter = _counter_of(vault.decrypt(app.data["secret"]), self.cleaned_data["code"])
        if counter is not None and counter <= app.data.get("counter", -1):
            check_rate_limit(self.user)
            raise get_adapter().validation_error("used_code")
        return counter


class SignInCode(_Once, AuthenticateForm):
    """A code as the second factor."""


class ConfirmCode(_Once, ReauthenticateForm):
    """A code in a sign-in that is under way."""


class ActivateApp(ActivateTOTPForm):
    """The first code of a new app. Until it fits, the secret waits in the session, encrypted there too."""

    code = forms.CharField(
        label=_("Code that the app shows"), widget=forms.TextInput(attrs=CODE), max_length=20
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.user = kwargs.pop("user")
        forms.Form.__init__(self, *args, **kwargs)
        session = context.request.session
        if self.is_bound and APP_SECRET in session:
            self.secret = vault.decrypt(session[APP_SECRET])
        else:
            self.secret = totp.generate_totp_secret()
            session[APP_SECRET] = vault.encrypt(self.secret)

    def note_use(self) -> Authenticator:
        """The code that switched it on is used up."""
        app: Authenticator = Authenticator.objects.get(user=self.user, type=Authenticator.Type.TOTP)
        app.data["counter"] = _counter_of(self.secret, self.cleaned_data["code"]) or 0
        app.save(update_fields=["data"])
        context.request.session.pop(APP_SECRET, None)
        return app
