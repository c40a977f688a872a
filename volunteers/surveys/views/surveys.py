"""The coordinator's pages of surveys: all of them, one with its link and result, making, asking, closing."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.factors.drawing import qr
from accounts.http import TenantRequest
from accounts.rights import requires
from tenants import addresses, clock
from volunteers.register import reach, selectors as register
from volunteers.surveys import selectors, steps
from volunteers.surveys.forms import AskForm, SurveyForm
from volunteers.surveys.models import Survey
from volunteers.surveys.services import answering, asking, making
from volunteers.surveys.views import lines
from web import formats
from web.errors import DomainError
from web.kit import Fact, Pages
from web.toasts import toast

PAGE = 50


@requires("surveys.manage")
@require_GET
def surveys(request: TenantRequest) -> HttpResponse:
    """All surveys, the latest first."""
    today = clock.today(request.association)
    found = selectors.surveys(request).order_by("-opens_on", "-pk")
    number = request.GET.get("page", "")
    pages = Pages.of(number=int(number) if number.isdecimal() else 1, size=PAGE, total=found.count())
    shown = list(found[pages.first - 1 : pages.last]) if pages.total else []
    context = {
        "section": "surveys",
        "lines": [(each, lines.line(each), *lines.state(each, today=today)) for each in shown],
        "pages": pages,
    }
    return render(request, "surveys/surveys.html", context)


@requires("surveys.manage")
@require_http_methods(["GET", "POST"])
def survey_new(request: TenantRequest) -> HttpResponseBase:
    """A new survey."""
    today = clock.today(request.association)
    form = SurveyForm(request.POST or None, reader=request, today=today)
    if request.method == "POST" and form.is_valid():
        with_ready = form.cleaned_data["with_ready"]
        made = making.add_survey(plan=form.plan(), by=request.actor, with_ready=with_ready)
        toast(request, _("“%(name)s” was added. Look at its questions next.") % {"name": made.name})
        return redirect("survey", uuid=made.uuid)
    return _form(request, form)


@requires("surveys.manage")
@require_http_methods(["GET", "POST"])
def survey_edit(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Change a survey; once somebody has answered, its last day."""
    found = get_object_or_404(selectors.surveys(request), uuid=uuid)
    today = clock.today(request.association)
    form = SurveyForm(request.POST or None, reader=request, today=today, survey=found)
    if request.method == "POST" and form.is_valid():
        try:
            making.change_survey(survey=found, plan=form.plan(), by=request.actor)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("Saved."))
            return redirect("survey", uuid=uuid)
    return _form(request, form, found)


def _form(request: TenantRequest, form: SurveyForm, survey: Survey | None = None) -> HttpResponse:
    context = {"section": "surveys", "form": form, "survey": survey}
    return render(request, "surveys/survey_form.html", context, status=422 if form.errors else 200)


@requires("surveys.manage")
@require_GET
def survey(request: TenantRequest, uuid: UUID) -> HttpResponse:
    """One survey: its link, its questions, and what is told of its answers."""
    found = get_object_or_404(selectors.surveys(request), uuid=uuid)
    today = clock.today(request.association)
    questions = selectors.questions(found)
    address = addresses.absolute_url(request.association, "survey-answer", uuid=found.uuid)
    state, icon, tone = lines.state(found, today=today)
    is_over = selectors.is_over(found, today=today)
    context = {
        "section": "surveys",
        "survey": found,
        "state": state,
        "icon": icon,
        "tone": tone,
        "facts": _facts(found),
        "questions": [(each, selectors.text_of(each), selectors.options_of(each)) for each in questions],
        "address": address,
        "drawing": qr(address),
        "is_over": is_over,
        "is_open": bool(questions) and selectors.is_open(found, today=today),
        "may_change": not found.answers and not is_over,
        "asks_volunteers": found.audience == Survey.Audience.VOLUNTEERS,
        "results": [lines.of_result(each) for each in selectors.results(found)],
        "columns": lines.columns(),
        "may_tell": steps.may_tell(shown=found.shown, waiting=found.waiting),
        "needed": lines.still_needed(found),
    }
    return render(request, "surveys/survey.html", context)


def _facts(survey: Survey) -> list[Fact]:
    days = [formats.day(each, year=True) for each in (survey.opens_on, survey.closed_on or survey.closes_on)]
    return [
        Fact("people", survey.get_audience_display(), survey.role.name if survey.role else ""),
        Fact("calendar", " – ".join(days)),
        Fact("check", lines.answers(survey.answers)),
    ]


@requires("surveys.manage")
@require_POST
def survey_remove(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Take away a survey that nobody has answered."""
    found = get_object_or_404(selectors.surveys(request), uuid=uuid)
    try:
        making.remove_survey(survey=found, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
        return redirect("survey", uuid=uuid)
    toast(request, _("The survey was removed."))
    return redirect("surveys")


@requires("surveys.manage")
@require_POST
def survey_tell(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Tell what waits."""
    found = get_object_or_404(selectors.surveys(request), uuid=uuid)
    try:
        answering.tell(survey=found, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    return redirect("survey", uuid=uuid)


@requires("surveys.manage")
@require_http_methods(["GET", "POST"])
def survey_close(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Take no more answers, and tell the result if there are enough."""
    found = get_object_or_404(selectors.surveys(request), uuid=uuid)
    if request.method == "GET":
        return render(request, "surveys/close.html", {"section": "surveys", "survey": found})
    try:
        answering.close(survey=found, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        toast(request, _("Closed. Nobody can answer any more."))
    return redirect("survey-screen" if "screen" in request.POST else "survey", uuid=uuid)


@requires("surveys.manage")
@require_http_methods(["GET", "POST"])
def survey_ask(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Send volunteers the link."""
    found = get_object_or_404(
        selectors.surveys(request).filter(audience=Survey.Audience.VOLUNTEERS), uuid=uuid
    )
    today = clock.today(request.association)
    form = AskForm(request.POST or None, reader=request, survey=found)
    if request.method == "POST" and form.is_valid():
        role = form.cleaned_data["role"]
        people = register.holders(role, on=today) if role else register.active_volunteers()
        try:
            count = asking.ask(survey=found, people=reach.people(request, people), by=request.actor)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            said = ngettext("%(count)s person gets the link.", "%(count)s people get the link.", count)
            toast(request, said % {"count": count})
            return redirect("survey", uuid=uuid)
    context = {"section": "surveys", "form": form, "survey": found, "first": steps.FIRST}
    return render(request, "surveys/ask.html", context, status=422 if form.errors else 200)
