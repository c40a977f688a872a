"""Annual reports: the list, one of them with its places to write into, its versions and files."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _, pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import requires
from reports import selectors, year as years
from reports.annual import content, files, places
from reports.annual.content import Content
from reports.annual.gaps import gaps
from reports.annual.places import BY_CODE, PLACES
from reports.errors import NoWords, TextChanged
from reports.forms import AmendForm, NewReportForm, TextForm
from reports.models import AnnualReport, ReportText
from reports.services import annual as verbs
from web.errors import DomainError
from web.kit import Column
from web.toasts import toast

PAGE = {"section": "reports", "nav_key": "reports"}


@requires("reports.manage")
@require_GET
def reports(request: TenantRequest) -> HttpResponse:
    """All annual reports."""
    lines = [(line, title_of(line.report)) for line in selectors.listed()]
    return render(request, "reports/reports.html", {**PAGE, "lines": lines})


@requires("reports.manage")
@require_http_methods(["GET", "POST"])
def report_new(request: TenantRequest) -> HttpResponseBase:
    """Begin one."""
    known = years.years()
    over = known[1] if len(known) > 1 else known[0]
    initial = {"year": over, "language": request.association.language}
    form = NewReportForm(request.POST or None, years=known, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = verbs.make(**form.cleaned_data, by=request.actor)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("report", uuid=made.uuid)
    return render(
        request, "reports/report_new.html", {**PAGE, "form": form}, status=422 if form.errors else 200
    )


def _report(uuid: UUID) -> AnnualReport:
    found = selectors.report_of(uuid)
    if found is None:
        raise Http404
    return found


@requires("reports.manage")
@require_GET
def report(request: TenantRequest, uuid: UUID) -> HttpResponse:
    """The report as it is now: figures, places to write into, what lacks, its versions."""
    return _page(request, _report(uuid), {}, AmendForm())


def _page(
    request: TenantRequest,
    found: AnnualReport,
    typed: Mapping[str, TextForm],
    amend: AmendForm,
    other: str = "",
) -> HttpResponse:
    said = verbs.build(report=found)
    texts = {row.place: row for row in found.texts.all()}
    versions = list(found.versions.defer("content"))
    changed = bool(versions) and content.essence(said) != content.essence(versions[0].content)
    context = {
        **PAGE,
        "report": found,
        "title": title_of(found),
        "state": selectors.state(len(versions)),
        "versions": versions,
        "has_changed": changed,
        "may_freeze": not versions and said["closed_months"] == content.MONTHS,
        "gaps": gaps(said, texts=texts, request=request),
        "sections": _sections(found, said, texts, typed),
        "amend": amend,
        "other": other,
    }
    return render(request, "reports/report.html", context, status=422 if typed or amend.is_bound else 200)


def title_of(report: AnnualReport) -> str:
    """`Annual report 2024, Ak1 Meeting places`."""
    said = _("Annual report %(year)s") % {"year": report.year}
    target = report.grant_target
    return f"{said}, {target.code} {target.name}" if target else said


def _sections(
    report: AnnualReport, said: Content, texts: Mapping[str, ReportText], typed: Mapping[str, TextForm]
) -> list[dict[str, Any]]:
    """Each section as it will be read, in the report's language, and the forms of its places."""
    words = {code: model.text_in(report.language) for code, model in places.models().items()}
    return [
        {
            "code": section["code"],
            "title": section["title"],
            "read": read(section, language=report.language, with_texts=False),
            "places": [
                (
                    place,
                    typed.get(place.code) or TextForm.of(place, texts.get(place.code)),
                    texts.get(place.code),
                    words.get(place.code, ""),
                )
                for place in PLACES
                if place.section == section["code"]
            ],
        }
        for section in said["sections"]
    ]


def read(section: dict[str, Any], *, language: str, with_texts: bool) -> str:
    """A section as readers see it, in the report's own language."""
    with translation.override(language):
        columns = [
            Column(pgettext("column", "What")),
            Column(pgettext("column", "Figure"), numeric=True),
            Column(_("How it was gathered"), wide=True),
        ]
        texts = [text for text in section["texts"] if text["text"].strip()] if with_texts else []
        empty = with_texts and not (texts or section["facts"] or section["lines"])
        context = {
            "part": section,
            "columns": columns,
            "texts": texts,
            "language": language,
            "is_empty": empty,
        }
        return render_to_string("reports/_section.html", context)


@requires("reports.manage")
@require_POST
def report_write(request: TenantRequest, uuid: UUID, place: str) -> HttpResponseBase:
    """Keep what was written into a place, or begin it with the federation's words.

    What somebody else wrote meanwhile is shown.
    """
    found, known = _report(uuid), BY_CODE.get(place)
    if known is None:
        raise Http404
    form = TextForm.of(known, None, request.POST)
    begins, other = request.POST.get("do") == "begin", ""
    if begins and form.is_valid() and form.cleaned_data["text"].strip():
        form.add_error("text", _("You have written something here. Save it, or empty the field first."))
    if form.is_valid():
        try:
            if begins:
                verbs.begin(report=found, place=place, model=places.models().get(place), by=request.actor)
            else:
                verbs.write(report=found, place=place, by=request.actor, **form.cleaned_data)
        except TextChanged as refusal:
            row = found.texts.get(place=place)
            form.data = request.POST.copy()
            form.data[form.add_prefix("edition")] = str(row.edition)
            form.add_error("text", str(refusal))
            other = row.text
        except NoWords as refusal:
            form.add_error("text", str(refusal))
        else:
            done = _("The federation's words stand there now. Change them and save.")
            toast(request, done if begins else _("Saved: %(place)s.") % {"place": known.label})
            return redirect(f"{reverse('report', args=[uuid])}#place-{place}")
    return _page(request, found, {place: form}, AmendForm(), other)


@requires("reports.manage")
@require_POST
def report_trustees(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Whether people of the board are told among the volunteers."""
    found = _report(uuid)
    verbs.count_trustees(report=found, among=request.POST.get("among") == "yes", by=request.actor)
    return redirect(f"{reverse('report', args=[uuid])}#part-volunteers")


@requires("reports.manage")
@require_http_methods(["GET", "POST"])
def report_freeze(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Ask, then keep the report as it is."""
    found = _report(uuid)
    if request.method == "GET":
        return render(request, "reports/report_freeze.html", {**PAGE, "report": found})
    try:
        verbs.freeze(report=found, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        toast(request, _("The report is frozen."))
    return redirect("report", uuid=uuid)


@requires("reports.manage")
@require_POST
def report_amend(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Keep a further version of a frozen report."""
    found = _report(uuid)
    form = AmendForm(request.POST)
    if form.is_valid():
        try:
            verbs.amend(report=found, reason=form.cleaned_data["reason"], by=request.actor)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("The report has a new version."))
            return redirect("report", uuid=uuid)
    return _page(request, found, {}, form)


@requires("reports.manage")
@require_http_methods(["GET", "POST"])
def report_discard(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Ask, then throw a draft away."""
    found = _report(uuid)
    if request.method == "GET":
        return render(request, "reports/report_discard.html", {**PAGE, "report": found})
    try:
        verbs.discard(report=found, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
        return redirect("report", uuid=uuid)
    toast(request, _("The draft was thrown away."))
    return redirect("reports")


@requires("reports.manage")
@require_GET
def report_version(request: TenantRequest, uuid: UUID, number: int) -> HttpResponse:
    """A version as it was frozen."""
    found = _report(uuid)
    version = selectors.version_of(found, number)
    if version is None:
        raise Http404
    language = version.content["language"]
    context = {
        **PAGE,
        "report": found,
        "version": version,
        "title": title_of(found),
        "sections": [
            {"title": section["title"], "read": read(section, language=language, with_texts=True)}
            for section in version.content["sections"]
        ],
    }
    return render(request, "reports/report_version.html", context)


@requires("reports.manage")
@require_GET
def report_file(request: TenantRequest, uuid: UUID, form: str, number: int | None = None) -> HttpResponse:
    """The report as a file: a version, or, without one, as it is now."""
    found = _report(uuid)
    maker = files.FORMS.get(form)
    version = None if number is None else selectors.version_of(found, number)
    if maker is None or (number is not None and version is None):
        raise Http404
    said = version.content if version else verbs.build(report=found)
    paper = files.Paper(
        content=said,
        number=number or 0,
        fingerprint=version.input_hash if version else "",
        frozen_at=version.frozen_at if version else None,
    )
    with translation.override(said["language"]):
        body, name = maker.make(paper), files.name_of(paper, form)
    return HttpResponse(
        body,
        content_type=maker.content_type,
        headers={"Content-Disposition": str(content_disposition_header(as_attachment=True, filename=name))},
    )
