"""For whoever has the link: the questions, and thanks. Nobody signs in, and nothing says who they are."""

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import TenantRequest
from accounts.rights import public_page
from tenants import clock
from volunteers.surveys import keys, selectors
from volunteers.surveys.forms import AnswerForm
from volunteers.surveys.models import Survey
from volunteers.surveys.services import answering
from web import formats
from web.errors import DomainError
from web.limits import limited


@public_page
@require_http_methods(["GET", "POST"])
@limited("survey_page")
def survey_answer(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """The questions; what is stopped or wrong comes back as it was filled in."""
    survey = _survey(uuid)
    questions = selectors.questions(survey)
    form = AnswerForm(request.POST or None, questions=questions)
    sentence, key = "", None
    if request.method == "POST":
        sentence = keys.objection(request)
        key = keys.read(survey, request.POST.get("key", ""))
        if not sentence and key is None:
            sentence = _("This page was open for long. What you chose is still here: press once more.")
        if not sentence and key is not None and form.is_valid():
            try:
                answering.take(survey=survey, answer=form.answer(), form=key)
            except DomainError as refusal:
                sentence = str(refusal)
            else:
                response = redirect("survey-thanks", uuid=uuid)
                keys.remember(response, survey, today=clock.today(request.association))
                return _private(response)
    today = clock.today(request.association)
    context = {
        "survey": survey,
        "form": form,
        "sentence": sentence,
        # The same form that is sent twice is one answer, also after it was refused.
        "key": request.POST["key"] if key is not None else keys.new(survey),
        "is_open": bool(questions) and selectors.is_open(survey, today=today),
        "is_over": selectors.is_over(survey, today=today),
        "opens": formats.day(survey.opens_on, year=True),
        "answered": request.method == "GET" and keys.has_answered(request, survey),
        "trap": keys.TRAP,
        "honeypot": _("Leave this empty"),
    }
    status = 422 if sentence or form.errors else 200
    return _private(render(request, "surveys/answer.html", context, status=status))


@public_page
@require_GET
def survey_thanks(request: TenantRequest, uuid: UUID) -> HttpResponse:
    """That it has arrived, and what becomes of it."""
    return _private(render(request, "surveys/thanks.html", {"survey": _survey(uuid)}))


def _survey(uuid: UUID) -> Survey:
    survey = selectors.by_link(uuid)
    if survey is None:
        raise Http404
    return survey


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
