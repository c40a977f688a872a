"""The coordinator's pages of one question: adding, changing, taking it out."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import requires
from volunteers.surveys import selectors
from volunteers.surveys.forms import QuestionForm
from volunteers.surveys.models import Question, Survey
from volunteers.surveys.services import making
from web.errors import DomainError
from web.toasts import toast


@requires("surveys.manage")
@require_http_methods(["GET", "POST"])
def question_new(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """One question more."""
    found = get_object_or_404(selectors.surveys(request), uuid=uuid)
    form = QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            making.add_question(survey=found, plan=form.plan(), by=request.actor)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("Saved."))
            return redirect("survey", uuid=uuid)
    return _form(request, form, found)


@requires("surveys.manage")
@require_http_methods(["GET", "POST"])
def question_edit(request: TenantRequest, uuid: UUID, question: UUID) -> HttpResponseBase:
    """Ask it in another way, as long as nobody has answered."""
    found = get_object_or_404(selectors.surveys(request), uuid=uuid)
    asked = get_object_or_404(found.questions, uuid=question)
    form = QuestionForm(request.POST or None, question=asked)
    if request.method == "POST" and form.is_valid():
        try:
            making.change_question(question=asked, plan=form.plan(), by=request.actor)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("Saved."))
            return redirect("survey", uuid=uuid)
    return _form(request, form, found, asked)


def _form(
    request: TenantRequest, form: QuestionForm, survey: Survey, question: Question | None = None
) -> HttpResponse:
    context = {"section": "surveys", "form": form, "survey": survey, "question": question}
    return render(request, "surveys/question_form.html", context, status=422 if form.errors else 200)


@requires("surveys.manage")
@require_POST
def question_remove(request: TenantRequest, uuid: UUID, question: UUID) -> HttpResponseBase:
    """Do not ask it."""
    found = get_object_or_404(selectors.surveys(request), uuid=uuid)
    asked = get_object_or_404(found.questions, uuid=question)
    try:
        making.remove_question(question=asked, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        toast(request, _("The question was removed."))
    return redirect("survey", uuid=uuid)
