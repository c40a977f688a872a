"""Taking in files of numbers: kept for a yes, taken in once, taken back within ten minutes."""

import hashlib
import io
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import IO

from django.db import transaction

from scheduling.activities import states
from scheduling.activities.errors import (
    ImportedOtherwise,
    ImportNotUndone,
    ImportTooOld,
    TooManyOccasions,
)
from scheduling.activities.importing import beside, judging
from scheduling.activities.importing.columns import COLUMNS
from scheduling.activities.importing.judging import Line, Look
from scheduling.activities.models import Activity, Count, CountImport, ImportedCount, SentKey, TallyPlace
from scheduling.activities.services import groups, occasions, outcomes, tallies
from scheduling.activities.services.closing import hold_months
from scheduling.activities.services.occasions import OccasionPlan
from scheduling.activities.services.outcomes import Heads
from scheduling.activities.services.tallies import Tally
from scheduling.hours import drafts, selectors as hours, split, walltime
from scheduling.hours.services import months
from tenants import clock
from tenants.actors import Actor
from volunteers.register import trail
from volunteers.register.importing import keeping
from web import formats
from web.sheets import tables
from web.sheets.refusals import MissingColumns, NoRows
from web.sheets.tables import Row

# Files seldom say when in the day it was.
# All of a file comes in at once, and whoever said yes waits for it.
MOST_OCCASIONS = 2_000
NOON, LASTS = time(12), timedelta(hours=2)


@transaction.atomic(durable=True)
def keep_draft(*, file: IO[bytes], name: str, by: Actor) -> CountImport:
    """Keep a file for somebody's yes; one that was taken in before is found again instead.

    Drafts of earlier days are thrown away. Raises FileRefused of some kind.
    """
    tables.check_name(name)
    content = file.read(tables.MAX_BYTES + 1)
    sha256 = hashlib.sha256(content).hexdigest()
    done = CountImport.objects.filter(sha256=sha256, state=CountImport.State.DONE).first()
    if done is not None:
        return done
    _refuse_too_many(judging.look(_rows(content)))
    forget()
    draft = CountImport.objects.create(
        name=name[:200], sha256=sha256, content=content, created_at=clock.now(), created_by=by.name[:160]
    )
    drafts.keep_for_a_day()
    trail.record("counts.import_checked", by=by, subject_kind="count_import", subject_uuid=draft.uuid)
    return draft


def forget() -> None:
    """Drop what nobody said yes to within a day. A step."""
    waiting = CountImport.objects.filter(state=CountImport.State.DRAFT)
    waiting.filter(created_at__lte=clock.now() - drafts.LIVE).delete()


@transaction.atomic(durable=True)
def place_columns(*, draft: CountImport, places: Mapping[str, int]) -> CountImport:
    """Say which column is what. Raises ImportedOtherwise for a file begun already, or TooManyOccasions."""
    locked = CountImport.objects.select_for_update().filter(pk=draft.pk).first()
    if locked is None or locked.state != CountImport.State.DRAFT:
        raise ImportedOtherwise
    width = len(look(draft=locked).header)
    locked.places = {
        column: place for column, place in places.items() if column in COLUMNS.labels and 0 <= place < width
    }
    _refuse_too_many(look(draft=locked))
    locked.save(update_fields=["places"])
    return locked


def _refuse_too_many(seen: Look) -> None:
    """Each occasion is noted by itself. Raises TooManyOccasions."""
    if sum(bool(line.kind) for line in seen.of("new")) > MOST_OCCASIONS:
        raise TooManyOccasions(most=formats.number(MOST_OCCASIONS))


def look(*, draft: CountImport) -> Look:
    """What a kept file says now."""
    return judging.look(rows_of(draft=draft), draft.places)


def rows_of(*, draft: CountImport) -> list[Row]:
    """The rows of a kept file, its header first."""
    return _rows(bytes(draft.content or b""))


def _rows(content: bytes) -> list[Row]:
    rows = tables.read(file=io.BytesIO(content), recognised=COLUMNS.recognised)
    rows = rows[COLUMNS.starts_at(rows) :]
    if len(rows) < 2:
        raise NoRows
    return rows


@transaction.atomic
def drop_draft(*, draft: CountImport) -> None:
    """Say no to a kept file."""
    CountImport.objects.filter(pk=draft.pk, state=CountImport.State.DRAFT).delete()


@transaction.atomic(durable=True)
def take_in(*, draft: CountImport, by: Actor) -> CountImport:
    """Take in what a kept file has new; rows that are wrong stay out and are kept to be corrected.

    Twice changes nothing. Raises MissingColumns, TooManyOccasions, or what noting numbers raises where
    somebody else changes them meanwhile.
    """
    batch = CountImport.objects.select_for_update().get(pk=draft.pk)
    if batch.state != CountImport.State.DRAFT:
        return batch
    if CountImport.objects.filter(sha256=batch.sha256, state=CountImport.State.DONE).exists():
        raise ImportedOtherwise
    seen = look(draft=batch)
    if seen.missing:
        raise MissingColumns(missing=", ".join(seen.missing), found=", ".join(seen.header)[:300])
    _refuse_too_many(seen)
    _lock(seen.of("new"))
    for kind in beside.all_kinds():
        kind.hold([line for line in seen.of("new") if line.other == kind])
    # Somebody may have noted the same before these were held.
    seen = look(draft=batch)
    new = seen.of("new")
    hold_months(first_days=[split.month_of(line.day) for line in new])
    brought = [*_at_places(new, by), *(_of_occasion(line, by) for line in new if line.kind)]
    for each in brought:
        each.batch = batch
    ImportedCount.objects.bulk_create(brought)
    for kind in beside.all_kinds():
        kind.take_in(batch, [line for line in new if line.other == kind], by)
    states.move_import(batch, to=CountImport.State.DONE)
    batch.done_at, batch.content = clock.now(), None
    batch.header, batch.new, batch.known = seen.header, len(new), len(seen.of("known"))
    batch.left_out = [
        [line.said.row.number, keeping.cells_as_json(line.said.row.cells), line.said.problems]
        for line in seen.of("wrong")
    ]
    batch.save()
    trail.record(
        "counts.imported", by=by, subject_kind="count_import", subject_uuid=batch.uuid, rows=len(new)
    )
    return batch


def _lock(lines: list[Line]) -> None:
    """Places and occasions first, then months: see `scheduling.activities.locks`."""
    places = {line.place.pk for line in lines if line.place}
    list(TallyPlace.objects.select_for_update().filter(pk__in=places).order_by("pk").values_list("pk"))
    there = {line.activity.pk for line in lines if line.activity}
    list(Activity.objects.select_for_update().filter(pk__in=there).order_by("pk").values_list("pk"))


def _at_places(lines: list[Line], by: Actor) -> list[ImportedCount]:
    by_place: dict[TallyPlace, list[Line]] = defaultdict(list)
    for line in lines:
        if line.place is not None:
            by_place[line.place].append(line)
    found = []
    for place, mine in by_place.items():
        told = [
            Tally(
                line.day,
                measure,
                number,
                line.said.method,
                line.said.basis,
                own=line.said.own,
                key=line.marks[measure],
                grant_target=line.said.grant_target,
            )
            for line in mine
            for measure, number in line.numbers.items()
        ]
        tallies.add(place=place, tallies=told, by=by, approves=True, source=Count.Source.IMPORT)
        marks = [tally.key for tally in told]
        counts = Count.objects.filter(place=place, sent_key__in=marks, imported__isnull=True)
        found += [ImportedCount(count=count, quantity=count.quantity) for count in counts]
    return found


def _of_occasion(line: Line, by: Actor) -> ImportedCount:
    """Note how many came; what is not in the calendar comes with the row."""
    ((measure, number),) = line.numbers.items()
    activity = line.activity or _made(line, by)
    if line.activity is None and line.said.grant_target is not None:
        activity.grant_target = line.said.grant_target
        activity.save(update_fields=["grant_target"])
    was = activity.state if line.activity else ""
    heads = Heads(number, line.said.method, line.said.basis, line.marks[measure])
    outcomes.note_held(activity=activity, heads=heads, by=by, approves=True)
    count = Count.objects.get(activity=activity, corrects__isnull=True)
    Count.objects.filter(pk=count.pk).update(source=Count.Source.IMPORT)
    return ImportedCount(count=count, quantity=number, made_occasion=line.activity is None, was=was)


def _made(line: Line, by: Actor) -> Activity:
    if line.group is not None:
        minute = line.group.start_minute
        groups.add_times(
            group=line.group, days=[line.day], by=by, start_minute=12 * 60 if minute is None else minute
        )
        return line.group.sessions.get(local_date=line.day)
    starts = walltime.about(day=line.day, at=NOON, zone=months.zone())
    plan = OccasionPlan(starts_at=starts, ends_at=starts + LASTS, title=line.said.name, site=line.site)
    return occasions.add_occasion(kind=line.kind, plan=plan, by=by)


def undone_until(*, batch: CountImport) -> datetime | None:
    """Until when a file can be taken back; None where it never could, or there is no time left."""
    if batch.state != CountImport.State.DONE or batch.done_at is None:
        return None
    return drafts.undone_until(done_at=batch.done_at)


@transaction.atomic(durable=True)
def undo(*, batch: CountImport, by: Actor) -> CountImport:
    """Take a file back, all of it or nothing; what was planned before is planned again.

    Raises ImportTooOld, ImportNotUndone while something was built on it, or MonthClosed.
    """
    locked = CountImport.objects.select_for_update().get(pk=batch.pk)
    if undone_until(batch=locked) is None:
        raise ImportTooOld
    places = TallyPlace.objects.filter(counts__imported__batch=locked).values("pk")
    list(TallyPlace.objects.select_for_update().filter(pk__in=places).order_by("pk").values_list("pk"))
    mine = Activity.objects.filter(counts__imported__batch=locked).values("pk")
    list(Activity.objects.select_for_update().filter(pk__in=mine).order_by("pk").values_list("pk"))
    rows = list(locked.brought.select_related("count__activity", "count__place").order_by("pk"))
    others = [kind.brought(locked) for kind in beside.all_kinds()]
    if way := in_the_way(rows=rows) + [what for other in others for what in other.in_the_way]:
        raise ImportNotUndone(what=", ".join(way[:5]))
    months_of = {row.count.first_month for row in rows}
    hold_months(first_days=months_of.union(*(other.first_days for other in others)))
    for kind in beside.all_kinds():
        kind.take_back(locked)
    keys = [row.count_id for row in rows]
    SentKey.objects.filter(count__in=keys).delete()
    Count.objects.filter(pk__in=keys).delete()
    Activity.objects.filter(pk__in=[row.count.activity_id for row in rows if row.made_occasion]).delete()
    for row in rows:
        if row.was == Activity.State.PLANNED and row.count.activity is not None:
            states.move_activity(row.count.activity, to=Activity.State.PLANNED)
    states.move_import(locked, to=CountImport.State.UNDONE)
    locked.left_out = []
    locked.save(update_fields=["state", "left_out"])
    trail.record("counts.import_undone", by=by, subject_kind="count_import", subject_uuid=locked.uuid)
    return locked


def in_the_way(*, rows: list[ImportedCount]) -> list[str]:
    """What was done since with numbers of a file, by what they are of."""
    closed = set(hours.closed_months({row.count.first_month for row in rows}))
    corrected = set(Count.objects.filter(corrects__in=[row.count_id for row in rows]).values_list("corrects"))
    found = []
    for row in rows:
        count, activity = row.count, row.count.activity
        built = activity is not None and (
            activity.state != Activity.State.HELD or bool(list(outcomes.hours_of(activity=activity)))
        )
        if built or count.quantity != row.quantity or (count.pk,) in corrected or count.first_month in closed:
            of_what = (
                activity.title if activity and activity.title else count.place.name if count.place else ""
            )
            day = formats.day(count.local_date, weekday=False, year=True)
            found.append(f"{day} {of_what}".strip())
    return found
