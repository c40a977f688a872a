"""Many entries at once: a leader's list, an import, the history of years."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction

from scheduling.hours import locks
from scheduling.hours.errors import NotYet
from scheduling.hours.models import CardImport, HoursEntry
from scheduling.hours.services import entries as shape, months
from scheduling.hours.services.entries import NewEntry
from tenants import clock
from tenants.actors import Actor
from volunteers.register import trail

CHUNK = 1000


@dataclass(frozen=True)
class Recorded:
    """What a batch did. `known` were there already, found by their subjects."""

    created: int
    known: int
    minutes: int


@transaction.atomic(durable=True)
def record_batch(
    *, entries: Iterable[NewEntry], by: Actor, source: str = HoursEntry.Source.BATCH, approve: bool = True
) -> Recorded:
    """Record many people's hours, all or nothing; approved at once, or waiting for approval.

    An entry with a subject that the person has hours for already is left out, so that the same batch may
    come twice. Raises EndsBeforeStart, RoleRequired, NotYet, MonthClosed or TimesOverlap.
    """
    return write(entries=entries, by=by, source=source, approve=approve)


def write(
    *,
    entries: Iterable[NewEntry],
    by: Actor,
    source: str = HoursEntry.Source.BATCH,
    approve: bool = True,
    card_import: CardImport | None = None,
) -> Recorded:
    """Record many people's hours as a step of a larger verb. Raises what `record_batch` raises."""
    now = clock.now()
    given = list(entries)
    for new in given:
        shape.check_shape(new=new)
        if new.ends_at > now:
            raise NotYet
    locks.lock_people(new.person for new in given)
    wanted = _unknown(given)
    shape.refuse_overlap_within(entries=wanted)
    state = HoursEntry.State.APPROVED if approve else HoursEntry.State.SUBMITTED
    zone = months.zone()
    rows = [
        shape.row_of(new=new, zone=zone, state=state, source=source, at=now, approved_by=by.name)
        for new in wanted
    ]
    for row in rows:
        row.card_import = card_import
    if rows:
        touched = shape.months_of(rows=rows)
        months.open_for_writing(first_days=touched)
        _insert(rows, wanted)
        trail.record("hours.recorded", by=by, subject_kind="hours", rows=len(rows), source=str(source))
        if approve:
            months.mark_changed(first_days=touched)
        else:
            written = {row.uuid: {"minutes": row.minutes} for row in rows}
            trail.record_each(
                "hours.submitted", by=by, subject_kind="hours", subjects=written, on_behalf=True
            )
    return Recorded(created=len(rows), known=len(given) - len(rows), minutes=sum(row.minutes for row in rows))


def _insert(rows: list[HoursEntry], wanted: Sequence[NewEntry]) -> None:
    try:
        with transaction.atomic():
            HoursEntry.objects.bulk_create(rows, batch_size=CHUNK)
    except IntegrityError:
        # The months are held and the shape is right: what stands in the way is another entry.
        _refuse_first_overlap(wanted)
        raise


def _unknown(given: list[NewEntry]) -> list[NewEntry]:
    """Without those whose subject has hours of the person already, and without twins in the batch.

    Hours that were taken back are known as well: coming again does not undo that.
    """
    known: set[tuple[int, str, UUID]] = set()
    subjects = [new.subject_uuid for new in given if new.subject_uuid is not None]
    for start in range(0, len(subjects), CHUNK):
        rows = HoursEntry.objects.filter(subject_uuid__in=subjects[start : start + CHUNK])
        known.update(
            (person, kind, uuid)
            for person, kind, uuid in rows.values_list("person_id", "subject_kind", "subject_uuid")
            if uuid is not None
        )
    wanted = []
    for new in given:
        if new.subject_uuid is not None:
            key = (new.person.pk, new.subject_kind, new.subject_uuid)
            if key in known:
                continue
            known.add(key)
        wanted.append(new)
    return wanted


def _refuse_first_overlap(wanted: Sequence[NewEntry]) -> None:
    by_person: dict[int, list[NewEntry]] = defaultdict(list)
    for new in wanted:
        by_person[new.person.pk].append(new)
    for news in by_person.values():
        span = HoursEntry.objects.filter(
            person=news[0].person,
            starts_at__lt=max(new.ends_at for new in news),
            ends_at__gt=min(new.starts_at for new in news),
        ).exclude(state=HoursEntry.State.REVERSED)
        for starts_at, ends_at in span.order_by("starts_at").values_list("starts_at", "ends_at"):
            if any(new.starts_at < ends_at and starts_at < new.ends_at for new in news):
                raise shape.overlap_with(person=news[0].person, starts_at=starts_at, ends_at=ends_at)
