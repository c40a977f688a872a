"""Migrations of a later version, for tests: those of shifts, and two more that lie here."""

from pathlib import Path

from scheduling.shifts import migrations

__path__ = [*migrations.__path__, str(Path(__file__).parent)]
LATEST = max(path.stem for path in Path(migrations.__path__[0]).glob("0*.py"))
