"""Numbers that wait are approved; numbers of closed months are corrected by a later one."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction

from scheduling.activities import states
from scheduling.activities.errors import BasisMissing, CorrectedAlready, MonthOpen, ReasonMissing
from scheduling.activities.models import ContactDetails, Count
from scheduling.activities.services.closing import hold_months
from scheduling.activities.services.outcomes import WITH_BASIS, Heads
from scheduling.hours import selectors as hours
from scheduling.hours.services import months
from tenants import clock
from tenants.actors import Actor
from volunteers.register import trail
from web import formats


@transaction.atomic(durable=True)
def approve(*, counts: Iterable[Count], by: Actor) -> int:
    """Approve those of the numbers that wait, all or nothing. Returns how many. Raises MonthClosed."""
    wanted = [count.pk for count in counts]
    hold_months(first_days=Count.objects.filter(pk__in=wanted).values_list("first_month", flat=True))
    locked = list(Count.objects.filter(pk__in=wanted).order_by("pk").select_for_update(of=("self",)))
    done = states.approve(locked)
    if done:
        trail.record("counts.approved", by=by, subject_kind="count", rows=done)
    return done


@transaction.atomic(durable=True)
def count_late(*, counts: Iterable[Count], reason: str, by: Actor) -> int:
    """Have numbers count that nobody had approved when their month closed, all or nothing. Returns how many.

    A later row says the same number, approved; the first one stays. What was corrected since is left alone.
    Raises ReasonMissing or MonthOpen.
    """
    if not reason.strip():
        raise ReasonMissing
    wanted = [count.pk for count in counts]
    touched = sorted(set(Count.objects.filter(pk__in=wanted).values_list("first_month", flat=True)))
    closed = months.closed_among(first_days=touched)
    for first_day in touched:
        if first_day not in closed:
            raise MonthOpen(month=formats.month(first_day))
    list(Count.objects.filter(pk__in=wanted).order_by("pk").select_for_update(of=("self",)))
    # Read anew under the lock: a second press finds what the first one made.
    left = Count.objects.filter(pk__in=wanted, state=Count.State.ENTERED, corrected_by__isnull=True)
    rows = list(left.select_related("contact").order_by("pk"))
    if not rows:
        return 0
    now, said = clock.now(), reason.strip()[:200]
    made = [
        Count(
            corrects=row,
            reason=said,
            state=Count.State.APPROVED,
            created_at=now,
            **{name: getattr(row, name) for name in (*SAME, *_SAID)},
        )
        for row in rows
    ]
    Count.objects.bulk_create(made)
    ContactDetails.objects.bulk_create(
        ContactDetails(count=new, **{name: getattr(row.contact, name) for name in _CONTACT})
        for row, new in zip(rows, made, strict=True)
        if hasattr(row, "contact")
    )
    trail.record("counts.counted_late", by=by, subject_kind="count", rows=len(made))
    months.mark_changed(first_days=touched)
    return len(made)


@transaction.atomic(durable=True)
def correct(*, count: Count, heads: Heads, reason: str, by: Actor) -> Count:
    """Put another number in the place of one in a closed month; the first one stays to be seen.

    Raises MonthOpen, ReasonMissing, BasisMissing or CorrectedAlready.
    """
    if not reason.strip():
        raise ReasonMissing
    if heads.method in WITH_BASIS and not heads.basis.strip():
        raise BasisMissing
    if not hours.closed_months([count.first_month]):
        raise MonthOpen(month=formats.month(count.first_month))
    try:
        with transaction.atomic():
            made = Count.objects.create(
                corrects=count,
                reason=reason.strip()[:200],
                quantity=heads.quantity,
                method=heads.method,
                basis=heads.basis.strip(),
                state=Count.State.APPROVED,
                created_at=clock.now(),
                **{name: getattr(count, name) for name in SAME},
            )
    except IntegrityError as twice:
        raise CorrectedAlready from twice
    trail.record(
        "count.corrected",
        by=by,
        subject_kind="count",
        subject_uuid=made.uuid,
        before=count.quantity,
        after=made.quantity,
    )
    months.mark_changed(first_days=[count.first_month])
    return made


_SAID = ("quantity", "method", "basis")
_CONTACT = ("channel", "topic", "guided_to", "minutes")
SAME = (
    "measure",
    "local_date",
    "first_month",
    "activity",
    "place",
    "site",
    "unit",
    "role",
    "grant_target",
    "own",
)
