"""Totals of years that were not recorded here: known from paper, with how they were gathered."""

from django.db import transaction

from reports.errors import NotPast, RecordedHere, SourceMissing
from reports.models import PastYear
from scheduling.hours import selectors as hours
from scheduling.hours.models import Method
from tenants import clock
from tenants.actors import Actor
from tenants.context import current_association
from volunteers.register import trail


@transaction.atomic(durable=True)
def note_year(*, year: int, hours_done: int, people: int, method: Method, source: str, by: Actor) -> PastYear:
    """Note the total of a year; another total of the same year takes its place.

    Raises NotPast, RecordedHere or SourceMissing.
    """
    if year >= clock.today(current_association()).year:
        raise NotPast
    if hours.figures_of([year]):
        raise RecordedHere(year=year)
    if not source.strip():
        raise SourceMissing
    values = {
        "minutes": hours_done * 60,
        "people": people,
        "method": method,
        "source": source.strip()[:200],
        "noted_at": clock.now(),
        "noted_by": by.name[:160],
    }
    row, _made = PastYear.objects.update_or_create(year=year, defaults=values)
    trail.record(
        "past_year.noted", by=by, subject_kind="past_year", year=year, minutes=row.minutes, people=people
    )
    return row


@transaction.atomic(durable=True)
def forget_year(*, year: int, by: Actor) -> None:
    """Take the total of a year away; nothing where there is none."""
    gone, _rows = PastYear.objects.filter(year=year).delete()
    if gone:
        trail.record("past_year.forgotten", by=by, subject_kind="past_year", year=year)
