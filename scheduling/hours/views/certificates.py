"""Certificates: my own, somebody's, everybody's."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import TenantRequest
from accounts.rights import public_page, requires
from scheduling.hours.certificates import batch, facts as known, issuing, setting
from scheduling.hours.forms import CertificatesForm
from scheduling.hours.models import Certificate
from tenants import clock
from volunteers.register import reach, roster, selectors as register
from volunteers.register.models import Person
from volunteers.register.roster import Wanted
from volunteers.register.services import downloads
from web import limits
from web.errors import DomainError
from web.toasts import toast

# Years that a calendar of ours knows.
FIRST_YEAR, LAST_YEAR = 1900, 9999


def _certificate(request: TenantRequest, person: Person, year: int) -> HttpResponse | None:
    """The file; None where nothing is confirmed of that year."""
    zone = ZoneInfo(request.association.timezone)
    found = known.facts_of([person], year=year, zone=zone) if FIRST_YEAR < year < LAST_YEAR else []
    if not found:
        said = _("There are no confirmed hours in %(year)s.")
        toast(request, said % {"year": year}, bad=True)
        return None
    name = content_disposition_header(as_attachment=True, filename=setting.file_name(found[0]))
    (paper,) = issuing.issue(found=found, signer=known.signer())
    return HttpResponse(
        setting.document([paper.words]),
        content_type="application/pdf",
        headers={"Content-Disposition": str(name)},
    )


@requires("hours.own")
@require_GET
def certificate_own(request: TenantRequest, year: int) -> HttpResponseBase:
    """My own certificate of a year."""
    person = register.person_of(request.user.uuid)
    if person is None:
        raise Http404
    return _certificate(request, person, year) or redirect("hours")


@requires("people.manage")
@require_GET
def certificate_of(request: TenantRequest, uuid: UUID, year: int) -> HttpResponseBase:
    """Somebody's, for those who do not fetch it themselves."""
    person = reach.person_or_404(request, uuid)
    return _certificate(request, person, year) or redirect("person", uuid=uuid)


@requires("people.manage")
@require_http_methods(["GET", "POST"])
def certificates(request: TenantRequest) -> HttpResponseBase:
    """Everybody's certificates of a year: who signs, whose; then a job makes them."""
    years = known.years_with_hours()
    form = CertificatesForm(
        request.POST or None,
        years=years,
        signer=known.signer(),
        initial={"year": _last_whole_year(request, years)},
    )
    if request.method == "POST" and form.is_valid():
        today = clock.today(request.association)
        batch.name_signer(name=form.cleaned_data["signer"], titles=form.titles(), by=request.actor)
        try:
            batch.ask(
                people=list(roster.people(_wanted(form), on=today, reader=request)),
                year=int(form.cleaned_data["year"]),
                language=(get_language() or request.association.language)[:2],
                by=request.actor,
            )
        except DomainError as refusal:
            form.add_error("year", str(refusal))
        else:
            return redirect("certificates")
    context = {"section": "certificates", "form": form, "years": years, **_download(request)}
    status = 422 if form.errors else 200
    return render(request, "hours/certificates.html", context, status=status)


def _wanted(form: CertificatesForm) -> Wanted:
    role = form.cleaned_data.get("role")
    return Wanted(role=UUID(role) if role else None)


def _last_whole_year(request: TenantRequest, years: list[int]) -> int | None:
    this = clock.today(request.association).year
    return next((year for year in years if year < this), years[0] if years else None)


def _download(request: TenantRequest) -> dict[str, Any]:
    found = downloads.of(user_uuid=request.user.uuid, kind=batch.KIND)
    return {"download": found, "year": found.data.get("year") if found else None}


@requires("people.manage")
@require_GET
def certificates_progress(request: TenantRequest) -> HttpResponse:
    """How far they are; a part of the page."""
    return render(request, "hours/_certificates.html", _download(request))


@requires("people.manage")
@require_GET
def certificates_file(request: TenantRequest, number: int) -> StreamingHttpResponse:
    """One of the files that were made for me, by its place among them."""
    download = downloads.of(user_uuid=request.user.uuid, kind=batch.KIND)
    files = list(download.files.all()) if download is not None else []
    if not 0 < number <= len(files):
        raise Http404
    file = files[number - 1]
    name = content_disposition_header(as_attachment=True, filename=file.name)
    return StreamingHttpResponse(
        downloads.pieces(file=file),
        content_type=file.mimetype,
        headers={"Content-Disposition": str(name), "Content-Length": str(file.size)},
    )


@public_page
@limits.limited("secret")
@require_GET
def certificate_check(request: TenantRequest) -> HttpResponseBase:
    """For whoever was given a certificate: where the code on it is typed."""
    if typed := request.GET.get("code", ""):
        return certificate_checked(request, typed)
    return _checked(request, None, typed="", status=200)


@public_page
@limits.limited("secret")
@require_GET
def certificate_checked(request: TenantRequest, code: str) -> HttpResponse:
    """What the certificate of this code says, as it was printed."""
    found = issuing.checked(code)
    return _checked(request, found, typed=code, status=200 if found else 404)


def _checked(request: TenantRequest, found: Certificate | None, *, typed: str, status: int) -> HttpResponse:
    code = issuing.in_fours(found.code) if found else typed[:40]
    context = {"certificate": found, "association": request.association, "typed": code}
    response = render(request, "hours/certificate_check.html", context, status=status)
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
