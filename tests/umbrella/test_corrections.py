"""What a release shows otherwise than the one before it is listed with both numbers."""

from copy import copy
from datetime import date

from tests.conftest import browser
from tests.umbrella.federation import Federation, utc
from umbrella import corrections
from umbrella.models import Correction, PublishedFigure
from umbrella.on_forms import report_year


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


def test_year_that_was_told_on_a_form_again_is_a_correction_with_its_people(empty: Federation) -> None:
    for name in empty.associations:
        report_year(association=empty.associations[name], year=2022, minutes=6000, people=20)
    empty.release(utc(2024, 2, 16))
    report_year(association=empty.associations["koski"], year=2022, minutes=6000, people=31)
    empty.release(utc(2024, 3, 16))
    row = Correction.objects.get(umbrella=empty.umbrella)
    assert (row.association_id, row.month) == (empty.associations["koski"].pk, 0)
    assert (row.minutes_before, row.minutes, row.people_before, row.people) == (6000, 6000, 20, 31)
    client = browser(empty.analyst, empty.umbrella)
    text = client.get("/corrections/?year=2022").content.decode()
    assert "20 people" in text
    assert "31 people" in text
    # A whole year on a form has no months to be closed, and is not short of any.
    assert "months closed" not in client.get("/?year=2022").content.decode()
    said = client.get("/api/v1/figures/?year=2022").json()["associations"]
    assert {(one["method"], one["months_closed"]) for one in said} == {("form", 0)}


def test_correction_of_several_months_counts_once_for_its_release(empty: Federation) -> None:
    for name in empty.associations:
        empty.record(name, date(2024, 1, 10), [f"{name}{n}" for n in range(7)])
    made = empty.release(utc(2024, 3, 16))
    assert made is not None
    for month in (1, 2):
        Correction.objects.using("figures").create(
            umbrella_id=empty.umbrella.pk,
            release_id=made.pk,
            association_id=empty.associations["koski"].pk,
            year=2024,
            month=month,
            minutes_before=420,
            minutes=600,
            people_before=7,
            people=12,
        )
    text = browser(empty.analyst, empty.umbrella).get("/?year=2024").content.decode()
    assert ">1 correction<" in text
