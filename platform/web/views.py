"""Two tiny views for the reader's choices, and the style guide. None of them reads a table."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from web import gallery, language as languages, theme as themes

YEAR = dt.timedelta(days=365)


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep ``light`` or ``dark`` for this host; ``system`` forgets it. Goes back to where the reader was."""
    wish = request.POST.get("theme", "")
    response = HttpResponseRedirect(way_back(request))
    if wish in themes.CHOICES:
        keep(response, themes.COOKIE, wish)
    elif wish == themes.SYSTEM:
        response.delete_cookie(themes.COOKIE)
    else:
        return HttpResponseBadRequest()
    return response


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep a language for this host and for who is signed in. Goes back to where the reader was."""
    code = request.POST.get("language", "")
    if code not in languages.NAMES:
        return HttpResponseBadRequest()
    languages.remember(request, code)
    response = HttpResponseRedirect(way_back(request))
    keep(response, languages.COOKIE, code)
    return response


@require_GET
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for looking at and for the browser tests."""
    return render(request, "web/styleguide.html", gallery.samples())


@require_GET
def face(request: HttpRequest, name: str) -> HttpResponse:
    """A sample page in the frame of one face, in the state that the mock-ups show."""
    if name not in gallery.FACES:
        raise Http404
    context = {**gallery.samples(), "frame": gallery.frame(name)}
    return render(request, f"web/faces/{name}.html", context)


def way_back(request: HttpRequest) -> str:
    """The form's ``next``, else the page that sent it, if it is on this very host."""
    for address in (request.POST.get("next"), request.headers.get("Referer")):
        if url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
            return str(address)
    return "/"


def keep(response: HttpResponse, name: str, value: str) -> None:
    """A host-only cookie that no script needs."""
    response.set_cookie(
        name, value, max_age=YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )
