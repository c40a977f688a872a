"""The first thing that happens to a request: whose host is it?"""

import logging
import time
import uuid
from collections.abc import Callable

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string

from tenants import addresses, clock
from tenants.context import PhaseError, in_tenant_phase

log = logging.getLogger("rinnalla.requests")


class HostMiddleware:
    """Finds the host's owner, chooses its routes, and writes one log line without anything personal."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """404 with a sentence for a host that nobody has."""
        if in_tenant_phase():
            raise PhaseError("A request began inside an association.")
        started = time.perf_counter()
        request.request_id = uuid.uuid4().hex[:12]  # type: ignore[attr-defined]
        try:
            place = addresses.find(request.get_host().rsplit(":", 1)[0])
        except (DisallowedHost, addresses.UnknownHost):
            return self._nobody_here(request)
        clock.refresh()
        request.place = place  # type: ignore[attr-defined]
        request.association = place.association  # type: ignore[attr-defined]
        request.umbrella = place.umbrella  # type: ignore[attr-defined]
        request.urlconf = place.urlconf
        response = self.get_response(request)
        self._log(request, response, place, started)
        return response

    @staticmethod
    def _nobody_here(request: HttpRequest) -> HttpResponse:
        request.association = request.umbrella = None  # type: ignore[attr-defined]
        return HttpResponse(render_to_string("tenants/unknown_host.html"), status=404)

    @staticmethod
    def _log(
        request: HttpRequest, response: HttpResponseBase, place: addresses.Place, started: float
    ) -> None:
        match = request.resolver_match
        log.log(
            logging.ERROR if response.status_code >= 500 else logging.INFO,
            "request",
            extra={
                "id": request.request_id,  # type: ignore[attr-defined]
                "method": request.method,
                "place": place.kind,
                "route": match.view_name if match else None,
                "status": response.status_code,
                "ms": round((time.perf_counter() - started) * 1000),
            },
        )
