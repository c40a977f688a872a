"""Importing numbers: choose a file, look, say yes; then download what was left out, or undo."""

from uuid import UUID

from django import forms
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import requires
from scheduling.activities import words
from scheduling.activities.importing.columns import COLUMNS
from scheduling.activities.importing.judging import Line
from scheduling.activities.models import Activity, CountImport
from scheduling.activities.services import imports as services
from volunteers.register.importing import keeping
from volunteers.register.views import files
from web import formats
from web.bodies import takes_file
from web.errors import DomainError
from web.kit import Column
from web.limits import limited
from web.sheets import placing
from web.sheets.placing import PlacingForm
from web.sheets.refusals import MEGABYTES, FileRefused
from web.toasts import toast

SHOWN, SHOWN_FILES = 100, 50
State = CountImport.State
CHIPS: dict[str, tuple[str, str]] = {
    State.DRAFT: ("wait", "wait"),
    State.DONE: ("check", "good"),
    State.UNDONE: ("undo", "neutral"),
}
BATCHES = (
    Column(pgettext_lazy("column", "File")),
    Column(pgettext_lazy("column", "Imported"), wide=True),
    Column(pgettext_lazy("column", "State")),
    Column(pgettext_lazy("column", "New rows"), numeric=True),
)
NEW = (
    Column(pgettext_lazy("column", "Row")),
    Column(pgettext_lazy("column", "Date")),
    Column(pgettext_lazy("column", "What")),
    Column(pgettext_lazy("column", "Numbers")),
)
WRONG = (Column(pgettext_lazy("column", "Row")), Column(pgettext_lazy("column", "What is wrong")))


class FileForm(forms.Form):
    """A file of numbers."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "CSV or XLSX, at most 10 MB and 20 000 rows. Nothing is saved before you have seen it."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        max_length=200,
    )


@requires("counts.import")
@takes_file(megabytes=MEGABYTES)
@limited("import", methods=frozenset({"POST"}))
@require_http_methods(["GET", "POST"])
def counts_import(request: TenantRequest) -> HttpResponseBase:
    """Choose a file; what was imported before stands below."""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            kept = services.keep_draft(file=file, name=file.name, by=request.actor)
        except FileRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            if kept.state != State.DRAFT:
                said = _("This file was imported on %(day)s as %(name)s. Nothing changed.")
                day = formats.day(kept.created_at, year=True)
                toast(request, said % {"day": day, "name": kept.name})
            return redirect("counts-import-one", uuid=kept.uuid)
    batches = CountImport.objects.defer("content", "left_out")[:SHOWN_FILES]
    context = {
        "section": "counts",
        "form": form,
        "batches": [(each, CHIPS[each.state]) for each in batches],
        "columns": BATCHES,
    }
    return render(request, "activities/counts_import.html", context, status=422 if form.errors else 200)


@requires("counts.import")
@require_http_methods(["GET", "POST"])
def counts_import_one(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """A file: what it says, with yes and no; or what became of it."""
    batch = get_object_or_404(CountImport, uuid=uuid)
    if request.method == "POST":
        return _decide(request, batch)
    if batch.state == State.DRAFT:
        return _draft(request, batch)
    until = services.undone_until(batch=batch)
    context = {
        "section": "counts",
        "batch": batch,
        "chip": CHIPS[batch.state],
        "wrong": [(number, problems) for number, _cells, problems in batch.left_out[:SHOWN]],
        "left_out": len(batch.left_out),
        "columns": WRONG,
        "undo_until": until and formats.clock_time(until),
    }
    return render(request, "activities/counts_imported.html", context)


def _decide(request: TenantRequest, batch: CountImport) -> HttpResponseBase:
    if "columns" in request.POST and batch.state == State.DRAFT:
        return _place_columns(request, batch)
    if "cancel" in request.POST:
        services.drop_draft(draft=batch)
        toast(request, _("Nothing was imported."))
        return redirect("counts-import")
    try:
        done = services.take_in(draft=batch, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        said = _("%(name)s is imported: %(new)s new rows.")
        toast(request, said % {"name": done.name, "new": formats.number(done.new)})
    return redirect("counts-import-one", uuid=batch.uuid)


def _place_columns(request: TenantRequest, batch: CountImport) -> HttpResponseBase:
    """Look again, with the columns as they are said to be."""
    seen = services.look(draft=batch)
    form = PlacingForm(request.POST, header=seen.header, places=seen.places, labels=COLUMNS.labels)
    try:
        if form.is_valid():
            services.place_columns(draft=batch, places=form.places())
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    return redirect("counts-import-one", uuid=batch.uuid)


def _draft(request: TenantRequest, batch: CountImport) -> HttpResponse:
    look = services.look(draft=batch)
    new, wrong = look.of("new"), look.of("wrong")
    rows = services.rows_of(draft=batch)
    context = {
        "section": "counts",
        "batch": batch,
        "new": [_line(line) for line in new[:SHOWN]],
        "wrong": [(line.said.row.number, line.said.problems) for line in wrong[:SHOWN]],
        "counts": {"new": len(new), "known": len(look.of("known")), "wrong": len(wrong)},
        "missing": look.missing,
        "columns_form": PlacingForm(
            header=look.header,
            places=look.places,
            labels=COLUMNS.labels,
            examples=placing.examples(rows[1:], len(look.header)),
        ),
        "tables": {"new": NEW, "wrong": WRONG, "columns": placing.HEADS},
    }
    return render(request, "activities/counts_import_check.html", context)


def _line(line: Line) -> tuple[int, str, str, str, str]:
    """Row, day, what, in which way, and the numbers."""
    if line.other is not None:
        what, way = line.what, line.way
    elif line.place is not None:
        what, way = line.place.name, str(line.place.get_kind_display())
    else:
        what = line.group.name if line.group is not None else line.said.name
        way = str(Activity.Kind(line.kind).label)
        if line.activity is None:
            way = _("%(kind)s, new in the calendar") % {"kind": way}
    numbers = words.amounts({str(measure): number for measure, number in line.numbers.items()})
    return line.said.row.number, formats.day(line.day, year=True), what, way, numbers


@requires("counts.import")
@require_GET
def counts_import_rows(request: TenantRequest, uuid: UUID) -> HttpResponse:
    """The rows that are left out, as a file of the same kind with the reasons: correct it, and import it."""
    batch = get_object_or_404(CountImport, uuid=uuid)
    header, wrong = batch.header, []
    if batch.state == State.DRAFT:
        look = services.look(draft=batch)
        header = look.header
        wrong = [(line.said.row.cells, line.said.problems) for line in look.of("wrong")]
    else:
        wrong = [(keeping.cells_of_json(cells), problems) for _number, cells, problems in batch.left_out]
    return files.rows_to_correct(request, like=batch.name, header=header, wrong=wrong)


@requires("counts.import")
@require_POST
def counts_import_undo(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Take a file back, or say what stands in the way."""
    batch = get_object_or_404(CountImport, uuid=uuid)
    try:
        services.undo(batch=batch, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        toast(request, _("Undone: the numbers are as they were before “%(name)s”.") % {"name": batch.name})
    return redirect("counts-import-one", uuid=uuid)
