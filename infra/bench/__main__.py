"""``make bench``: measure, print a table, keep the list in ``var/bench.json``.

The exit code is 1 when a row does not hold, and 2 when nothing could be measured.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

import django
from django.db import connections

from infra.bench import catalogue, report
from infra.bench.register import UnknownRow, chosen
from infra.bench.scene import PROFILES, ROOT, NotMade, opened
from local.errors import LocalError


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m infra.bench", description="Measure the platform.")
    parser.add_argument("--rows", default="", help="names, separated by commas; all of the profile without")
    parser.add_argument("--profile", default="default", choices=PROFILES)
    asked = parser.parse_args()
    var_dir = Path(os.environ.get("VAR_DIR") or ROOT / "var")
    try:
        return run([name for name in asked.rows.split(",") if name], profile=asked.profile, var_dir=var_dir)
    except (LocalError, UnknownRow, NotMade) as error:
        print(error, file=sys.stderr)
        return 2


def run(names: list[str], *, profile: str, var_dir: Path) -> int:
    """Measure the rows of these names, or all of the profile. Returns the exit code."""
    began = time.monotonic()
    results: list[report.Result] = []
    with opened(profile, var_dir=var_dir) as scene:
        os.environ.update(scene.stack.environment("app"))
        django.setup()
        catalogue.load()
        for row in chosen(names, profile=profile):
            print(f"Measuring {row.name} …", flush=True)
            results += [(row.name, finding) for finding in row.measuring(scene)]
        connections.close_all()
    written = var_dir / "bench.json"
    report.write(written, results)
    print("", *report.table(results), sep="\n")
    failed = sum(not finding.holds for _name, finding in results)
    print(f"\n{len(results)} figures in {time.monotonic() - began:.0f} s, {failed} do not hold: {written}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
