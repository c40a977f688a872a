"""The first thing that happens to a request: whose host is it?"""

import logging
import time
import uuid
from collections.abc import Callable

from django.core.exceptions import DisallowedHost
from django.http import HttpResponse, HttpResponseBase
from django.template.loader import render_to_string

from tenants import addresses, clock
from tenants.context import PhaseError, in_tenant_phase
from tenants.http import HostRequest
from tenants.models import Association
from web import outages

log = logging.getLogger("rinnalla.requests")


def _farewell(association: Association) -> HttpResponse:
    """A plain page at every address of one that is out of service. It is never kept: it may come back."""
    context = {"association": association, "is_deleted": association.state == Association.State.DELETED}
    page = HttpResponse(render_to_string("tenants/closed_host.html", context), status=410)
    page["Cache-Control"] = "no-store"
    return page


class HostMiddleware:
    """Finds the host's owner, chooses its routes, and writes one log line without anything personal."""

    def __init__(self, get_response: Callable[[HostRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HostRequest) -> HttpResponseBase:
        """404 with a sentence for a host that nobody has."""
        if in_tenant_phase():
            raise PhaseError("A request began inside an association.")
        started = time.perf_counter()
        request.request_id = uuid.uuid4().hex[:12]
        outages.begin(request)
        try:
            # What is remembered may be some seconds old: good enough for looking, not for writing.
            anew = request.method not in {"GET", "HEAD", "OPTIONS"}
            place = addresses.find(request.get_host().rsplit(":", 1)[0], anew=anew)
        except addresses.Closed as closed:
            return _farewell(closed.association)
        except (DisallowedHost, addresses.UnknownHost):
            return HttpResponse(render_to_string("tenants/unknown_host.html"), status=404)
        clock.refresh()
        request.place = place
        request.association = place.association
        request.umbrella = place.umbrella
        request.urlconf = place.urlconf
        response = self.get_response(request)
        self._log(request, response, started)
        return response

    @staticmethod
    def _log(request: HostRequest, response: HttpResponseBase, started: float) -> None:
        match = request.resolver_match
        failed = response.status_code >= 500
        log.log(
            logging.ERROR if failed else logging.INFO,
            "request",
            exc_info=getattr(request, "failure", None) if failed else None,
            extra={
                "id": request.request_id,
                "method": request.method,
                "place": request.place.kind,
                "route": match.view_name if match else None,
                "status": response.status_code,
                "ms": round((time.perf_counter() - started) * 1000),
            },
        )
