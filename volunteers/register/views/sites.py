"""Places: the list, one of them, its opening hours; and a place as those who come see it."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import may, requires
from volunteers.register import opening, page_parts, selectors, site_uses, site_words
from volunteers.register.forms.sites import OpeningForm, SiteForm, SitesForm
from volunteers.register.models import Organisation, Site, Unit
from volunteers.register.services import sites as services
from volunteers.register.site_errors import SiteOfTwo
from web.errors import DomainError
from web.kit import Column, Pages
from web.toasts import toast

PAGE = 50
COLUMNS = (
    Column(pgettext_lazy("column", "Place")),
    Column(pgettext_lazy("column", "Whose"), wide=True),
    Column(pgettext_lazy("column", "Shifts ahead"), numeric=True),
)


def _site(uuid: UUID) -> Site:
    return get_object_or_404(Site.objects.select_related("organisation", "unit"), uuid=uuid)


# --- for coordinators -----------------------------------------------------------------------------


@requires("sites.manage")
@require_GET
def sites(request: TenantRequest) -> HttpResponse:
    """All places, those in use first asked for."""
    form = SitesForm(request.GET)
    found = form.found()
    page = request.GET.get("page", "")
    kept = urlencode([(name, value) for name, value in request.GET.items() if value and name != "page"])
    pages = Pages.of(
        number=int(page) if page.isdecimal() else 1,
        size=PAGE,
        total=found.count(),
        url=f"?{kept}&page=" if kept else "?page=",
    )
    shown = list(found[(pages.number - 1) * PAGE : pages.number * PAGE])
    numbers = site_uses.numbers([each.pk for each in shown], request)
    context = {
        "section": "sites",
        "form": form,
        "columns": COLUMNS,
        "lines": [(each, numbers[each.pk]) for each in shown],
        "pages": pages,
        "narrowed": bool(kept),
        "hosts": Organisation.objects.filter(is_active=True).count(),
    }
    return render(request, "register/sites.html", context)


@requires("sites.manage")
@require_http_methods(["GET", "POST"])
def site_new(request: TenantRequest) -> HttpResponseBase:
    """A new place."""
    form = SiteForm(request.POST or None, initial=_first_guess(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = services.make_site(plan=form.plan(), by=request.actor)
        except DomainError as refusal:
            _refused(form, refusal)
        else:
            toast(request, _("“%(name)s” was added. Say next when it is open.") % {"name": made.name})
            return redirect("site-hours", uuid=made.uuid)
    context = {"section": "sites", "form": form}
    return render(request, "register/site_form.html", context, status=422 if form.errors else 200)


def _first_guess(request: TenantRequest) -> dict[str, Any]:
    """The host or the unit from whose page somebody comes."""
    guess: dict[str, Any] = {}
    for name, rows in (("organisation", Organisation.objects), ("unit", Unit.objects)):
        try:
            wanted = UUID(request.GET.get(name, ""))
        except ValueError:
            continue
        guess[name] = rows.filter(uuid=wanted).values_list("pk", flat=True).first()
    return guess


@requires("sites.manage")
@require_http_methods(["GET", "POST"])
def site_edit(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Change what a place is, and whose."""
    site = _site(uuid)
    form = SiteForm(request.POST or None, site=site)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_site(site=site, plan=form.plan(), by=request.actor)
        except DomainError as refusal:
            _refused(form, refusal)
        else:
            toast(request, _("Saved."))
            return redirect("site", uuid=uuid)
    context = {"section": "sites", "form": form, "site": site}
    return render(request, "register/site_form.html", context, status=422 if form.errors else 200)


def _refused(form: SiteForm, refusal: DomainError) -> None:
    form.add_error("unit" if isinstance(refusal, SiteOfTwo) else "name", str(refusal))


@requires("sites.manage")
@require_GET
def site(request: TenantRequest, uuid: UUID) -> HttpResponse:
    """One place: how to get there and whom to call, when it is open, what is planned there."""
    found = _site(uuid)
    context = {
        "section": "sites",
        "site": found,
        "facts": site_words.facts(found, comes=True),
        "access": site_words.access(found),
        "week": opening.week_in_words(site_words.stretches_of(found)),
        "checklist": site_words.points(found.organisation),
        "parts": page_parts.parts("site", found, request),
    }
    return render(request, "register/site.html", context)


@requires("sites.manage")
@require_http_methods(["GET", "POST"])
def site_hours(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """When a place is open."""
    found = _site(uuid)
    form = OpeningForm(request.POST or None, stretches=site_words.stretches_of(found))
    if request.method == "POST" and form.is_valid():
        plan = replace(services.plan_of(site=found), opening_hours=form.stretches())
        services.change_site(site=found, plan=plan, by=request.actor)
        toast(request, _("Saved."))
        return redirect("site", uuid=uuid)
    context = {"section": "sites", "form": form, "site": found}
    return render(request, "register/site_hours.html", context, status=422 if form.errors else 200)


@requires("sites.manage")
@require_POST
def site_use(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Put a place away, or take it back into use."""
    found = _site(uuid)
    wanted = request.POST.get("use") == "yes"
    try:
        plan = replace(services.plan_of(site=found), is_active=wanted)
        services.change_site(site=found, plan=plan, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        said = _("“%(name)s” is in use.") if wanted else _("“%(name)s” is not in use any more.")
        toast(request, said % {"name": found.name})
    return redirect("site", uuid=uuid)


# --- for everybody --------------------------------------------------------------------------------


@requires("sites.see")
@require_GET
def site_own(request: TenantRequest, uuid: UUID) -> HttpResponse:
    """A place as volunteers see it. Whom to call, and the host's list, are for those who come."""
    found = _site(uuid)
    comes = site_uses.comes(selectors.person_of(request.user.uuid), found)
    context = {
        "section": "shifts",
        "site": found,
        "facts": site_words.facts(found, comes=comes),
        "access": site_words.access(found),
        "week": opening.week_in_words(site_words.stretches_of(found)),
        "checklist": site_words.points(found.organisation) if comes else [],
        "may_manage": may(request, "sites.manage"),
        "parts": page_parts.parts("own-site", found, request),
    }
    return render(request, "register/site_own.html", context)
