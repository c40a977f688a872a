"""What was done beside hours: on the figures page, and by whoever pays for it."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.test import Client

from accounts.models import User
from scheduling.activities.models import Group
from scheduling.activities.services import figures
from tenants.context import entered
from tenants.models import Association
from tests.reports.test_year import made
from tests.scheduling.activities.conftest import count, group, occasion
from volunteers.register import year_lines
from volunteers.register.models import GrantTarget, Unit, VolunteerRole
from volunteers.register.year_lines import Scope

Browse = Callable[..., Client]
VOID = UUID(int=0)
DECEMBER = [date(2023, 12, 1), date(2024, 12, 1)]


def target(code: str = "Ak1") -> GrantTarget:
    return GrantTarget.objects.create(
        code=code, kind="targeted", funder="STEA", name_fi="Kohtaamiset", from_on=date(2024, 1, 1)
    )


def told(**scope: Any) -> dict[str, int | None]:
    found = year_lines.lines([2024], Scope(**scope))[2024]
    return {figure.code: figure.value for line in found for figure in line.figures}


def test_page_has_them_by_month_with_last_year_beside(browse: Browse, ada: User, alfa: Association) -> None:
    with entered(alfa):
        choir = group("Kuoro")
        count(occasion("2024-12-02", group=choir), 11)
        count(occasion("2024-12-09", group=choir), 9, method="estimated", basis="Muistista")
        count(occasion("2023-12-02"), 120)
        figures.make_figures(first_days=DECEMBER)
    page = browse(ada, alfa).get("/coordinate/figures/?year=2024")
    seen = {row.label: row for table in page.context["doings"] for row in table.rows if table.code != "event"}
    assert (seen["Participations"].value, seen["Participations"].before) == (20, None)
    assert (seen["Participations"].months[11], seen["Held"].months[10]) == (20, 0)
    assert seen["Participations"].note == "counted 11, estimated 9"
    (event,) = (table for table in page.context["doings"] if table.code == "event")
    assert [(row.value, row.before) for row in event.rows] == [(None, 1), (None, 120)]


def test_part_that_a_target_pays_for_is_said_nearest(inside: Association) -> None:
    """Of the occasion, else of its group, else of its role; and the parts with the rest are the whole."""
    one, other = target("Ak1"), target("Ak2")
    unit = Unit.objects.create(kind="centre", name_fi="Majakka")
    VolunteerRole.objects.filter(code="host").update(grant_target=one)
    Group.objects.filter(pk=(choir := group("Kuoro", unit=unit)).pk).update(grant_target=other)
    role: Any = choir.role
    count(occasion("2024-12-02", group=choir), 11)
    count(occasion("2024-12-09", group=choir, grant_target=one), 9)
    count(occasion("2024-12-10", role=role), 5)
    count(occasion("2024-12-11"), 3)
    figures.make_figures(first_days=DECEMBER)
    assert told(grant_target=one.pk) == {
        "group_sessions": 1,
        "group_types": 1,
        "group_participations": 9,
        "events": 1,
        "event_participations": 5,
    }
    assert told(grant_target=other.pk)["group_participations"] == 11
    assert told(units=(unit.pk,)) == {
        "group_sessions": 2,
        "group_types": 1,
        "group_participations": 20,
    }
    assert told()["event_participations"] == 8


def test_year_stands_on_one_page_of_the_whole_and_of_a_unit(
    browse: Browse, ada: User, alfa: Association
) -> None:
    made(alfa, ("2024-06-01 10:00", "2024-06-01 12:00"))
    with entered(alfa):
        centre = Unit.objects.create(kind="centre", name_fi="Majakka")
        section = Unit.objects.create(kind="section", name_fi="Osasto", parent=centre)
        elsewhere = Unit.objects.create(kind="section", name_fi="Muualla")
        VolunteerRole.objects.filter(code="host").update(unit=section)
        count(occasion("2024-12-02", unit=centre), 40)
        figures.make_figures(first_days=DECEMBER)
    client = browse(ada, alfa)

    def rows(query: str = "") -> dict[str, list[str]]:
        page = client.get(f"/coordinate/figures/2024/{query}")
        return {line.code: [figure for figure, _label in told] for line, told in page.context["rows"]}

    assert rows() == {"volunteering": ["1", "1", "2\N{NO-BREAK SPACE}h"], "event": ["1", "40"]}
    assert rows(f"?unit={centre.uuid}") == rows()
    assert rows(f"?unit={section.uuid}") == {"volunteering": rows()["volunteering"]}
    assert "event" not in rows(f"?unit={elsewhere.uuid}")
    assert client.get(f"/coordinate/figures/2024/pdf/?unit={centre.uuid}").content.startswith(b"%PDF")
    for nowhere in ("2024/?unit=x", f"2024/?unit={VOID}", "1999/"):
        assert client.get(f"/coordinate/figures/{nowhere}").status_code == 404
