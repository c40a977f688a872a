"""What those ask who watch over the platform: answered for any host, before anything else is looked at.

`/healthz` says that the process lives and touches nothing. `/readyz` and what begins with `/internal/` are
for our own network: the proxy does not pass them on, and whatever comes through it (it always says for whom
it asks) gets the same answer here as for any other path that does not exist.
"""

from collections.abc import Callable

from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse, HttpResponseBase, JsonResponse

from config import certificates, measures, readiness

Answer = Callable[[WSGIRequest], HttpResponseBase]
READ_METHODS = frozenset({"GET", "HEAD"})


class ProbeMiddleware:
    """The first of all: neither host, session nor log line."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self._open = {"/healthz": healthz}
        self._inside = {"/readyz": readyz, "/internal/certificate": certificate, "/internal/metrics": metrics}

    def __call__(self, request: WSGIRequest) -> HttpResponseBase:
        """Answer a probe, or pass the request on."""
        view = self._open.get(request.path_info)
        if view is None and "HTTP_X_FORWARDED_FOR" not in request.META:
            view = self._inside.get(request.path_info)
        if view is None or request.method not in READ_METHODS:
            return self.get_response(request)
        response = view(request)
        response["Cache-Control"] = "no-store"
        return response


def healthz(request: WSGIRequest) -> HttpResponse:
    """The process answers. Nothing else is looked at: starting it again would not mend a database."""
    return JsonResponse({"status": "ok"})


def readyz(request: WSGIRequest) -> HttpResponse:
    """200 when pages can be served, 503 when not; `degraded` when only the jobs' broker is away."""
    found = readiness.words()
    ready = readiness.is_ready(found)
    status = "not ok" if not ready else "ok" if set(found.values()) == {"ok"} else "degraded"
    return JsonResponse({"status": status, "checks": found}, status=200 if ready else 503)


def certificate(request: WSGIRequest) -> HttpResponse:
    """The proxy's question before it gets a certificate: `?domain=`."""
    try:
        ours = certificates.is_ours(request.GET.get("domain", ""))
    except certificates.TooMany:
        return JsonResponse({"status": "too many"}, status=429)
    return JsonResponse({"status": "ok" if ours else "not ok"}, status=200 if ours else 404)


def metrics(request: WSGIRequest) -> HttpResponse:
    """Numbers for a monitoring program."""
    text = "\n".join(measures.lines()) + "\n"
    return HttpResponse(text, content_type="text/plain; version=0.0.4; charset=utf-8")
