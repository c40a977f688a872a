"""Pages of the sign-in host for second factors: allauth's flows, in our order and with our words."""

import json
from typing import Any

from allauth.account.views import BaseReauthenticateView
from allauth.core import ratelimit
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.flows import can_generate_recovery_codes, generate_recovery_codes
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.internal import auth as webauthn
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    EditWebAuthnView,
    LoginWebAuthnView,
    RemoveWebAuthnView,
)
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts import sessions
from accounts.factors import codes, drawing, proof
from accounts.factors.forms import ConfirmCode, ConfirmPasskey
from accounts.http import SignedInRequest
from accounts.rights import identity_page
from web.toasts import toast

AFTER = "rn_after_factor"


def _as_json(options: Any) -> str:
    """What the browser's part gets: mappings of the passkey library as plain JSON."""
    return json.dumps(options, default=dict)


def _onward(request: HttpRequest) -> str:
    """Where somebody was going when a second factor was missing; else the page of their factors."""
    return str(request.session.pop(AFTER, "")) or reverse("mfa_index")


def _after_new(request: HttpRequest) -> str:
    """After a new factor: its recovery codes if there are new ones, else onward."""
    return reverse("mfa_view_recovery_codes") if codes.shown_in(request) else _onward(request)


@identity_page
@require_GET
@never_cache
@login_required
def security(request: SignedInRequest) -> HttpResponse:
    """My passkeys, my app, my recovery codes, my password, where I am signed in."""
    mine = list(Authenticator.objects.filter(user=request.user).order_by("created_at"))
    context = {
        "passkeys": [one for one in mine if one.type == Authenticator.Type.WEBAUTHN],
        "app": next((one for one in mine if one.type == Authenticator.Type.TOTP), None),
        "codes_left": codes.left(request.user),
        "needed": bool({access.role for access in request.accesses} & sessions.NEED_FACTOR),
        "has_password": request.user.has_usable_password(),
    }
    return render(request, "accounts/security.html", context)


@identity_page
@require_GET
@never_cache
@login_required
def second_factor(request: SignedInRequest) -> HttpResponseBase:
    """Where a page that needs a second factor leads: show it, or set one up, and go on from there."""
    next_path = sessions.safe_next(request.GET.get("next"))
    sign_in, fresh = request.sign_in, request.GET.get("second") == "fresh"
    if sign_in is not None and (proof.is_fresh(sign_in.mfa_at) if fresh else sign_in.mfa):
        return redirect(next_path)
    if proof.has_factor(request.user):
        return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': next_path})}")
    request.session[AFTER] = next_path
    return render(request, "accounts/second_factor.html")


@identity_page
@require_http_methods(["GET", "POST"])
@never_cache
@login_required
def sign_in_again(request: SignedInRequest) -> HttpResponseBase:
    """For those who have neither password nor factor: sign out, and in again with a new code."""
    next_path = sessions.safe_next(request.GET.get("next"))
    if request.method == "POST":
        logout(request)
        return redirect(f"{reverse('account_login')}?{urlencode({'next': next_path})}")
    return render(request, "accounts/sign_in_again.html")


# --- showing a factor ------------------------------------------------------------------------------


class Authenticate(AuthenticateView):
    """After the first step of signing in: a passkey, or a code."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Passkeys only where there are some."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        options = context["js_data"]["request_options"]
        user = self.stage.login.user
        has_passkey = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).exists()
        return context | {"options": _as_json(options) if has_passkey else "", "code_form": _code(self, user)}


def _code(view: Any, user: Any) -> Any:
    """The form for codes, where there is an app or there are recovery codes."""
    if not Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.WEBAUTHN).exists():
        return None
    return view.auth_form or view.get_form_class()(user=user)


class Confirm(BaseReauthenticateView):
    """In a sign-in that is under way: show the second factor (again), by passkey or by code."""

    template_name = "accounts/confirm.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for those who have a factor; not too often."""
        if not proof.has_factor(request.user):  # type: ignore[arg-type]  # login_required stands before it
            return redirect("mfa_index")
        limited = self._check_ratelimit(request) if request.method == "POST" else None
        return limited or super(BaseReauthenticateView, self).dispatch(request, *args, **kwargs)

    def get_form(self, form_class: Any = None) -> Any:
        """Which of the two was sent."""
        user = self.request.user
        self.auth_form, self.passkey_form = ConfirmCode(user=user), ConfirmPasskey(user=user)
        if self.request.method != "POST":
            return self.auth_form
        if "credential" in self.request.POST:
            self.passkey_form = ConfirmPasskey(self.request.POST, user=user)
            return self.passkey_form
        self.auth_form = ConfirmCode(self.request.POST, user=user)
        return self.auth_form

    def form_valid(self, form: Any) -> HttpResponse:
        """Noted as shown again; then on."""
        authenticator = form.cleaned_data.get("credential") or form.authenticator
        post_authentication(self.request, authenticator, reauthenticated=True)
        return redirect(sessions.safe_next(self.request.POST.get("next") or self.request.GET.get("next")))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The browser's part, where there are passkeys."""
        form = kwargs.pop("form", None) or self.get_form()
        user: Any = self.request.user
        has_passkey = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).exists()
        options = _as_json(webauthn.begin_authentication(user)) if has_passkey else ""
        next_path = sessions.safe_next(self.request.POST.get("next") or self.request.GET.get("next"))
        return {
            "view": self,
            "form": form,
            "passkey_form": self.passkey_form,
            "code_form": self.auth_form if _code(self, user) else None,
            "options": options,
            "next": next_path,
        }

    def get_form_class(self) -> Any:
        """Of codes."""
        return ConfirmCode


class Login(LoginWebAuthnView):
    """Signing in with a passkey alone."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """Back to the sign-in page with the sentence, and with where one was going."""
        for message in form.errors.get("credential", []):
            toast(self.request, message, bad=True)
        query = urlencode({"next": sessions.safe_next(self.request.POST.get("next"))})
        return redirect(f"{reverse('account_login')}?{query}")


# --- changing factors ------------------------------------------------------------------------------


class AddPasskeyView(AddWebAuthnView):
    """A new passkey: kept by the phone or computer, and opened there by finger, face or PIN."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Options for a passkey that can sign in alone. (allauth would ask for a mere second factor.)"""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        form = kwargs.get("form")
        user: Any = self.request.user
        options = webauthn.begin_registration(user, True)
        return context | {"options": _as_json(options), **({"form": form} if form is not None else {})}

    def get_success_url(self) -> str:
        """Recovery codes, or onward."""
        if self.did_generate_recovery_codes:
            codes.show_in(self.request)
        return _after_new(self.request)


class RenamePasskeyView(EditWebAuthnView):
    """Another name for a passkey."""

    success_url = reverse_lazy("mfa_index")


class RemovePasskeyView(RemoveWebAuthnView):
    """Take a passkey away."""

    success_url = reverse_lazy("mfa_index")


class ActivateAppView(ActivateTOTPView):
    """An authenticator app: a picture to scan, and the first code."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Our own drawing: the content policy lets in no data: address."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        secret = context["form"].secret
        blocks = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
        return context | {"picture": drawing.qr(context["totp_url"]), "secret": blocks}

    def form_valid(self, form: Any) -> HttpResponse:
        """The code is used up by it."""
        response: HttpResponse = super().form_valid(form)
        proof.shown_now(self.request, form.note_use())
        return response

    def get_success_url(self) -> str:
        """Recovery codes, or onward."""
        if self.did_generate_recovery_codes:
            codes.show_in(self.request)
        return _after_new(self.request)


class DeactivateAppView(DeactivateTOTPView):
    """Switch the app off."""


# --- recovery codes --------------------------------------------------------------------------------


@identity_page
@require_http_methods(["GET", "POST"])
@never_cache
@login_required
def recovery_codes(request: SignedInRequest) -> HttpResponseBase:
    """New recovery codes, to be printed or written down: until they are kept, and never again."""
    if request.method == "POST":
        codes.hide_in(request)
        return redirect(_onward(request))
    if not codes.shown_in(request):
        return redirect("mfa_index")
    return render(request, "accounts/recovery_codes.html", {"codes": codes.unused(request.user)})


@identity_page
@require_GET
@never_cache
@login_required
def recovery_codes_file(request: SignedInRequest) -> HttpResponse:
    """The same as a text file, while they are shown."""
    if not codes.shown_in(request):
        raise Http404
    context = {"codes": codes.unused(request.user), "user": request.user}
    response = render(
        request, "accounts/recovery_codes.txt", context, content_type="text/plain; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{_("rinnalla-recovery-codes")}.txt"'
    return response


@identity_page
@require_http_methods(["GET", "POST"])
@never_cache
def recovery_codes_new(request: SignedInRequest) -> HttpResponseBase:
    """Make new ones; the old ones are void."""
    if not can_generate_recovery_codes(request.user):
        return redirect("mfa_index")
    if request.method == "POST":
        if limited := ratelimit.consume_or_429(request, action="change_password", user=request.user):
            return limited
        generate_recovery_codes(request)
        codes.show_in(request)
        return redirect("mfa_view_recovery_codes")
    return render(request, "accounts/recovery_codes_new.html", {"left": codes.left(request.user)})


@identity_page
@require_GET
@login_required
def to_confirm(request: HttpRequest) -> HttpResponseBase:
    """Another of allauth's addresses for the same page."""
    return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode(request.GET)}")
