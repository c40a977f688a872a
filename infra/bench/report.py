"""What a run leaves: a table for people, and a list for machines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from infra.bench.register import Finding

HEADINGS = ("", "row", "what", "value", "95 %", "target", "compared with", "data")

Result = tuple[str, Finding]


def write(path: Path, results: Sequence[Result]) -> None:
    """Write the findings as a list of objects, whole or not at all."""
    listed = [
        {
            "row": name,
            "what": finding.what,
            "value": finding.value,
            "unit": finding.unit,
            "target": finding.target,
            "holds": finding.holds,
            "baseline": finding.baseline,
            "data": finding.data,
        }
        for name, finding in results
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.new")
    beside.write_text(json.dumps(listed, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    beside.replace(path)


def table(results: Sequence[Result]) -> Iterator[str]:
    """The findings as lines with straight columns."""
    cells = [HEADINGS, *(_cells(name, finding) for name, finding in results)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(HEADINGS))]
    for line in cells:
        yield "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()


def _cells(name: str, finding: Finding) -> tuple[str, ...]:
    interval = "" if finding.interval is None else f"{finding.interval[0]:.3g} … {finding.interval[1]:.3g}"
    return (
        "holds" if finding.holds else "FAILS",
        name,
        finding.what,
        f"{finding.value:.4g} {finding.unit}".strip(),
        interval,
        f"{finding.target} {finding.unit}".strip(),
        finding.baseline,
        finding.data,
    )
