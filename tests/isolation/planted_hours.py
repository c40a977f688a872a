"""One row of everything about hours looked at again, with words that can be found wherever they leak."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4

from scheduling.hours.models import Correction, Year, YearVersion

NOW = datetime(2025, 2, 3, 6, 0, tzinfo=UTC)


def plant_hours(mark: str, keys: Iterator[int]) -> None:
    """A correction and a frozen year in the entered association."""
    Correction.objects.create(pk=next(keys), reason=f"Miksi {mark}", made_at=NOW, made_by=f"Tekijä {mark}")
    year, _made = Year.objects.get_or_create(year=2024, defaults={"state": "frozen"})
    YearVersion.objects.update_or_create(
        year=year,
        number=1,
        defaults={
            "reason": f"Miksi {mark}",
            "figures": [{"month": 0, "measure": "training", "role": mark}],
            "input_hash": uuid4().hex * 2,
            "last_correction": 0,
            "frozen_at": NOW,
            "frozen_by": f"Tekijä {mark}",
        },
    )
