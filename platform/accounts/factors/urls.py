"""Routes of second factors at the sign-in host. The names with `mfa_` are those that allauth wants."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponseBase
from django.urls import path
from django.views.decorators.cache import never_cache

from accounts.factors import views
from accounts.factors.proof import proved
from accounts.rights import identity_page

Page = Callable[..., HttpResponseBase]


def _open(view: Any) -> Page:
    page: Page = identity_page(never_cache(view.as_view()))
    return page


def _guarded(view: Any) -> Page:
    page: Page = identity_page(never_cache(proved(view.as_view())))
    return page


confirm = identity_page(never_cache(login_required(views.Confirm.as_view())))

identity = [
    path("", views.security, name="mfa_index"),
    path("second-factor/", views.second_factor, name="second-factor"),
    path("again/", views.sign_in_again, name="sign-in-again"),
    path("confirm/", confirm, name="mfa_reauthenticate"),
    path("confirm/passkey/", views.to_confirm, name="mfa_reauthenticate_webauthn"),
    path("authenticate/", _open(views.Authenticate), name="mfa_authenticate"),
    path("passkeys/sign-in/", _open(views.Login), name="mfa_login_webauthn"),
    path("passkeys/", views.security, name="mfa_list_webauthn"),
    path("passkeys/add/", _guarded(views.AddPasskeyView), name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/name/", _guarded(views.RenamePasskeyView), name="mfa_edit_webauthn"),
    path("passkeys/<int:pk>/remove/", _guarded(views.RemovePasskeyView), name="mfa_remove_webauthn"),
    path("app/add/", _guarded(views.ActivateAppView), name="mfa_activate_totp"),
    path("app/remove/", _guarded(views.DeactivateAppView), name="mfa_deactivate_totp"),
    path("codes/", views.recovery_codes, name="mfa_view_recovery_codes"),
    path("codes/file/", views.recovery_codes_file, name="mfa_download_recovery_codes"),
    path(
        "codes/new/",
        identity_page(proved(views.recovery_codes_new)),
        name="mfa_generate_recovery_codes",
    ),
]
