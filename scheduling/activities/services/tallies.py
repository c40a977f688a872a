"""What is counted at places, day by day. Every sending is a row of its own; the same one again is none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from uuid import UUID

from django.db import transaction

from scheduling.activities.errors import BasisMissing, DayAhead, NotCountedHere, NotToTakeBack
from scheduling.activities.models import ContactDetails, Count, Measure, TallyPlace
from scheduling.activities.services import keys
from scheduling.activities.services.closing import REASON, hold_months, hold_or_late
from scheduling.activities.services.outcomes import WITH_BASIS
from scheduling.hours import split
from scheduling.hours.models import Method
from tenants import clock
from tenants.actors import Actor
from tenants.context import current_association
from volunteers.register import trail
from volunteers.register.models import GrantTarget
from web import formats

# No measure belongs to two kinds: figures tell kinds of places apart by what is counted there.
MEASURES: Mapping[TallyPlace.Kind, tuple[Measure, ...]] = MappingProxyType(
    {
        TallyPlace.Kind.FOOD: (Measure.BAG, Measure.LUNCH, Measure.OTHER_FOOD),
        TallyPlace.Kind.MEETING_PLACE: (Measure.VISITS,),
        TallyPlace.Kind.GUIDANCE: (Measure.CONTACTS,),
        TallyPlace.Kind.OUTREACH: (Measure.ENCOUNTERS,),
        TallyPlace.Kind.INFO_SPACE: (Measure.INFO_VISITS, Measure.QUESTIONS, Measure.ACCOMPANIED),
        TallyPlace.Kind.PHONE: (Measure.CALLS,),
        TallyPlace.Kind.COMPANIONS: (Measure.MET,),
    }
)


@dataclass(frozen=True)
class Contact:
    """What contacts were about; of those who were met outside only where they were guided."""

    channel: str = ""
    topic: str = ""
    guided_to: str = ""
    minutes: int | None = None


@dataclass(frozen=True)
class Tally:
    """One number of one day. `own` are heads that a group or an event of ours counts already.

    `grant_target` pays for this number in the place of the one that pays for the place. `key` is the sender's
    own mark: the same one counts once.
    """

    day: date
    measure: str
    quantity: int
    method: str = Method.COUNTED
    basis: str = ""
    own: bool = False
    key: UUID | None = None
    contact: Contact | None = None
    grant_target: GrantTarget | None = None


@transaction.atomic
def add(
    *,
    place: TallyPlace,
    tallies: Sequence[Tally],
    by: Actor,
    approves: bool,
    source: str = Count.Source.PAGE,
    late_reason: str = "",
) -> int:
    """Note numbers of a place, all or nothing, but those whose key is known. Returns how many are new.

    Part of larger verbs too. `approves` says that whoever notes them may approve: with a reason they may note
    what a closed month lacks, too. Raises NotCountedHere,
    DayAhead, BasisMissing, SentElsewhere or MonthClosed.
    """
    _require_sound(place, tallies)
    # Who sends the same again at the same moment waits here, and then finds it.
    locked = TallyPlace.objects.select_for_update(of=("self",)).get(pk=place.pk)
    known = keys.spent(keys=[tally.key for tally in tallies if tally.key is not None])
    new = [tally for tally in tallies if tally.key is None or tally.key not in known]
    if not new:
        return 0
    late = late_reason.strip()[:REASON] if approves else ""
    closed = hold_or_late(first_days=[split.month_of(tally.day) for tally in new], reason=late)
    now = clock.now()
    rows = [
        Count(
            place=locked,
            measure=tally.measure,
            quantity=tally.quantity,
            method=tally.method,
            basis=tally.basis.strip(),
            local_date=tally.day,
            first_month=split.month_of(tally.day),
            site_id=locked.site_id,
            unit_id=locked.unit_id,
            role_id=locked.role_id,
            grant_target_id=tally.grant_target.pk if tally.grant_target else locked.grant_target_id,
            own=tally.own,
            state=Count.State.APPROVED if approves else Count.State.ENTERED,
            source=source,
            sent_key=tally.key,
            reason=late if split.month_of(tally.day) in closed else "",
            created_at=now,
        )
        for tally in new
    ]
    Count.objects.bulk_create(rows)
    keys.spend(counts={row.sent_key: row for row in rows if row.sent_key is not None})
    ContactDetails.objects.bulk_create(
        ContactDetails(count=row, **vars(tally.contact))
        for row, tally in zip(rows, new, strict=True)
        if tally.contact is not None
    )
    trail.record(
        "counts.noted",
        by=by,
        subject_kind="tally_place",
        subject_uuid=locked.uuid,
        rows=len(rows),
        source=source,
    )
    return len(rows)


@transaction.atomic
def take_back(*, count: Count, by: Actor, approved_too: bool) -> None:
    """Take back a number of an open month that was a slip. Raises NotToTakeBack or MonthClosed."""
    hold_months(first_days=[count.first_month])
    locked = Count.objects.select_for_update(of=("self",)).filter(pk=count.pk).first()
    if locked is None:
        return
    if locked.place_id is None or locked.corrects_id is not None:
        raise NotToTakeBack
    if locked.state == Count.State.APPROVED and not approved_too:
        raise NotToTakeBack
    locked.delete()
    trail.record(
        "count.taken_back", by=by, subject_kind="count", subject_uuid=count.uuid, quantity=count.quantity
    )


def _require_sound(place: TallyPlace, tallies: Sequence[Tally]) -> None:
    today = clock.today(current_association())
    for tally in tallies:
        if tally.measure not in MEASURES[TallyPlace.Kind(place.kind)]:
            raise NotCountedHere(name=place.name)
        if tally.day > today:
            raise DayAhead(day=formats.day(tally.day, year=True))
        if tally.method in WITH_BASIS and not tally.basis.strip():
            raise BasisMissing
