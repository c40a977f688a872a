"""Importing a shift export: choose a file, say what its columns are, look, say yes; download, undo."""

from datetime import time
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import requires
from scheduling.hours import shift_files
from scheduling.hours.forms import ImportForm
from scheduling.hours.importing import judging_shifts
from scheduling.hours.importing.columns import COLUMNS
from scheduling.hours.importing.rows import Sums
from scheduling.hours.models import ImportBatch, ImportDraft
from scheduling.hours.services import tallies
from volunteers.register import selectors as register
from volunteers.register.views import files
from web import formats
from web.bodies import takes_file
from web.errors import DomainError
from web.kit import Column, Pages
from web.limits import limited
from web.sheets import placing
from web.sheets.placing import PlacingForm
from web.sheets.refusals import MEGABYTES, FileRefused
from web.toasts import toast

State = ImportBatch.State
PAGE, SHOWN, SHOWN_NEW, SHOWN_OVERFULL = 50, 100, 10, 50
DEFAULT_START = time(10)
CHIPS = {State.DONE: ("check", "good"), State.UNDONE: ("undo", "neutral")}
FILES = (
    Column(pgettext_lazy("column", "File")),
    Column(pgettext_lazy("column", "Imported"), wide=True),
    Column(pgettext_lazy("column", "State")),
    Column(pgettext_lazy("column", "Shifts"), numeric=True),
    Column(pgettext_lazy("column", "Attendances"), numeric=True, wide=True),
    Column(pgettext_lazy("column", "Hours"), numeric=True),
)
ROWS = (
    Column(pgettext_lazy("column", "Date")),
    Column(pgettext_lazy("column", "Event")),
    Column(pgettext_lazy("column", "Attended"), numeric=True),
    Column(pgettext_lazy("column", "Places"), numeric=True, wide=True),
    Column(pgettext_lazy("column", "Hours"), numeric=True),
)
WRONG = (Column(pgettext_lazy("column", "Row")), Column(pgettext_lazy("column", "What is wrong")))


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
        except FileRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            if isinstance(kept, ImportDraft):
                return redirect("hours-import-check", uuid=kept.uuid)
            said = _("This file was imported on %(day)s as %(name)s. Nothing changed.")
            toast(request, said % {"day": formats.day(kept.created_at, year=True), "name": kept.name})
            return redirect("hours-imported", uuid=kept.uuid)
    context = {
        "section": "hours-import",
        "form": form,
        "batches": [(each, CHIPS[State(each.state)]) for each in shift_files.imports()[:PAGE]],
        "columns": FILES,
    }
    return render(request, "hours/import.html", context)


@requires("hours.import")
@require_http_methods(["GET", "POST"])
def hours_import_check(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """What the file says, before it counts; then other columns, yes or no."""
    draft = shift_files.draft_by_uuid(uuid)
    if draft is None:
        # A second press: what became of the file stands under the same key.
        return redirect("hours-imported", uuid=_batch(uuid).uuid)
    if request.method == "POST":
        return _decide(request, draft)
    rows = tallies.rows_of(draft=draft)
    look = judging_shifts.look(rows, draft.places)
    new, wrong = look.occasions, look.wrong_rows
    sums = Sums(new)
    context = {
        "section": "hours-import",
        "draft": draft,
        "missing": look.missing,
        "sums": sums,
        "counts": {"new": len(new), "known": len(look.of("known"))},
        "overfull": sums.overfull[:SHOWN_OVERFULL],
        "shown": new[:SHOWN_NEW],
        "wrong": wrong[:SHOWN],
        "wrong_count": len(wrong),
        "not_kept": look.not_kept,
        "columns_form": PlacingForm(
            header=look.header,
            places=look.places,
            labels=COLUMNS.labels,
            examples=placing.examples(rows[1:], len(look.header)),
        ),
        "tables": {"columns": placing.HEADS, "wrong": WRONG, "rows": ROWS},
    }
    return render(request, "hours/import_check.html", context)


def _decide(request: TenantRequest, draft: ImportDraft) -> HttpResponseBase:
    if "cancel" in request.POST:
        tallies.drop_draft(draft=draft)
        toast(request, _("Nothing was imported."))
        return redirect("hours-import")
    try:
        if "columns" in request.POST:
            look = tallies.look(draft=draft)
            form = PlacingForm(request.POST, header=look.header, places=look.places, labels=COLUMNS.labels)
            if form.is_valid():
                tallies.place_columns(draft=draft, places=form.places())
            return redirect("hours-import-check", uuid=draft.uuid)
        batch = tallies.take_in(draft=draft, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
        return redirect("hours-import-check", uuid=draft.uuid)
    said = _("%(name)s is imported: %(rows)s shifts, %(hours)s.")
    names = {"rows": formats.number(batch.rows), "hours": formats.hours(batch.minutes)}
    toast(request, said % {"name": batch.name, **names})
    return redirect("hours-imported", uuid=batch.uuid)


@requires("hours.import")
@require_GET
def hours_imported(request: TenantRequest, uuid: UUID) -> HttpResponse:
    """The rows of an imported file, and what was left out of it."""
    batch = _batch(uuid)
    wrong, until = tallies.left_out(batch=batch), tallies.undone_until(batch=batch)
    number = request.GET.get("page", "")
    total = batch.rows if batch.state == State.DONE else 0
    pages = Pages.of(number=int(number) if number.isdecimal() else 1, size=PAGE, total=total)
    context = {
        "section": "hours-import",
        "batch": batch,
        "chip": CHIPS[State(batch.state)],
        "rows": shift_files.tallies_of(batch)[pages.first - 1 : pages.last] if total else [],
        "pages": pages,
        "columns": ROWS,
        "undo_until": until and formats.clock_time(until),
        "wrong": wrong[:SHOWN],
        "wrong_count": len(wrong),
        "wrong_columns": WRONG,
    }
    return render(request, "hours/imported.html", context)


@requires("hours.import")
@require_GET
def hours_import_wrong(request: TenantRequest, uuid: UUID) -> HttpResponse:
    """The rows that are left out, as a file of the same kind with the reasons: correct it, and import it."""
    draft = shift_files.draft_by_uuid(uuid)
    if draft is not None:
        look = tallies.look(draft=draft)
        name, header, wrong = draft.name, look.header, look.wrong_rows
    else:
        batch = _batch(uuid)
        name, header, wrong = batch.name, batch.header, tallies.left_out(batch=batch)
    rows = [(cells, problems) for _number, cells, problems in wrong]
    return files.rows_to_correct(request, like=name, header=header, wrong=rows)


@requires("hours.import")
@require_POST
def hours_import_undo(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Take an import back, or say what stands in the way."""
    batch = _batch(uuid)
    try:
        tallies.undo(batch=batch, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        toast(request, _("Undone: the hours of “%(name)s” are gone again.") % {"name": batch.name})
    return redirect("hours-imported", uuid=uuid)


def _batch(uuid: UUID) -> ImportBatch:
    found = shift_files.batch_by_uuid(uuid)
    if found is None:
        raise Http404
    return found
