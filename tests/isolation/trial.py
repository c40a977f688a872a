"""Routes of an association that try what no page of ours does: fail, stream, write to the session, look."""

from collections.abc import Iterator

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import path

from accounts.rights import identity_page, public_page, requires
from config.urls.association import urlpatterns as of_associations
from tests.isolation.looks import family_names, seen
from volunteers.register.models import Person, Site


@requires("me")
def look(request: HttpRequest) -> JsonResponse:
    """Where the view runs, and whom it sees."""
    return JsonResponse({"state": seen(), "people": sorted(family_names())})


@public_page
def look_publicly(request: HttpRequest) -> JsonResponse:
    """The same for anybody."""
    return JsonResponse({"state": seen()})


@identity_page
def look_in_identity(request: HttpRequest) -> JsonResponse:
    """The same in the identity phase."""
    return JsonResponse({"state": seen()})


@requires("me")
def fail(request: HttpRequest) -> HttpResponse:
    """A bug, whose text holds what must not be told."""
    person = Person.objects.order_by("pk").first()
    raise LookupError(f"{person.name if person else ''} secret-of-the-error")


@requires("me")
def fail_in_sql(request: HttpRequest) -> HttpResponse:
    """A statement that PostgreSQL refuses, with a value in its error."""
    with transaction.atomic():
        Site.objects.create(name="secret-of-the-error" * 100)
    return HttpResponse()


@requires("me")
def refuse(request: HttpRequest) -> HttpResponse:
    """A page that says no by itself, with a reason that is nobody's business."""
    raise PermissionDenied("secret-of-the-error")


@requires("me")
def stream(request: HttpRequest) -> StreamingHttpResponse:
    """Three chunks, each with a query of its own, the last ones after the view has returned."""

    def chunks() -> Iterator[str]:
        for person in Person.objects.order_by("family_name").iterator(chunk_size=1):
            yield f"{person.family_name} {seen()[0]};"

    return StreamingHttpResponse(chunks())


def unmarked(request: HttpRequest) -> HttpResponse:
    """Nobody has said who may open it."""
    return HttpResponse("open to all")


urlpatterns = [
    path("trial/look/", look),
    path("trial/public/", look_publicly),
    path("trial/identity/", look_in_identity),
    path("trial/fail/", fail),
    path("trial/fail-in-sql/", fail_in_sql),
    path("trial/refuse/", refuse),
    path("trial/stream/", stream),
    path("trial/unmarked/", unmarked),
    path("api/trial/unmarked/", unmarked),
    path("api/trial/look/", look),
    *of_associations,
]
