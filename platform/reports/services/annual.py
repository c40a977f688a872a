"""Annual reports: made, written, frozen with the hash of what they say, amended beside what was given out.

Locks: the year's months as hours lock them, then the report, then its texts.
"""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import translation

from reports.annual import content
from reports.annual.content import Content
from reports.errors import (
    FrozenStays,
    NoWords,
    SameAsBefore,
    TextChanged,
    ThereAlready,
    WhyAmended,
    YearOpen,
)
from reports.models import AnnualReport, ReportText, ReportVersion
from scheduling.hours import locks
from scheduling.hours.models import Month
from tenants import clock
from tenants.actors import Actor
from tenants.models import CatalogueText
from volunteers.register import trail
from volunteers.register.models import GrantTarget
from web import fingerprints


@transaction.atomic(durable=True)
def make(
    *, year: int, grant_target: GrantTarget | None, language: str, with_trustees: bool, by: Actor
) -> AnnualReport:
    """Begin the report of a year. Raises ThereAlready."""
    try:
        with transaction.atomic():
            report = AnnualReport.objects.create(
                year=year,
                grant_target=grant_target,
                language=language,
                with_trustees=with_trustees,
                created_at=clock.now(),
            )
    except IntegrityError as twice:
        raise ThereAlready from twice
    trail.record("report.made", by=by, subject_kind="report", subject_uuid=report.uuid, year=year)
    return report


@transaction.atomic(durable=True)
def write(*, report: AnnualReport, place: str, text: str, edition: int, by: Actor) -> ReportText:
    """Keep what somebody wrote, as it was typed. The same again changes nothing. Raises TextChanged."""
    held = _hold(report)
    row = held.texts.filter(place=place).first()
    if row is not None and row.text != text and row.edition != edition:
        raise TextChanged(who=row.saved_by)
    return _write(held, row, place, text, by)


def _write(report: AnnualReport, row: ReportText | None, place: str, text: str, by: Actor) -> ReportText:
    row = row or ReportText(report=report, place=place, edition=0)
    if row.text == text:
        return row
    row.text, row.edition = text, row.edition + 1
    row.saved_at, row.saved_by = clock.now(), by.name[:160]
    row.save()
    trail.record("report.written", by=by, subject_kind="report", subject_uuid=report.uuid, place=place)
    return row


@transaction.atomic(durable=True)
def begin(*, report: AnnualReport, place: str, model: CatalogueText | None, by: Actor) -> ReportText:
    """Put the federation's words, in the report's language, where nothing stands yet.

    Raises NoWords where it has none (any more), TextChanged.
    """
    if model is None:
        raise NoWords
    held = _hold(report)
    row = held.texts.filter(place=place).first()
    words = model.text_in(report.language)
    if row is not None and row.text not in ("", words):
        raise TextChanged(who=row.saved_by)
    return _write(held, row, place, words, by)


@transaction.atomic(durable=True)
def count_trustees(*, report: AnnualReport, among: bool, by: Actor) -> None:
    """Whether people of the board are told among the volunteers."""
    _hold(report)
    AnnualReport.objects.filter(pk=report.pk).update(with_trustees=among)
    trail.record("report.trustees", by=by, subject_kind="report", subject_uuid=report.uuid, among=among)


@transaction.atomic(durable=True)
def discard(*, report: AnnualReport, by: Actor) -> None:
    """Throw a draft away. Raises FrozenStays."""
    held = _hold(report)
    if held.versions.exists():
        raise FrozenStays
    held.delete()
    trail.record("report.discarded", by=by, subject_kind="report", subject_uuid=report.uuid, year=report.year)


@transaction.atomic(durable=True)
def freeze(*, report: AnnualReport, by: Actor) -> ReportVersion:
    """Keep the report as it is now; a frozen one stays as it is. Raises YearOpen."""
    _hold_year(report.year)
    held = _hold(report)
    if (first := held.versions.filter(number=1).first()) is not None:
        return first
    return _keep(held, build(report=held), number=1, reason="", by=by)


@transaction.atomic(durable=True)
def amend(*, report: AnnualReport, reason: str, by: Actor) -> ReportVersion:
    """Keep a further version beside the earlier ones. Raises WhyAmended, YearOpen or SameAsBefore."""
    if not reason.strip():
        raise WhyAmended
    _hold_year(report.year)
    held = _hold(report)
    latest = held.versions.first()
    now = build(report=held)
    if latest is None or content.essence(now) == content.essence(latest.content):
        raise SameAsBefore
    return _keep(held, now, number=latest.number + 1, reason=reason.strip()[:200], by=by)


def build(*, report: AnnualReport) -> Content:
    """All that the report says now, in its own language."""
    texts = {row.place: row for row in report.texts.all()}
    with translation.override(report.language):
        return content.build(report, texts=texts)


def fingerprint(*, said: Content) -> str:
    """The hash of all that a report says: its JSON in UTF-8, keys sorted, without blanks."""
    return fingerprints.fingerprint(said)


def _hold_year(year: int) -> None:
    """Months that nobody corrects meanwhile."""
    closed = sum(month.state == Month.State.CLOSED for month in locks.lock_months_of(year))
    if closed < content.MONTHS:
        raise YearOpen(closed=closed)


def _hold(report: AnnualReport) -> AnnualReport:
    return AnnualReport.objects.select_for_update(of=("self",)).get(pk=report.pk)


def _keep(report: AnnualReport, said: Content, *, number: int, reason: str, by: Actor) -> ReportVersion:
    version = ReportVersion.objects.create(
        report=report,
        number=number,
        reason=reason,
        content=said,
        input_hash=fingerprint(said=said),
        frozen_at=clock.now(),
        frozen_by=by.name[:160],
    )
    told: dict[str, Any] = {"number": number, "year": report.year}
    trail.record(
        "report.frozen" if number == 1 else "report.amended",
        by=by,
        subject_kind="report",
        subject_uuid=report.uuid,
        **told,
    )
    return version
