"""The simple mode: fewer pages in sight, for associations without staff."""

from django import forms
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import TenantRequest
from accounts.rights import may, requires
from desk.nav import everything
from tenants import addresses
from tenants.actors import Actor
from tenants.context import current_association, platform_role
from tenants.models import Association
from volunteers.register import trail
from web.toasts import toast


class SettingsForm(forms.Form):
    """How the association's pages are."""

    simple_mode = forms.BooleanField(
        label=gettext_lazy("Simple mode"),
        help_text=gettext_lazy(
            "Four buttons and a short menu: people, shifts, hours, report. Everything else stays where it is "
            "and is found under “All pages”."
        ),
        required=False,
    )


@requires("settings.manage")
@require_http_methods(["GET", "POST"])
def settings(request: TenantRequest) -> HttpResponseBase:
    """The association's own choices."""
    form = SettingsForm(request.POST or None, initial={"simple_mode": request.association.simple_mode})
    if request.method == "POST":
        wanted = "simple_mode" in request.POST
        set_simple_mode(wanted=wanted, by=request.actor)
        toast(request, _("The simple mode is on.") if wanted else _("The simple mode is off."))
        return redirect("today")
    context = {"section": "settings", "form": form, "may_send": may(request, "sending.manage")}
    context["may_accept"] = may(request, "agreement.accept")
    return render(request, "desk/settings.html", context)


@transaction.atomic
def set_simple_mode(*, wanted: bool, by: Actor) -> None:
    """For everybody who coordinates here. The choice lies on the shared side, where each page finds it."""
    association = current_association()
    with platform_role():
        Association.objects.filter(pk=association.pk).update(simple_mode=wanted)
    trail.record(
        "association.simple_mode",
        by=by,
        subject_kind="association",
        subject_uuid=association.uuid,
        wanted=wanted,
    )
    addresses.forget()


@requires("today")
@require_GET
def all_pages(request: TenantRequest) -> HttpResponse:
    """Everything that a coordinator can open, on one page."""
    entries, groups = everything(request)
    context = {"section": "all-pages", "entries": entries, "groups": groups[:-1]}
    return render(request, "desk/all_pages.html", context)
