"""Importing shift exports as head counts: heads and exact minutes of each shift, without names."""

import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time
from typing import IO

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from scheduling.hours import drafts, selectors, split, walltime
from scheduling.hours.errors import MonthClosed
from scheduling.hours.importing import rows
from scheduling.hours.importing.problems import Problem, RowsRefused
from scheduling.hours.importing.rows import Export, Occasion
from scheduling.hours.models import HoursTally, ImportBatch, ImportDraft
from scheduling.hours.services import months
from tenants import clock
from tenants.actors import Actor
from tenants.context import current_association
from volunteers.register import trail
from volunteers.register.models import VolunteerRole
from web import formats
from web.sheets import tables

CHUNK = 1000
# Files that wait for a yes; whoever sends more drops the oldest.
DRAFTS_KEPT = 20


@dataclass(frozen=True)
class Imported:
    """An imported file. `is_new` is False for a file that had been imported before: nothing changed."""

    batch: ImportBatch
    is_new: bool


def check_file(*, file: IO[bytes]) -> Export:
    """Read a file and look for everything that would keep it from being imported now; change nothing.

    Raises FileRefused of some kind for the file as a whole, or RowsRefused with every bad row.
    """
    export = rows.parse(file=file, today=clock.today(current_association()))
    problems = [*_in_closed_months(export.occasions), *_known_from_other_files(export.occasions)]
    if problems:
        raise RowsRefused(problems=sorted(problems, key=lambda each: each.row))
    return export


def fingerprint(*, content: bytes) -> str:
    """What makes it the same file: its bytes, whatever its name."""
    return hashlib.sha256(content).hexdigest()


@transaction.atomic(durable=True)
def import_tallies(
    *, file: IO[bytes], name: str, default_start: time, role: VolunteerRole, by: Actor
) -> Imported:
    """Take a shift export as tallies of one role, all or nothing; the same file again changes nothing.

    Exports of this kind have no time of day: `default_start` stands for it, and the rows say that it is not
    known. Raises FileRefused of some kind, or RowsRefused with every bad row.
    """
    content = file.read(tables.MAX_BYTES + 1)
    sha256 = fingerprint(content=content)
    if batch := selectors.import_of(sha256):
        return Imported(batch=batch, is_new=False)
    try:
        export = check_file(file=io.BytesIO(content))
    except RowsRefused:
        if batch := selectors.import_of(sha256):
            # Somebody imported the same file while we read it: its shifts are known by now.
            return Imported(batch=batch, is_new=False)
        raise
    touched = sorted({split.month_of(each.local_date) for each in export.occasions})
    try:
        months.open_for_writing(first_days=touched)
    except MonthClosed:
        # Closed in between: say which rows, as if we had seen it at once.
        raise RowsRefused(problems=_in_closed_months(export.occasions)) from None
    try:
        with transaction.atomic():
            batch = _batch(name, sha256, export, by)
    except IntegrityError:
        # Somebody imported the same file at the same moment and was first.
        return Imported(batch=ImportBatch.objects.get(sha256=sha256), is_new=False)
    try:
        with transaction.atomic():
            HoursTally.objects.bulk_create(_tallies(export, batch, role, default_start), batch_size=CHUNK)
    except IntegrityError:
        # Another file with some of these shifts came at the same moment and was first.
        if known := _known_from_other_files(export.occasions):
            raise RowsRefused(problems=known) from None
        raise
    trail.record(
        "hours.imported",
        by=by,
        subject_kind="import",
        subject_uuid=batch.uuid,
        rows=batch.rows,
        heads=batch.heads,
    )
    months.mark_changed(first_days=touched)
    return Imported(batch=batch, is_new=True)


@transaction.atomic(durable=True)
def keep_draft(
    *, file: IO[bytes], name: str, default_start: time, role: VolunteerRole, by: Actor
) -> ImportDraft | Imported:
    """Check a file and keep it for somebody's yes; a file that was imported before is told at once.

    Drafts of earlier days, and the oldest of very many, are thrown away. Raises FileRefused of some kind, or
    RowsRefused.
    """
    tables.check_name(name)
    content = file.read(tables.MAX_BYTES + 1)
    if batch := selectors.import_of(fingerprint(content=content)):
        return Imported(batch=batch, is_new=False)
    check_file(file=io.BytesIO(content))
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
    """Drop what nobody said yes to within a day. A step."""
    ImportDraft.objects.filter(created_at__lte=clock.now() - drafts.LIVE).delete()


def drop_draft(*, draft: ImportDraft) -> None:
    """Say no to a kept file."""
    draft.delete()


def import_draft(*, draft: ImportDraft, by: Actor) -> Imported:
    """Say yes to a kept file. Raises what `import_tallies` raises; the draft goes when it is done."""
    imported = import_tallies(
        file=io.BytesIO(bytes(draft.content)),
        name=draft.name,
        default_start=draft.default_start,
        role=draft.role,
        by=by,
    )
    draft.delete()
    return imported


def _batch(name: str, sha256: str, export: Export, by: Actor) -> ImportBatch:
    return ImportBatch.objects.create(
        name=name[:200],
        sha256=sha256,
        rows=len(export.occasions),
        heads=export.heads,
        minutes=export.minutes,
        created_at=clock.now(),
        created_by=by.name[:160],
    )


def _tallies(
    export: Export, batch: ImportBatch, role: VolunteerRole, default_start: time
) -> Iterable[HoursTally]:
    zone, at = months.zone(), clock.now()
    for each in export.occasions:
        month = split.month_of(each.local_date)
        yield HoursTally(
            role=role,
            batch=batch,
            label=each.label,
            external_id=each.external_id,
            local_date=each.local_date,
            starts_at=walltime.about(day=each.local_date, at=default_start, zone=zone),
            time_known=False,
            places=each.places,
            heads=each.heads,
            minutes=each.minutes,
            first_month=month,
            last_month=month,
            created_at=at,
        )


def _in_closed_months(occasions: Sequence[Occasion]) -> list[Problem]:
    closed = selectors.closed_months({split.month_of(each.local_date) for each in occasions})
    text = _("%(month)s is closed. Leave the row out, or talk to your federation.")
    return [
        Problem(each.row, "", text % {"month": formats.month(split.month_of(each.local_date))})
        for each in occasions
        if split.month_of(each.local_date) in closed
    ]


def _known_from_other_files(occasions: Sequence[Occasion]) -> list[Problem]:
    """A later export often repeats what an earlier one had, and would count it twice."""
    known = selectors.imported_shifts([each.external_id for each in occasions])
    text = _("The shift was imported with the file “%(file)s” already. Leave the row out.")
    corrected = _("The shift is here already: its day was corrected by hand. Leave the row out.")
    return [
        Problem(each.row, "", text % {"file": file} if file else corrected)
        for each in occasions
        if (file := known.get((each.external_id, each.local_date))) is not None
    ]
