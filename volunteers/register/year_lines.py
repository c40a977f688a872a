"""What a year came to beside hours: lines that apps name when they start, and that all reports read.

year_lines.register(Teller(name="activities", order=10, tells=…))

What nobody has reported is no line, or a figure without a value. It is never a 0.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Part = Literal["activities", "volunteers", "placements"]


@dataclass(frozen=True)
class Scope:
    """What one grant target pays for, or what units do; without either all that the association does."""

    grant_target: int | None = None
    units: tuple[int, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether it is all that the association does."""
        return self.grant_target is None and not self.units


EVERYTHING = Scope()


@dataclass(frozen=True)
class Figure:
    """One number of a year. `methods` says how much of it was gathered how; `months` are twelve, or none.

    `reached` are heads of people who took part; the unit `min` is said in hours.
    """

    code: str
    label: str
    value: int | None
    methods: Mapping[str, int] = field(default_factory=dict)
    months: Sequence[int | None] = ()
    reached: bool = False
    unit: str = ""


@dataclass(frozen=True)
class Line:
    """What belongs together: groups with their sessions, heads and types. Nothing is added over figures."""

    code: str
    title: str
    figures: Sequence[Figure]
    part: Part = "activities"
    note: str = ""


@dataclass(frozen=True)
class Teller:
    """What one app tells of years, in the language that is spoken just then."""

    name: str
    order: int
    tells: Callable[[Collection[int], Scope], Mapping[int, Sequence[Line]]]


_known: dict[str, Teller] = {}


def register(teller: Teller) -> None:
    """Add a teller. The same name again takes the place of the first."""
    _known[teller.name] = teller


def lines(
    years: Collection[int], scope: Scope = EVERYTHING, *, without: Collection[str] = ()
) -> dict[int, list[Line]]:
    """All lines of each of these years, in order, but for those of some tellers."""
    found: dict[int, list[Line]] = {year: [] for year in years}
    for teller in sorted(_known.values(), key=lambda each: (each.order, each.name)):
        if teller.name not in without:
            for year, told in teller.tells(years, scope).items():
                found[year] += told
    return found
