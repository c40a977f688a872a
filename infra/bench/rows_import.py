"""What it takes to bring the list of an association of thousands into the register."""

from __future__ import annotations

from collections.abc import Iterator

from infra.bench.data_people import PEOPLE
from infra.bench.importing import ROWS, WRONG_EVERY
from infra.bench.pages import WrongAnswer
from infra.bench.register import Finding, row
from infra.bench.rows_lifecycle import MEGABYTE, measured
from infra.bench.scene import Scene

MOST_MEGABYTES = 300
MOST_SECONDS = 60


@row("people_import")
def people_import(scene: Scene) -> Iterator[Finding]:
    """A workbook of 5 000 rows: the job's time, the memory of the process that did it all, and the undo."""
    scene.data("people")
    told = measured(scene, "app", "infra.bench.importing", next(iter(PEOPLE)))
    wrong = ROWS // WRONG_EVERY
    if (told["added"], told["failed"], told["left"]) != (ROWS - wrong, wrong, 0):
        raise WrongAnswer(f"The import did not do what it should: {told}")
    shape = f"{ROWS} rows, {wrong} of them wrong; 500 people known"
    yield Finding(
        what="time of the job",
        value=round(told["working"], 1),
        unit="s",
        target=f"≤ {MOST_SECONDS}",
        holds=told["working"] <= MOST_SECONDS,
        baseline=(
            f"reading the upload {told['uploading']:.1f} s, a look before the yes {told['looking']:.1f} s, "
            f"the undo {told['undoing']:.1f} s"
        ),
        data=shape,
    )
    megabytes = told["memory"] / MEGABYTE
    yield Finding(
        what="memory of the process that read, worked and undid, at its most",
        value=round(megabytes),
        unit="MB",
        target=f"≤ {MOST_MEGABYTES}",
        holds=megabytes <= MOST_MEGABYTES,
        baseline="",
        data=shape,
    )
