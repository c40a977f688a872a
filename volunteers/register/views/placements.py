"""People on placements in a year, and those of them who are told as a number."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import TenantRequest
from accounts.rights import requires
from tenants import clock
from volunteers.register import placed
from volunteers.register.forms.placements import CountForm
from volunteers.register.models import PlacementCount
from volunteers.register.person_errors import BasisMissing
from volunteers.register.services import placements as services
from volunteers.register.words import Method
from web import formats
from web.kit import Column, Tab
from web.toasts import toast

COLUMNS = (
    Column(pgettext_lazy("column", "School or office")),
    Column(pgettext_lazy("column", "Kind")),
    Column(pgettext_lazy("column", "People"), numeric=True),
)


@requires("association.manage")
@require_GET
def placements(request: TenantRequest) -> HttpResponse:
    """A year: how many different people of each kind, from where, and which of them are told as a number."""
    this_year = clock.today(request.association).year
    known = sorted({*placed.years(), this_year}, reverse=True)
    wish = request.GET.get("year", "")
    year = int(wish) if wish.isdecimal() and int(wish) in known else this_year
    kinds = placed.year_of(year)
    context = {
        "section": "placements",
        "year": year,
        "tabs": [Tab(str(each), f"?year={each}", current=each == year) for each in known],
        "kinds": [(kind, _known(kind)) for kind in kinds],
        "columns": COLUMNS,
        "institutions": [
            (institution, kind.heading, number)
            for kind in kinds
            for institution, number in sorted(kind.institutions.items())
        ],
        "counts": PlacementCount.objects.filter(year=year),
    }
    return render(request, "register/placements.html", context)


def _known(kind: placed.KindYear) -> str:
    """How it is known: `counted 300, registered 34`."""
    return ", ".join(
        f"{Method(method).label} {formats.number(number)}" for method, number in sorted(kind.methods.items())
    )


@requires("association.manage")
@require_http_methods(["GET", "POST"])
def placement_count_new(request: TenantRequest) -> HttpResponseBase:
    """Tell a school's people as a number."""
    form = CountForm(request.POST or None, initial={"year": clock.today(request.association).year})
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_count(plan=form.plan(), by=request.actor)
        except BasisMissing as refusal:
            form.add_error("basis", str(refusal))
        else:
            toast(request, _("Saved."))
            return _to_year(made.year)
    return _form(request, form)


@requires("association.manage")
@require_http_methods(["GET", "POST"])
def placement_count(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Change a number, or take it back."""
    found = get_object_or_404(PlacementCount, uuid=uuid)
    if "remove" in request.POST:
        services.remove_count(count=found, by=request.actor)
        toast(request, _("The number was removed."))
        return _to_year(found.year)
    form = CountForm(request.POST or None, count=found)
    if request.method == "POST" and form.is_valid():
        try:
            changed = services.change_count(count=found, plan=form.plan(), by=request.actor)
        except BasisMissing as refusal:
            form.add_error("basis", str(refusal))
        else:
            toast(request, _("Saved."))
            return _to_year(changed.year)
    return _form(request, form, found)


def _to_year(year: int) -> HttpResponseBase:
    answer = redirect("placements")
    answer["Location"] += f"?year={year}"
    return answer


def _form(request: TenantRequest, form: CountForm, count: PlacementCount | None = None) -> HttpResponse:
    context = {"section": "placements", "form": form, "count": count}
    return render(request, "register/placement_count.html", context, status=422 if form.errors else 200)
