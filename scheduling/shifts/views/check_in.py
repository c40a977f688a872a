"""How people say at a place that they are there: its code on a screen or on paper, and its tablets."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.factors.drawing import qr
from accounts.http import TenantRequest
from accounts.rights import may, requires
from scheduling.shifts.forms.presence import KioskForm
from scheduling.shifts.models import Kiosk, PaperCode
from scheduling.shifts.presence import codes
from scheduling.shifts.services import at_the_place as services
from tenants import clock
from volunteers.register.models import Site
from volunteers.register.page_parts import Part
from web.kit import Column
from web.toasts import toast

COLUMNS = (
    Column(pgettext_lazy("column", "Tablet")),
    Column(pgettext_lazy("column", "State")),
    Column(pgettext_lazy("column", "Ends")),
    Column(pgettext_lazy("column", "End the tablet"), hidden_label=True),
)


def _site(uuid: UUID) -> Site:
    return get_object_or_404(Site.objects.filter(is_active=True), uuid=uuid)


@requires("check_in.manage")
@require_http_methods(["GET", "POST"])
def site_check_in(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """The ways of a place, and a new tablet: its link is shown once."""
    site = _site(uuid)
    form = KioskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = services.make_kiosk(site=site, by=request.actor, **form.cleaned_data)
        context = {"section": "sites", "site": site, "made": made, "drawing": qr(made.link)}
        return render(request, "shifts/kiosk_made.html", context)
    now = clock.now()
    context = {
        "section": "sites",
        "site": site,
        "form": form,
        "columns": COLUMNS,
        "kiosks": [each for each in Kiosk.objects.filter(site=site) if each.ends_at > now],
        "on_paper": PaperCode.objects.filter(site=site).exists(),
    }
    return render(request, "shifts/site_check_in.html", context, status=422 if form.errors else 200)


@requires("check_in.manage")
@require_POST
def site_kiosk_end(request: TenantRequest, uuid: UUID, row: UUID) -> HttpResponseBase:
    """End a tablet: it shows nothing from now on."""
    kiosk = get_object_or_404(Kiosk.objects.select_related("site"), uuid=row, site=_site(uuid))
    services.end_kiosk(kiosk=kiosk, by=request.actor)
    toast(request, _("The tablet “%(label)s” shows nothing any more.") % {"label": kiosk.label})
    return redirect("site-check-in", uuid=uuid)


@requires("check_in.manage")
@require_http_methods(["GET", "POST"])
def site_code_paper(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """The code for printing, which never changes; to take it, and to end all that were printed."""
    site = _site(uuid)
    if request.method == "POST":
        on_paper = request.POST.get("on_paper") == "yes"
        if on_paper:
            services.take_paper(site=site, by=request.actor)
        else:
            services.take_no_paper(site=site, by=request.actor)
        toast(
            request,
            _("The printed code is taken from now on.")
            if on_paper
            else _("Printed codes of this place are worth nothing any more."),
        )
        return redirect("site-code-paper" if on_paper else "site-check-in", uuid=uuid)
    paper = PaperCode.objects.select_related("site").filter(site=site).first()
    drawing = qr(codes.address_of(codes.code_on_paper(paper))) if paper else ""
    context = {"section": "sites", "site": site, "drawing": drawing}
    return render(request, "shifts/site_code_paper.html", context)


@requires("shifts.manage")
@require_GET
def site_code(request: TenantRequest, uuid: UUID) -> HttpResponse:
    """The code for a screen at the place. It draws itself anew before it is too old."""
    site = _site(uuid)
    context = {
        "section": "sites",
        "site": site,
        "place": "" if site.discreet else site.name,
        "drawing": qr(codes.address_of(codes.code(site, at=clock.real_now()))),
    }
    part = request.headers.get("HX-Request") == "true"
    return render(request, "shifts/_site_code.html" if part else "shifts/site_code.html", context)


def _of_site(site: Site, request: TenantRequest) -> dict[str, bool] | None:
    if not site.is_active or request.association.is_read_only:
        return None
    return {"may_manage": may(request, "check_in.manage")}


PARTS = (Part("site", "check-in", 20, "shifts/_site_check_in.html", _of_site),)
