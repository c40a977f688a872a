"""The nightly run: what is over goes, in small steps; what went is counted, without names."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from tenants import clock
from tenants.actors import Actor
from tenants.wakeups import Work, wake
from volunteers.register import retention, trail
from volunteers.register.models import RetentionRun, RetentionTerm
from volunteers.register.retention import Keeping
from volunteers.register.retention_errors import TermTooLong

log = logging.getLogger(__name__)

QUEUE = "retention"
AT_ONCE = 100
PEOPLE_SHOWN = 50


@dataclass(frozen=True)
class Coming:
    """What of a kind goes at the next run; of people also who."""

    keeping: Keeping
    months: int | None
    shortened: bool
    count: int
    names: list[tuple[str, str]]


@transaction.atomic(durable=True)
def set_term(*, code: str, months: int, by: Actor) -> None:
    """Keep a kind for a shorter time than by default, or for the default again. Raises TermTooLong."""
    keeping = next((each for each in retention.listed() if each.code == code and each.months), None)
    if keeping is None or keeping.months is None or not 1 <= months <= keeping.months:
        raise TermTooLong(months=keeping.months if keeping else 0)
    before = retention.terms()[code]
    if months == before:
        return
    if months == keeping.months:
        RetentionTerm.objects.filter(code=code).delete()
    else:
        RetentionTerm.objects.update_or_create(code=code, defaults={"months": months})
    trail.record("retention.set", by=by, subject_kind="retention", code=code, months=[before, months])


def preview(*, night: date) -> list[Coming]:
    """What goes in a night, as things stand."""
    months = retention.terms()
    found = []
    for keeping in retention.listed():
        due = keeping.due(retention.over(keeping, night=night, months=months))
        names = (
            [(str(person.uuid), person.name) for person in due.order_by("sort_key", "pk")[:PEOPLE_SHOWN]]
            if keeping.people
            else []
        )
        term = months.get(keeping.code)
        found.append(
            Coming(
                keeping=keeping,
                months=term,
                shortened=term != keeping.months,
                count=due.count(),
                names=names,
            )
        )
    return found


def run_due(*, work: Work | None = None) -> RetentionRun | None:
    """Do the run of the latest night if it is not done, and have the next one woken.

    A run that died goes on where it stopped: what went is gone, and counted in the same transaction. After
    nights without a run (an installation that stood still) one run does for all of them.
    """
    night = retention.last_night()
    run, _made = RetentionRun.objects.get_or_create(night=night, defaults={"started_at": clock.now()})
    if run.finished_at is None:
        months = retention.terms()
        for keeping in retention.listed():
            _forget_all(run, keeping, months, work)
        run.finished_at = clock.now()
        RetentionRun.objects.filter(pk=run.pk).update(finished_at=run.finished_at)
        wake(queue=QUEUE, at=retention.moment(retention.next_night()))
        return run
    return None


def moments() -> Iterable[datetime]:
    """When the next run is due."""
    return [retention.moment(retention.next_night())]


def _forget_all(run: RetentionRun, keeping: Keeping, months: dict[str, int], work: Work | None) -> None:
    """Step by step; a step that lets go of nothing is the last, so that a run always ends."""
    over = retention.over(keeping, night=run.night, months=months)
    while True:
        with transaction.atomic():
            held = RetentionRun.objects.select_for_update().get(pk=run.pk)
            keys = list(keeping.due(over).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
            gone = keeping.forget(keeping.due(over).model._default_manager.filter(pk__in=keys)) if keys else 0
            if gone:
                held.removed[keeping.code] = held.removed.get(keeping.code, 0) + gone
                held.save(update_fields=["removed"])
        if work is not None:
            work.go_on()
        if not gone:
            return
