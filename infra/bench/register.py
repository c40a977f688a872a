"""The register of rows, and what a row answers with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from infra.bench.measure import Estimate
from infra.bench.scene import Scene


class UnknownRow(ValueError):
    """Somebody asked for a row that there is none of."""


@dataclass(frozen=True)
class Finding:
    """One measured figure of a row, and whether it holds.

    ``value`` is the estimate; ``holds`` looks at the end of the 95 % interval that speaks against us.
    """

    what: str
    value: float
    unit: str
    target: str
    holds: bool
    baseline: str
    data: str
    interval: tuple[float, float] | None = None


Measuring = Callable[[Scene], Iterator[Finding]]


@dataclass(frozen=True)
class Row:
    """A named measurement. ``profiles`` says in which runs it is taken when nobody names it."""

    name: str
    measuring: Measuring
    profiles: tuple[str, ...]


_rows: dict[str, Row] = {}


def row(name: str, *, profiles: tuple[str, ...] = ("default", "large")) -> Callable[[Measuring], Measuring]:
    """Register a function that measures and yields its findings. Raises ValueError when the name is taken."""

    def register(measuring: Measuring) -> Measuring:
        if name in _rows:
            raise ValueError(f"There are two rows named {name}.")
        _rows[name] = Row(name, measuring, profiles)
        return measuring

    return register


def chosen(names: Sequence[str], *, profile: str) -> list[Row]:
    """The rows of these names, or all of the profile when none is named. Raises UnknownRow."""
    unknown = [name for name in names if name not in _rows]
    if unknown:
        raise UnknownRow(f"No row is named {', '.join(unknown)}. There are: {', '.join(sorted(_rows))}.")
    if names:
        return [_rows[name] for name in dict.fromkeys(names)]
    return [one for one in _rows.values() if profile in one.profiles]


def at_most(
    limit: float, estimate: Estimate, *, what: str, unit: str, baseline: str, data: str, per: float = 1
) -> Finding:
    """The finding of an estimate that should not pass a limit; ``per`` turns seconds into the unit."""
    return Finding(
        what=what,
        value=round(estimate.value / per, 4),
        unit=unit,
        target=f"≤ {limit:g}",
        holds=estimate.at_most(limit * per),
        baseline=baseline,
        data=data,
        interval=(estimate.low / per, estimate.high / per),
    )


def count_at_most(limit: int, counted: int, *, what: str, unit: str, data: str) -> Finding:
    """The finding of something that is counted, the same each time."""
    return Finding(
        what=what,
        value=counted,
        unit=unit,
        target=f"≤ {limit}",
        holds=counted <= limit,
        baseline="",
        data=data,
    )
