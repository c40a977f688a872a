"""Headers that every answer carries, whatever made it: pages, files, errors, hosts that nobody has."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

# None of our pages uses these; a page that was broken into shall not either. Passkeys are asked for by
# ourselves alone.
PERMISSIONS = ", ".join(
    [
        *(
            f"{feature}=()"
            for feature in (
                "accelerometer",
                "autoplay",
                "browsing-topics",
                "camera",
                "display-capture",
                "geolocation",
                "gyroscope",
                "magnetometer",
                "microphone",
                "midi",
                "payment",
                "usb",
            )
        ),
        "publickey-credentials-create=(self)",
        "publickey-credentials-get=(self)",
    ]
)
ALWAYS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
# An address with one of these holds a secret. The page that it leads to has a clean address; there the policy
# stays `same-origin`, for under `no-referrer` browsers send forms from the origin "null".
SECRETS = re.compile(r"(?:^|&)(?:token|code)=")
NO_STORE = "no-store"


class HeadersMiddleware:
    """Outermost: what is behind it may set another value on purpose, and otherwise gets ours."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing that was made for one person is kept by a browser or by anybody between."""
        response = self.get_response(request)
        if _holds_secret(request):
            response.headers["Referrer-Policy"] = "no-referrer"
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        if _is_personal(request):
            response.headers["Cache-Control"] = f"{NO_STORE}, private"
        else:
            response.headers.setdefault("Cache-Control", "no-cache, private")
        return response


def _is_personal(request: HttpRequest) -> bool:
    """Somebody is signed in, or is about to be; static files are answered before anybody is known."""
    if not hasattr(request, "session"):
        return False
    place = getattr(request, "place", None)
    known = getattr(getattr(request, "user", None), "is_authenticated", False)
    return bool(known or getattr(place, "kind", "") == "identity" or _holds_secret(request))


def _holds_secret(request: HttpRequest) -> bool:
    return SECRETS.search(request.META.get("QUERY_STRING", "")) is not None
