"""Hours by grant target: a role's target has them, and the parts are all of it, month by month."""

from collections.abc import Callable
from datetime import date

from scheduling.hours.models import MonthFigure
from scheduling.hours.services import batch, figures
from scheduling.hours.services.entries import NewEntry
from tenants.models import Association
from tests.scheduling.hours.conftest import BY, role
from volunteers.register import year_lines
from volunteers.register.models import GrantTarget, VolunteerRole
from volunteers.register.year_lines import Line, Scope

New = Callable[..., NewEntry]


def told(**scope: int) -> list[Line]:
    lines = year_lines.lines([2025], Scope(**scope))[2025]  # type: ignore[arg-type]  # one whole number
    return [line for line in lines if line.code == "hours_by_target"]


def test_hours_of_a_role_are_its_targets_and_the_parts_add_up(alfa: Association, new: New) -> None:
    other = VolunteerRole.objects.create(code="other", family="guides", name_fi="Muu")
    batch.record_batch(
        entries=[
            new("2025-01-20 10:00", "2025-01-20 12:00"),
            new("2025-01-31 22:00", "2025-02-01 03:00", role=other),
        ],
        by=BY,
    )
    figures.make_figures()
    assert told() == []
    target = GrantTarget.objects.create(
        code="Ak1", kind="targeted", funder="STEA", name_fi="Kohtaamiset", from_on=date(2024, 1, 1)
    )
    VolunteerRole.objects.filter(pk=role().pk).update(grant_target=target)
    (line,) = told()
    assert [(each.label, each.value, list(each.months)[:3]) for each in line.figures] == [
        ("Ak1 Kohtaamiset", 120, [120, None, None]),
        ("No grant target", 300, [120, 180, None]),
    ]
    for month in (0, 1, 2):
        whole = MonthFigure.objects.get(year=2025, month=month, measure="volunteer", role=None).minutes
        parts = [each.value if not month else each.months[month - 1] for each in line.figures]
        assert sum(part or 0 for part in parts) == whole
    assert told(grant_target=target.pk) == []
