"""The night's work: figures compared with their rows, different people counted, open months shown early."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction
from django.db.models import Q

from scheduling.hours import reporting
from scheduling.hours.reporting import EVERY_MONTH
from tenants import clock
from tenants.context import entered
from tenants.models import Affiliation, AffiliationChange, Association, Umbrella
from umbrella import distinct, nights, releases, spans, told
from umbrella.models import (
    DistinctPeople,
    ExactFigure,
    ExactPart,
    Level,
    Night,
    ProvisionalBasis,
    ProvisionalFigure,
    PublishedFigure,
    ReleasedCell,
)
from umbrella.routers import FIGURES
from umbrella.suppression import YEAR, Deadline
from umbrella.suppression.nightly import may_show_provisional
from umbrella.years import frozen

log = logging.getLogger(__name__)

NIGHT = time(3, 10)

#: Seconds of process time for the proofs of one night; what is not proven by then is not shown.
PROOF_SECONDS = 120

# What was approved this shortly before the figures were read may not have been committed by then. It does not
# count as change, so that a total is shown rather a night later than over fewer people than it seems.
SETTLED = timedelta(minutes=1)


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
    read_at = clock.now()
    members = releases.members(umbrella)
    for association in members:
        try:
            releases.make_ready(association)
            with entered(association):
                found = reporting.verify()
            checked, wrong = checked + found.checked, wrong + found.wrong
        except SoftTimeLimitExceeded:
            raise
        except Exception as error:  # noqa: BLE001  # one association never stops the others
            wrong += 1
            log.error(
                "association_not_verified",
                extra={"schema": association.schema_name, "error": type(error).__name__},
            )
    count_people(umbrella, members)
    show_open_months(umbrella, members, read_at=read_at)
    night, _ = Night.objects.using(FIGURES).update_or_create(
        umbrella_id=umbrella.pk,
        day=_local(umbrella).date(),
        defaults={"finished_at": clock.now(), "months_checked": checked, "months_wrong": wrong},
    )
    return night


def count_people(umbrella: Umbrella, members: list[Association]) -> None:
    """Different people of each released year; shown only where it tells of nobody.

    It stands beside the release's own sum, so both are counted over the same months: what was closed since
    waits for the next release. Heads without names are in both numbers, as in every figure.
    """
    there = spans.belonging(umbrella)
    standing = frozen.years_that_stand(umbrella)
    for year, released in _released_totals(umbrella).items():
        if year in standing:
            continue
        row = DistinctPeople.objects.using(FIGURES).filter(umbrella_id=umbrella.pk, year=year)
        if released.hidden:
            row.delete()
            continue
        if row.filter(memberships=released.people).exists():
            continue
        told_of = {one: span.months for one in members if (span := there.of(str(one.uuid), year)) is not None}
        counted = distinct.count(associations=told_of, year=year)
        # Whom a form told of may be somewhere else as well: nobody can know, and the count says so.
        told = _on_forms(there, year) if counted.memberships else 0
        heads = _heads(told_of, year) + told
        if counted.memberships + heads != released.people or not counted.may_be_shown:
            row.delete()
            continue
        DistinctPeople.objects.using(FIGURES).update_or_create(
            umbrella_id=umbrella.pk,
            year=year,
            defaults={
                "memberships": counted.memberships + heads,
                "people": counted.people + heads,
                "may_overlap": counted.may_overlap + told,
                "as_of": clock.now(),
            },
        )


def _released_totals(umbrella: Umbrella) -> dict[int, ReleasedCell]:
    """The federation's figure of each year as the last release with it has it."""
    rows = ReleasedCell.objects.using(FIGURES).filter(
        umbrella_id=umbrella.pk, level=Level.FEDERATION, month=YEAR
    )
    return {row.year: row for row in rows.order_by("year", "release_id")}


def _on_forms(there: spans.Belonging, year: int) -> int:
    """People of associations that belonged to the umbrella in the year and told it on a form."""
    owners = [owner for owner in there.stays if there.of(owner, year) is not None]
    rows = ExactFigure.objects.using(FIGURES).filter(
        association_uuid__in=owners, year=year, month=YEAR, source=ExactFigure.Source.FORM
    )
    return sum(rows.values_list("people", flat=True))


def _heads(told_of: Mapping[Association, frozenset[int]], year: int) -> int:
    whole = [one.uuid for one, months in told_of.items() if months == EVERY_MONTH]
    rows = ExactFigure.objects.using(FIGURES).filter(association_uuid__in=whole, year=year, month=YEAR)
    parts = ExactPart.objects.using(FIGURES).filter(year=year)
    of_part = Q(pk__in=[])
    for one, months in told_of.items():
        of_part |= Q(association_uuid=one.uuid, months=spans.mask(months))
    return sum(rows.values_list("heads", flat=True)) + sum(
        parts.filter(of_part).values_list("heads", flat=True)
    )


def show_open_months(umbrella: Umbrella, members: list[Association], *, read_at: datetime) -> None:
    """The federation's total of months that somebody has not closed yet, if it tells of nobody.

    One that was shown stays until a release has the month and nobody has it open any more.
    """
    there = spans.belonging(umbrella)
    standing = frozen.years_that_stand(umbrella)
    ProvisionalFigure.objects.using(FIGURES).filter(umbrella=umbrella, year__in=standing).delete()
    by_month: dict[tuple[int, int], list[ExactFigure]] = defaultdict(list)
    for row in ExactFigure.objects.using(FIGURES).filter(
        association_uuid__in=[association.uuid for association in members], month__gt=0
    ):
        if row.year not in standing and there.tells(str(row.association_uuid), row.year, row.month):
            by_month[row.year, row.month].append(row)
    now = _local(umbrella)
    still_open = {
        (year, month): rows
        for (year, month), rows in sorted(by_month.items())
        if any(not row.closed for row in rows) and (year, month) <= (now.year, now.month)
    }
    released = set(
        PublishedFigure.objects.using(FIGURES)
        .filter(umbrella=umbrella, level=Level.FEDERATION)
        .values_list("year", "month")
    )
    for figure in ProvisionalFigure.objects.using(FIGURES).filter(umbrella=umbrella):
        at = (figure.year, figure.month)
        if at in released and at not in still_open:
            figure.delete(using=FIGURES)
    deadline = Deadline(seconds=PROOF_SECONDS)
    for (year, month), rows in still_open.items():
        _show_open_month(
            umbrella,
            [one for one in members if there.tells(str(one.uuid), year, month)],
            _parts(there, rows),
            at=(year, month),
            read_at=read_at,
            deadline=deadline,
        )


def _show_open_month(
    umbrella: Umbrella,
    members: list[Association],
    parts: list[nights.Part],
    *,
    at: tuple[int, int],
    read_at: datetime,
    deadline: Deadline,
) -> None:
    year, month = at
    last = nights.last_shown(umbrella_id=umbrella.pk, year=year, month=month)
    if last is not None and (
        _amounts(last.parts) == _amounts(map(asdict, parts)) or _others(umbrella, last, parts, at)
    ):
        return
    shown_at = clock.now()
    changed = distinct.count_changed(
        associations=members,
        month=date(year, month, 1),
        after=last.shown_at if last else None,
        until=read_at - SETTLED,
    )
    tonight = nights.told(umbrella_id=umbrella.pk, year=year, month=month, shown_at=shown_at, parts=parts)
    if not may_show_provisional(
        tonight=tonight,
        changed_people=changed,
        before=told.before(umbrella, year, by_role=False),
        deadline=deadline,
    ):
        return
    with transaction.atomic(using=FIGURES):
        nights.remember(umbrella_id=umbrella.pk, year=year, month=month, shown_at=shown_at, parts=parts)
        ProvisionalFigure.objects.using(FIGURES).update_or_create(
            umbrella_id=umbrella.pk,
            year=year,
            month=month,
            defaults={
                "minutes": sum(part.minutes for part in parts),
                "people": sum(part.people for part in parts),
                "as_of": shown_at,
            },
        )


def _others(
    umbrella: Umbrella, last: ProvisionalBasis, parts: list[nights.Part], at: tuple[int, int]
) -> bool:
    """Whether an association left the umbrella or joined it since the month was shown last.

    The difference of the two totals would be its own month: the release tells them together.
    """
    before = {part["association"] for part in last.parts}
    now = {part.association for part in parts}
    if before - now:
        return True
    came = Affiliation.objects.filter(umbrella=umbrella, association__uuid__in=now - before)
    changed = AffiliationChange.objects.filter(
        umbrella=umbrella, association__uuid__in=now - before, at__gte=last.shown_at
    )
    return came.filter(from_on__gte=date(*at, 1)).exists() or changed.exists()


def _parts(there: spans.Belonging, rows: Iterable[ExactFigure]) -> list[nights.Part]:
    return [
        nights.Part(
            association=str(row.association_uuid),
            district=span.district if (span := there.of(str(row.association_uuid), row.year)) else "",
            minutes=row.minutes,
            people=releases.people_of(row),
            top_minutes=row.top_minutes,
            closed=row.closed,
        )
        for row in sorted(rows, key=lambda row: str(row.association_uuid))
    ]


def _amounts(parts: Iterable[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """What makes a night's total another one: that somebody closed the month without a change does not."""
    return [(part["association"], part["minutes"], part["people"]) for part in parts if part["minutes"]]
