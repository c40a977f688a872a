"""What a run of the measurements leaves."""

import json
from pathlib import Path

from infra.bench import report
from infra.bench.register import Finding

HOLDS = Finding(
    what="time with 10× the rows",
    value=1.023,
    unit="×",
    target="≤ 1.1",
    holds=True,
    baseline="the same page",
    data="12 associations",
    interval=(0.98, 1.06),
)
FAILS = Finding(
    what="statements",
    value=16,
    unit="queries",
    target="≤ 15",
    holds=False,
    baseline="",
    data="12 associations",
)


def test_written_list_has_the_agreed_keys(tmp_path: Path) -> None:
    path = tmp_path / "var" / "bench.json"
    report.write(path, [("overview", HOLDS)])
    assert json.loads(path.read_text("utf-8")) == [
        {
            "row": "overview",
            "what": "time with 10× the rows",
            "value": 1.023,
            "unit": "×",
            "target": "≤ 1.1",
            "holds": True,
            "baseline": "the same page",
            "data": "12 associations",
        }
    ]


def test_table_has_straight_columns() -> None:
    lines = list(report.table([("overview", HOLDS), ("overview", FAILS)]))
    assert [line.split()[0] for line in lines] == ["row", "holds", "FAILS"]
    starts = {line.index(word) for line, word in zip(lines, ("what", "time", "statements"), strict=True)}
    assert len(starts) == 1
