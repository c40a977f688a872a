"""What is read of heads without names in a month: what counts, and what was corrected since it closed."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from scheduling.hours.models import Correction, HoursTally, Month
from volunteers.register import reach

State = HoursTally.State


def tallies(first_day: date, *, reader: reach.Reaching) -> QuerySet[HoursTally]:
    """The heads of a month that count, or wait (once it is closed in vain), the earliest first."""
    rows = HoursTally.objects.filter(first_month=first_day, state__in=(State.APPROVED, State.SUBMITTED))
    known = reach.of_roles(reader, rows).select_related("role", "correction")
    return known.order_by("local_date", "starts_at", "pk")


def tally(uuid: UUID, *, reader: reach.Reaching) -> HoursTally | None:
    """One occasion's heads, whether they count or not."""
    rows = reach.of_roles(reader, HoursTally.objects.filter(uuid=uuid))
    return rows.select_related("role", "correction").first()


@dataclass(frozen=True)
class ChangedHeads:
    """A correction of heads: as they were, as they are, and the minutes that a month got by it."""

    correction: Correction
    about: HoursTally
    before: HoursTally | None
    after: HoursTally | None
    minutes: int


def corrections(month: Month, *, reader: reach.Reaching) -> list[ChangedHeads]:
    """What was corrected in a month's heads since it closed, the latest first."""
    since = month.last_correction
    rows = HoursTally.objects.filter(
        Q(correction__gt=since) | Q(reversal__gt=since), first_month=month.first_day
    )
    added: dict[Correction, HoursTally] = {}
    gone: dict[Correction, HoursTally] = {}
    for row in reach.of_roles(reader, rows).select_related("role", "correction", "reversal"):
        if row.correction is not None:
            added[row.correction] = row
        if row.reversal is not None:
            gone[row.reversal] = row
    return [
        ChangedHeads(
            correction=each,
            about=added.get(each) or gone[each],
            before=gone.get(each),
            after=added.get(each),
            minutes=(added[each].minutes if each in added else 0)
            - (gone[each].minutes if each in gone else 0),
        )
        for each in sorted({*added, *gone}, key=lambda one: -one.pk)
        if each.pk > since
    ]
