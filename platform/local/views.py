"""The demo's pages: its clock, who can sign in, and the inbox into which all mail and SMS go.

All of them are identity pages: they belong to no association, and the clock is a row of the shared side.
"""

from itertools import groupby, islice
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from accounts.rights import identity_page
from local import codes, demo_clock, signins
from local.mailbox import Letter, Mailbox, Summary
from local.telephones import Telephones, Text
from tenants import addresses, clock
from web.errors import DomainError
from web.kit import Pages
from web.toasts import toast
from web.views import way_back

ON_A_PAGE = 25
MAIL_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
    "style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
)


class InboxFilter(forms.Form):
    """Whose mail to show."""

    to = forms.CharField(required=False, max_length=200, label=gettext_lazy("Recipient's address or number"))


@identity_page
@require_POST
def move_clock(request: HttpRequest) -> HttpResponse:
    """Move the demo's clock forward by `step` and go back; a client that asks for JSON gets the new time."""
    place = getattr(request, "association", None) or getattr(request, "umbrella", None)
    zone = ZoneInfo(place.timezone if place else settings.TIME_ZONE)
    as_json = request.get_preferred_type(["text/html", "application/json"]) == "application/json"
    try:
        clock.move_to(demo_clock.target(step=request.POST.get("step", ""), now=clock.now(), zone=zone))
    except DomainError as error:
        if as_json:
            return JsonResponse({"code": error.code, "detail": str(error)}, status=error.status)
        toast(request, str(error), bad=True)
    if as_json:
        return JsonResponse({"now": clock.now().isoformat()})
    return redirect(way_back(request))


@identity_page
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Addresses of the demo and who can sign in, by role."""
    known = [
        (one, codes.code(one.totp_secret) if one.totp_secret else "")
        for one in signins.known(settings.VAR_DIR)
    ]
    context = {
        # The list names roles in the words of the desk, whose catalogue has them.
        "roles": [
            (gettext(role), list(group)) for role, group in groupby(known, key=lambda pair: pair[0].role)
        ],
        "sign_in_url": addresses.absolute_url("identity"),
    }
    return render(request, "local/people.html", context)


@identity_page
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """All mail and SMS, newest first; `to` narrows it to an address or a number."""
    form = InboxFilter(request.GET)
    to = form.cleaned_data["to"] if form.is_valid() else ""
    number = request.GET.get("page", "1")
    everything: list[Summary | Text] = [*_mailbox().summaries(to=to), *_telephones().texts(to=to)]
    everything.sort(key=lambda each: each.key, reverse=True)
    pages = Pages.of(
        number=int(number) if number.isdecimal() and len(number) < 7 else 1,
        size=ON_A_PAGE,
        total=len(everything),
        url=f"?{urlencode({'to': to})}&page=" if to else "?page=",
    )
    shown = [
        {"item": each, "is_sms": isinstance(each, Text)}
        for each in islice(everything, pages.first - 1 if everything else 0, pages.last)
    ]
    return render(request, "local/inbox.html", {"form": form, "to": to, "shown": shown, "pages": pages})


@identity_page
@require_GET
def mail(request: HttpRequest, key: str) -> HttpResponse:
    """One message: text, the HTML form in a frame of its own, files, and all headers."""
    return render(request, "local/mail.html", {"letter": _letter(key)})


@identity_page
@require_GET
def sms(request: HttpRequest, key: str) -> HttpResponse:
    """One SMS."""
    try:
        text = _telephones().read(key)
    except KeyError:
        raise Http404 from None
    return render(request, "local/sms.html", {"sms": text})


@identity_page
@require_GET
def mail_html(request: HttpRequest, key: str) -> HttpResponse:
    """The HTML form of a message, as its writer made it, where it can do nothing: no script, no requests."""
    letter = _letter(key)
    if not letter.html:
        raise Http404
    response = HttpResponse(f'<base target="_blank">{letter.html}')
    response["Content-Security-Policy"] = MAIL_POLICY
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


@identity_page
@require_GET
def mail_file(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """A file of a message, to be saved and never shown here."""
    for file in _letter(key).attachments:
        if file.number == number:
            response = HttpResponse(file.content, content_type="application/octet-stream")
            name = "".join(sign for sign in file.name if sign.isalnum() or sign in "-_. ") or "file"
            response["Content-Disposition"] = f"attachment; filename*=UTF-8''{_quoted(name)}"
            return response
    raise Http404


def _mailbox() -> Mailbox:
    return Mailbox(settings.VAR_DIR / "mail")


def _telephones() -> Telephones:
    return Telephones(settings.VAR_DIR / "sms")


def _letter(key: str) -> Letter:
    try:
        return _mailbox().read(key)
    except KeyError:
        raise Http404 from None


def _quoted(name: str) -> str:
    return urlencode({"": name}).removeprefix("=").replace("+", "%20")
