"""The client's own pages: by a private link, without signing in. Addresses name nobody."""

from collections.abc import Callable
from functools import partial, wraps

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import public_page
from volunteers.pairs import clients, consent, forms, links, selectors, words
from volunteers.pairs.clients import THEMSELVES
from volunteers.pairs.forms import OwnClientForm, SignForm
from volunteers.pairs.models import Feeling, Pair
from volunteers.pairs.services import agreements, ending, intake
from volunteers.pairs.views.agreeing import terms_of
from volunteers.pairs.views.facts import facts_of, meetings_of
from web.errors import DomainError
from web.language import answer_in
from web.limits import limited
from web.toasts import toast

View = Callable[..., HttpResponseBase]
READINGS = 50


def private(response: HttpResponseBase) -> HttpResponseBase:
    """Kept by no browser, found by no search engine."""
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response


def own(view: View) -> View:
    """Give the view the newest pair of the client whose page this browser may see, in the client's language.

    Everybody else gets one and the same sentence, whether a link was guessed, has been replaced, or what it
    opened is deleted.
    """

    @wraps(view)
    def wrapped(request: TenantRequest) -> HttpResponseBase:
        client = links.remembered(request)
        pair = selectors.of_client(client) if client is not None else None
        if client is None or pair is None:
            return _unknown(request)
        return private(answer_in(client.language, request, partial(view, request, pair)))

    return wrapped


def _unknown(request: TenantRequest) -> HttpResponseBase:
    return private(render(request, "pairs/no_client.html", status=404))


@public_page
@require_GET
@limited("secret")
def open_link(request: TenantRequest) -> HttpResponseBase:
    """From the link that the coordinator gave: the secret leaves the address at once, if it opens or not."""
    client = links.by_token(request.GET.get("token", ""))
    response = redirect("own-client")
    if client is None:
        links.forget(response)
    else:
        links.remember(response, client)
    return private(response)


@public_page
@require_GET
@own
def own_client(request: TenantRequest, pair: Pair) -> HttpResponse:
    """What is kept of me, who sees it and who has read it, what was agreed, and what I can do."""
    known = clients.read(pair.client, by=THEMSELVES)
    to_sign = selectors.to_sign(pair)
    context = {
        "pair": pair,
        "facts": [*facts_of(pair, known), *meetings_of(pair)],
        "consent": consent.texts(pair.client.consent_version),
        "volunteer": pair.volunteer.given_name if pair.volunteer is not None else "",
        "agreement": terms_of(pair.agreement) if pair.agreement is not None else [],
        "to_sign": to_sign is not None and to_sign.client_signed_at is None,
        "is_open": pair.closed_on is None,
        "readings": _readings(pair),
        "state": words.state_for_client(pair),
    }
    return render(request, "pairs/own_client.html", context)


def _readings(pair: Pair) -> list[clients.Reading]:
    """Who has read it besides me. Of volunteers the client knows the given name, as they were asked by it."""
    given = selectors.names_of_asked(pair)
    found = clients.readings_by_others(pair.client, most=READINGS)
    # Who is in charge is known by the whole name, a volunteer or not.
    return [
        each
        if each.user is None or each.user == pair.coordinator_user or each.user not in given
        else clients.Reading(each.at, given[each.user], each.user)
        for each in found
    ]


@public_page
@require_http_methods(["GET", "POST"])
@limited("secret", methods=frozenset({"POST"}))
@own
def correct(request: TenantRequest, pair: Pair) -> HttpResponseBase:
    """Write anew what is kept of me."""
    known = clients.read(pair.client, by=THEMSELVES)
    initial = vars(known) | {"language": pair.client.language, "times": pair.client.times}
    form = OwnClientForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            intake.correct(pair=pair, told=form.told(), by=THEMSELVES)
        except DomainError:
            return _unknown(request)
        toast(request, _("Saved."))
        return redirect("own-client")
    return render(
        request, "pairs/own_client_correct.html", {"form": form}, status=422 if form.errors else 200
    )


@public_page
@require_http_methods(["GET", "POST"])
@limited("secret", methods=frozenset({"POST"}))
@own
def withdraw(request: TenantRequest, pair: Pair) -> HttpResponseBase:
    """Ask once, then everything that is kept of me goes."""
    if request.method != "POST":
        return render(request, "pairs/own_client_withdraw.html", {"is_open": pair.closed_on is None})
    intake.forget_client(pair=pair, by=THEMSELVES)
    toast(request, _("Everything that was known of you is deleted. Thank you for the time with us."))
    return _closed()


@public_page
@require_POST
@limited("secret", methods=frozenset({"POST"}))
@own
def say(request: TenantRequest, pair: Pair) -> HttpResponseBase:
    """All fine, or I would like somebody to call: one press."""
    talk = request.POST.get("feeling") == Feeling.TALK
    if ending.client_says(pair=pair, feeling=Feeling.TALK if talk else Feeling.FINE, by=THEMSELVES):
        toast(request, _("Noted. Your coordinator calls you.") if talk else _("Noted. Thank you!"))
    return redirect("own-client")


@public_page
@require_http_methods(["GET", "POST"])
@limited("secret", methods=frozenset({"POST"}))
@own
def sign(request: TenantRequest, pair: Pair) -> HttpResponseBase:
    """Read what is agreed, and sign."""
    agreement = selectors.to_sign(pair)
    if agreement is None or agreement.client_signed_at is not None:
        return redirect("own-client")
    form = SignForm(request.POST or None)
    # A form of another agreement than the one that waits now signs nothing: it was not read.
    same = request.POST.get("agreement", "") == str(agreement.uuid)
    if request.method == "POST" and same and form.is_valid():
        try:
            agreements.sign_as_client(
                agreement=agreement, has_read=form.cleaned_data["has_read"], by=THEMSELVES
            )
        except DomainError as refusal:
            form.add_error("has_read", str(refusal))
        else:
            toast(request, _("Signed."))
            return redirect("own-client")
    elif request.method == "POST" and not same:
        form.add_error(None, _("The agreement was written anew meanwhile. Read it again, then sign."))
    if request.method == "GET":
        clients.read(pair.client, by=THEMSELVES)
    context = {
        "form": form,
        "agreement": agreement,
        "terms": terms_of(agreement),
        "limits": forms.limit_texts(agreement),
    }
    return render(request, "pairs/own_client_sign.html", context, status=422 if form.errors else 200)


@public_page
@require_POST
def close(request: TenantRequest) -> HttpResponseBase:
    """Leave a computer that others use: the page opens again by the link alone."""
    toast(request, _("The page is closed in this browser."))
    return _closed()


def _closed() -> HttpResponseBase:
    response = redirect("public")
    links.forget(response)
    return private(response)
