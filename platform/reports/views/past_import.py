"""Totals of past years from a table: choose a file, look, say yes. Nothing of it is kept before the yes.

What was looked at goes with the page, signed: it counts for a day, for this person and this association.
"""

from collections.abc import Mapping, Sequence

from django.core import signing
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, ngettext, pgettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.http import TenantRequest
from accounts.rights import requires
from reports import past_import as tables
from reports.errors import LookedAtTooLongAgo
from reports.forms import YearsFileForm
from reports.past_import import COLUMNS, Look
from reports.services import past as verbs
from reports.views.past import columns
from volunteers.register.importing import keeping
from volunteers.register.views import files
from web import formats
from web.bodies import takes_file
from web.errors import DomainError
from web.kit import Column
from web.limits import limited
from web.sheets import placing
from web.sheets.headers import texts
from web.sheets.placing import PlacingForm
from web.sheets.refusals import MEGABYTES, ColumnTwice, FileRefused
from web.sheets.tables import Row
from web.toasts import toast

_SALT, _COUNTS = "reports.past_import", 24 * 60 * 60
WRONG = (Column(pgettext_lazy("column", "Row")), Column(pgettext_lazy("column", "What is wrong")))


@requires("reports.manage")
@takes_file(megabytes=MEGABYTES)
@limited("import", methods=frozenset({"POST"}))
@require_http_methods(["GET", "POST"])
def past_import(request: TenantRequest) -> HttpResponseBase:
    """Choose a file; with it, what it says; then take it in, or download the rows to correct."""
    if "seen" in request.POST and "columns" in request.POST:
        return _place_columns(request)
    if "seen" in request.POST:
        return _decide(request)
    form = YearsFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            rows = tables.rows_of(file=file, name=file.name)
            return _preview(request, rows, COLUMNS.guess(texts(rows[0])))
        except FileRefused as refusal:
            form.add_error("file", str(refusal))
    return _choose(request, form)


def _choose(request: TenantRequest, form: YearsFileForm) -> HttpResponse:
    context = {"section": "own-figures", "nav_key": "own-figures", "form": form}
    return render(request, "reports/past_import.html", context, status=422 if form.errors else 200)


def _preview(request: TenantRequest, rows: Sequence[Row], places: Mapping[str, int]) -> HttpResponse:
    look = tables.look(rows, places)
    new, wrong = look.of("new"), look.of("wrong")
    context = {
        "section": "own-figures",
        "nav_key": "own-figures",
        "seen": _signed(request, rows, places),
        "missing": look.missing,
        "columns_form": PlacingForm(
            header=look.header,
            places=look.places,
            labels=COLUMNS.labels,
            examples=placing.examples(rows[1:], len(look.header)),
        ),
        "new": new,
        "wrong": wrong,
        "counts": {"new": len(new), "known": len(look.of("known")), "wrong": len(wrong)},
        "tables": {"new": columns(), "wrong": WRONG, "columns": placing.HEADS},
    }
    return render(request, "reports/past_import_check.html", context)


def _place_columns(request: TenantRequest) -> HttpResponseBase:
    """Look again, with the columns as they are said to be."""
    try:
        rows, places = _unsigned(request)
    except LookedAtTooLongAgo as refusal:
        toast(request, str(refusal), bad=True)
        return redirect("past-import")
    form = PlacingForm(request.POST, header=texts(rows[0]), places=places, labels=COLUMNS.labels)
    try:
        if form.is_valid():
            places = form.places()
    except ColumnTwice as refusal:
        toast(request, str(refusal), bad=True)
    return _preview(request, rows, places)


def _decide(request: TenantRequest) -> HttpResponseBase:
    """Take in what was looked at, or hand out its rows to correct."""
    try:
        rows, places = _unsigned(request)
        if "correct" in request.POST:
            return _rows_to_correct(request, tables.look(rows, places))
        made = verbs.take_in(rows=rows, places=places, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
        return redirect("past-import")
    if made:
        said = ngettext(
            "The total of %(count)s year is noted.", "The totals of %(count)s years are noted.", made
        )
        toast(request, said % {"count": formats.number(made)})
    else:
        toast(request, _("All of this was noted already. Nothing changed."))
    return redirect("past-years")


def _rows_to_correct(request: TenantRequest, look: Look) -> HttpResponse:
    """The rows that are left out, with the reasons: correct them, and import the file."""
    wrong = [(line.row.cells, line.problems) for line in look.of("wrong")]
    return files.rows_to_correct(
        request, like="years.csv", header=look.header, wrong=wrong, of="years-to-correct"
    )


def _signed(request: TenantRequest, rows: Sequence[Row], places: Mapping[str, int]) -> str:
    said = [[row.number, keeping.cells_as_json(row.cells)] for row in rows]
    return signing.dumps([*_whose(request), dict(places), said], salt=_SALT, compress=True)


def _unsigned(request: TenantRequest) -> tuple[list[Row], dict[str, int]]:
    """The rows again, and in which column what stands.

    Raises LookedAtTooLongAgo, also for what is another person's or association's.
    """
    try:
        *whose, places, said = signing.loads(request.POST["seen"], salt=_SALT, max_age=_COUNTS)
    except signing.BadSignature:
        raise LookedAtTooLongAgo from None
    if whose != _whose(request):
        raise LookedAtTooLongAgo
    return [Row(number, keeping.cells_of_json(cells)) for number, cells in said], places


def _whose(request: TenantRequest) -> list[str]:
    return [request.association.schema_name, str(request.user.pk)]
