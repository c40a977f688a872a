"""What a phone gets of us beside pages: the app that it can install, the worker behind it, and the copy of
the reader's own next shifts that it keeps for when there is no connection.

The system shows an app's name and icon to whoever sees the phone, so they tell nothing of what the
association does. The worker keeps that one copy, for volunteers alone, until they sign out.
"""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_safe

from accounts.http import TenantRequest
from accounts.rights import identity_page, requires
from scheduling.shifts import copied
from tenants import clock
from volunteers.register.selectors import person_of
from web import assets, formats

NAME = "Rinnalla"
KEPT_FOR = "X-Kept-For"


def key_of(request: HttpRequest) -> str:
    """Tells one person's copy from another's, and nobody who it is. Empty for whom none is kept."""
    if "volunteer" not in getattr(request, "access", frozenset()):
        return ""
    whose = f"{request.get_host()} {request.user.uuid}"  # type: ignore[union-attr]  # somebody with access
    return salted_hmac("desk.on_device", whose, algorithm="sha256").hexdigest()[:32]


@identity_page
@require_safe
def app(request: HttpRequest) -> HttpResponse:
    """The app as the system shows it: our name and the town, so that two can be told apart."""
    association: Any = request.association  # type: ignore[attr-defined]  # set by HostMiddleware
    drawn = assets.app()
    described: dict[str, Any] = {
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "name": f"{NAME} {association.seat}".strip(),
        "short_name": NAME,
        "lang": get_language(),
        "display": "standalone",
        **{name: drawn[name] for name in ("theme_color", "background_color") if name in drawn},
        "icons": [
            {"src": icon["src"], "sizes": icon["sizes"], "type": "image/png", "purpose": icon["purpose"]}
            for icon in drawn["icons"]
            if icon["purpose"] != "touch"
        ],
    }
    return JsonResponse(described, content_type="application/manifest+json")


@identity_page
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The worker, at the root of the host that it serves, with what it has to know of this build."""
    known = {
        "drawn": assets.drawn_with(),
        "copy": _to("on-device"),
        "offline": _to("offline"),
        "ends": [_to("signout"), _to("handoff")],
    }
    first, rest = json.dumps(known), json.dumps(assets.address(assets.WORKER))
    script = f"self.rinnalla = {first};\nimportScripts({rest});\n"
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


@identity_page
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What stands in for a page where there is no connection and no copy."""
    return render(request, "desk/offline.html")


@requires("home")
@require_GET
def on_device(request: TenantRequest) -> HttpResponse:
    """What the reader's phone keeps, for them to see; asked for by the worker, the copy itself."""
    person, key = person_of(request.user.uuid), key_of(request)
    context = {
        "section": "me",
        "shifts": copied.own_shifts(person) if key else [],
        "calls": copied.whom_to_call(request.association),
        "keeps": bool(key),
        "stood_at": formats.when(clock.now(), year=True),
    }
    if "X-Copy" not in request.headers:
        return render(request, "desk/on_device.html", context)
    response = render(request, "desk/copy.html", context)
    if key:
        response.headers[KEPT_FOR] = key
    return response


def _to(route: str) -> str:
    return reverse(route, urlconf="config.urls.association")
