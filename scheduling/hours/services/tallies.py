"""Importing shift exports as head counts: heads and exact minutes of each shift, without names.

Kept as a draft, looked at, written down together, undone together.
"""

import hashlib
import io
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import IO

from django.db import IntegrityError, transaction

from scheduling.hours import drafts, shift_files, split, states, walltime
from scheduling.hours.errors import FileMeanwhile, FileNotUndone, FileTooOld, NothingToImport
from scheduling.hours.importing import judging_shifts, rows
from scheduling.hours.importing.columns import COLUMNS
from scheduling.hours.importing.rows import Look, Occasion, Sums, WrongRow
from scheduling.hours.models import HoursTally, ImportBatch, ImportDraft
from scheduling.hours.services import months
from scheduling.hours.services.entries import paid_by
from tenants import clock
from tenants.actors import Actor
from volunteers.register import trail
from volunteers.register.importing import keeping
from volunteers.register.models import VolunteerRole
from web import formats
from web.sheets import tables
from web.sheets.tables import Row

State = ImportBatch.State
CHUNK = 1000
# Files that wait for a yes; whoever sends more drops the oldest.
DRAFTS_KEPT = 20


@transaction.atomic(durable=True)
def keep_draft(
    *, file: IO[bytes], name: str, default_start: time, role: VolunteerRole, by: Actor
) -> ImportDraft | ImportBatch:
    """Keep a file for somebody's yes; of one that was imported before, that import is given back.

    Exports of this kind have no time of day: `default_start` stands for it, and the rows say that it is not
    known. Drafts of earlier days, and the oldest of very many, are thrown away. Raises FileRefused of some
    kind.
    """
    tables.check_name(name)
    content = file.read(tables.MAX_BYTES + 1)
    if batch := shift_files.import_of(_fingerprint(content)):
        return batch
    rows.table(file=io.BytesIO(content))
    forget()
    draft = ImportDraft.objects.create(
        name=name[:200], content=content, role=role, default_start=default_start, created_at=clock.now()
    )
    newest = ImportDraft.objects.order_by("-created_at", "-pk").values_list("pk", flat=True)[:DRAFTS_KEPT]
    ImportDraft.objects.exclude(pk__in=list(newest)).delete()
    drafts.keep_for_a_day()
    trail.record("hours.import_checked", by=by, subject_kind="import", subject_uuid=draft.uuid)
    return draft


def forget() -> None:
    """Drop what nobody said yes to within a day, and then what was left out of an import. A step."""
    ImportDraft.objects.filter(created_at__lte=clock.now() - drafts.LIVE).delete()
    long_done = ImportBatch.objects.filter(created_at__lt=clock.now() - drafts.LEFT_OUT_KEPT)
    long_done.filter(left_out__isnull=False).update(left_out=None)


def rows_of(*, draft: ImportDraft) -> list[Row]:
    """The rows of a kept file, its header first."""
    return rows.table(file=io.BytesIO(bytes(draft.content)))


def look(*, draft: ImportDraft) -> Look:
    """What is to become of each row of a kept file now."""
    return judging_shifts.look(rows_of(draft=draft), draft.places)


@transaction.atomic(durable=True)
def place_columns(*, draft: ImportDraft, places: Mapping[str, int]) -> ImportDraft:
    """Say which column is what. Raises FileMeanwhile for a file that was imported or dropped already."""
    locked = _locked(draft)
    width = len(rows_of(draft=locked)[0].cells)
    locked.places = {
        column: place for column, place in places.items() if column in COLUMNS.labels and 0 <= place < width
    }
    locked.save(update_fields=["places"])
    return locked


def drop_draft(*, draft: ImportDraft) -> None:
    """Say no to a kept file."""
    draft.delete()


@transaction.atomic(durable=True)
def take_in(*, draft: ImportDraft, by: Actor) -> ImportBatch:
    """Say yes: what is new counts at once, under the file's role; the other rows are left out.

    Raises NothingToImport, FileMeanwhile for a file that is imported already, and MonthClosed for what
    closed at the same moment.
    """
    locked = _locked(draft)
    seen = look(draft=locked)
    try:
        with transaction.atomic():
            batch = _write(locked, seen, by)
    except IntegrityError:
        # Somebody imported the same file, or another with some of its shifts, at the same moment and was
        # first: those are known by now.
        if shift_files.import_of(_fingerprint(bytes(locked.content))):
            raise FileMeanwhile from None
        seen = look(draft=locked)
        batch = _write(locked, seen, by)
    locked.delete()
    drafts.keep_for_a_day()
    trail.record(
        "hours.imported",
        by=by,
        subject_kind="import",
        subject_uuid=batch.uuid,
        rows=batch.rows,
        heads=batch.heads,
    )
    months.mark_changed(first_days=_months(seen.occasions))
    return batch


def left_out(*, batch: ImportBatch) -> list[WrongRow]:
    """The rows of a file that did not come in, while they are kept."""
    if clock.now() > batch.created_at + drafts.LEFT_OUT_KEPT:
        return []
    return [
        (number, keeping.cells_of_json(cells), problems) for number, cells, problems in batch.left_out or []
    ]


def undone_until(*, batch: ImportBatch) -> datetime | None:
    """Until when an import can be undone; None where there is no time left, or it was."""
    return drafts.undone_until(done_at=batch.created_at) if batch.state == State.DONE else None


@transaction.atomic(durable=True)
def undo(*, batch: ImportBatch, by: Actor) -> ImportBatch:
    """Take an import back: its shifts were never here, and the file may come anew. All or nothing.

    Raises FileTooOld after ten minutes, FileNotUndone, which says what stands in the way, where a month is
    closed by now or somebody has corrected some of the shifts, and FileMeanwhile for what is undone.
    """
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if locked.state != State.DONE:
        raise FileMeanwhile
    if undone_until(batch=locked) is None:
        raise FileTooOld
    written = HoursTally.objects.filter(batch=locked)
    touched = sorted(set(written.values_list("first_month", flat=True)))
    if closed := months.closed_among(first_days=touched):
        raise FileNotUndone(why=", ".join(formats.month(day) for day in closed))
    held = list(written.order_by("local_date", "pk").select_for_update())
    if corrected := [row for row in held if row.reversal_id or row.correction_id]:
        said = sorted({row.local_date for row in corrected})
        raise FileNotUndone(why=formats.day(said[0], weekday=False, year=True) + " …" * (len(said) > 1))
    written.delete()
    states.move_file(locked, to=State.UNDONE, left_out=None)
    trail.record("hours.import_undone", by=by, subject_kind="import", subject_uuid=locked.uuid)
    months.mark_changed(first_days=touched)
    return locked


def _fingerprint(content: bytes) -> str:
    """What makes it the same file: its bytes, whatever its name."""
    return hashlib.sha256(content).hexdigest()


def _locked(draft: ImportDraft) -> ImportDraft:
    locked = ImportDraft.objects.select_for_update(of=("self",)).filter(pk=draft.pk)
    if (found := locked.select_related("role").first()) is None:
        raise FileMeanwhile
    return found


def _months(occasions: Iterable[Occasion]) -> list[date]:
    return sorted({split.month_of(each.local_date) for each in occasions})


def _write(draft: ImportDraft, seen: Look, by: Actor) -> ImportBatch:
    """Write down what is new. Raises NothingToImport, MonthClosed, or IntegrityError."""
    if not seen.occasions:
        raise NothingToImport
    months.open_for_writing(first_days=_months(seen.occasions))
    sums = Sums(seen.occasions)
    batch = ImportBatch.objects.create(
        uuid=draft.uuid,
        name=draft.name,
        sha256=_fingerprint(bytes(draft.content)),
        rows=len(seen.occasions),
        heads=sums.heads,
        minutes=sums.minutes,
        header=seen.header,
        left_out=[
            [number, keeping.cells_as_json(cells), list(problems)]
            for number, cells, problems in seen.wrong_rows
        ]
        or None,
        created_at=clock.now(),
        created_by=by.name[:160],
    )
    HoursTally.objects.bulk_create(_tallies(seen.occasions, batch, draft), batch_size=CHUNK)
    return batch


def _tallies(occasions: Iterable[Occasion], batch: ImportBatch, draft: ImportDraft) -> Iterable[HoursTally]:
    zone, at = months.zone(), clock.now()
    for each in occasions:
        month = split.month_of(each.local_date)
        yield HoursTally(
            role=draft.role,
            grant_target_id=paid_by(role=draft.role),
            batch=batch,
            label=each.label,
            external_id=each.external_id,
            local_date=each.local_date,
            starts_at=walltime.about(day=each.local_date, at=draft.default_start, zone=zone),
            time_known=False,
            places=each.places,
            heads=each.heads,
            minutes=each.minutes,
            first_month=month,
            last_month=month,
            created_at=at,
        )
