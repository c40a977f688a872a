"""Students and others on placements: different people of each kind in a year, by name or as a number."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.test import Client

from accounts.models import User
from tenants import clock
from tenants.actors import Actor
from tenants.context import entered
from tenants.models import Association
from tests.scheduling.hours.conftest import MONDAY
from volunteers.register import placed
from volunteers.register.models import Placement, PlacementCount
from volunteers.register.services.erasure import erase_person
from volunteers.register.services.people import add_person
from volunteers.register.services.placements import PlacementPlan, add_placement
from volunteers.register.year_lines import EVERYTHING, Scope

Browse = Callable[..., Client]
BY = Actor.system("test")


def counted(year: int) -> dict[str, int]:
    """How many of each kind."""
    return {kind.kind: kind.people for kind in placed.year_of(year)}


def test_class_told_as_a_number_and_a_named_student_count_once_a_year(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with clock.fixed(MONDAY):
        client = browse(ada, alfa)
        told: dict[str, Any] = {
            "kind": "student", "institution": "Alfan lukio", "year": "2024", "number": "25",
            "method": "estimated",
        }  # fmt: skip
        answer = client.post("/coordinate/placements/new/", told)
        assert [str(each) for each in answer.context["form"].errors["basis"]] == [
            "Say in a few words on what the number rests, for example “the school's own list”."
        ]
        answer = client.post("/coordinate/placements/new/", told | {"basis": "Opettajan arvio"})
        assert answer["Location"] == "/coordinate/placements/?year=2024"
        with entered(alfa):
            person = add_person(given_name="Iida", family_name="Korpi", by=BY)
            for first, last in ((date(2024, 3, 1), date(2024, 4, 1)), (date(2024, 11, 1), date(2025, 1, 31))):
                add_placement(
                    person=person,
                    plan=PlacementPlan("student", first, last, "Alfan ammattiopisto", "Lähihoitaja", "Ada"),
                    by=BY,
                )
            add_placement(person=person, plan=PlacementPlan("trainee", date(2025, 5, 1)), by=BY)
            assert (counted(2024), counted(2025), counted(2026)) == ({"student": 26}, {"student": 1}, {})
            erase_person(person=person, by=BY)
            assert (counted(2024), counted(2025), counted(2026)) == ({"student": 26}, {"student": 1}, {})
            assert not Placement.objects.exclude(programme="", mentor="").exists()
            assert not Placement.objects.filter(person=person).exists()
            count = PlacementCount.objects.get()
            told_of = placed.tells([2024], EVERYTHING)[2024][0].figures
            assert [(each.code, each.value, each.methods) for each in told_of] == [
                ("placements.student", 26, {"estimated": 25, "registered": 1})
            ]
            assert placed.tells([2024], Scope(units=(987,))) == {2024: []}
        page = client.get("/coordinate/placements/?year=2024")
        assert [row[0] for row in page.context["institutions"]] == ["Alfan ammattiopisto", "Alfan lukio"]
        client.post(f"/coordinate/placements/{count.uuid}/", {"remove": "1"})
        with entered(alfa):
            assert counted(2024) == {"student": 1}
