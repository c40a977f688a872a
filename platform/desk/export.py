"""Everything that an association has, as tables and files in one archive, for its owner."""

import csv
import io
import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import BinaryField, Model, Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.factors import proof
from accounts.http import TenantRequest
from accounts.rights import requires
from scheduling.activities.models import Attendance, Participant
from tenants import clock
from tenants.context import current_association, platform_role
from tenants.models import Access
from tenants.rows import TenantRow
from volunteers.pairs.models import Agreement, Client, Meeting, Pair, Proposal, Signal
from volunteers.register.models import Download, DownloadFile, DownloadPiece, Incident
from volunteers.register.services import downloads
from volunteers.register.services.downloads import Made, Maker, Say
from volunteers.surveys.models import SpentForm, Sum, Words
from web.spreadsheet import neutral

ROWS_AT_ONCE = 1000
ANSWERS = frozenset({Sum, Words, SpentForm})
PAIRS = frozenset({Client, Pair, Agreement, Proposal, Meeting, Signal})
# Files that somebody asked for are made of all the rest; reports of incidents, names in closed groups
# and support pairs are read on their own pages. Answers of surveys are told from ten up, there alone.
LEFT_OUT: frozenset[type[Model]] = frozenset(
    {Download, DownloadFile, DownloadPiece, Incident, Participant, Attendance, *PAIRS, *ANSWERS}
)
# By these somebody opens their own page; nobody else is to have them.
SECRETS = frozenset({"token_hash"})


def make(download: Download, say: Say) -> Iterable[Made] | None:
    """The archive, if who asked still owns the association."""
    if not _owns(download.user_uuid):
        return None
    tables = sorted(
        (model for model in apps.get_models() if issubclass(model, TenantRow) and model not in LEFT_OUT),
        key=lambda model: model._meta.db_table,
    )
    out = tempfile.TemporaryFile()  # noqa: SIM115  # who writes it away closes it
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_("README") + ".txt", _read_me(tables))
        for number, model in enumerate(tables):
            _write_table(archive, model)
            say(95 * (number + 1) // len(tables))
    out.seek(0)
    association = current_association()
    name = f"{association.slug}-{clock.today(association).isoformat()}.zip"
    return [Made(name=name, mimetype="application/zip", content=out)]


def _owns(user_uuid: UUID) -> bool:
    association = current_association()
    with platform_role():
        rows = Access.objects.filter(
            Q(ends_at__isnull=True) | Q(ends_at__gt=clock.now()),
            user__uuid=user_uuid,
            association=association,
            role=Access.Role.OWNER,
        )
        return rows.exists()


def _read_me(tables: Sequence[type[Model]]) -> str:
    association = current_association()
    lines = [
        association.name,
        clock.today(association).isoformat(),
        "",
        _("One file for each table. Columns that end in _id hold the id of a row in another table."),
        _("Semicolons stand between columns; times are in UTC; files lie in the folder “files”."),
        _("This holds personal data. Keep it as you keep the register, and delete it when you have used it."),
        "",
        *(f"{model._meta.db_table}.csv" for model in tables),
    ]
    return "\r\n".join(lines)


def _write_table(archive: zipfile.ZipFile, model: type[Model]) -> None:
    table = model._meta.db_table
    fields = [field for field in model._meta.concrete_fields if field.name not in SECRETS]
    binary = [place for place, field in enumerate(fields) if isinstance(field, BinaryField)]
    files: list[tuple[str, bytes]] = []
    with archive.open(f"{table}.csv", "w", force_zip64=True) as raw:
        text = io.TextIOWrapper(raw, encoding="utf-8-sig", newline="", write_through=True)
        writer = csv.writer(text, delimiter=";")
        writer.writerow([field.column for field in fields])
        for row in _rows(model, [field.attname for field in fields]):
            cells = list(row)
            for place in binary:
                if cells[place] is not None:
                    name = f"files/{table}/{row[0]}-{fields[place].column}"
                    files.append((name, bytes(cells[place])))
                    cells[place] = name
            writer.writerow([_cell(cell) for cell in cells])
        text.detach()
    for name, content in files:
        archive.writestr(name, content)


def _rows(model: type[Model], names: list[str]) -> Iterator[tuple[Any, ...]]:
    """All rows, a stretch at a time, by their keys."""
    last: Any = None
    while True:
        rows = model._default_manager.order_by("pk")
        found = list(
            (rows if last is None else rows.filter(pk__gt=last)).values_list("pk", *names)[:ROWS_AT_ONCE]
        )
        for row in found:
            yield row[1:]
        if len(found) < ROWS_AT_ONCE:
            return
        last = found[-1][0]


def _cell(value: Any) -> str:
    """A text that no spreadsheet runs."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict | list):
        return neutral(json.dumps(value, ensure_ascii=False, default=str))
    return neutral(str(value))


MAKER = Maker(kind=Download.Kind.ASSOCIATION, make=make)


def _context(request: TenantRequest) -> dict[str, Any]:
    return {"download": downloads.of(user_uuid=request.user.uuid, kind=Download.Kind.ASSOCIATION)}


@requires("data.export")
@require_GET
def data_export(request: TenantRequest) -> HttpResponse:
    """What is in the archive, and how far it is."""
    return render(request, "desk/data_export.html", _context(request))


@requires("data.export")
@require_POST
def data_export_ask(request: TenantRequest) -> HttpResponseBase:
    """Have it prepared. Wants the second factor of who asks, shown just now."""
    if not proof.is_fresh(request.factor_at):
        query = urlencode({"next": reverse("data-export"), "second": "fresh"})
        return redirect(f"{reverse('signin')}?{query}")
    language = (get_language() or request.association.language)[:2]
    downloads.ask(kind=Download.Kind.ASSOCIATION, language=language, by=request.actor)
    return redirect("data-export")


@requires("data.export")
@require_GET
def data_export_progress(request: TenantRequest) -> HttpResponse:
    """How far it is; a part of the page."""
    return render(request, "desk/_export.html", _context(request))
