"""Importing a shift export: choose a file, look at what it says, say yes; and what was imported."""

import io
from datetime import time
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import TenantRequest
from accounts.rights import requires
from scheduling.hours import selectors
from scheduling.hours.forms import ImportForm
from scheduling.hours.importing.problems import RowsRefused
from scheduling.hours.services import tallies
from scheduling.hours.services.tallies import Imported
from volunteers.register import selectors as register
from web import formats
from web.bodies import takes_file
from web.errors import DomainError
from web.kit import Column, Pages
from web.limits import limited
from web.sheets.refusals import MEGABYTES, FileRefused
from web.toasts import toast

PAGE = 50
SHOWN = 10
DEFAULT_START = time(10)
FILES = (
    Column(pgettext_lazy("column", "File")),
    Column(pgettext_lazy("column", "Imported"), wide=True),
    Column(pgettext_lazy("column", "Shifts"), numeric=True),
    Column(pgettext_lazy("column", "Attendances"), numeric=True),
    Column(pgettext_lazy("column", "Hours"), numeric=True),
)
ROWS = (
    Column(pgettext_lazy("column", "Date")),
    Column(pgettext_lazy("column", "Event")),
    Column(pgettext_lazy("column", "Attended"), numeric=True),
    Column(pgettext_lazy("column", "Places"), numeric=True, wide=True),
    Column(pgettext_lazy("column", "Hours"), numeric=True),
)
PROBLEMS = (
    Column(pgettext_lazy("column", "Rows")),
    Column(pgettext_lazy("column", "Column")),
    Column(pgettext_lazy("column", "What to do")),
)


@requires("hours.import")
@takes_file(megabytes=MEGABYTES)
@limited("import", methods=frozenset({"POST"}))
@require_http_methods(["GET", "POST"])
def hours_import(request: TenantRequest) -> HttpResponseBase:
    """Choose a file; what was imported before stands below."""
    form = ImportForm(
        request.POST or None,
        request.FILES or None,
        roles=register.active_roles(),
        initial={"default_start": DEFAULT_START},
    )
    refusal: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            kept = tallies.keep_draft(
                file=data["file"],
                name=data["file"].name,
                default_start=data["default_start"],
                role=data["role"],
                by=request.actor,
            )
        except (FileRefused, RowsRefused) as found:
            refusal = found
            form.add_error("file", str(found))
        else:
            if isinstance(kept, Imported):
                return _imported(request, kept)
            return redirect("hours-import-check", uuid=kept.uuid)
    context = {
        "section": "hours-import",
        "form": form,
        "problems": refusal.lines if isinstance(refusal, RowsRefused) else [],
        "problem_columns": PROBLEMS,
        "batches": selectors.imports()[:PAGE],
        "columns": FILES,
    }
    return render(request, "hours/import.html", context)


@requires("hours.import")
@require_http_methods(["GET", "POST"])
def hours_import_check(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """What the file says, before it counts; then yes or no."""
    draft = selectors.draft_by_uuid(uuid)
    if draft is None:
        raise Http404
    if "cancel" in request.POST:
        tallies.drop_draft(draft=draft)
        toast(request, _("Nothing was imported."))
        return redirect("hours-import")
    try:
        if request.method == "POST":
            return _imported(request, tallies.import_draft(draft=draft, by=request.actor))
        export = tallies.check_file(file=io.BytesIO(bytes(draft.content)))
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
        return redirect("hours-import")
    context = {
        "section": "hours-import",
        "draft": draft,
        "export": export,
        "shown": export.occasions[:SHOWN],
        "columns": ROWS,
    }
    return render(request, "hours/import_check.html", context)


@requires("hours.import")
@require_GET
def hours_imported(request: TenantRequest, uuid: UUID) -> HttpResponse:
    """The rows of an imported file."""
    batch = selectors.batch_by_uuid(uuid)
    if batch is None:
        raise Http404
    number = request.GET.get("page", "")
    pages = Pages.of(number=int(number) if number.isdecimal() else 1, size=PAGE, total=batch.rows)
    context = {
        "section": "hours-import",
        "batch": batch,
        "rows": selectors.tallies_of(batch)[pages.first - 1 : pages.last],
        "pages": pages,
        "columns": ROWS,
    }
    return render(request, "hours/imported.html", context)


def _imported(request: TenantRequest, imported: Imported) -> HttpResponseBase:
    batch = imported.batch
    if imported.is_new:
        said = _("%(name)s is imported: %(rows)s shifts, %(hours)s.")
        names = {"rows": formats.number(batch.rows), "hours": formats.hours(batch.minutes)}
        toast(request, said % {"name": batch.name, **names})
    else:
        said = _("This file was imported on %(day)s as %(name)s. Nothing changed.")
        toast(request, said % {"day": formats.day(batch.created_at, year=True), "name": batch.name})
    return redirect("hours-imported", uuid=batch.uuid)
