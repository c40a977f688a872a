"""Another association might suit better: the coordinator suggests it, the applicant decides."""

from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import identity_page, public_page, requires
from tenants.actors import Actor
from tenants.context import entered
from volunteers.recruiting import links, selectors
from volunteers.recruiting.forms.handling import SuggestForm
from volunteers.recruiting.models import Application
from volunteers.recruiting.services import redirecting
from volunteers.recruiting.views.own import own
from web.errors import DomainError
from web.toasts import toast


@requires("applications.manage")
@require_http_methods(["GET", "POST"])
def suggest(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Choose the association; the applicant is told, and nothing is sent before they say so."""
    found = get_object_or_404(selectors.handed_in(reader=request), uuid=uuid)
    form = SuggestForm(request.POST or None, others=selectors.other_associations())
    if request.method == "POST" and form.is_valid():
        try:
            redirecting.suggest(application=found, to=form.chosen(), by=request.actor)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("The suggestion is made. %(name)s decides.") % {"name": found.name})
            return redirect("application", uuid=uuid)
    context = {"section": "applications", "application": found, "form": form}
    return render(request, "recruiting/suggest.html", context)


@requires("applications.manage")
@require_POST
def take_back(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """The coordinator has thought better of it."""
    found = get_object_or_404(selectors.handed_in(reader=request), uuid=uuid)
    redirecting.drop_suggestion(application=found, by=request.actor)
    toast(request, _("The suggestion is taken back."))
    return redirect("application", uuid=uuid)


@public_page
@require_POST
@own
def decline(request: TenantRequest, application: Application) -> HttpResponseBase:
    """The applicant would rather not."""
    redirecting.drop_suggestion(application=application, by=Actor.system("applicant"))
    toast(request, _("Your application stays here and goes nowhere else."))
    return redirect("own-application")


@identity_page
@require_POST
def send_on(request: TenantRequest) -> HttpResponseBase:
    """The applicant sends it. Runs outside the association, since it looks into two."""
    with entered(request.association):
        application = links.remembered(request)
    if application is None:
        raise Http404
    try:
        redirecting.send_on(application=application, origin=request.association)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        toast(request, _("Your application is sent on."))
    return redirect("own-application")
