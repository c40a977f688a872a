"""What pages of series show."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext, pgettext

from scheduling.shifts.models import Series, Shift
from scheduling.shifts.selectors.shifts import Row
from scheduling.shifts.series.repeating import Dates, Rule
from scheduling.shifts.services.series import rule_of
from scheduling.shifts.services.series_changes import Effect, Told
from scheduling.shifts.views import show
from scheduling.shifts.views.show import Chip
from scheduling.shifts.words import series as series_words
from web import formats
from web.kit import Fact


@dataclass(frozen=True)
class Month:
    """A month of a preview, with its days."""

    name: str
    days: Sequence[str]


@dataclass(frozen=True)
class Preview:
    """The dates of a rule before they are made."""

    rule: str
    count: int
    months: Sequence[Month]
    left_out: Sequence[str]
    clocks: Sequence[str]
    doubles: Sequence[str]
    # Of which dates this tells: what is pressed under it makes no others.
    mark: str


def mark_of(dates: Dates) -> str:
    """Tells dates from others."""
    said = "\n".join(f"{one.starts_at:%Y%m%d%H%M}{one.ends_at:%Y%m%d%H%M}" for one in dates.occurrences)
    return sha256(said.encode()).hexdigest()[:16]


def preview(dates: Dates, rule: Rule, *, doubles: Iterable[datetime] = ()) -> Preview:
    """What a coordinator looks at before the shifts are made."""
    return Preview(
        rule=series_words.rule(rule),
        count=len(dates.occurrences),
        months=[
            Month(
                formats.month(first),
                list(dict.fromkeys(formats.day(one.day) for one in found)),
            )
            for first, found in groupby(dates.occurrences, key=lambda one: one.day.replace(day=1))
        ],
        left_out=[series_words.left_out(one, rule) for one in dates.left_out],
        clocks=[said for one in dates.occurrences if (said := series_words.clocks(one, rule))],
        doubles=[formats.when(at) for at in doubles],
        mark=mark_of(dates),
    )


@dataclass(frozen=True)
class Line:
    """A shift of a series in the list of those ahead."""

    shift: Shift
    day: str
    times: str
    url: str
    chips: Sequence[Chip]


def occurrence(shift: Shift) -> Line:
    """A line of the list, with the states that differ from the usual."""
    usual = shift.state == Shift.State.PUBLISHED
    chips = [] if usual else show.chips(Row(shift=shift, sign_up=None, reasons=[]))
    if shift.is_own:
        chips.append(Chip(pgettext("series", "Changed by itself"), "edit", "line"))
    return Line(
        shift=shift,
        day=formats.day(shift.starts_at, year=True),
        times=formats.times(shift.starts_at, shift.ends_at, prefix=False),
        url=reverse("shift-manage", kwargs={"uuid": shift.uuid}),
        chips=chips,
    )


def facts(series: Series) -> list[Fact]:
    """When, where, who to call."""
    rule = rule_of(series=series)
    found = [
        Fact(
            "calendar",
            f"{series_words.days(rule)}, {', '.join(series_words.time(at) for at in rule.times)}",
            series_words.span(rule),
        )
    ]
    if series.site:
        found.append(Fact("pin", series.site.name, series.site.address))
    if contact := series.contact_person:
        found.append(Fact("phone", contact.name, contact.phone))
    return found


@dataclass(frozen=True)
class Group:
    """Shifts to which the same happens, each in a line."""

    title: str
    lines: Sequence[str]
    icon: str = "calendar"


@dataclass(frozen=True)
class Effects:
    """What a change would do, for a page."""

    groups: Sequence[Group]
    told: Sequence[tuple[str, str]]
    # Those beyond the reader's part of the association have no name here.
    unnamed: int
    notes: Sequence[str]
    in_the_way: Sequence[str]
    nothing: bool
    mark: str


def effects(found: Effect, *, names: Mapping[int, str]) -> Effects:
    """What would happen to which shifts and to whom; `names` are of people whom the reader may see."""
    moved = found.moved
    same = len(found.kept) - len(moved)
    groups = [
        Group(
            _counted(ngettext("%(count)s shift moves", "%(count)s shifts move", len(moved)), len(moved)),
            [f"{_when(shift)} → {formats.when(one.starts_at, one.ends_at)}" for shift, one in moved],
            "clock",
        ),
        Group(
            _counted(
                ngettext("%(count)s shift is called off", "%(count)s shifts are called off", len(found.gone)),
                len(found.gone),
            ),
            [_when(shift) for shift in found.gone],
            "close",
        ),
        Group(
            _counted(
                ngettext("%(count)s shift is new", "%(count)s shifts are new", len(found.made)),
                len(found.made),
            ),
            [formats.when(one.starts_at, one.ends_at, year=True) for one in found.made],
            "plus",
        ),
        Group(
            _counted(
                ngettext(
                    "%(count)s shift that was changed by itself stays as it is",
                    "%(count)s shifts that were changed by themselves stay as they are",
                    len(found.own),
                ),
                len(found.own),
            ),
            [_when(shift) for shift in found.own],
            "edit",
        ),
    ]
    notes = []
    if same:
        notes.append(
            _counted(
                ngettext(
                    "%(count)s shift keeps its time and gets what you changed.",
                    "%(count)s shifts keep their times and get what you changed.",
                    same,
                ),
                same,
            )
        )
    if found.fuller:
        days = ", ".join(formats.day(shift.starts_at, year=True) for shift in found.fuller)
        notes.append(
            _("More people come than there are places, so as many places stay: %(days)s.") % {"days": days}
        )
    return Effects(
        groups=[group for group in groups if group.lines],
        told=[(names[each.person.pk], _told(each)) for each in found.told if each.person.pk in names],
        unnamed=sum(each.person.pk not in names for each in found.told),
        notes=notes,
        in_the_way=found.in_the_way,
        nothing=not (found.kept or found.gone or found.made),
        mark=found.mark,
    )


def _when(shift: Shift) -> str:
    return formats.when(shift.starts_at, shift.ends_at, year=True)


def _counted(text: str, count: int) -> str:
    return text % {"count": count}


def _told(each: Told) -> str:
    parts = []
    if count := len(each.moved):
        parts.append(
            _counted(
                ngettext(
                    "%(count)s shift moves: keeps the place and is asked again",
                    "%(count)s shifts move: keeps the places and is asked again",
                    count,
                ),
                count,
            )
        )
    if count := len(each.lost):
        parts.append(_counted(ngettext("loses %(count)s place", "loses %(count)s places", count), count))
    return ", ".join(parts)
