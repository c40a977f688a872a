"""The verbs of a federation's year. Each locks the year's row first; the database keeps what is frozen.

    open ◄─► closing ──► frozen ──► submitted ──► amended
                            └────────────────────────▲

A year is frozen as it is published. Releases leave it alone from then on, until somebody begins to amend it:
the next release writes it anew, and what it says then is frozen as a further version beside the earlier ones.
"""

import datetime as dt

from django.db import connection, transaction
from django.db.models import Max

from tenants import clock
from tenants.actors import Actor
from tenants.models import Umbrella
from umbrella.models import Level, PublishedFigure
from umbrella.years import content
from umbrella.years.content import Content
from umbrella.years.errors import (
    ChangedMeanwhile,
    NothingNew,
    NotNow,
    NotOver,
    NotReleased,
    ReleaseGoesOn,
    ToWhom,
    WhyAmended,
)
from umbrella.years.models import ReportingYear, YearStep, YearVersion
from web import formats
from web.fingerprints import fingerprint

# With the umbrella's key; the guard of the published tables takes the same one, shared.
LOCK = 4711
RELEASE_DAY = 16
State, Kind = ReportingYear.State, YearStep.Kind

# The database keeps the same table.
MOVES: dict[str, set[str]] = {
    State.OPEN: {State.CLOSING},
    State.CLOSING: {State.OPEN, State.FROZEN},
    State.FROZEN: {State.SUBMITTED, State.AMENDED},
    State.SUBMITTED: {State.AMENDED},
    State.AMENDED: set(),
}


@transaction.atomic
def begin_closing(*, umbrella: Umbrella, year: int, by: Actor) -> ReportingYear:
    """From open: one looks who is missing. Doing it again changes nothing. Raises NotOver or NotNow."""
    if year >= clock.today(umbrella).year:
        raise NotOver(year=year)
    held = _hold(umbrella, year)
    if held.state == State.CLOSING:
        return held
    _expect(held, State.OPEN)
    return _go(held, State.CLOSING, Kind.CLOSING, by)


@transaction.atomic
def open_again(*, umbrella: Umbrella, year: int, by: Actor) -> ReportingYear:
    """Take closing back, while nothing is frozen. Raises NotNow."""
    held = _hold(umbrella, year)
    if held.state == State.OPEN:
        return held
    _expect(held, State.CLOSING)
    return _go(held, State.OPEN, Kind.OPENED, by)


@transaction.atomic
def freeze(*, umbrella: Umbrella, year: int, by: Actor) -> YearVersion:
    """Keep the year as it is published. Doing it again gives the first version.

    Raises NotNow, NotReleased or ReleaseGoesOn.
    """
    held = _hold(umbrella, year)
    if held.is_kept and (first := held.versions.filter(number=1).first()) is not None:
        return first
    _expect(held, State.CLOSING)
    _require_released(umbrella, year)
    version = _keep(held, _read(umbrella, year), number=1, reason="", by=by)
    _go(held, State.FROZEN, Kind.FROZEN, by)
    return version


@transaction.atomic
def submit(*, umbrella: Umbrella, year: int, to: str, by: Actor) -> ReportingYear:
    """Note to whom the latest version was sent. An amended year stays so. Raises ToWhom or NotNow."""
    if not to.strip():
        raise ToWhom
    held = _hold(umbrella, year)
    if not held.stands:
        raise _not_now(held)
    state = State.SUBMITTED if held.state == State.FROZEN else State(held.state)
    return _go(held, state, Kind.SUBMITTED, by, note=to.strip()[:200])


@transaction.atomic
def begin_amending(*, umbrella: Umbrella, year: int, reason: str, by: Actor) -> ReportingYear:
    """Let the next release write a frozen year anew. Raises WhyAmended or NotNow."""
    if not reason.strip():
        raise WhyAmended
    held = _hold(umbrella, year)
    if not held.stands:
        raise _not_now(held)
    held.amending = True
    return _go(held, State(held.state), Kind.AMENDING, by, note=reason.strip()[:200])


@transaction.atomic
def give_up_amending(*, umbrella: Umbrella, year: int, by: Actor) -> ReportingYear:
    """End it without a new version, where nothing has changed yet. Raises ChangedMeanwhile or NotNow."""
    held = _hold(umbrella, year)
    if not held.amending:
        raise _not_now(held)
    latest = held.versions.all()[0]
    if _differs(_read(umbrella, year), latest):
        raise ChangedMeanwhile(number=latest.number)
    held.amending = False
    return _go(held, State(held.state), Kind.GIVEN_UP, by)


@transaction.atomic
def freeze_amended(*, umbrella: Umbrella, year: int, by: Actor) -> YearVersion:
    """Keep a further version beside the earlier ones. Raises NothingNew, NotNow or ReleaseGoesOn."""
    held = _hold(umbrella, year)
    if not held.amending:
        raise _not_now(held)
    latest = held.versions.all()[0]
    now = _read(umbrella, year)
    if not _differs(now, latest):
        raise NothingNew(number=latest.number)
    why = held.steps.filter(kind=Kind.AMENDING)[0].note
    version = _keep(held, now, number=latest.number + 1, reason=why, by=by)
    held.amending = False
    _go(held, State.AMENDED, Kind.AMENDED, by)
    return version


def _hold(umbrella: Umbrella, year: int) -> ReportingYear:
    ReportingYear.objects.get_or_create(umbrella=umbrella, year=year)
    return ReportingYear.objects.select_for_update().get(umbrella=umbrella, year=year)


def _expect(held: ReportingYear, wanted: str) -> None:
    if held.state != wanted:
        raise _not_now(held)


def _not_now(held: ReportingYear) -> NotNow:
    return NotNow(year=held.year, state=State(held.state).label)


def _require_released(umbrella: Umbrella, year: int) -> None:
    """The first release that can hold December is that of 16 January."""
    due = dt.date(year + 1, 1, RELEASE_DAY)
    newest = PublishedFigure.objects.filter(umbrella=umbrella, year=year, level=Level.FEDERATION).aggregate(
        on=Max("release__due_on")
    )["on"]
    if newest is None or newest < due:
        raise NotReleased(day=formats.day(due, weekday=False, year=True))


def _read(umbrella: Umbrella, year: int) -> Content:
    """What is published, while nobody publishes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK, umbrella.pk])
        (alone,) = cursor.fetchone()
    if not alone:
        raise ReleaseGoesOn
    return content.build(umbrella, year)


def _differs(now: Content, latest: YearVersion) -> bool:
    return content.essence(now, beside=latest.content) != content.essence(latest.content)


def _keep(held: ReportingYear, said: Content, *, number: int, reason: str, by: Actor) -> YearVersion:
    return YearVersion.objects.create(
        reporting_year=held,
        number=number,
        reason=reason,
        content=said,
        input_hash=fingerprint(said),
        frozen_at=clock.now(),
        frozen_by=by.name[:160],
    )


def _go(held: ReportingYear, state: str, kind: str, by: Actor, *, note: str = "") -> ReportingYear:
    if state != held.state and state not in MOVES[held.state]:
        raise _not_now(held)
    held.state = state
    held.save()
    YearStep.objects.create(reporting_year=held, kind=kind, note=note, at=clock.now(), by_name=by.name[:160])
    return held
