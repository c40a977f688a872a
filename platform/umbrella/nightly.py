"""The night's work: figures compared with their rows, different people counted, open months shown provisionally."""

import logging
from collections import defaultdict
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction

from scheduling.hours import reporting
from tenants import clock
from tenants.context import entered
from tenants.models import Association, Umbrella
from umbrella import distinct, releases
from umbrella.models import (
    DistinctPeople,
    ExactFigure,
    Night,
    ProvisionalBasis,
    ProvisionalFigure,
)
from umbrella.routers import FIGURES
from umbrella.suppression.cells import FEWEST_PEOPLE

log = logging.getLogger(__name__)

NIGHT = time(3, 10)


def _local(umbrella: Umbrella) -> datetime:
    return clock.now().astimezone(ZoneInfo(umbrella.timezone))


def is_due(umbrella: Umbrella) -> bool:
    """Whether last night's work is still to be done."""
    local = _local(umbrella)
    if local.time() < NIGHT:
        return False
    return not Night.objects.using(FIGURES).filter(umbrella=umbrella, day=local.date()).exists()


def run(umbrella: Umbrella) -> Night:
    """Do the night's work; doing it again brings the same. An association that fails counts as wrong."""
    checked = wrong = 0
    members = releases.members(umbrella)
    for association in members:
        try:
            releases.make_ready(association)
            with entered(association):
                found = reporting.verify()
            checked, wrong = checked + found.checked, wrong + found.wrong
        except Exception as error:  # noqa: BLE001  # one association never stops the others
            wrong += 1
            log.error(
                "association_not_verified",
                extra={"schema": association.schema_name, "error": type(error).__name__},
            )
    count_people(umbrella, members)
    show_open_months(umbrella, members)
    night, _ = Night.objects.using(FIGURES).update_or_create(
        umbrella_id=umbrella.pk,
        day=_local(umbrella).date(),
        defaults={"finished_at": clock.now(), "months_checked": checked, "months_wrong": wrong},
    )
    return night


def count_people(umbrella: Umbrella, members: list[Association]) -> None:
    """Different people of each year that has closed months; shown only where it tells of nobody."""
    years = (
        ExactFigure.objects.using(FIGURES)
        .filter(
            association_uuid__in=[association.uuid for association in members],
            month__gt=0,
            closed=True,
            source=ExactFigure.Source.PLATFORM,
        )
        .values_list("year", flat=True)
        .distinct()
    )
    for year in sorted(set(years)):
        counted = distinct.count(associations=members, year=year)
        if counted.people and counted.may_be_shown:
            DistinctPeople.objects.using(FIGURES).update_or_create(
                umbrella_id=umbrella.pk,
                year=year,
                defaults={
                    "memberships": counted.memberships,
                    "people": counted.people,
                    "may_overlap": counted.may_overlap,
                    "as_of": clock.now(),
                },
            )


@transaction.atomic(using=FIGURES)
def show_open_months(umbrella: Umbrella, members: list[Association]) -> None:
    """The federation's total of months that somebody has not closed yet, if it tells of nobody."""
    by_month: dict[tuple[int, int], list[ExactFigure]] = defaultdict(list)
    for row in ExactFigure.objects.using(FIGURES).filter(
        association_uuid__in=[association.uuid for association in members], month__gt=0
    ):
        by_month[row.year, row.month].append(row)
    now = _local(umbrella)
    still_open = {
        (year, month): rows
        for (year, month), rows in by_month.items()
        if any(not row.closed for row in rows) and (year, month) <= (now.year, now.month)
    }
    shown = ProvisionalFigure.objects.using(FIGURES).filter(umbrella=umbrella)
    for figure in shown:
        if (figure.year, figure.month) not in still_open:
            figure.delete(using=FIGURES)
    for (year, month), rows in still_open.items():
        _show_open_month(umbrella, year, month, rows)


def _show_open_month(umbrella: Umbrella, year: int, month: int, rows: list[ExactFigure]) -> None:
    parts = {str(row.association_uuid): [row.minutes, row.people + row.heads] for row in rows}
    basis = (
        ProvisionalBasis.objects.using(FIGURES)
        .filter(umbrella_id=umbrella.pk, year=year, month=month)
        .first()
    )
    before = basis.parts if basis else {}
    if before == parts:
        return
    # Enough people must stand behind what changed since it was last shown, and behind the whole.
    changed = sum(
        abs(parts.get(owner, [0, 0])[1] - before.get(owner, [0, 0])[1])
        or (1 if parts.get(owner) != before.get(owner) else 0)
        for owner in {*parts, *before}
    )
    people = sum(row.people + row.heads for row in rows)
    if changed < FEWEST_PEOPLE or people < FEWEST_PEOPLE:
        return
    ProvisionalFigure.objects.using(FIGURES).update_or_create(
        umbrella_id=umbrella.pk,
        year=year,
        month=month,
        defaults={
            "minutes": sum(row.minutes for row in rows),
            "people": sum(row.people for row in rows),
            "as_of": clock.now(),
        },
    )
    ProvisionalBasis.objects.using(FIGURES).update_or_create(
        umbrella_id=umbrella.pk, year=year, month=month, defaults={"parts": parts}
    )
