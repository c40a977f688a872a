"""Templates: a shift as it often is, under a name, from which shifts and series are made.

What was made from one knows nothing of it: a template may be renamed or go at any time.
"""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from scheduling.shifts import plans
from scheduling.shifts.errors import series as errors
from scheduling.shifts.models import Series, Shift, ShiftTemplate, Slot
from scheduling.shifts.models.series import LONGEST_MINUTES
from scheduling.shifts.plans import Plan
from scheduling.shifts.series.repeating import Time
from tenants.actors import Actor
from volunteers.register import trail

TEMPLATE = "shift_template"
MINUTE = timedelta(minutes=1)


def time_of(*, planned: Shift | Series) -> Time:
    """The time of day that a template of it has, by the clock on the wall; of a series its first."""
    if isinstance(planned, Series):
        first = planned.times.all()[0]
        return Time(first.start_minute, first.minutes)
    start, end = (timezone.localtime(at).replace(tzinfo=None) for at in (planned.starts_at, planned.ends_at))
    # In the night in which clocks go back an hour may seem to take no time at all.
    return Time(start.hour * 60 + start.minute, max(1, (end - start) // MINUTE))


@transaction.atomic(durable=True)
def save_template(*, name: str, planned: Shift | Series, by: Actor) -> ShiftTemplate:
    """Keep a shift, or what each of a series is, as a template. Raises NameIsTaken or TooLongForTemplate."""
    at = time_of(planned=planned)
    if at.minutes > LONGEST_MINUTES:
        raise errors.TooLongForTemplate
    plan = Plan(**plans.said_of(planned))
    try:
        with transaction.atomic():
            made = ShiftTemplate.objects.create(
                **plan.columns(), name=name, start_minute=at.start_minute, minutes=at.minutes
            )
    except IntegrityError as taken:
        raise errors.NameIsTaken from taken
    Slot.objects.bulk_create(plan.slot_rows(template=made))
    trail.record("shift_template.made", by=by, subject_kind=TEMPLATE, subject_uuid=made.uuid)
    return made


@transaction.atomic(durable=True)
def rename_template(*, template: ShiftTemplate, name: str, by: Actor) -> ShiftTemplate:
    """Call it something else. Raises NameIsTaken."""
    try:
        with transaction.atomic():
            template.name = name
            template.save(update_fields=["name"])
    except IntegrityError as taken:
        raise errors.NameIsTaken from taken
    trail.record("shift_template.renamed", by=by, subject_kind=TEMPLATE, subject_uuid=template.uuid)
    return template


@transaction.atomic(durable=True)
def retire_template(*, template: ShiftTemplate, by: Actor) -> None:
    """Let nothing more be made from it. What was made stays."""
    trail.record("shift_template.retired", by=by, subject_kind=TEMPLATE, subject_uuid=template.uuid)
    template.delete()
