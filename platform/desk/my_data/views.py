"""My data: what is kept about me, in words; taking it along, leaving, and being erased."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import may, requires
from desk.my_data import content
from desk.my_data.forms import LeaveForm, SureForm
from scheduling.hours import selectors as hours
from tenants import clock
from volunteers.register import leaving, selectors
from volunteers.register.models import Download, DownloadFile, ErasureRequest, Period, Person, PrivacyRules
from volunteers.register.person_data import Kept
from volunteers.register.person_export import in_words
from volunteers.register.services import downloads, erasure, periods
from web import formats
from web.errors import DomainError
from web.kit import Event
from web.toasts import toast

ROWS_SHOWN = 20


def own_person(request: TenantRequest) -> Person:
    """The person behind the login. Whoever is not in the register has no record."""
    person = selectors.person_of(request.user.uuid)
    if person is None:
        raise Http404
    return person


@requires("people.own")
@require_GET
def my_data(request: TenantRequest) -> HttpResponse:
    """What is kept about me, by kind; and what I can do with it."""
    person = selectors.person_of(request.user.uuid)
    if person is None:
        return render(request, "desk/my_data_none.html", {"section": "me"})
    found = content.latest(person)
    period = periods.open_period(person=person)
    context = {
        "section": "me",
        "person": person,
        "kinds": [_kind(kept) for kept in found.kept],
        "events": [_event(moment) for moment in found.moments],
        "period": period,
        "may_break": period is not None and period.state == Period.State.ACTIVE,
        "wish": ErasureRequest.objects.filter(person=person).first(),
        **_download(request),
    }
    return render(request, "desk/my_data.html", context)


def _kind(kept: Kept) -> dict[str, Any]:
    rows = [
        [(kept.labels[name], text) for name, value in row.items() if (text := in_words(value))]
        for row in kept.rows[:ROWS_SHOWN]
    ]
    count = len(kept.rows)
    label = f"{kept.what} ({formats.number(count)})" if count > 1 else kept.what
    return {"label": label, "rows": rows, "more": max(0, count - ROWS_SHOWN)}


def _event(moment: Any) -> Event:
    return Event(
        when=formats.day(moment.at, year=True), title=moment.title, text=moment.text, state=moment.state
    )


def _download(request: TenantRequest) -> dict[str, Any]:
    return {"download": downloads.of(user_uuid=request.user.uuid, kind=Download.Kind.OWN)}


@requires("people.own")
@require_POST
def my_data_ask(request: TenantRequest) -> HttpResponseBase:
    """Have the files prepared."""
    own_person(request)
    language = (get_language() or request.association.language)[:2]
    downloads.ask(kind=Download.Kind.OWN, language=language, by=request.actor)
    return redirect("my-data")


@requires("people.own")
@require_GET
def my_data_progress(request: TenantRequest) -> HttpResponse:
    """How far the files are; a part of the page."""
    return render(request, "desk/_my_download.html", _download(request))


@requires("people.own")
@require_GET
def my_data_file(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """A file that I asked for. Anybody else's does not exist, nor what I may not have any more."""
    kinds = [Download.Kind.OWN, *([Download.Kind.ASSOCIATION] if may(request, "data.export") else [])]
    for kind in kinds:
        if file := downloads.fetch(file_uuid=uuid, user_uuid=request.user.uuid, kind=kind):
            return send(file)
    raise Http404


def send(file: DownloadFile) -> StreamingHttpResponse:
    """A file to be kept by the one who asked for it, and by nothing in between."""
    response = StreamingHttpResponse(downloads.pieces(file=file), content_type=file.mimetype)
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    response["Content-Length"] = str(file.size)
    response["Cache-Control"] = "no-store"
    return response


@requires("people.own")
@require_http_methods(["GET", "POST"])
def my_data_erase(request: TenantRequest) -> HttpResponseBase:
    """What goes, what stays; then my name, typed; then a coordinator does it, or I at once."""
    person = own_person(request)
    at_once = PrivacyRules.objects.filter(erase_at_once=True).exists()
    form = SureForm(request.POST or None, name=person.name)
    if request.method == "POST" and form.is_valid():
        try:
            erasure.check_erasure(person=person)
            if at_once:
                erasure.erase_person(person=person, by=request.actor)
            else:
                erasure.ask_to_be_erased(person=person, by=request.actor)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            if at_once:
                toast(request, _("You have been erased. Thank you for the time you gave."))
                return redirect("public")
            toast(request, _("Your wish is with the coordinators. They carry it out soon."))
            return redirect("my-data")
    context = {"section": "me", "form": form, "person": person, "at_once": at_once, **what_goes(person)}
    return render(request, "desk/my_data_erase.html", context, status=422 if form.errors else 200)


def what_goes(person: Person) -> dict[str, Any]:
    """The tables that lose a person, with how many rows each; and the hours that stay without a name."""
    kept = content.latest(person).kept
    goes = [f"{each.what} ({formats.number(len(each.rows))})" for each in kept if each.name != "login"]
    return {"goes": goes, "hours": hours.headline_minutes(person), "ahead": leaving.ahead(person)}


@requires("people.own")
@require_POST
def my_data_stay(request: TenantRequest) -> HttpResponseBase:
    """I have thought again."""
    erasure.stay(person=own_person(request), by=request.actor)
    toast(request, _("Good that you stay. Nothing was erased."))
    return redirect("my-data")


@requires("people.own")
@require_http_methods(["GET", "POST"])
def own_leave(request: TenantRequest) -> HttpResponseBase:
    """End my time here today. What I have done stays; I may come back."""
    person = own_person(request)
    if periods.open_period(person=person) is None:
        return redirect("my-data")
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            periods.end_period(
                person=person,
                on=clock.today(request.association),
                by=request.actor,
                reason=form.cleaned_data["reason"],
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(
                request, _("Your time as a volunteer here has ended. Thank you, and welcome back any time.")
            )
            return redirect("public")
    context = {"section": "me", "form": form, "ahead": leaving.ahead(person)}
    return render(request, "desk/own_leave.html", context, status=422 if form.errors else 200)
