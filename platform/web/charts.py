"""Geometry of the charts, so that templates only write figures down.

Figures have four looks that are never mixed: a number, hidden, not reported, and (for a number) provisional.
What lies ahead has none of them: its place stays empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest
from typing import Literal

from django.utils.functional import Promise

from web import formats

Text = str | Promise
State = Literal["final", "provisional", "hidden", "missing", "ahead"]


@dataclass(frozen=True, slots=True)
class Bar:
    """One value of a series. ``label`` is for the table, ``short`` for the axis."""

    label: Text
    short: Text
    value: int | None
    state: State = "final"

    @property
    def letter(self) -> str:
        """The axis on a phone has room for one letter."""
        return str(self.short)[:1].upper()


@dataclass(frozen=True, slots=True)
class DrawnBar:
    """A bar with its place in the drawing, in percent of it."""

    bar: Bar
    x: str
    width: str
    middle: str
    y: str
    height: str
    text: str
    text_y: str
    look: str
    before: int | None


@dataclass(frozen=True, slots=True)
class BarChart:
    """A series as bars; the same of another period as a line, or its mean as a dashed one."""

    bars: Sequence[Bar]
    unit: str = "h"
    before: Sequence[int | None] = ()
    before_label: Text = ""
    mean: int | None = None
    mean_label: Text = ""
    series_label: Text = ""
    total: int | None = None
    total_label: Text = ""

    #: The value at the upper edge, and the bars with their geometry; worked out once, for a page draws the
    #: bars, their texts and the table beneath.
    top: float = field(init=False)
    drawn: list[DrawnBar] = field(init=False)

    GAP = 0.14
    HEADROOM = 1.083
    ROOM_FOR_TEXT = 12

    def __post_init__(self) -> None:
        """Place the bars."""
        known = [value for value in (*(bar.value for bar in self.bars), *self.before) if value is not None]
        object.__setattr__(self, "top", max([*known, self.mean or 0, 1]) * self.HEADROOM)
        step = 100 / max(len(self.bars), 1)
        pairs = enumerate(zip_longest(self.bars, self.before[: len(self.bars)]))
        drawn = [self._draw(bar, left=place * step, step=step, before=last) for place, (bar, last) in pairs]
        object.__setattr__(self, "drawn", drawn)

    @property
    def mean_y(self) -> str:
        """Height of the mean line."""
        return self._height_of(self.mean or 0)

    @property
    def before_line(self) -> list[tuple[str, str, str, str]]:
        """The line of the other period as strokes from point to point; it breaks where a value is missing."""
        points = [
            None if value is None else (percent(self._middle(place)), self._height_of(value))
            for place, value in enumerate(self.before)
        ]
        return [(*start, *end) for start, end in pairwise(points) if start and end]

    @property
    def has_provisional(self) -> bool:
        """Whether the key must explain the hatch."""
        return any(bar.state == "provisional" for bar in self.bars)

    @property
    def description(self) -> str:
        """Label and value of every bar in words, for those who hear the picture."""
        known = [bar for bar in self.bars if bar.value is not None]
        return ", ".join(f"{bar.label} {formats.number(bar.value or 0)}" for bar in known)

    def _middle(self, place: int) -> float:
        step = 100 / max(len(self.bars), 1)
        return place * step + step / 2

    def _height_of(self, value: int) -> str:
        return percent(100 - 100 * value / self.top)

    def _draw(self, bar: Bar, *, left: float, step: float, before: int | None) -> DrawnBar:
        height = 100 * (bar.value or 0) / self.top
        return DrawnBar(
            bar=bar,
            x=percent(left + step * self.GAP / 2),
            width=percent(step * (1 - self.GAP)),
            middle=percent(left + step / 2),
            y=percent(100 - height),
            height=percent(height),
            text="" if bar.value is None else formats.number(bar.value),
            text_y="100%" if height >= self.ROOM_FOR_TEXT else percent(100 - height),
            look="over" if height < self.ROOM_FOR_TEXT else bar.state,
            before=before,
        )


@dataclass(frozen=True, slots=True)
class Sparkline:
    """A small line without axes. ``None`` is a hidden month: the line breaks and • stands in the gap."""

    values: Sequence[int | None]
    label: Text

    #: Unbroken stretches of points, and where • stands; worked out once, since a page draws many.
    runs: list[list[tuple[float, float]]] = field(init=False)
    gaps: list[str] = field(init=False)

    WIDTH = 104
    HEIGHT = 28

    def __post_init__(self) -> None:
        """Place the points."""
        step = (self.WIDTH - 4) / max(len(self.values) - 1, 1)
        top = max([known for known in self.values if known is not None], default=0) or 1
        runs: list[list[tuple[float, float]]] = [[]]
        gaps: list[str] = []
        for place, value in enumerate(self.values):
            x = 2 + place * step
            if value is None:
                gaps.append(f"{x:.1f}")
                runs.append([])
            else:
                runs[-1].append((x, 4 + (self.HEIGHT - 8) * (1 - value / top)))
        object.__setattr__(self, "runs", [run for run in runs if run])
        object.__setattr__(self, "gaps", gaps)

    @property
    def line(self) -> str:
        """Path of the line."""
        return " ".join("M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in run) for run in self.runs)

    @property
    def area(self) -> str:
        """Path of the ground under the line."""
        return " ".join(
            f"M{run[0][0]:.1f} {self.HEIGHT} L"
            + " L".join(f"{x:.1f} {y:.1f}" for x, y in run)
            + f" L{run[-1][0]:.1f} {self.HEIGHT}Z"
            for run in self.runs
        )

    @property
    def last(self) -> tuple[str, str] | None:
        """The end of the line, if the last month is known."""
        if not self.values or self.values[-1] is None:
            return None
        x, y = self.runs[-1][-1]
        return f"{x:.1f}", f"{y:.1f}"


def percent(value: float) -> str:
    """A length in the drawing; always with a point, whatever the reader's language."""
    return f"{value:.2f}%"
