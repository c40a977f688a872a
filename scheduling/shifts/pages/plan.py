"""What the pages of those who plan show: the grid of a week, its coverage, gaps, and what asks too much."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext

from scheduling.shifts import conditions
from scheduling.shifts.eligibility.conflicts import Conflict, Kind
from scheduling.shifts.forms.plan import CLOCK, LIST, MONTH, WEEK, PlanForm
from scheduling.shifts.models import Shift
from scheduling.shifts.selectors.planning import By, Calendar, Line, Week
from scheduling.shifts.selectors.shifts import CoveredDay
from scheduling.shifts.views.show import day_id
from scheduling.shifts.words import shifts as words
from tenants import addresses, clock
from volunteers.register.models import Person
from web import formats
from web.kit import CoverDay, Plan, PlanDay, PlanRow, PlanShift, Tab

# As many lines as the grid has rows for.
MOST_LINES = 58
# More of these are told by a number.
TOLD = 8
NOBODY = UUID(int=0)

_STATES: Mapping[str, Literal["draft", "published", "cancelled"]] = {
    Shift.State.DRAFT: "draft",
    Shift.State.PUBLISHED: "published",
    Shift.State.CANCELLED: "cancelled",
}
_WITHOUT: Mapping[By, Any] = {
    "role": "",
    "site": gettext_lazy("No fixed place"),
    "person": gettext_lazy("Free places"),
}


def warnings(found: Sequence[Conflict], *, closed: Mapping[int, str] | None = None) -> dict[int, str]:
    """For each shift what it asks too much of anybody, and whether its place is closed, as one text."""
    said = {shift: [sentence] for shift, sentence in (closed or {}).items()}
    for conflict in found:
        for shift in conflict.shifts:
            said.setdefault(shift, []).append(conflict.sentence)
    return {shift: " ".join(dict.fromkeys(sentences)) for shift, sentences in said.items()}


def cover(days: Sequence[CoveredDay], *, today: date, url: str = "") -> list[CoverDay]:
    """The coverage strip; each day leads to its part of the plan, or to the day's week at `url`."""
    return [
        CoverDay(
            date=one.day,
            taken=one.taken,
            places=one.places,
            empty_shifts=one.empty_shifts,
            url=f"{url}{one.day.isoformat()}" if url else f"#{day_id(one.day)}",
            today=one.day == today,
        )
        for one in days
    ]


@dataclass(frozen=True)
class WeekOfMonth:
    """A week of the month by the coverage of its days."""

    label: str
    url: str
    days: Sequence[CoverDay]


def weeks(days: Sequence[CoveredDay], *, today: date, url: str) -> list[WeekOfMonth]:
    """The month week by week; days of other months stand empty."""
    shown = {one.date: one for one in cover(days, today=today, url=url)}
    first, last = min(shown), max(shown)
    found = []
    monday = first - timedelta(days=first.weekday())
    while monday <= last:
        found.append(
            WeekOfMonth(
                label=_("Week %(number)s") % {"number": monday.isocalendar().week},
                url=f"{url}{monday.isoformat()}",
                days=[
                    shown.get(day) or CoverDay(date=day, taken=0, places=0, url=f"{url}{day.isoformat()}")
                    for day in (monday + timedelta(days=number) for number in range(7))
                ],
            )
        )
        monday += timedelta(days=7)
    return found


def grid(
    week: Week, *, by: By, today: date, warned: Mapping[int, str], movable: bool, person_url: str
) -> Plan:
    """The grid: roles, places or people down, days across."""
    at_one_place = {line.key for line in week.lines if line.site is not None}
    rows = [_row(line, by=by, person_url=person_url) for line in week.lines]
    labels = {row.key: str(row.label) for row in rows}
    clocks = _clocks()
    return Plan(
        rows=rows[:MOST_LINES],
        days=[
            PlanDay(
                date=one.day,
                today=one.day == today,
                shifts=[
                    _in_grid(
                        shift,
                        key=key,
                        label=labels[key],
                        by=by,
                        place=key not in at_one_place,
                        warning=warned.get(shift.pk, ""),
                        movable=movable,
                        clocks=clocks,
                    )
                    for shift in one.shifts
                    for key in week.lines_of.get(shift.pk, ())
                ],
            )
            for one in week.days
        ],
    )


def _clocks() -> Callable[[Shift], tuple[str, str, str]]:
    """A shift's times in words, and its start and end for dragging; many shifts have the same."""
    known: dict[tuple[datetime, datetime], tuple[str, str, str]] = {}

    def clocks(shift: Shift) -> tuple[str, str, str]:
        times = shift.starts_at, shift.ends_at
        if times not in known:
            start, end = (f"{timezone.localtime(at):%H:%M}" for at in times)
            known[times] = formats.times(*times, prefix=False), start, end
        return known[times]

    return clocks


def _row(line: Line, *, by: By, person_url: str) -> PlanRow:
    if line.of is None:
        return PlanRow(key=line.key, label=_WITHOUT[by])
    name = str(line.of.name)
    url = f"{person_url}{line.of.uuid}" if isinstance(line.of, Person) else ""
    return PlanRow(key=line.key, label=name, note=line.site.name if line.site else "", url=url)


def _in_grid(
    shift: Shift,
    *,
    key: str,
    label: str,
    by: By,
    place: bool,
    warning: str,
    movable: bool,
    clocks: Callable[[Shift], tuple[str, str, str]],
) -> PlanShift:
    site = shift.site.name if shift.site and place else ""
    times, start, end = clocks(shift)
    return PlanShift(
        role=key,
        label=label,
        times=times,
        taken=shift.taken,
        places=shift.places,
        url=addresses.path("shift-manage", shift.uuid),
        place=(shift.title or site) if by == "role" else (shift.title or shift.role.name),
        state=_STATES[shift.state],
        warning=warning,
        move=addresses.path("shift-move", shift.uuid) if movable and may_move(shift) else "",
        start=start,
        end=end,
    )


def may_move(shift: Shift) -> bool:
    """Whether its time can still change."""
    if shift.state == Shift.State.CANCELLED:
        return False
    return shift.state == Shift.State.DRAFT or not conditions.has_started(shift)


# --- the head of the page -------------------------------------------------------------------------


def head(form: PlanForm, *, taken: int, places: int) -> str:
    """`Week 6, 3.2. – 9.2.2025 · 49/59 places taken`, or the month."""
    if form.is_month:
        said = formats.month(form.first)
        said = said[:1].upper() + said[1:]
    else:
        first, last = form.first, form.last
        said = _("Week %(number)s, %(first)s – %(last)s") % {
            "number": first.isocalendar().week,
            "first": formats.day(first, weekday=False, year=first.year != last.year),
            "last": formats.day(last, weekday=False, year=True),
        }
    if not places:
        return said
    return f"{said} · " + _("%(taken)s/%(places)s places taken") % {"taken": taken, "places": places}


def spans(form: PlanForm, url: Any) -> list[Tab]:
    """A week, a month or a list."""
    return [
        Tab(_("Week"), url(view=""), form.shape in {WEEK, CLOCK}),
        Tab(_("Month"), url(view=MONTH), form.is_month),
        Tab(pgettext("plan", "List"), url(view=LIST), form.shape == LIST),
    ]


def shapes(form: PlanForm, url: Any) -> list[Tab]:
    """How a week is laid out."""
    by: list[tuple[By, str]] = [
        ("role", pgettext("plan", "By role")),
        ("site", pgettext("plan", "By place")),
        ("person", pgettext("plan", "By person")),
    ]
    return [
        *(
            Tab(
                label, url(view="", by="" if one == "role" else one), form.shape == WEEK and form.lines == one
            )
            for one, label in by
        ),
        Tab(pgettext("plan", "By the clock"), url(view=CLOCK, by=""), form.shape == CLOCK),
    ]


# --- what needs somebody --------------------------------------------------------------------------


@dataclass(frozen=True)
class Gap:
    """A shift soon that lacks people."""

    title: str
    url: str
    call_url: str
    where: str
    free: str
    empty: bool


def gap(shift: Shift) -> Gap:
    """What, when, where, and how many are missing."""
    missing = shift.places - shift.taken
    when = formats.when(shift.starts_at, shift.ends_at)
    return Gap(
        title=words.title(shift),
        url=reverse("shift-manage", kwargs={"uuid": shift.uuid}),
        call_url=reverse("shift-call", kwargs={"uuid": shift.uuid}),
        where=f"{when}, {shift.site.name}" if shift.site else when,
        free=ngettext("%(count)s place free", "%(count)s places free", missing) % {"count": missing},
        empty=not shift.taken,
    )


@dataclass(frozen=True)
class Warned:
    """One thing that asks too much of somebody."""

    sentence: str
    kind: str
    url: str
    label: str


_KINDS: Mapping[Kind, Any] = {
    "rest": gettext_lazy("Too little rest"),
    "week": gettext_lazy("Too many shifts"),
    "wish": gettext_lazy("More than wished"),
    "away": gettext_lazy("Away"),
    "contact": gettext_lazy("Contact person busy"),
}


def told(found: Sequence[Conflict], of: Mapping[int, Shift | UUID]) -> list[Warned]:
    """What asks too much, each with the first of its shifts."""
    said: dict[str, Warned] = {}
    for conflict in found:
        shift = of[conflict.shifts[-1]]
        uuid = shift.uuid if isinstance(shift, Shift) else shift
        said.setdefault(
            conflict.sentence,
            Warned(
                sentence=conflict.sentence,
                kind=str(_KINDS[conflict.kind]),
                url=reverse("shift-manage", kwargs={"uuid": uuid}),
                label=conflict.person.name,
            ),
        )
    return list(said.values())


# --- plain data -----------------------------------------------------------------------------------


def data(calendar: Calendar) -> dict[str, Any]:
    """The calendar as its script reads it. Times are those of the clock on the wall, without a zone."""
    zone = timezone.get_current_timezone()

    @cache  # many begin and end at the same times
    def on_the_wall(at: datetime) -> str:
        return at.astimezone(zone).isoformat()[:16]

    warned = warnings(calendar.conflicts)
    now = clock.now()
    roles = {pk: role.name for pk, role in calendar.roles.items()}
    sites = {pk: site.name for pk, site in calendar.sites.items()}
    shifts = []
    for entry in calendar.entries:
        ahead = entry.state == "draft" or (entry.state == "published" and entry.starts_at > now)
        shift = {
            "id": str(entry.uuid),
            "start": on_the_wall(entry.starts_at),
            "end": on_the_wall(entry.ends_at),
            "role": roles[entry.role],
            "title": entry.title,
            "site": sites.get(entry.site, "") if entry.site else "",
            "state": entry.state,
            "taken": entry.taken,
            "places": entry.places,
            "moves": ahead,
        }
        if entry.pk in warned:
            shift["warning"] = warned[entry.pk]
        shifts.append(shift)
    return {"shifts": shifts, "more": calendar.more}


def texts() -> dict[str, str]:
    """What the calendar's script says, in the reader's language."""
    return {
        "draft": pgettext("shift", "Draft"),
        "cancelled": pgettext("shift", "Cancelled"),
        "taken": _("%(taken)s of %(places)s places taken"),
        "more": _("+%(count)s more"),
        "allMore": _("Show the %(count)s others"),
        "close": _("Close"),
        "shifts": _("Shifts"),
        "times": pgettext("plan", "Time of day"),
        "none": _("No shifts here"),
        "failed": _("The shifts could not be fetched. Load the page again."),
        "tooMany": _("There are more shifts than fit here. Narrow down by role or place."),
    }


def languages() -> dict[str, str]:
    """How the calendar's script calls our languages."""
    return {code: {"en": "en-gb"}.get(code, code) for code, _name in settings.LANGUAGES}
