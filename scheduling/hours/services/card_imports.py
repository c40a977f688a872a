"""Importing hour cards: kept as a draft, looked at, written down together, undone together."""

import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time
from typing import IO

from django.db import IntegrityError, transaction

from scheduling.hours import drafts, states
from scheduling.hours.errors import FileMeanwhile, FileNotUndone, FileTooOld, NothingToImport, TooManyLines
from scheduling.hours.importing import cards, judging_cards
from scheduling.hours.importing.judging_cards import WrongRow
from scheduling.hours.models import CardImport, HoursEntry
from scheduling.hours.services import batch, entries as shape, months
from tenants import clock
from tenants.actors import Actor
from volunteers.register import trail
from volunteers.register.importing import keeping
from volunteers.register.models import Person, VolunteerRole
from web import formats
from web.sheets import tables
from web.sheets.refusals import NoRows
from web.sheets.tables import Row

State = CardImport.State
# Files that wait for a yes; whoever sends more drops the oldest.
DRAFTS_KEPT = 20
NAMED = 5
# All of a file comes in at once, and whoever said yes waits for it.
MOST_ENTRIES = 20_000


@transaction.atomic(durable=True)
def keep_draft(*, file: IO[bytes], name: str, default_start: time, by: Actor) -> CardImport:
    """Keep a file for somebody's yes; one that was imported before is given back as it is.

    Raises FileRefused of some kind.
    """
    tables.check_name(name)
    content = file.read(tables.MAX_BYTES + 1)
    sha256 = hashlib.sha256(content).hexdigest()
    if done := CardImport.objects.filter(sha256=sha256, state=State.DONE).first():
        return done
    found = tables.read(file=io.BytesIO(content), recognised=cards.recognised)
    place = cards.header_of(found)
    if len(found) < place + 2:
        raise NoRows
    header = cards.names_of(found[place])
    places = cards.guess(header)
    rows = cards.with_times(found[place + 1 :], places)
    _refuse_too_many(rows, header, places)
    forget()
    draft = CardImport.objects.create(
        name=name[:200],
        sha256=sha256,
        header=header,
        sheet=keeping.pack(rows),
        places=places,
        default_start=default_start,
        rows=len(rows),
        created_at=clock.now(),
        created_by=by.name[:160],
    )
    drafts.keep_for_a_day()
    trail.record("hours.cards_checked", by=by, subject_kind="card_import", subject_uuid=draft.uuid)
    return draft


def forget() -> None:
    """Drop what nobody said yes to within a day, and the oldest of very many. A step.

    What was left out of an import goes after a day as well.
    """
    long_done = CardImport.objects.filter(
        done_at__lt=clock.now() - drafts.LEFT_OUT_KEPT, left_out__isnull=False
    )
    long_done.update(left_out=None)
    waiting = CardImport.objects.filter(state=State.DRAFT)
    waiting.filter(created_at__lte=clock.now() - drafts.LIVE).delete()
    newest = waiting.order_by("-created_at", "-pk").values_list("pk", flat=True)[: DRAFTS_KEPT - 1]
    waiting.exclude(pk__in=list(newest)).delete()


@transaction.atomic(durable=True)
def place_columns(
    *, draft: CardImport, places: Mapping[str, int], role: VolunteerRole | None = None
) -> CardImport:
    """Say which column is what, and which role rows get that name none.

    Raises FileMeanwhile for a file that was begun already, or TooManyLines.
    """
    locked = _locked(draft, State.DRAFT)
    locked.role = role
    locked.places = {
        column: place
        for column, place in places.items()
        if column in cards.LABELS and 0 <= place < len(locked.header)
    }
    _refuse_too_many(keeping.unpack(locked.sheet), locked.header, locked.places)
    locked.save(update_fields=["places", "role"])
    return locked


def _refuse_too_many(rows: Iterable[Row], header: Sequence[str], places: Mapping[str, int]) -> None:
    """A card of a column for each day has many entries in few rows. Raises TooManyLines."""
    days = cards.days_of(header, places)
    if sum(cards.lines_in(row, days) for row in rows) > MOST_ENTRIES:
        raise TooManyLines(most=formats.number(MOST_ENTRIES))


@transaction.atomic(durable=True)
def drop_draft(*, draft: CardImport) -> None:
    """Say no."""
    CardImport.objects.filter(pk=draft.pk, state=State.DRAFT).delete()


@transaction.atomic(durable=True)
def start(*, draft: CardImport, by: Actor) -> CardImport:
    """Say yes: what can be written down counts at once, all or nothing; the other rows are left out.

    Raises NothingToImport, FileMeanwhile for a file that is imported already, and MonthClosed or TimesOverlap
    for what changed at the same moment.
    """
    locked = _locked(draft, State.DRAFT)
    if CardImport.objects.filter(sha256=locked.sha256, state=State.DONE).exists():
        raise FileMeanwhile
    look = judging_cards.look(locked)
    if not look.entries:
        raise NothingToImport
    try:
        with transaction.atomic():
            states.move_file(
                locked,
                to=State.DONE,
                sheet=None,
                left_out=[
                    [number, keeping.cells_as_json(cells), problems]
                    for number, cells, problems in look.wrong_rows
                ]
                or None,
                done_at=clock.now(),
                people=look.people,
            )
    except IntegrityError:  # somebody imported another upload of the same file at the same moment
        raise FileMeanwhile from None
    recorded = batch.write(entries=look.entries, by=by, source=HoursEntry.Source.IMPORT, card_import=locked)
    locked.entries, locked.minutes = recorded.created, recorded.minutes
    locked.save(update_fields=["entries", "minutes"])
    drafts.keep_for_a_day()
    trail.record(
        "hours.cards_imported",
        by=by,
        subject_kind="card_import",
        subject_uuid=locked.uuid,
        entries=locked.entries,
        people=locked.people,
    )
    return locked


def undone_until(*, batch: CardImport) -> datetime | None:
    """Until when an import can be undone; None where it never could, or there is no time left."""
    if batch.state != State.DONE or batch.done_at is None:
        return None
    return drafts.undone_until(done_at=batch.done_at)


def left_out(*, batch: CardImport) -> list[WrongRow]:
    """The rows of a file that do not come in, or did not, while they are kept."""
    if batch.state == State.DRAFT:
        return judging_cards.look(batch).wrong_rows
    if (
        batch.state != State.DONE
        or batch.done_at is None
        or clock.now() > batch.done_at + drafts.LEFT_OUT_KEPT
    ):
        return []
    return [
        (number, keeping.cells_of_json(cells), problems) for number, cells, problems in batch.left_out or []
    ]


@transaction.atomic(durable=True)
def undo(*, done: CardImport, by: Actor) -> CardImport:
    """Take an import back: its hours were never written. All or nothing.

    Raises FileTooOld after ten minutes, and FileNotUndone, which says what stands in the way, where a
    month is closed by now, or somebody has corrected some of the hours.
    """
    locked = _locked(done, State.DONE)
    if undone_until(batch=locked) is None:
        raise FileTooOld
    rows = HoursEntry.objects.filter(card_import=locked)
    touched = shape.months_of(rows=rows)
    closed = months.closed_among(first_days=touched)
    if closed:
        raise FileNotUndone(why=", ".join(formats.month(day) for day in closed))
    held = list(rows.order_by("pk").select_for_update())
    if corrected := [row for row in held if row.reversal_id or row.correction_id]:
        raise FileNotUndone(why=_named(corrected))
    rows.delete()
    states.move_file(locked, to=State.UNDONE, left_out=None)
    trail.record("hours.cards_undone", by=by, subject_kind="card_import", subject_uuid=locked.uuid)
    months.mark_changed(first_days=touched)
    return locked


def _named(rows: Sequence[HoursEntry]) -> str:
    """Whose hours, of which days; of many the first."""
    shown = rows[:NAMED]
    names = Person.objects.in_bulk([row.person_id for row in shown])
    said = [
        f"{names[row.person_id].name} {formats.day(row.starts_at, weekday=False, year=True)}" for row in shown
    ]
    return ", ".join(said) + (" …" if len(rows) > NAMED else "")


def _locked(given: CardImport, state: str) -> CardImport:
    locked = CardImport.objects.select_for_update(of=("self",)).filter(pk=given.pk, state=state).first()
    if locked is None:
        raise FileMeanwhile
    return locked
