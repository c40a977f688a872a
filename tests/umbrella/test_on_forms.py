"""Years that were reported on a form stand beside, and before, what is recorded here."""

from datetime import date

import pytest

from scheduling.hours.models import HoursTally
from tenants import clock
from tenants.context import entered
from tenants.models import Association
from umbrella import exact
from umbrella.models import ExactFigure
from umbrella.on_forms import report_year, years_on_forms
from umbrella.suppression import YEAR, Amount, FigureKey, Reported, federation_tables
from volunteers.register.models import VolunteerRole

pytestmark = pytest.mark.django_db(databases=["default", "figures"])


def test_a_year_on_a_form_is_kept_once_and_corrected(alfa: Association) -> None:
    report_year(association=alfa, year=2023, minutes=600, people=12)
    report_year(association=alfa, year=2023, minutes=660, people=13)
    [figure] = ExactFigure.objects.using("figures").filter(association_uuid=alfa.uuid)
    assert (figure.month, figure.minutes, figure.people, figure.source) == (0, 660, 13, "form")
    assert years_on_forms(association=alfa) == {2023}


def test_what_was_recorded_here_does_not_replace_a_year_on_a_form(alfa: Association) -> None:
    report_year(association=alfa, year=2023, minutes=600, people=12)
    with entered(alfa):
        _hours(date(2024, 1, 10))
        exact.copy_changed(alfa.schema_name, [date(2023, 12, 1), date(2024, 1, 1)])
    rows = ExactFigure.objects.using("figures").filter(association_uuid=alfa.uuid)
    assert sorted(rows.values_list("year", "month", "source")) == [
        (2023, 0, "form"),
        (2024, 0, "platform"),
        (2024, 1, "platform"),
    ]


def test_months_before_the_first_hours_here_are_not_reported_and_later_ones_are_0(alfa: Association) -> None:
    months = [date(2023, 12, 1), date(2024, 1, 1), date(2024, 2, 1)]
    with entered(alfa):
        exact.copy_changed(alfa.schema_name, months)
        rows = ExactFigure.objects.using("figures").filter(association_uuid=alfa.uuid)
        before = rows.count()
        _hours(date(2024, 1, 10))
        exact.copy_changed(alfa.schema_name, months)
    assert before == 0
    assert sorted(rows.exclude(month=0).values_list("year", "month")) == [(2024, 1), (2024, 2)]


def _hours(day: date) -> None:
    """An hour without a name."""
    HoursTally.objects.create(
        role=VolunteerRole.objects.earliest("pk"), local_date=day, starts_at=clock.now(), heads=1, minutes=60,
        first_month=day.replace(day=1), last_month=day.replace(day=1), created_at=clock.now(),
    )  # fmt: skip


def test_a_year_without_months_is_no_sum_of_months() -> None:
    whole = Amount(minutes=600, people=12)
    reported = [Reported(association="a", district="d", months={}, whole=whole)]
    cells, relations = federation_tables(federation="f", year=2023, reported=reported)
    assert {cell.key for cell in cells} == {
        FigureKey("association", "a", 2023, YEAR),
        FigureKey("district", "d", 2023, YEAR),
        FigureKey("federation", "f", 2023, YEAR),
    }
    assert all(relation.parts for relation in relations)
