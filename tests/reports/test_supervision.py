"""How supervision stood stands in the annual report where it is known, and is never guessed."""

from datetime import date

import pytest

from reports.annual import content
from reports.services import annual
from tests.volunteers.supervision.conftest import (
    BY,
    asks,
    group,
    inside,
    it_is_monday,
    person,
    said_in_english,
    session,
)
from volunteers.register.models import RoleHolding, SupervisionDuty
from volunteers.supervision.services import attending

__all__ = ["inside", "it_is_monday", "said_in_english"]


def told(year: int = 2024) -> tuple[object, object]:
    """What the report of a year says of it."""
    report = annual.make(year=year, grant_target=None, language="en", with_trustees=False, by=BY)
    said = content.build(report, texts={})
    figures = [figure for part in said["sections"] for line in part["lines"] for figure in line["figures"]]
    return next((each["value"], each["said"]) for each in figures if each["code"] == "supervision_coverage")


@pytest.mark.usefixtures("inside")
def test_report_tells_how_supervision_stood_on_the_last_day() -> None:
    asks()
    RoleHolding.objects.exclude(person=person("Bo")).delete()
    one = session(group("Bo"), "2024-12-10 17:00")
    attending.note_held(session=one, among=[person("Bo")], present=[person("Bo").uuid], by=BY)
    assert told() == (100, "100\N{NO-BREAK SPACE}%")
    assert told(2025) == (None, "")


@pytest.mark.usefixtures("inside")
def test_what_is_not_known_is_not_reported() -> None:
    host = asks()
    RoleHolding.objects.exclude(person=person("Bo")).delete()
    SupervisionDuty.objects.create(
        person=person("Bo"), role=host, since_on=date(2020, 1, 1), last_on=date(2025, 1, 15)
    )
    assert told() == (None, "")
