"""What is wrong with a file, row by row, in words that say what to do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import ngettext

from scheduling.hours.errors import HoursRefused


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong. `row` counts as a spreadsheet does: the header is row 1."""

    row: int
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """The same thing wrong in several rows."""

    rows: str
    column: str
    text: str


class RowsRefused(HoursRefused):
    """Some rows are wrong; none was imported. `problems` names every one of them."""

    code = "rows_refused"

    def __init__(self, *, problems: Sequence[Problem]) -> None:
        super().__init__(problems=[(each.row, each.column, each.text) for each in problems])
        self.problems = list(problems)

    def __str__(self) -> str:
        rows = len({problem.row for problem in self.problems})
        said = ngettext(
            "%(count)s row needs a change. Nothing was imported: correct the file and choose it again.",
            "%(count)s rows need a change. Nothing was imported: correct the file and choose it again.",
            rows,
        )
        return said % {"count": rows}

    @property
    def lines(self) -> list[ProblemLine]:
        """The problems by what is wrong, each with all its rows."""
        by_text: dict[tuple[str, str], list[int]] = {}
        for problem in self.problems:
            by_text.setdefault((problem.column, problem.text), []).append(problem.row)
        return [
            ProblemLine(rows=_ranges(rows), column=column, text=text)
            for (column, text), rows in sorted(by_text.items(), key=lambda item: item[1][0])
        ]


def _ranges(rows: Iterable[int]) -> str:
    """``2–5, 9``: every row is named, and a long list stays short."""
    runs: list[list[int]] = []
    for row in sorted(set(rows)):
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)
