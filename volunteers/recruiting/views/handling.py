"""One application: everything about it, and what a coordinator can do with it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _, override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import requires
from notifications.placeholders import filled
from tenants import clock
from volunteers.recruiting import replies, selectors, states, words
from volunteers.recruiting.forms.handling import AcceptForm, NoteForm, OfferForm, RejectForm, ReplyForm
from volunteers.recruiting.models import Application, InterviewTime, ReplyTemplate
from volunteers.recruiting.services import acceptance, handling, interviews
from web import formats
from web.errors import DomainError
from web.kit import Event
from web.toasts import toast


def _found(request: TenantRequest, uuid: UUID) -> Application:
    return get_object_or_404(selectors.handed_in(reader=request).select_related("person"), uuid=uuid)


@requires("applications.manage")
@require_GET
def application(request: TenantRequest, uuid: UUID) -> HttpResponse:
    """What they wrote, what has happened, what can be done next."""
    found = _found(request, uuid)
    wanted = _uuid_or_none(request.GET.get("reply"))
    template = ReplyTemplate.objects.filter(uuid=wanted).first() if wanted else None
    return _shown(request, found, reply=ReplyForm(initial=_from_template(found, template, request)))


def _uuid_or_none(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


def _shown(
    request: TenantRequest,
    found: Application,
    *,
    reply: ReplyForm | None = None,
    note: NoteForm | None = None,
) -> HttpResponse:
    said, tone = words.clock_of(found)
    moves = selectors.moves_from(found.state)
    context = {
        "section": "applications",
        "application": found,
        "roles": selectors.role_names(found),
        "clock": said,
        "clock_tone": tone,
        "moves": [(to, name) for to, name in moves if to != Application.State.ACCEPTED],
        "can_accept": Application.State.ACCEPTED in states.MOVES[found.state],
        "answers": found.answers.all(),
        "notes": selectors.readable_notes(found, request.access),
        "can_suggest": found.state in states.GOING_ON and found.suggested_to is None,
        "is_suggested": found.state in states.GOING_ON and found.suggested_to is not None,
        "replies": found.replies.all(),
        "meeting": InterviewTime.objects.filter(taken_by=found).first(),
        "offered": list(selectors.offered_to(found)),
        "events": _events(found),
        "templates": ReplyTemplate.objects.all(),
        "reply_form": reply or ReplyForm(),
        "note_form": note or NoteForm(),
    }
    return render(request, "recruiting/application.html", context)


def _events(found: Application) -> list[Event]:
    said = {
        "application.written": _("A message was sent"),
        "application.called": _("Called"),
        "application.first_replied": _("First reply"),
        "application.interview_offered": _("Times for a meeting were offered"),
        "application.interview_moved": _("The meeting was moved by the applicant"),
        "application.suggested": _("Another association was suggested"),
        "application.suggestion_dropped": _("The suggestion fell away"),
    }
    labels = dict(Application.State.choices)
    events = []
    for line in selectors.history(found):
        if line.verb == "application.moved":
            title = str(labels.get(line.data.get("to"), "")).capitalize()
        else:
            title = said.get(line.verb, "")
        if title:
            who = _("the applicant") if line.actor_name == "applicant" else line.actor_name
            events.append(Event(when=formats.when(line.at), title=title, text=who))
    return events


def _from_template(
    found: Application, template: ReplyTemplate | None, request: TenantRequest
) -> dict[str, str]:
    if template is None:
        return {}
    subject, text = template.said_in(found.language)
    values = replies.values_for(found, coordinator=str(request.user))
    return {"subject": filled(subject, values), "text": filled(text, values)}


@requires("applications.manage")
@require_POST
def reply(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Write to the applicant."""
    found, form = _found(request, uuid), ReplyForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, reply=form)
    return _done(
        request,
        found,
        lambda: handling.reply(application=found, by=request.actor, **form.cleaned_data),
        _("The message is on its way."),
    )


@requires("applications.manage")
@require_POST
def note(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Note something for the coordinators."""
    found, form = _found(request, uuid), NoteForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, note=form)
    return _done(
        request,
        found,
        lambda: handling.add_note(application=found, by=request.actor, **form.cleaned_data),
        _("Noted."),
    )


@requires("applications.manage")
@require_POST
def call(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Note that they were called."""
    found = _found(request, uuid)
    return _done(
        request,
        found,
        lambda: handling.note_call(application=found, by=request.actor),
        _("The call is noted."),
    )


def _done(request: TenantRequest, found: Application, verb: Any, said: str) -> HttpResponseBase:
    try:
        verb()
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        toast(request, said)
    return redirect("application", uuid=found.uuid)


@requires("applications.manage")
@require_http_methods(["GET", "POST"])
def offer(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Offer times for a meeting."""
    found = _found(request, uuid)
    form = OfferForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            interviews.offer(
                application=found,
                new=form.new(),
                known=form.cleaned_data.get("known", ()),
                by=request.actor,
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("The times are on offer."))
            return redirect("application", uuid=found.uuid)
    context = {"section": "applications", "application": found, "form": form}
    return render(request, "recruiting/offer.html", context)


@requires("applications.manage")
@require_http_methods(["GET", "POST"])
def accept(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Take them into the register, or recognise somebody who is there."""
    found = _found(request, uuid)
    form = AcceptForm(
        request.POST or None,
        application=found,
        reader=request,
        likely=selectors.likely(found, reader=request),
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            acceptance.accept(
                application=found,
                roles=data["roles"],
                active=data["how"] == "active",
                person=form.person(),
                invited=bool(data.get("invited")),
                by=request.actor,
                on=clock.today(request.association),
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("%(name)s is in the register now.") % {"name": found.name})
            return redirect("application", uuid=found.uuid)
    context = {"section": "applications", "application": found, "form": form}
    return render(request, "recruiting/accept.html", context)


@requires("applications.manage")
@require_http_methods(["GET", "POST"])
def reject(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Turn them down, kindly."""
    found = _found(request, uuid)
    form = RejectForm(request.POST or None, initial=_kind_words(found))
    if request.method == "POST" and form.is_valid():
        try:
            handling.reject(application=found, by=request.actor, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("%(name)s is turned down.") % {"name": found.name})
            return redirect("applications")
    context = {"section": "applications", "application": found, "form": form}
    return render(request, "recruiting/reject.html", context)


def _kind_words(found: Application) -> dict[str, str]:
    """A polite refusal in the applicant's language, to be changed as one likes."""
    with override(found.language):
        return {
            "subject": _("Your application to volunteer"),
            "text": _(
                "Thank you for offering your time. This time we cannot offer you a place, and we are sorry "
                "about it.\n\nYou are welcome to apply again, also for another role."
            ),
        }
