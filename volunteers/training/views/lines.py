"""Rows of training as lists and facts show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _, ngettext, pgettext

from tenants import clock
from volunteers.training import completion, selectors, words
from volunteers.training.models import Course, Enrolment, Module, Run, Session
from web import formats
from web.kit import Fact


@dataclass(frozen=True)
class Line:
    """A thing with what is said of it."""

    row: Any
    title: str
    sub: str
    state: str = ""
    icon: str = "info"
    tone: str = "neutral"


def of_course(course: Course) -> Line:
    """How long it is, what it gives, and when it is held next."""
    ahead: datetime | None = course.next_at  # type: ignore[attr-defined]  # annotated
    parts = [
        words.hours_of(course),
        course.grants.name if course.grants else "",
        _("next %(day)s") % {"day": formats.day(timezone.localtime(ahead))}
        if ahead
        else pgettext("course", "no time ahead"),
    ]
    return Line(course, course.name, " · ".join(filter(None, parts)))


def of_module(module: Module) -> str:
    """How long, about what, how."""
    return " · ".join(
        [formats.duration(module.minutes), module.get_topic_display(), module.get_delivery_display()]
    )


def facts_of_course(course: Course, modules: Sequence[Module]) -> list[Fact]:
    """What it takes and what comes of it."""
    count = ngettext("%(count)s module", "%(count)s modules", len(modules)) % {"count": len(modules)}
    found = [
        Fact("clock", formats.duration(selectors.minutes_of(modules)), count),
        Fact("check", completion.said(course)),
    ]
    if course.grants:
        found.append(Fact("shield", course.grants.name, _("Noted by itself for whoever completes it.")))
    if course.role:
        found.append(Fact("people", course.role.name))
    return found


def of_run(run: Run) -> Line:
    """A run with `starts_at`, `ends_at` and `waiting`."""
    state, icon, tone = state_of(run)
    return Line(run, span(run), "", state, icon, tone)


def span(run: Any) -> str:
    """From the first day to the last, of what has `starts_at` and `ends_at`."""
    if run.starts_at is None:
        return _("no times yet")
    first, last = (timezone.localtime(each).date() for each in (run.starts_at, run.ends_at))
    if first == last:
        return formats.day(first, year=True)
    return f"{formats.day(first)} – {formats.day(last, year=True)}"


def state_of(run: Any) -> tuple[str, str, str]:
    """In a word, with its sign: what was decided, and what the clock and the count make of it."""
    now = clock.now()
    if run.state != Run.State.PUBLISHED:
        return run.get_state_display(), "edit" if run.state == Run.State.DRAFT else "close", "neutral"
    if run.ends_at is not None and run.ends_at <= now:
        return _("over"), "check", "neutral"
    if run.starts_at is not None and run.starts_at <= now:
        return _("going on"), "clock", "good"
    if run.taken >= run.places:
        return _("full"), "check", "good"
    return run.get_state_display(), "calendar", "wait"


def progress(enrolment: Enrolment, *, attended: int, of: int, over: bool) -> tuple[str, str, str]:
    """How far somebody is, in words with a sign."""
    if enrolment.state == Enrolment.State.COMPLETED:
        return _("completed"), "check", "good"
    if enrolment.state == Enrolment.State.WAITING:
        return _("on the waiting list"), "wait", "wait"
    if over:
        return (_("partly there"), "attention", "wait") if attended else (_("was not there"), "close", "wait")
    if attended:
        return _("%(done)s of %(of)s sessions") % {"done": attended, "of": of}, "clock", "neutral"
    return _("enrolled"), "check", "neutral"


def of_session(session: Session) -> Line:
    """When, what and where."""
    return Line(
        session,
        session.module.name,
        ", ".join(filter(None, [words.when(session), words.where(session)])),
    )
