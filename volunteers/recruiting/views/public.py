"""For everybody: a role that is open, and the form to apply for it."""

from uuid import UUID, uuid4

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import TenantRequest
from accounts.rights import public_page
from volunteers.recruiting import guard, links, selectors
from volunteers.recruiting.errors import RoleClosed
from volunteers.recruiting.forms.applying import ApplicationForm
from volunteers.recruiting.models import Application, Question
from volunteers.recruiting.services import applying
from volunteers.register.models import VolunteerRole
from volunteers.register.views.roles import asks_in_words
from web.toasts import toast

_FORM_SALT = "recruiting.form-id"


@public_page
@require_GET
def open_role(request: TenantRequest, uuid: UUID) -> HttpResponse:
    """What one does, what is asked for, whom to ask; and the way to the form."""
    role = _open(uuid)
    context = {
        "role": role,
        "association": request.association,
        "asks": asks_in_words(role),
        "questions": Question.objects.filter(role=role).exists(),
        "source": "?from=poster" if request.GET.get("from") == "poster" else "",
    }
    return render(request, "recruiting/open_role.html", context)


def _open(uuid: UUID) -> VolunteerRole:
    role = selectors.open_role(uuid)
    if role is None:
        raise Http404
    return role


@public_page
@require_http_methods(["GET", "POST"])
def apply(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """The form. What is stopped or wrong comes back as it was filled in."""
    role = _open(uuid)
    if request.method == "POST":
        return posted(request, role, draft=None)
    return shown(request, ApplicationForm(role=role))


def shown(
    request: HttpRequest, form: ApplicationForm, *, objection: str = "", status: int = 200
) -> HttpResponse:
    """The form's page, with the marks that tell people from machines."""
    context = {
        "form": form,
        "role": form.role,
        "objection": objection,
        "opened": guard.stamp(),
        "form_id": request.POST.get("form_id") or signing.dumps(str(uuid4()), salt=_FORM_SALT),
        "source": source_of(request),
        "honeypot": _("Leave this empty"),
    }
    response = render(request, "recruiting/apply.html", context, status=status)
    response.headers["Cache-Control"] = "no-store, private"
    return response


def source_of(request: HttpRequest) -> str:
    """How they came: by a poster's code, or by the page."""
    said = request.POST.get("from") or request.GET.get("from")
    return str(Application.Source.POSTER if said == "poster" else Application.Source.PAGE)


def posted(request: TenantRequest, role: VolunteerRole, *, draft: Application | None) -> HttpResponseBase:
    """Take a filled-in form: keep it as a draft, or hand it in."""
    form = ApplicationForm(request.POST, role=role, draft=draft)
    objection = guard.objection(request)
    keeps = request.POST.get("do") == "keep"
    if keeps:
        form.as_draft()
    if objection:
        form.errors.clear()
        return shown(request, form, objection=objection, status=429)
    if not form.is_valid():
        return shown(request, form)
    filled = form.filled(source=source_of(request))
    form_uuid = _form_uuid(request)
    if keeps:
        application = applying.keep_draft(filled=filled, form=form_uuid, draft=draft)
        toast(request, _("Kept. Nobody reads it before you send it."))
    else:
        try:
            application = applying.hand_in(filled=filled, form=form_uuid, draft=draft)
        except RoleClosed as refusal:
            application = applying.keep_draft(filled=filled, form=form_uuid, draft=draft)
            toast(request, str(refusal), bad=True)
    response = redirect("own-application")
    links.remember(response, application)
    return response


def _form_uuid(request: HttpRequest) -> UUID:
    """Which form this is: one that we gave out, or else a new one."""
    try:
        return UUID(signing.loads(request.POST.get("form_id", ""), salt=_FORM_SALT, max_age=60 * 60 * 24))
    except (signing.BadSignature, ValueError):
        return uuid4()
