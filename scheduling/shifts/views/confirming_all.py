"""Several shifts of somebody have moved: the page on which they say which of the new times suit them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.http import TenantRequest
from accounts.rights import public_page, requires
from scheduling.shifts import services
from scheduling.shifts.links import confirming as confirm_links
from scheduling.shifts.models import SignUp
from scheduling.shifts.views import show
from scheduling.shifts.views.confirming import private, standing
from scheduling.shifts.words import shifts as words
from tenants.actors import Actor
from volunteers.register.selectors import person_of
from web import formats, language
from web.errors import DomainError
from web.limits import limited
from web.toasts import toast


@dataclass(frozen=True)
class Line:
    """A place whose shift has moved, and where its owner stands."""

    sign_up: SignUp
    when: str
    what: str
    state: str
    # The question, as an answer names it.
    question: str


@public_page
@require_http_methods(["GET", "POST"])
@limited("secret")
def confirm_all(request: TenantRequest) -> HttpResponseBase:
    """The page of a private link. Opening it does nothing: only a press on it answers."""
    token = (request.POST if request.method == "POST" else request.GET).get("t", "")
    held = confirm_links.opened_all(token)
    if not held:
        return private(render(request, "shifts/link_gone.html", status=404))
    person = held[0].person
    by = Actor(user=None, name=person.name)
    return private(
        language.answer_in(person.language, request, lambda: _answer(request, held, by=by, token=token))
    )


@requires("shifts.sign_up")
@require_http_methods(["GET", "POST"])
def own_confirm(request: TenantRequest) -> HttpResponseBase:
    """All that waits for an answer of somebody who is signed in."""
    person = person_of(request.user.uuid)
    if person is None:
        raise Http404
    return _answer(request, confirm_links.asked_of(person), by=request.actor)


def _answer(
    request: TenantRequest, held: Sequence[SignUp], *, by: Actor, token: str = ""
) -> HttpResponseBase:
    if request.method == "POST":
        _take_down(request, held, by=by)
        return redirect(request.get_full_path() if not token else f"{reverse('confirm-all')}?t={token}")
    return _page(request, held, token=token)


def _take_down(request: TenantRequest, held: Sequence[SignUp], *, by: Actor) -> None:
    """Answer what was asked on the page; each for itself, so that one keeps none of the others back."""
    verb = {"yes": services.confirm, "no": services.decline}.get(request.POST.get("answer", ""))
    known = {str(each.uuid): each for each in held}
    refused: list[str] = []
    for question in request.POST.getlist("asked") if verb else []:
        uuid, _space, asked = question.partition(" ")
        if uuid not in known or verb is None:
            continue
        try:
            verb(sign_up=known[uuid], asked_at=_moment(asked), by=by)
        except DomainError as refusal:
            refused.append(show.cure(refusal))
    for sentence in dict.fromkeys(refused):
        toast(request, sentence, bad=True)


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _page(request: TenantRequest, held: Sequence[SignUp], *, token: str) -> HttpResponse:
    lines = [_line(each, by_link=bool(token)) for each in held]
    context = {
        "section": "shifts",
        "lines": lines,
        "asked": [line for line in lines if line.state == "asked"],
        "layout": "web/public.html" if token else "web/volunteer.html",
        "token": token,
        "here": request.path,
    }
    return render(request, "shifts/confirm_all.html", context)


def _line(sign_up: SignUp, *, by_link: bool) -> Line:
    shift, asked = sign_up.shift, sign_up.confirm_asked_at
    # Who holds the link may be somebody else: what is discreet says only when.
    tells = not (by_link and words.is_discreet(shift))
    return Line(
        sign_up=sign_up,
        when=formats.when(shift.starts_at, shift.ends_at),
        what=" · ".join(filter(None, (words.title(shift), words.place(shift)))) if tells else "",
        state=standing(sign_up, shift=shift),
        question=f"{sign_up.uuid} {asked.isoformat()}" if asked else "",
    )
