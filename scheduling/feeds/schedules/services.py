"""Taking in a schedule: keep what the file says, apply it after a look, take it back.

What is changed or cancelled goes through the verb of shifts, which tells each person whom it concerns once.
What is new is made in one transaction with the import's end. So one that was cut off is still a draft, and
pressed again it goes on where it was: what is done already does not differ any more.
"""

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import IO, Any
from zoneinfo import ZoneInfo

from django.db import transaction

from notifications.models import Call
from scheduling.feeds.schedules import calendars, items, judging, refusals, sheets, states
from scheduling.feeds.schedules.judging import Judged
from scheduling.shifts import services as shifts
from scheduling.shifts.models import ScheduleImport, Shift
from scheduling.shifts.plans import ShiftPlan, plan_of
from tenants import clock
from tenants.actors import Actor
from tenants.context import current_association
from volunteers.register import trail
from volunteers.register.models import Site, VolunteerRole

MEGABYTES = 3
SUBJECT = "schedule"
State = ScheduleImport.State


def keep_draft(
    *,
    file: IO[bytes],
    name: str,
    source: str,
    role: VolunteerRole,
    site: Site | None,
    places: int,
    by: Actor,
) -> ScheduleImport:
    """Read a file and keep what it says, without touching a shift. Raises a FileRefused."""
    content = file.read(MEGABYTES * 1024 * 1024 + 1)
    if len(content) > MEGABYTES * 1024 * 1024:
        raise refusals.ScheduleTooLarge(megabytes=MEGABYTES)
    zone, now = ZoneInfo(current_association().timezone), clock.now()
    if calendars.is_calendar(content) or name.lower().endswith((".ics", ".ical")):
        found = calendars.read(content, zone=zone, now=now)
    else:
        found = sheets.read(io.BytesIO(content), zone=zone, now=now)
    if not found.items and not found.problems:
        raise refusals.NothingAhead
    return ScheduleImport.objects.create(
        name=name[:200],
        source=" ".join(source.split())[:120],
        role=role,
        site=site,
        places=places,
        rows=items.as_json(found.items),
        problems=[vars(problem) for problem in found.problems],
        created_at=now,
        created_by=by.name[:160],
        by_user=by.user,
    )


def apply(*, batch: ScheduleImport, publish: bool, by: Actor) -> list[str]:
    """Do what the look shows. Answers with a sentence for each shift that could not be changed meanwhile.

    Raises NotNow for one that was applied or taken back.
    """
    if batch.state != State.DRAFT:
        raise refusals.NotNow
    look = judging.look(batch)
    _remember(batch, look.of("changed"))
    # Only what is new has no shift yet.
    refused = shifts.change_shifts(
        pairs=[
            (each.shift, _plan(each.shift, each.values or {})) for each in look.of("changed") if each.shift
        ],
        off=[each.shift for each in look.of("cancelled") if each.shift],
        by=by,
    )
    _finish(batch, look.of("new"), publish=publish, by=by)
    return [str(refusal) for refusal in refused.values()]


@transaction.atomic(durable=True)
def _remember(batch: ScheduleImport, changed: Sequence[Judged]) -> None:
    """What the shifts are before; of one that was cut off what they were at first."""
    locked = ScheduleImport.objects.select_for_update().get(pk=batch.pk)
    if locked.state != State.DRAFT:
        raise refusals.NotNow
    known = {row["uuid"] for row in locked.before}
    locked.before += [
        {
            "uuid": str(each.shift.uuid),
            "was": _as_json({name: getattr(each.shift, name) for name in each.values}),
            "became": _as_json(each.values),
        }
        for each in changed
        if each.shift is not None and each.values and str(each.shift.uuid) not in known
    ]
    locked.save(update_fields=["before"])


@transaction.atomic(durable=True)
def _finish(batch: ScheduleImport, new: Sequence[Judged], *, publish: bool, by: Actor) -> None:
    locked = (
        ScheduleImport.objects.select_for_update(of=("self",)).select_related("role", "site").get(pk=batch.pk)
    )
    states.move(locked, to=State.DONE)
    locked.done_at = now = clock.now()
    locked.save(update_fields=["state", "done_at"])
    there = set(Shift.objects.filter(import_source=locked.source).values_list("import_uid", flat=True))
    made = Shift.objects.bulk_create(
        (
            Shift(
                role=locked.role,
                site=locked.site,
                title=each.item.title,
                description=each.item.description,
                starts_at=each.item.starts_at,
                ends_at=each.item.ends_at,
                places=each.item.places or locked.places,
                state=Shift.State.PUBLISHED if publish else Shift.State.DRAFT,
                created_at=now,
                import_source=locked.source,
                import_uid=each.item.uid,
                imported_by=locked,
            )
            for each in new
            if each.item.uid not in there
        ),
        batch_size=500,
    )
    for verb in ("shift.made", "shift.published") if publish else ("shift.made",):
        trail.record_each(verb, by=by, subject_kind="shift", subjects=[shift.uuid for shift in made])
    trail.record("schedule.imported", by=by, subject_kind=SUBJECT, subject_uuid=locked.uuid, made=len(made))


def undo(*, batch: ScheduleImport, by: Actor) -> tuple[int, int]:
    """Take back what it made and changed; says how many shifts it was, and how many stay as they are.

    A new shift goes unless somebody has, or had, anything to do with it; a changed one gets back what it was
    unless it was changed since. What was cancelled stays so: people were told. Raises NotNow.
    """
    if batch.state != State.DONE:
        raise refusals.NotNow
    there = Shift.objects.select_related("role__shift_rules", "site", "contact_person")
    changed = {
        str(shift.uuid): shift for shift in there.filter(uuid__in=[row["uuid"] for row in batch.before])
    }
    pairs = []
    for row in batch.before:
        found, became = changed.get(row["uuid"]), _of_json(row["became"])
        if found is not None and all(getattr(found, name) == value for name, value in became.items()):
            pairs.append((found, _plan(found, _of_json(row["was"]))))
    refused = shifts.change_shifts(pairs=pairs, off=[], by=by)
    stays = len(batch.before) - len(pairs) + len(refused)
    removed, left = _remove_made(batch, by=by)
    return len(pairs) - len(refused) + removed, stays + left


@transaction.atomic(durable=True)
def _remove_made(batch: ScheduleImport, *, by: Actor) -> tuple[int, int]:
    locked = ScheduleImport.objects.select_for_update().get(pk=batch.pk)
    states.move(locked, to=State.UNDONE)
    locked.save(update_fields=["state"])
    made = Shift.objects.select_for_update(of=("self",)).filter(imported_by=locked).order_by("pk")
    untouched = [
        shift
        for shift in made
        if not shift.taken
        and shift.state != Shift.State.CANCELLED
        and not shift.sign_ups.exists()
        and not shift.placeholders.exists()
        and not Call.objects.filter(subject_uuid=shift.uuid).exists()
    ]
    trail.record_each(
        "shift.removed", by=by, subject_kind="shift", subjects=[shift.uuid for shift in untouched]
    )
    left = len(made) - len(untouched)
    Shift.objects.filter(pk__in=[shift.pk for shift in untouched]).delete()
    trail.record("schedule.undone", by=by, subject_kind=SUBJECT, subject_uuid=locked.uuid)
    return len(untouched), left


@transaction.atomic
def drop(*, batch: ScheduleImport) -> None:
    """Forget a file that was only looked at. Raises NotNow."""
    locked = ScheduleImport.objects.select_for_update().get(pk=batch.pk)
    if locked.state != State.DRAFT or locked.before:
        raise refusals.NotNow
    locked.delete()


def _plan(shift: Shift, values: dict[str, Any]) -> ShiftPlan:
    """The shift as it is, with these values in place of its own."""
    return replace(plan_of(shift), **values)


def _as_json(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()
    }


def _of_json(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: datetime.fromisoformat(value) if name in {"starts_at", "ends_at"} else value
        for name, value in values.items()
    }
