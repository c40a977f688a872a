"""A volunteer's letters from the association, in the app."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.http import TenantRequest
from accounts.rights import requires
from notifications.placeholders import paragraphs
from volunteers.register import letter_inbox, selectors
from volunteers.register.models import Person
from volunteers.register.services.reading import mark_read

SHOWN = 50


def _me(request: TenantRequest) -> Person:
    person = selectors.person_of(request.user.uuid)
    if person is None:
        raise Http404
    return person


@requires("people.own")
@require_GET
def own_letters(request: TenantRequest) -> HttpResponse:
    """All of them, the latest first."""
    letters = list(letter_inbox.own_letters(_me(request))[:SHOWN])
    return render(request, "register/own_letters.html", {"section": "home", "letters": letters})


@requires("people.own")
@require_GET
def own_letter(request: TenantRequest, uuid: UUID) -> HttpResponse:
    """One of them. Opening it is reading it."""
    person = _me(request)
    found = letter_inbox.own_letter(person, uuid)
    if found is None:
        raise Http404
    if not request.association.is_read_only:
        mark_read(letter=found, person=person)
    subject, text = found.in_language()
    context = {
        "section": "home",
        "letter": found,
        "subject": subject,
        "paragraphs": paragraphs(text),
    }
    return render(request, "register/own_letter.html", context)
