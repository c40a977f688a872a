"""Totals of years that were not recorded here: known from paper, with how they were gathered."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from reports import past_import
from reports.errors import NotPast, RecordedHere, SourceMissing
from reports.models import PastYear
from scheduling.hours import selectors as hours
from scheduling.hours.models import Method
from tenants import clock
from tenants.actors import Actor
from tenants.context import current_association
from volunteers.register import trail
from web.sheets.tables import Row


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
    _tell(row, by)
    return row


@transaction.atomic(durable=True)
def take_in(*, rows: Sequence[Row], places: Mapping[str, int], by: Actor) -> int:
    """Note the totals of a table, its header first, all of those that are new; returns how many.

    `places` say in which column what stands. A total that is noted stays as it is, so the same table twice
    changes nothing.
    """
    made = 0
    for line in past_import.look(rows, places).of("new"):
        values = {
            "minutes": line.minutes,
            "people": line.people,
            "method": line.method,
            "source": line.source,
            "noted_at": clock.now(),
            "noted_by": by.name[:160],
        }
        # Somebody may have noted the same year since the table was judged.
        row, new = PastYear.objects.get_or_create(year=line.year, defaults=values)
        if new:
            _tell(row, by)
        made += new
    return made


def _tell(row: PastYear, by: Actor) -> None:
    trail.record(
        "past_year.noted",
        by=by,
        subject_kind="past_year",
        year=row.year,
        minutes=row.minutes,
        people=row.people,
    )


@transaction.atomic(durable=True)
def forget_year(*, year: int, by: Actor) -> None:
    """Take the total of a year away; nothing where there is none."""
    gone, _rows = PastYear.objects.filter(year=year).delete()
    if gone:
        trail.record("past_year.forgotten", by=by, subject_kind="past_year", year=year)
