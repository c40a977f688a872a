"""What a release shows otherwise than the one before it is listed with both numbers."""

from copy import copy
from datetime import date

from tests.umbrella.federation import Federation, utc
from umbrella import corrections
from umbrella.models import Correction, PublishedFigure


def test_correction_of_a_released_month_is_listed_with_both_numbers(empty: Federation) -> None:
    for name in ("aalto", "koski"):
        empty.record(name, date(2024, 1, 10), [f"{name}{n}" for n in range(7)])
    made = empty.release(utc(2024, 2, 16))
    assert made is not None
    assert not Correction.objects.filter(umbrella=empty.umbrella).exists()
    before = list(
        PublishedFigure.objects.filter(umbrella=empty.umbrella, level="association", month=1).order_by("pk")
    )
    now = [copy(row) for row in before]
    koski = next(row for row in now if row.association_id == empty.associations["koski"].pk)
    koski.minutes = 840
    aalto = next(row for row in now if row is not koski)
    aalto.state, aalto.minutes, aalto.people = "hidden", None, None
    corrections.note(made, before=before, now=now)
    rows = Correction.objects.filter(umbrella=empty.umbrella).select_related("association")
    assert [(r.association.name, r.month, r.minutes_before, r.minutes) for r in rows] == [
        ("Koski", 1, 420, 840)
    ]
