"""Importing hour cards: choose a file, say what its columns are, look, say yes; download, undo."""

from datetime import time
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _, ngettext, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import requires
from scheduling.hours import split
from scheduling.hours.card_import_form import CardColumnsForm, CardsForm
from scheduling.hours.importing import judging_cards
from scheduling.hours.models import CardImport, HoursEntry
from scheduling.hours.services import card_imports
from scheduling.hours.services.entries import NewEntry
from volunteers.register.importing import keeping
from volunteers.register.views import files
from web import formats
from web.bodies import takes_file
from web.errors import DomainError
from web.kit import Column, Pages
from web.limits import limited
from web.sheets import placing
from web.sheets.refusals import MEGABYTES, FileRefused
from web.toasts import toast

State = CardImport.State
PAGE, SHOWN, SHOWN_NEW, SHOWN_FILES = 50, 100, 10, 50
DEFAULT_START = time(10)
CHIPS = {State.DRAFT: ("wait", "wait"), State.DONE: ("check", "good"), State.UNDONE: ("undo", "neutral")}
FILE_COLUMNS = (
    Column(pgettext_lazy("column", "File")),
    Column(pgettext_lazy("column", "Imported"), wide=True),
    Column(pgettext_lazy("column", "State")),
    Column(pgettext_lazy("column", "Entries"), numeric=True),
    Column(pgettext_lazy("column", "Hours"), numeric=True),
)
WRONG = (Column(pgettext_lazy("column", "Row")), Column(pgettext_lazy("column", "What is wrong")))
LINES = (
    Column(pgettext_lazy("column", "Name")),
    Column(pgettext_lazy("column", "When"), wide=True),
    Column(pgettext_lazy("column", "Role"), wide=True),
    Column(pgettext_lazy("column", "Hours"), numeric=True),
)


@requires("hours.import")
@takes_file(megabytes=MEGABYTES)
@limited("import", methods=frozenset({"POST"}))
@require_http_methods(["GET", "POST"])
def cards_import(request: TenantRequest) -> HttpResponseBase:
    """Choose a file; what was imported before stands below."""
    form = CardsForm(
        request.POST or None,
        request.FILES or None,
        initial={"default_start": DEFAULT_START},
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            kept = card_imports.keep_draft(
                file=said["file"],
                name=said["file"].name,
                default_start=said["default_start"],
                by=request.actor,
            )
        except FileRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            if kept.state == State.DONE:
                text = _("This file was imported on %(day)s as %(name)s. Nothing changed.")
                toast(request, text % {"day": formats.day(kept.created_at, year=True), "name": kept.name})
            return redirect("cards-import-one", uuid=kept.uuid)
    batches = CardImport.objects.defer("sheet", "left_out").order_by("-created_at", "-pk")[:SHOWN_FILES]
    context = {
        "section": "hours-import",
        "form": form,
        "batches": [(each, CHIPS[State(each.state)]) for each in batches],
        "columns": FILE_COLUMNS,
    }
    return render(request, "hours/cards_import.html", context, status=422 if form.errors else 200)


@requires("hours.import")
@require_GET
def cards_import_one(request: TenantRequest, uuid: UUID) -> HttpResponse:
    """A file: what it says, or what became of it."""
    batch = _batch(uuid)
    if batch.state == State.DRAFT:
        return _draft(request, batch)
    wrong = card_imports.left_out(batch=batch)
    until = card_imports.undone_until(batch=batch)
    rows = HoursEntry.objects.filter(card_import=batch).select_related("person", "role")
    number = request.GET.get("page", "")
    pages = Pages.of(
        number=int(number) if number.isdecimal() else 1, size=PAGE, total=rows.count(), url="?page="
    )
    context = {
        "section": "hours-import",
        "nav_key": "hours-import",
        "batch": batch,
        "chip": CHIPS[State(batch.state)],
        "rows": rows.order_by("starts_at", "pk")[pages.first - 1 : pages.last] if pages.total else [],
        "pages": pages,
        "columns": LINES,
        "undo_until": until and formats.clock_time(until),
        "wrong": wrong[:SHOWN],
        "wrong_count": len(wrong),
        "wrong_columns": WRONG,
    }
    return render(request, "hours/cards_imported.html", context)


@requires("hours.import")
@require_POST
def cards_import_columns(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Say what the columns are, and look again."""
    batch = _batch(uuid)
    try:
        form = CardColumnsForm(request.POST, draft=batch)
        if form.is_valid():
            card_imports.place_columns(draft=batch, places=form.places(), role=form.cleaned_data["role"])
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    return redirect("cards-import-one", uuid=uuid)


@requires("hours.import")
@require_POST
def cards_import_start(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Yes."""
    try:
        done = card_imports.start(draft=_batch(uuid), by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        said = ngettext(
            "%(count)s entry imported, %(hours)s.", "%(count)s entries imported, %(hours)s.", done.entries
        )
        names = {"count": formats.number(done.entries), "hours": formats.duration(done.minutes)}
        toast(request, said % names)
    return redirect("cards-import-one", uuid=uuid)


@requires("hours.import")
@require_POST
def cards_import_drop(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """No."""
    card_imports.drop_draft(draft=_batch(uuid))
    toast(request, _("Nothing was imported."))
    return redirect("cards-import")


@requires("hours.import")
@require_POST
def cards_import_undo(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Take it back, or say what stands in the way."""
    batch = _batch(uuid)
    try:
        card_imports.undo(done=batch, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        toast(request, _("Undone: the hours of “%(name)s” are gone again.") % {"name": batch.name})
    return redirect("cards-import-one", uuid=uuid)


@requires("hours.import")
@require_GET
def cards_import_wrong(request: TenantRequest, uuid: UUID) -> HttpResponse:
    """The rows that are left out, as a file of the same kind with the reasons: correct it, and import it."""
    batch = _batch(uuid)
    wrong = [(cells, problems) for _number, cells, problems in card_imports.left_out(batch=batch)]
    return files.rows_to_correct(request, like=batch.name, header=batch.header, wrong=wrong)


def _line(new: NewEntry) -> dict[str, Any]:
    """An entry that would be written down, as the table shows one that was."""
    return {
        "person": new.person,
        "role": new.role,
        "starts_at": new.starts_at,
        "ends_at": new.ends_at,
        "minutes": split.minutes_between(new.starts_at, new.ends_at),
    }


def _batch(uuid: UUID) -> CardImport:
    return get_object_or_404(CardImport.objects.select_related("role"), uuid=uuid)


def _draft(request: TenantRequest, batch: CardImport) -> HttpResponse:
    look = judging_cards.look(batch)
    form = CardColumnsForm(
        draft=batch, examples=placing.examples(keeping.unpack(batch.sheet), len(batch.header))
    )
    wrong = look.wrong_rows
    context: dict[str, Any] = {
        "section": "hours-import",
        "nav_key": "hours-import",
        "batch": batch,
        "columns_form": form,
        "days": len(form.days),
        "is_readable": bool(look.judged),
        "look": look,
        "asks_role": look.lacks_roles,
        "entries": len(look.entries),
        "known": len(look.of("known")),
        "wrong": wrong[:SHOWN],
        "wrong_count": len(wrong),
        "new": [_line(each) for each in look.entries[:SHOWN_NEW]],
        "tables": {"columns": placing.HEADS, "wrong": WRONG, "lines": LINES},
    }
    return render(request, "hours/cards_import_check.html", context)
