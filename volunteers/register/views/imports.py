"""Importing people: choose a file, say what its columns are, look, say yes; then watch, download, undo."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import requires
from volunteers.register import own_fields
from volunteers.register.forms.imports import ColumnsForm, FileForm, StartForm
from volunteers.register.importing import judging, keeping
from volunteers.register.importing.judging import Judged, Look
from volunteers.register.models import PeopleImport, Person
from volunteers.register.services import import_undo, imports
from volunteers.register.views import files
from web import formats
from web.bodies import takes_file
from web.errors import DomainError
from web.kit import Column
from web.limits import limited
from web.sheets import placing
from web.sheets.refusals import MEGABYTES, FileRefused
from web.toasts import toast

SHOWN, SHOWN_NEW, SHOWN_FILES = 100, 10, 50
State = PeopleImport.State
CHIPS: dict[str, tuple[str, str]] = {
    State.DRAFT: ("wait", "wait"),
    State.RUNNING: ("clock", "wait"),
    State.DONE: ("check", "good"),
    State.UNDONE: ("undo", "neutral"),
}
BATCHES = (
    Column(pgettext_lazy("column", "File")),
    Column(pgettext_lazy("column", "Imported"), wide=True),
    Column(pgettext_lazy("column", "State")),
    Column(pgettext_lazy("column", "New people"), numeric=True),
    Column(pgettext_lazy("column", "Rows that failed"), numeric=True, wide=True),
)
WRONG = (Column(pgettext_lazy("column", "Row")), Column(pgettext_lazy("column", "What is wrong")))
KNOWN = (
    Column(pgettext_lazy("column", "Row")),
    Column(pgettext_lazy("column", "Name")),
    Column(pgettext_lazy("column", "Who it is")),
)
NEW = (
    Column(pgettext_lazy("column", "Row")),
    Column(pgettext_lazy("column", "Name")),
    Column(pgettext_lazy("column", "Phone"), wide=True),
    Column(pgettext_lazy("column", "E-mail"), wide=True),
    Column(pgettext_lazy("column", "Roles"), wide=True),
)
WAY = (Column(pgettext_lazy("column", "Name")), Column(pgettext_lazy("column", "What was done since")))


@requires("people.import")
@takes_file(megabytes=MEGABYTES)
@limited("import", methods=frozenset({"POST"}))
@require_http_methods(["GET", "POST"])
def people_import(request: TenantRequest) -> HttpResponseBase:
    """Choose a file; what was imported before stands below."""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            kept = imports.keep_draft(file=file, name=file.name, by=request.actor)
        except FileRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            if kept.state != State.DRAFT:
                said = _("This file was imported on %(day)s as %(name)s. Nothing changed.")
                day = formats.day(kept.created_at, year=True)
                toast(request, said % {"day": day, "name": kept.name})
            return redirect("people-import-one", uuid=kept.uuid)
    context = {
        "section": "people",
        "form": form,
        "batches": [(each, CHIPS[each.state]) for each in PeopleImport.objects.defer("sheet")[:SHOWN_FILES]],
        "columns": BATCHES,
    }
    return render(request, "register/people_import.html", context, status=422 if form.errors else 200)


@requires("people.import")
@require_GET
def people_import_one(request: TenantRequest, uuid: UUID) -> HttpResponse:
    """A file: what it says, how far it is, or what became of it."""
    batch = _batch(uuid)
    if batch.state == State.DRAFT:
        return _draft(request, batch)
    context = {
        "section": "people",
        "batch": batch,
        "chip": CHIPS[batch.state],
        "failed": batch.failures.all()[:SHOWN],
        "failed_columns": WRONG,
        "has_failures": batch.failures.exists(),
        "can_undo": import_undo.can_be_undone(batch=batch),
        "way": import_undo.in_the_way(batch=batch)[:SHOWN] if "way" in request.GET else [],
        "way_columns": WAY,
    }
    return render(request, "register/people_imported.html", context)


@requires("people.import")
@require_GET
def people_import_progress(request: TenantRequest, uuid: UUID) -> HttpResponse:
    """How far it is: the part of the page that renews itself."""
    batch = _batch(uuid)
    response = render(request, "register/_import_progress.html", {"batch": batch})
    if batch.state != State.RUNNING:
        response.headers["HX-Refresh"] = "true"
    return response


@requires("people.import")
@require_POST
def people_import_columns(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Say what the columns are, and look again."""
    batch = _batch(uuid)
    form = _columns_form(batch, request.POST)
    try:
        if form.is_valid():
            imports.place_columns(draft=batch, places=form.places(), fills=form.fills())
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    return redirect("people-import-one", uuid=uuid)


@requires("people.import")
@require_POST
def people_import_start(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Yes."""
    batch = _batch(uuid)
    form = StartForm(request.POST)
    if not form.is_valid():
        return _draft(request, batch, form)
    try:
        imports.start(draft=batch, by=request.actor, **form.cleaned_data)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    return redirect("people-import-one", uuid=uuid)


@requires("people.import")
@require_POST
def people_import_drop(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """No."""
    imports.drop_draft(draft=_batch(uuid))
    toast(request, _("Nothing was imported."))
    return redirect("people-import")


@requires("people.import")
@require_GET
def people_import_failed(request: TenantRequest, uuid: UUID) -> HttpResponse:
    """The rows that failed, as a file of the same kind with the reasons: correct it, and import it."""
    batch = _batch(uuid)
    wrong = [(keeping.cells_of_json(row.cells), row.problems) for row in batch.failures.all()]
    return files.rows_to_correct(request, like=batch.name, header=batch.header, wrong=wrong)


@requires("people.import")
@require_POST
def people_import_undo(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Take it back, or say what stands in the way."""
    batch = _batch(uuid)
    url = redirect("people-import-one", uuid=uuid)
    try:
        import_undo.undo(batch=batch, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
        return redirect(f"{url.url}?way=1")
    toast(request, _("Undone: the register is as it was before “%(name)s”.") % {"name": batch.name})
    return url


def _batch(uuid: UUID) -> PeopleImport:
    return get_object_or_404(PeopleImport, uuid=uuid)


def _columns_form(batch: PeopleImport, data: Any = None) -> ColumnsForm:
    examples = placing.examples(keeping.unpack(batch.sheet), len(batch.header))
    own = own_fields.by_key(own_fields.active())
    return ColumnsForm(data, batch=batch, own=own, examples=examples)


def _draft(request: TenantRequest, batch: PeopleImport, form: StartForm | None = None) -> HttpResponse:
    look = judging.look(batch)
    counts = look.counts()
    context = {
        "section": "people",
        "batch": batch,
        "columns_form": _columns_form(batch),
        "start_form": form or StartForm(initial={"begin": batch.begin, "from_on": batch.from_on}),
        "is_readable": bool(look.judged),
        "counts": {kind: counts[kind] for kind in ("new", "known", "repeated", "wrong")},
        "wrong": look.of("wrong")[:SHOWN],
        "known": _known(look),
        "new": look.of("new")[:SHOWN_NEW],
        "tables": {"columns": placing.HEADS, "wrong": WRONG, "known": KNOWN, "new": NEW},
    }
    return render(request, "register/people_import_check.html", context, status=422 if form else 200)


def _known(look: Look) -> Sequence[tuple[Judged, Person | None]]:
    """Rows of people who are known or stood in the file before, with who it is in the register."""
    rows = [each for each in look.judged if each.kind in {"known", "repeated"}][:SHOWN]
    people = Person.objects.in_bulk([each.person for each in rows if each.person])
    return [(each, people.get(each.person or 0)) for each in rows]
