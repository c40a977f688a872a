"""What was done in a year beside hours, against the year before: lines that apps tell, as rows of a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from reports.words import methods
from volunteers.register import year_lines
from volunteers.register.year_lines import Line


@dataclass(frozen=True)
class Row:
    """One figure. Without a value nobody has reported it; `before` likewise."""

    label: str
    months: Sequence[int | None]
    value: int | None
    before: int | None
    note: str


@dataclass(frozen=True)
class Table:
    """What belongs together."""

    code: str
    title: str
    note: str
    rows: Sequence[Row]


def tables(year: int) -> list[Table]:
    """All lines of a year, and those of the year before that have none now."""
    # What has no months stands on pages of its own.
    told = year_lines.lines([year, year - 1], without=["placements"])
    now, before = ({line.code: line for line in told[each]} for each in (year, year - 1))
    return [_table(now.get(code), before.get(code)) for code in dict.fromkeys([*now, *before])]


def _table(now: Line | None, before: Line | None) -> Table:
    said = now or before
    assert said is not None
    current = {figure.code: figure for figure in now.figures} if now else {}
    past = {figure.code: figure for figure in before.figures} if before else {}
    rows = []
    for code in dict.fromkeys([*current, *past]):
        figure, last = current.get(code), past.get(code)
        known = figure or last
        assert known is not None
        months = figure.months if figure else ()
        rows.append(
            Row(
                label=known.label,
                months=[value for value, _ in zip_longest(months, range(12))],
                value=figure.value if figure else None,
                before=last.value if last else None,
                note=methods(figure.methods) if figure else "",
            )
        )
    return Table(code=said.code, title=said.title, note=said.note, rows=rows)
