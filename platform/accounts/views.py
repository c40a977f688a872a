"""Signing in at the sign-in host, being handed to another, accepting an invitation, and my own settings."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import invitations, sessions
from accounts.forms import AcceptForm, MeForm
from accounts.http import SignedInRequest
from accounts.models import SignIn
from accounts.rights import identity_page, requires
from tenants import addresses


@identity_page
@require_GET
@never_cache
def signin(request: HttpRequest) -> HttpResponseBase:
    """At an association or umbrella: remember this browser, and go to the sign-in host."""
    next_path = sessions.safe_next(request.GET.get("next"))
    if request.user.is_authenticated:
        return redirect(next_path)
    state = sessions.new_secret()
    response = redirect(sessions.to_identity(sessions.host_name(request), state, next_path))
    response.set_cookie(
        sessions.STATE_COOKIE, state, max_age=900, httponly=True, samesite="Lax", secure=request.is_secure()
    )
    return response


@identity_page
@require_GET
@never_cache
@login_required
def handoff_start(request: HttpRequest) -> HttpResponseBase:
    """At the sign-in host: give the signed-in person a code for the host that asked."""
    host = request.GET.get("host", "")
    state_hash = request.GET.get("state", "")
    sign_in = SignIn.objects.filter(uuid=request.session.get(sessions.KEY)).first()
    place = sessions.known_host(host)
    if place is None or sign_in is None or len(state_hash) != 64:
        return redirect("places")
    code = sessions.make_handoff(sign_in=sign_in, host=host, state_hash=state_hash)
    query = urlencode({"code": code, "next": sessions.safe_next(request.GET.get("next"))})
    owner = place.association or place.umbrella or "base"
    return redirect(f"{addresses.absolute_url(owner, 'handoff')}?{query}")


@identity_page
@require_GET
@never_cache
def handoff(request: HttpRequest) -> HttpResponseBase:
    """Back at the host: the code and this browser's state open a session of this host."""
    next_path = sessions.safe_next(request.GET.get("next"))
    try:
        sign_in = sessions.use_handoff(
            code=request.GET.get("code", ""),
            host=sessions.host_name(request),
            state=request.COOKIES.get(sessions.STATE_COOKIE, ""),
        )
    except sessions.HandoffRefused as refusal:
        page = render(request, "accounts/refused.html", {"refusal": refusal}, status=refusal.status)
        page.delete_cookie(sessions.STATE_COOKIE)
        return page
    sessions.begin_host_session(request, sign_in)
    response = redirect(next_path)
    response.delete_cookie(sessions.STATE_COOKIE)
    return response


@identity_page
@require_POST
def signout(request: HttpRequest) -> HttpResponseBase:
    """Sign out here and wherever this sign-in was handed to."""
    sessions.end_sign_in(request)
    return redirect("/")


@identity_page
@require_GET
@login_required
def places(request: HttpRequest) -> HttpResponse:
    """At the sign-in host: where the person may go."""
    return render(request, "accounts/places.html", {"places": sessions.places_of(request)})


@identity_page
@require_http_methods(["GET", "POST"])
@never_cache
def invitation(request: HttpRequest, uuid: str = "") -> HttpResponseBase:
    """At the sign-in host: see who invites, and accept. The token leaves the address at the first visit."""
    if token := request.GET.get("token"):
        request.session["invitation"] = token
        return redirect("invitation")
    try:
        offer = invitations.find(token=request.session.get("invitation", ""))
    except invitations.InvitationRefused as refusal:
        return render(request, "accounts/refused.html", {"refusal": refusal}, status=refusal.status)
    form = AcceptForm(request.POST or None, invitation=offer)
    if request.method == "POST" and form.is_valid():
        try:
            invitations.accept(request=request, invitation=offer, password=form.cleaned_data.get("password"))
        except invitations.InvitationRefused as refusal:
            return render(request, "accounts/refused.html", {"refusal": refusal}, status=refusal.status)
        return redirect(addresses.absolute_url(offer.association, "signin"))
    return render(request, "accounts/invitation.html", {"invitation": offer, "form": form})


@requires("me")
@require_http_methods(["GET", "POST"])
def me(request: SignedInRequest) -> HttpResponseBase:
    """My name as I sign in, my language, my other places, signing out."""
    if request.method not in {"GET", "POST"}:
        raise Http404
    form = MeForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save_in_platform()
        messages.success(request, form.saved)
        return redirect("me")
    context = {"form": form, "places": sessions.places_of(request), "face": _face(request)}
    return render(request, "accounts/me.html", context)


def _face(request: SignedInRequest) -> str:
    """The layout of those who open the page: the federation's, the coordinator's or the volunteer's."""
    if getattr(request, "umbrella", None):
        return "web/federation.html"
    return "web/coordinator.html" if request.access & {"coordinator", "owner"} else "web/volunteer.html"
