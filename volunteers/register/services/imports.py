"""Taking a file of people into the register: looked at first, then worked through by a job.

The rows are judged by the register as it is when the job begins, in the same way as they were shown.
"""

import hashlib
import io
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import IO

from django.db import IntegrityError, transaction
from django.utils import translation

from tenants import clock, wakeups
from tenants.actors import Actor
from tenants.context import current_association
from volunteers.register import import_states, own_fields, trail
from volunteers.register.errors import ImportUnderWay, NamesMissing
from volunteers.register.importing import columns, judging, keeping
from volunteers.register.importing.judging import Judged
from volunteers.register.models import FailedRow, PeopleImport
from volunteers.register.services import imported
from web.sheets import tables
from web.sheets.refusals import NoRows

QUEUE = "imports"
CHUNK = 250
KEPT = timedelta(days=1)
DRAFTS_KEPT = 20
State = PeopleImport.State


@transaction.atomic(durable=True)
def keep_draft(*, file: IO[bytes], name: str, by: Actor) -> PeopleImport:
    """Keep a file for somebody's yes; one that is or was imported is handed back as it is.

    Raises a FileRefused of some kind.
    """
    tables.check_name(name)
    content = file.read(tables.MAX_BYTES + 1)
    sha256 = hashlib.sha256(content).hexdigest()
    if known := _of(sha256):
        return known
    found = tables.read(file=io.BytesIO(content), recognised=columns.recognised)
    if len(found) < 2:
        raise NoRows
    header = [str(cell) if cell is not None else "" for cell in found[0].cells]
    forget()
    draft = PeopleImport.objects.create(
        name=name[:200],
        sha256=sha256,
        header=header,
        sheet=keeping.pack(found[1:]),
        places=columns.guess(header, _own_names()),
        rows=len(found) - 1,
        from_on=clock.today(current_association()),
        created_at=clock.now(),
        created_by=by.name[:160],
    )
    trail.record("people.import_checked", by=by, subject_kind="people_import", subject_uuid=draft.uuid)
    wakeups.wake(queue=QUEUE, at=clock.now() + KEPT)
    return draft


def _of(sha256: str) -> PeopleImport | None:
    """The same file, at work or imported."""
    return PeopleImport.objects.filter(sha256=sha256, state__in=[State.RUNNING, State.DONE]).first()


def _own_names() -> dict[str, list[str]]:
    fields = own_fields.by_key(own_fields.active())
    return {key: [field.name_fi, field.name_sv, field.name_en] for key, field in fields.items()}


def forget() -> None:
    """Drop what nobody said yes to within a day, and rows that failed a day ago."""
    before = clock.now() - KEPT
    drafts = PeopleImport.objects.filter(state=State.DRAFT)
    drafts.filter(created_at__lte=before).delete()
    newest = drafts.order_by("-created_at", "-pk").values_list("pk", flat=True)[: DRAFTS_KEPT - 1]
    drafts.exclude(pk__in=list(newest)).delete()
    FailedRow.objects.filter(batch__finished_at__lte=before).delete()


@transaction.atomic
def place_columns(*, draft: PeopleImport, places: Mapping[str, int], fills: bool) -> PeopleImport:
    """Say which column is what, and what becomes of those who are known. Raises ImportUnderWay."""
    locked = _locked_draft(draft)
    known = {*columns.LABELS, *own_fields.by_key(own_fields.active())}
    locked.places = {
        name: place for name, place in places.items() if name in known and 0 <= place < len(locked.header)
    }
    locked.fills = fills
    locked.save(update_fields=["places", "fills"])
    return locked


@transaction.atomic
def drop_draft(*, draft: PeopleImport) -> None:
    """Say no."""
    PeopleImport.objects.filter(pk=draft.pk, state=State.DRAFT).delete()


@transaction.atomic(durable=True)
def start(*, draft: PeopleImport, begin: str, from_on: date, by: Actor) -> PeopleImport:
    """Say yes: the job begins. Raises NamesMissing, or ImportUnderWay for a file that was begun already."""
    locked = _locked_draft(draft)
    if not columns.names_are_there(locked.places):
        raise NamesMissing
    if _of(locked.sha256):
        raise ImportUnderWay
    import_states.move(locked, to=State.RUNNING)
    locked.started_at = clock.now()
    locked.begin, locked.from_on = begin, from_on
    locked.language = (translation.get_language() or "fi")[:2]
    locked.by_user, locked.created_by = by.user, by.name[:160]
    try:
        with transaction.atomic():
            locked.save()
    except IntegrityError:  # somebody began another upload of the same file at the same moment
        raise ImportUnderWay from None
    trail.record("people.import_started", by=by, subject_kind="people_import", subject_uuid=locked.uuid)
    wakeups.wake(queue=QUEUE, at=clock.now())
    return locked


def _locked_draft(draft: PeopleImport) -> PeopleImport:
    locked = PeopleImport.objects.select_for_update().filter(pk=draft.pk, state=State.DRAFT).first()
    if locked is None:
        raise ImportUnderWay
    return locked


# --- the job ---------------------------------------------------------------------------------------------


def work(*, go_on: Callable[[], None] = lambda: None) -> int:
    """Work through every file that waits, some rows in each transaction, and forget what is old.

    Whoever was stopped in between goes on where the last transaction ended. Returns how many files were
    finished.
    """
    running = PeopleImport.objects.filter(state=State.RUNNING).order_by("started_at", "pk")
    finished = sum(_work_through(pk, go_on) for pk in list(running.values_list("pk", flat=True)))
    with transaction.atomic():
        forget()
    return finished


def _work_through(pk: int, go_on: Callable[[], None]) -> bool:
    batch = PeopleImport.objects.get(pk=pk)
    with translation.override(batch.language):
        judged = judging.look(batch).judged
        while True:
            with transaction.atomic():
                locked = PeopleImport.objects.select_for_update().filter(pk=pk, state=State.RUNNING).first()
                if locked is None:  # somebody else finished it
                    return False
                if locked.worked >= len(judged):
                    _finish(locked)
                    return True
                _take(locked, judged[locked.worked : locked.worked + CHUNK])
            go_on()


def moments() -> list[datetime]:
    """When there is work: while a file waits, and when something is to be forgotten."""
    running = PeopleImport.objects.filter(state=State.RUNNING).exists()
    drafts = PeopleImport.objects.filter(state=State.DRAFT).values_list("created_at", flat=True)
    failed = PeopleImport.objects.filter(failures__isnull=False, finished_at__isnull=False).distinct()
    ends = [*drafts, *failed.values_list("finished_at", flat=True)]
    return [*([clock.now()] if running else []), *(at + KEPT for at in ends if at is not None)]


def _actor_of(batch: PeopleImport) -> Actor:
    """Who said yes."""
    return Actor(user=batch.by_user, name=batch.created_by)


def _finish(batch: PeopleImport) -> None:
    import_states.move(batch, to=State.DONE)
    batch.finished_at, batch.sheet = clock.now(), None
    trail.record(
        "people.imported",
        by=_actor_of(batch),
        subject_kind="people_import",
        subject_uuid=batch.uuid,
        added=batch.added,
        filled=batch.filled,
        failed=batch.failed,
    )
    batch.by_user = None
    batch.save()
    wakeups.wake(queue=QUEUE, at=clock.now() + KEPT)


def _take(batch: PeopleImport, rows: Sequence[Judged]) -> None:
    """Some rows, and how far the file is by now."""
    counted = Counter(row.kind for row in rows)
    by = _actor_of(batch)
    new = [row.said for row in rows if row.kind == "new" and row.said]
    imported.add(batch=batch, rows=new, by=by)
    known = {row.person: row.said for row in rows if row.kind == "known" and row.said and row.person}
    filled = imported.fill(batch=batch, rows=known, by=by) if batch.fills else 0
    FailedRow.objects.bulk_create(
        FailedRow(
            batch=batch,
            number=row.row.number,
            cells=keeping.cells_as_json(row.row.cells),
            problems=list(row.problems),
        )
        for row in rows
        if row.kind == "wrong"
    )
    batch.worked += len(rows)
    batch.added += counted["new"]
    batch.filled += filled
    batch.skipped += counted["known"] + counted["repeated"] - filled
    batch.failed += counted["wrong"]
    batch.save()
