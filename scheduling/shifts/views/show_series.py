"""What pages of series show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import groupby

from django.urls import reverse
from django.utils.translation import pgettext

from scheduling.shifts import series_words
from scheduling.shifts.models import Series, Shift
from scheduling.shifts.repeating import Dates, Rule
from scheduling.shifts.selectors import Row
from scheduling.shifts.services.series import rule_of
from scheduling.shifts.views import show
from scheduling.shifts.views.show import Chip
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
    rule = rule_of(series, series.times.all())
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
