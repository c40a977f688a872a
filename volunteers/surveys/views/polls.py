"""One question at an event's end, made in two taps, and the page that a room sees on a screen."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.factors.drawing import qr
from accounts.http import TenantRequest
from accounts.rights import requires
from scheduling.activities import selectors as activities, words
from tenants import addresses, clock
from volunteers.surveys import ready, selectors
from volunteers.surveys.forms import QuestionForm
from volunteers.surveys.services import making
from volunteers.surveys.views import lines


@requires("surveys.manage")
@require_http_methods(["GET", "POST"])
def survey_poll(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Choose one of our questions with one tap, or write one."""
    activity = get_object_or_404(activities.occasions(reader=request), uuid=uuid)
    chosen = ready.POLLS.get(request.POST.get("ready", ""))
    form = QuestionForm(request.POST if request.method == "POST" and chosen is None else None)
    plan = making.plan_of(each=chosen) if chosen is not None else None
    if plan is None and form.is_valid():
        plan = form.plan()
    if plan is not None:
        title = words.title(activity)[:200]
        made = making.add_poll(activity=activity, title=title, plan=plan, by=request.actor)
        return redirect("survey-screen", uuid=made.uuid)
    context = {
        "section": "activities",
        "activity": activity,
        "title": words.title(activity),
        "polls": list(ready.POLLS.values()),
        "form": form,
    }
    return render(request, "surveys/poll.html", context, status=422 if form.errors else 200)


@requires("surveys.manage")
@require_GET
def survey_screen(request: TenantRequest, uuid: UUID) -> HttpResponse:
    """For a screen or a printer: the link as a code and in letters, and the result once it is told."""
    survey = get_object_or_404(selectors.surveys(request), uuid=uuid)
    today = clock.today(request.association)
    address = addresses.absolute_url(request.association, "survey-answer", uuid=survey.uuid)
    questions = selectors.questions(survey)
    context = {
        "survey": survey,
        "asked": [selectors.text_of(each) for each in questions],
        "address": address,
        "drawing": qr(address),
        "is_open": bool(questions) and selectors.is_open(survey, today=today),
        "results": [lines.of_result(each) for each in selectors.results(survey) if not each.words],
        "needed": lines.still_needed(survey),
    }
    return render(request, "surveys/screen.html", context)
