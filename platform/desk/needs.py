"""The queue "Needs you": what waits for a coordinator, sorted by how soon it hurts."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext, pgettext

from desk.selectors import Today
from scheduling.shifts import words
from scheduling.shifts.models import Shift
from volunteers.recruiting import selectors as recruiting
from volunteers.recruiting.models import Application
from web import formats

Tone = Literal["plain", "urgent", "wait"]


@dataclass(frozen=True)
class Need:
    """One thing that needs somebody: what, why, and the one press that settles it."""

    title: str
    why: str
    icon: str
    tone: Tone
    action: str
    url: str


@dataclass
class Group:
    """A stretch of the queue."""

    key: str
    title: str
    urgent: bool
    needs: list[Need] = field(default_factory=list)


def groups(page: Today, *, day: date) -> list[Group]:
    """Now, today, this week; only those with something in them."""
    now = Group("now", pgettext("queue", "Now"), urgent=True)
    today = Group("today", pgettext("queue", "Today"), urgent=False)
    week = Group("week", pgettext("queue", "This week"), urgent=False)
    for shift in page.empty_soon:
        (now if _day(shift) == day else week).needs.append(_empty(shift))
    today.needs += [_unanswered(application) for application in page.unanswered]
    today.needs += [_unmarked(shift) for shift in page.unmarked]
    today.needs += _waiting(page)
    for shift in page.thin_soon:
        (today if _day(shift) == day else week).needs.append(_thin(shift))
    week.needs += _months(page)
    return [group for group in (now, today, week) if group.needs]


def _day(shift: Shift) -> date:
    return timezone.localtime(shift.starts_at).date()


def _to(route: str, **kwargs: object) -> str:
    return reverse(route, urlconf="config.urls.association", kwargs=kwargs or None)


def _name(shift: Shift) -> dict[str, object]:
    return {
        "title": words.title(shift),
        "when": formats.when(shift.starts_at, shift.ends_at),
        "taken": shift.taken,
        "places": shift.places,
    }


def _empty(shift: Shift) -> Need:
    return Need(
        title=_("%(title)s, %(when)s is empty") % _name(shift),
        why=ngettext("%(count)s place, nobody yet.", "%(count)s places, nobody yet.", shift.places)
        % {"count": shift.places},
        icon="calendar",
        tone="urgent",
        action=_("Find people"),
        url=_to("shift-manage", uuid=shift.uuid),
    )


def _thin(shift: Shift) -> Need:
    free = shift.places - shift.taken
    return Need(
        title=_("%(title)s, %(when)s: %(taken)s/%(places)s") % _name(shift),
        why=ngettext("%(count)s place is free.", "%(count)s places are free.", free) % {"count": free},
        icon="people",
        tone="wait",
        action=_("Find people"),
        url=_to("shift-manage", uuid=shift.uuid),
    )


def _unmarked(shift: Shift) -> Need:
    return Need(
        title=_("Attendance is not marked: %(title)s") % _name(shift),
        why=_("%(when)s. Hours come of it when it is marked.") % _name(shift),
        icon="check",
        tone="wait",
        action=_("Mark attendance"),
        url=_to("shift-manage", uuid=shift.uuid),
    )


def _unanswered(application: Application) -> Need:
    return Need(
        title=_("%(name)s waits for an answer to an application") % {"name": application.name},
        why=_("%(roles)s. Answers are promised within seven days; this one is late.")
        % {"roles": recruiting.role_names(application)},
        icon="inbox",
        tone="urgent",
        action=pgettext("verb", "Answer"),
        url=_to("application", uuid=application.uuid),
    )


def _waiting(page: Today) -> Iterator[Need]:
    if page.hours_waiting:
        yield Need(
            title=ngettext(
                "%(count)s entry of hours waits for approval",
                "%(count)s entries of hours wait for approval",
                page.hours_waiting,
            )
            % {"count": page.hours_waiting},
            why=_("Only approved hours count."),
            icon="clock",
            tone="wait",
            action=_("Approve"),
            url=_to("hours-approve"),
        )
    if page.failed:
        yield Need(
            title=ngettext(
                "%(count)s message could not be sent",
                "%(count)s messages could not be sent",
                page.failed,
            )
            % {"count": page.failed},
            why=_("Check the e-mail addresses of the people concerned, or call them."),
            icon="mail",
            tone="wait",
            action=_("Open the register"),
            url=_to("people"),
        )


def _months(page: Today) -> Iterator[Need]:
    for month in page.months_left:
        yield Need(
            title=_("%(month)s can be closed") % {"month": formats.month(month).capitalize()},
            why=_("It closes by itself 15 days after its end. What is not approved by then counts nowhere."),
            icon="chart",
            tone="plain",
            action=_("See the month"),
            url=_to("months"),
        )
