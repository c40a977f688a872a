"""The coordinator's pages of what the association tells people."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, pgettext, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import may, requires
from desk.outgoing import acts, log, words
from desk.outgoing.forms import FilterForm
from notifications import subjects
from notifications.kinds import Way
from notifications.models import Attempt, Message
from volunteers.register import reach
from web import formats
from web.kit import Column, Event, Tab
from web.toasts import toast

COLUMNS = [
    Column(pgettext_lazy("message", "To")),
    Column(pgettext_lazy("message", "What"), wide=True),
    Column(pgettext_lazy("message", "When"), wide=True),
    Column(pgettext_lazy("message", "By"), wide=True),
    Column(pgettext_lazy("column", "State")),
]
READ = "messages.read"


@requires("messages.manage")
@require_GET
def outgoing(request: TenantRequest) -> HttpResponse:
    """What has gone out and what waits, narrowed as the reader likes."""
    form = FilterForm(request.GET)
    wanted = form.wanted()
    shown = log.page(request, wanted, after=request.GET.get("after", ""))
    query = form.query()
    context = {
        "section": "outgoing",
        "form": form,
        "lines": [
            (line, words.chip(line.message), words.reason(line.message.failure)) for line in shown.lines
        ],
        "columns": COLUMNS,
        "tabs": _tabs(query),
        "query": query,
        "is_first": "after" not in request.GET,
        "first_url": f"?{query}" if query else reverse("outgoing"),
        "next_url": "?" + form.query(after=shown.after) if shown.after else "",
        "person": reach.person(request, wanted.person) if wanted.person else None,
    }
    return render(request, "desk/outgoing/list.html", context)


def _tabs(query: str) -> list[Tab]:
    url = reverse("outgoing")
    ready = (
        ("", pgettext("messages", "What was due")),
        ("show=failed", pgettext("messages", "Failed")),
        ("show=waiting", pgettext("messages", "Planned for later")),
    )
    return [Tab(label, f"{url}?{said}" if said else url, current=said == query) for said, label in ready]


def _message_or_404(request: TenantRequest, uuid: UUID) -> Message:
    message = log.readable(request).filter(uuid=uuid).first()
    if message is None:
        raise Http404
    return message


@requires("messages.manage")
@require_GET
def outgoing_message(request: TenantRequest, uuid: UUID) -> HttpResponse:
    """One message: for whom, about what, what was tried, and what can be done."""
    return _shown(request, _message_or_404(request, uuid))


@requires(READ)
@require_GET
def outgoing_text(request: TenantRequest, uuid: UUID) -> HttpResponse:
    """The same with what it said. That somebody looked is noted in the trail of the person."""
    message = _message_or_404(request, uuid)
    said = acts.read_text(message=message, by=request.actor)
    if said is None:
        raise Http404
    return _shown(request, message, said=said)


def _shown(request: TenantRequest, message: Message, **more: object) -> HttpResponse:
    person = log.people_of(request, [message.person_uuid]).get(message.person_uuid)
    context = {
        "section": "outgoing",
        "message": message,
        "title": log.label_of(message.kind),
        "person": person,
        "chip": words.chip(message),
        "reason": words.reason(message.failure),
        "facts": _facts(message),
        "events": [_event(each) for each in log.attempts(message)],
        "may_read": may(request, READ) and acts.has_text(message),
        "may_try": words.may_be_tried_again(message),
        "may_call_off": words.may_be_called_off(message),
        "is_dead": person is not None and log.has_dead_address(person),
        "about_url": subjects.url_of(message.subject_kind, message.subject_uuid),
    }
    return render(request, "desk/outgoing/message.html", context | more)


def _facts(message: Message) -> list[tuple[str, str]]:
    facts = [(pgettext("message", "Planned for"), formats.when(message.due_at, year=True))]
    if message.sent_at:
        facts.append((pgettext("message", "Sent at"), formats.when(message.sent_at, year=True)))
    elif message.next_at != message.due_at:
        facts.append((pgettext("message", "Next attempt"), formats.when(message.next_at, year=True)))
    if message.channel:
        facts.append((pgettext("message", "By"), message.get_channel_display()))
    if about := subjects.label_of(message.subject_kind, message.subject_uuid):
        facts.append((pgettext("message", "About"), about))
    return facts


def _event(attempt: Attempt) -> Event:
    told = f"{attempt.get_channel_display()}: {attempt.get_outcome_display()}"
    return Event(
        formats.when(attempt.at, year=True),
        told,
        words.reason(attempt.code) or attempt.code,
        state=words.MARKS[Attempt.Outcome(attempt.outcome)],
    )


@requires("messages.manage")
@require_POST
def outgoing_again(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Try a message anew that was given up or withheld."""
    message = _message_or_404(request, uuid)
    if acts.send_again(message=message, by=request.actor):
        toast(request, _("It is tried again now."))
    else:
        toast(request, _("That is no longer possible: the message is in another state by now."), bad=True)
    return redirect("outgoing-message", uuid=uuid)


@requires("messages.manage")
@require_http_methods(["GET", "POST"])
def outgoing_call_off(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Call off a message that waits, after asking."""
    message = _message_or_404(request, uuid)
    if request.method == "POST":
        if acts.call_off(message=message, by=request.actor):
            toast(request, _("The message is called off. Nobody gets it."))
        else:
            toast(request, _("That is no longer possible: the message is in another state by now."), bad=True)
        return redirect("outgoing-message", uuid=uuid)
    return render(request, "desk/outgoing/call_off.html", {"section": "outgoing", "message": message})


@requires("messages.manage")
@require_POST
def outgoing_address(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Use a person's addresses again that did not work."""
    person = reach.person_or_404(request, uuid)
    if acts.try_address(person=person, ways=(Way.EMAIL, Way.SMS), by=request.actor):
        toast(request, _("The next message is tried at this address again."))
    return redirect("person", uuid=uuid)
