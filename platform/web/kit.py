"""Small values that pages hand to components which show several things at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise

Text = str | Promise
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Tab:
    """One choice of tabs, pills or a segmented control."""

    label: Text
    url: str
    current: bool = False
    icon: str = ""
    count: int | None = None


@dataclass(frozen=True, slots=True)
class CoverDay:
    """A day of the coverage strip: places taken of places, and how many shifts stand empty."""

    date: dt.date
    taken: int
    places: int
    empty_shifts: int = 0
    url: str = ""
    today: bool = False

    @property
    def state(self) -> Literal["none", "empty", "thin", "full"]:
        """A day with an empty shift is urgent even if the rest is full."""
        if not self.places:
            return "none"
        if self.empty_shifts:
            return "empty"
        return "full" if self.taken >= self.places else "thin"

    @property
    def sign(self) -> str:
        """The icon that says the state without colour."""
        return {"empty": "close", "full": "check", "thin": "attention"}.get(self.state, "")

    @property
    def share(self) -> int:
        """Places taken in whole percent."""
        return min(100, round(100 * self.taken / self.places)) if self.places else 0


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a timeline. ``state`` gives the mark: done, next, wait, bad or quiet."""

    when: Text
    title: Text
    text: Text = ""
    state: Literal["done", "next", "wait", "bad", "quiet"] = "done"
    url: str = ""

    @property
    def joint(self) -> str:
        """Return what parts title and text: a full stop before a sentence, a comma before a part of one."""
        text = str(self.text)
        if not text:
            return ""
        return ". " if text[0].isupper() and text.endswith(".") else ", "


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a data table. ``wide`` columns are left out on a phone."""

    label: Text
    numeric: bool = False
    wide: bool = False
    hidden_label: bool = False
    sort_url: str = ""
    sorted: Literal["", "ascending", "descending"] = ""


@dataclass(frozen=True, slots=True)
class Pages:
    """Where a reader stands in a long list. ``url`` ends before the page number: ``?q=x&page=``."""

    number: int
    count: int
    first: int
    last: int
    total: int
    url: str = "?page="

    @classmethod
    def of(cls, *, number: int, size: int, total: int, url: str = "?page=") -> Pages:
        """Reckon the pages of a list of ``total`` things, ``size`` on each."""
        count = max(1, -(-total // size))
        number = min(max(number, 1), count)
        first = min((number - 1) * size + 1, total)
        return cls(
            number=number, count=count, first=first, last=min(number * size, total), total=total, url=url
        )

    @property
    def before(self) -> str:
        """Address of the page before, if there is one."""
        return f"{self.url}{self.number - 1}" if self.number > 1 else ""

    @property
    def after(self) -> str:
        """Address of the page after, if there is one."""
        return f"{self.url}{self.number + 1}" if self.number < self.count else ""


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole as a horizontal bar: label, figure in words, percent."""

    label: Text
    figure: Text
    percent: int
    note: Text = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """When, where, who: a sign, a line, and a second line in a quieter ink."""

    icon: str
    text: Text
    note: Text = ""
    url: str = ""
    link: Text = ""
    link_url: str = ""


def dots(taken: int, places: int, *, limit: int = 8) -> Sequence[bool]:
    """The marks of a fill meter; more than ``limit`` places are told by the figure alone."""
    return [place < taken for place in range(places)] if places <= limit else ()


@dataclass(frozen=True, slots=True)
class PlanShift:
    """A shift in the plan. ``role`` is the key of its row; ``times`` is text, ``place`` stands under it.

    ``warning`` says what is wrong with it. With ``move``, an address that takes a day and two times of day by
    POST, it can be dragged to another day. With ``reader`` it is drawn as a volunteer sees it:
    theirs, one that they may take, or one that is not for them; ``says`` stands in the place of the figures.
    """

    role: str
    label: Text
    times: Text
    taken: int
    places: int
    url: str
    place: Text = ""
    state: Literal["published", "draft", "cancelled"] = "published"
    warning: Text = ""
    move: str = ""
    start: str = ""
    end: str = ""
    reader: Literal["", "mine", "open", "closed"] = ""
    says: Text = ""

    @property
    def look(self) -> str:
        """Full, thin, empty, draft or off, or as its reader sees it: how the shift is drawn."""
        if self.reader and self.state == "published":
            return self.reader
        if self.state != "published":
            return {"draft": "draft", "cancelled": "off"}[self.state]
        if self.taken >= self.places:
            return "full"
        return "thin" if self.taken else "empty"

    @property
    def sign(self) -> str:
        """The icon that says the look without colour."""
        signs = {"full": "check", "thin": "attention", "empty": "close", "draft": "edit", "off": "close"}
        return (signs | {"mine": "check", "open": "people", "closed": "lock"})[self.look]


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A role of the plan, or whatever its lines are."""

    key: str
    label: Text
    note: Text = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class PlanDay:
    """A day of the plan with its shifts in the order in which they are shown."""

    date: dt.date
    shifts: Sequence[PlanShift] = ()
    today: bool = False

    @property
    def weekend(self) -> bool:
        """Saturday or Sunday."""
        return self.date.weekday() >= SATURDAY


@dataclass(frozen=True, slots=True)
class Plan:
    """A week by role (rows) and day (columns); the first row and the first column hold names."""

    rows: Sequence[PlanRow]
    days: Sequence[PlanDay]

    @property
    def numbered_rows(self) -> list[tuple[int, PlanRow]]:
        """The roles with the row of the grid that each has."""
        return list(enumerate(self.rows, start=2))

    @property
    def columns(self) -> list[tuple[int, PlanDay]]:
        """The days with their column."""
        return list(enumerate(self.days, start=2))

    @property
    def numbered_days(self) -> list[tuple[int, PlanDay, list[tuple[int, list[PlanShift]]]]]:
        """The days with their column, and in each the shifts of every row that has some."""
        return [(column, day, self._cells(day)) for column, day in self.columns]

    def _cells(self, day: PlanDay) -> list[tuple[int, list[PlanShift]]]:
        of_row: dict[str, list[PlanShift]] = {}
        for shift in day.shifts:
            of_row.setdefault(shift.role, []).append(shift)
        return [(number, of_row[row.key]) for number, row in self.numbered_rows if row.key in of_row]
