"""Signing in at the sign-in host, being handed to another, accepting an invitation, and my own settings."""

from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import invitations, sessions, whereabouts
from accounts.factors import proof
from accounts.forms import AcceptForm, MeForm
from accounts.http import SignedInRequest
from accounts.rights import identity_page, requires
from tenants import addresses
from web.errors import DomainError
from web.limits import limited
from web.toasts import toast

STATE_COOKIE = settings.SIGN_IN_STATE_COOKIE_NAME


def _refused(request: HttpRequest, refusal: DomainError) -> HttpResponse:
    """A page with the sentence of what a verb refused, and the way to the sign-in."""
    return render(request, "accounts/refused.html", {"refusal": refusal}, status=refusal.status)


@identity_page
@limited("secret")
@require_GET
@never_cache
def signin(request: HttpRequest) -> HttpResponseBase:
    """At an association or umbrella: remember this browser, and go to the sign-in host.

    `second` asks for a second factor as well: "yes" for one in this sign-in, "fresh" for one just now.
    """
    next_path = sessions.safe_next(request.GET.get("next"))
    second = request.GET.get("second", "")
    second = second if second in {"yes", "fresh"} else ""
    if request.user.is_authenticated and not second:
        return redirect(next_path)
    # Kept while it lives, so that a second tab does not spoil the first one's way back.
    state = request.COOKIES.get(STATE_COOKIE) or sessions.new_secret()
    response = redirect(sessions.to_identity(sessions.host_name(request), state, next_path, second=second))
    response.set_cookie(
        STATE_COOKIE,
        state,
        max_age=15 * 60,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


@identity_page
@limited("secret")
@require_GET
@never_cache
@login_required
def handoff_start(request: HttpRequest) -> HttpResponseBase:
    """At the sign-in host: give the signed-in person a code for the host that asked."""
    host = request.GET.get("host", "")
    state_hash = request.GET.get("state", "")
    sign_in = sessions.sign_in_of(request)
    owner = sessions.owner_of(host)
    if owner is None or sign_in is None or not sessions.is_state_hash(state_hash):
        return redirect("places")
    second = request.GET.get("second", "")
    if (second and not sign_in.mfa) or (second == "fresh" and not proof.is_fresh(sign_in.mfa_at)):
        query = urlencode({"next": request.get_full_path(), "second": second})
        return redirect(f"{reverse('second-factor')}?{query}")
    code = sessions.make_handoff(sign_in=sign_in, host=host, state_hash=state_hash)
    query = urlencode({"code": code, "next": sessions.safe_next(request.GET.get("next"))})
    return redirect(f"{addresses.absolute_url(owner, 'handoff')}?{query}")


@identity_page
@limited("secret")
@require_GET
@never_cache
def handoff(request: HttpRequest) -> HttpResponseBase:
    """Back at the host: the code and this browser's state open a session of this host."""
    next_path = sessions.safe_next(request.GET.get("next"))
    try:
        sign_in = sessions.use_handoff(
            code=request.GET.get("code", ""),
            host=sessions.host_name(request),
            state=request.COOKIES.get(STATE_COOKIE, ""),
        )
    except sessions.HandoffRefused as refusal:
        if request.user.is_authenticated:  # the way back once more, by the browser's own button
            return redirect(next_path)
        return _refused(request, refusal)
    sessions.begin_host_session(request, sign_in)
    response = redirect(next_path)
    response.delete_cookie(STATE_COOKIE)
    return response


@identity_page
@require_POST
def signout(request: HttpRequest) -> HttpResponseBase:
    """Sign out here and wherever this sign-in was handed to."""
    sessions.end_sign_in(request)
    request.session.flush()
    return redirect("/")


@identity_page
@require_GET
@login_required
def places(request: SignedInRequest) -> HttpResponse:
    """At the sign-in host: where the person may go."""
    return render(request, "accounts/places.html", {"places": sessions.places_of(request)})


@identity_page
@require_GET
@never_cache
@login_required
def sign_ins(request: SignedInRequest) -> HttpResponse:
    """At the sign-in host: where I am signed in."""
    found = whereabouts.living(request.user, here=request.sign_in)
    return render(request, "accounts/sign_ins.html", {"found": found})


@identity_page
@require_POST
@login_required
def sign_in_end(request: SignedInRequest, uuid: UUID) -> HttpResponseBase:
    """End one of my sign-ins, at every host that it was handed to."""
    if not whereabouts.end(request.user, uuid=uuid):
        raise Http404
    toast(request, _("Signed out there."))
    return redirect("sign-ins")


@identity_page
@require_http_methods(["GET", "POST"])
@login_required
def sign_out_everywhere(request: SignedInRequest) -> HttpResponseBase:
    """Ask, then end all of my sign-ins at all hosts, this one too."""
    if request.method == "POST":
        whereabouts.end_all(request.user)
        logout(request)
        toast(request, _("You are signed out everywhere."))
        return redirect("account_login")
    return render(request, "accounts/sign_out_everywhere.html")


@identity_page
@limited("secret")
@require_http_methods(["GET", "POST"])
@never_cache
def invitation(request: HttpRequest) -> HttpResponseBase:
    """At the sign-in host: see who invites, and accept. The token leaves the address at the first visit."""
    if token := request.GET.get("token"):
        request.session["invitation"] = invitations.exchanged(token)
        return redirect("invitation")
    try:
        offer = invitations.find(token_hash=request.session.get("invitation", ""))
    except DomainError as refusal:
        return _refused(request, refusal)
    posted = request.POST if request.method == "POST" else None  # which may be empty
    form = AcceptForm(posted, invitation=offer)
    if form.is_valid():
        try:
            way = invitations.accept(
                request=request, invitation=offer, password=form.cleaned_data.get("password")
            )
        except DomainError as refusal:
            return _refused(request, refusal)
        return way or redirect(addresses.absolute_url(offer.association, "signin"))
    return render(request, "accounts/invitation.html", {"invitation": offer, "form": form})


@requires("me")
@require_http_methods(["GET", "POST"])
def me(request: SignedInRequest) -> HttpResponseBase:
    """My name as I sign in, my language, my other places, signing out."""
    form = MeForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save_in_platform()
        with translation.override(request.user.language):
            messages.success(request, str(form.saved))
        return redirect("me")
    context = {
        "form": form,
        "places": sessions.places_of(request),
        "face": _face(request),
        "security_url": addresses.absolute_url("identity", "mfa_index"),
    }
    return render(request, "accounts/me.html", context)


def _face(request: SignedInRequest) -> str:
    """The layout of those who open the page: the federation's, the coordinator's or the volunteer's."""
    if getattr(request, "umbrella", None):
        return "web/federation.html"
    return "web/coordinator.html" if request.access & {"coordinator", "owner"} else "web/volunteer.html"
