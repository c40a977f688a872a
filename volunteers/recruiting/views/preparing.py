"""What an association prepares: a role's questions, its code and poster, and replies."""

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.factors.drawing import qr
from accounts.http import TenantRequest
from accounts.rights import requires
from volunteers.recruiting import poster as posters, replies
from volunteers.recruiting.forms.preparing import QuestionForm, TemplateForm
from volunteers.recruiting.models import Question, ReplyTemplate
from volunteers.recruiting.services import wording
from volunteers.register import reach
from volunteers.register.models import VolunteerRole
from web.errors import DomainError
from web.toasts import toast


@requires("applications.manage")
@require_http_methods(["GET", "POST"])
def role_recruiting(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """A role's public page, its code, and the questions of its form; POST adds a question."""
    role = reach.role_or_404(request, uuid)
    form = QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            wording.add_question(role=role, by=request.actor, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("The question is added."))
            return redirect("role-recruiting", uuid=uuid)
    context = {
        "section": "roles",
        "role": role,
        "form": form,
        "questions": Question.objects.filter(role=role),
        "full": Question.objects.filter(role=role).count() >= wording.MOST_QUESTIONS,
        "address": posters.address_of(role, request.association),
        "drawing": qr(posters.scanned(role, request.association)),
        "languages": settings.LANGUAGES,
        "is_open": role.is_open and role.is_active,
    }
    return render(request, "recruiting/role_recruiting.html", context)


@requires("applications.manage")
@require_POST
def question_remove(request: TenantRequest, uuid: UUID, question: UUID) -> HttpResponseBase:
    """Ask it no longer."""
    role = reach.role_or_404(request, uuid)
    found = get_object_or_404(Question.objects.select_related("role"), uuid=question, role=role)
    wording.remove_question(question=found, by=request.actor)
    toast(request, _("The question is removed."))
    return redirect("role-recruiting", uuid=uuid)


@requires("applications.manage")
@require_GET
def poster(request: TenantRequest, uuid: UUID) -> HttpResponse:
    """A page of A4 to print, with the code of the role's public page; `?language=sv` for another language."""
    open_ones = VolunteerRole.objects.filter(is_open=True, is_active=True)
    role = reach.role_or_404(request, uuid, open_ones)
    wanted = request.GET.get("language", "")
    language = wanted if wanted in dict(settings.LANGUAGES) else (get_language() or "fi")[:2]
    content = posters.poster(role=role, association=request.association, language=language)
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{role.code}-{language}.pdf"'
    return response


@requires("applications.manage")
@require_GET
def reply_templates(request: TenantRequest) -> HttpResponse:
    """The replies that are kept ready."""
    context = {"section": "applications", "templates": ReplyTemplate.objects.all()}
    return render(request, "recruiting/replies.html", context)


@requires("applications.manage")
@require_http_methods(["GET", "POST"])
def reply_template(request: TenantRequest, uuid: UUID | None = None) -> HttpResponseBase:
    """Write a reply, or change one."""
    found = get_object_or_404(ReplyTemplate, uuid=uuid) if uuid else None
    written = {name: getattr(found, name) for name in TemplateForm.base_fields} if found else {}
    form = TemplateForm(request.POST or None, initial=written)
    if request.method == "POST" and form.is_valid():
        try:
            wording.save_template(template=found, by=request.actor, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("The reply is saved."))
            return redirect("reply-templates")
    context = {
        "section": "applications",
        "form": form,
        "template": found,
        "placeholders": [f"{{{name}}}" for name in replies.NAMES],
    }
    return render(request, "recruiting/reply_form.html", context)


@requires("applications.manage")
@require_POST
def reply_template_remove(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Put a reply away."""
    found = get_object_or_404(ReplyTemplate, uuid=uuid)
    wording.remove_template(template=found, by=request.actor)
    toast(request, _("The reply is removed."))
    return redirect("reply-templates")
