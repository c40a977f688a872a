"""Grant targets: made, changed, put away; and the role that belongs to one."""

from collections.abc import Callable
from typing import Any

from django.test import Client

from accounts.models import User
from tenants.context import entered
from tenants.models import Association
from volunteers.register.models import GrantTarget, Trail, VolunteerRole

Browse = Callable[..., Client]
TARGET = {
    "name_fi": "Majakan toiminta",
    "name_sv": "Fyrens verksamhet",
    "kind": "targeted",
    "code": "Ak2",
    "funder": "STEA",
    "from_on": "2024-01-01",
    "is_active": "on",
}


def errors(answer: Any) -> dict[str, list[str]]:
    """What the form says, field by field."""
    return {name: list(said) for name, said in answer.context["form"].errors.items()}


def test_grant_target_is_made_changed_and_given_to_a_role(
    browse: Browse, ada: User, alfa: Association
) -> None:
    client = browse(ada, alfa)
    assert client.post("/coordinate/grants/new/", TARGET)["Location"] == "/coordinate/grants/"
    with entered(alfa):
        made, role = GrantTarget.objects.get(), VolunteerRole.objects.get(code="host")
    role_form = {"name_fi": "Isäntä", "family": "builders", "counting_unit": "visit", "is_active": "on"}
    client.post(f"/coordinate/roles/{role.uuid}/edit/", role_form | {"grant_target": made.pk})
    away = client.post(f"/coordinate/grants/{made.uuid}/", TARGET | {"is_active": ""})
    assert (away.status_code, errors(away)) == (
        422,
        {
            "is_active": [
                "“Majakan toiminta” stays in use: roles belong to it (Isäntä). Give them another one first."
            ]
        },
    )
    client.post(f"/coordinate/grants/{made.uuid}/", TARGET | {"to_on": "2026-12-31"})
    with entered(alfa):
        made.refresh_from_db()
        assert str(made.to_on) == "2026-12-31"
        assert VolunteerRole.objects.get(code="host").grant_target == made
        verbs = (
            Trail.objects.filter(subject_kind="grant_target").order_by("pk").values_list("verb", flat=True)
        )
        assert list(verbs) == ["grant_target.added", "grant_target.changed"]


def test_code_is_given_once_and_time_runs_forwards(browse: Browse, ada: User, alfa: Association) -> None:
    client = browse(ada, alfa)
    client.post("/coordinate/grants/new/", TARGET)
    again = client.post("/coordinate/grants/new/", TARGET | {"code": "AK2"})
    assert errors(again) == {
        "code": ["There is a grant target with the code “AK2” already: Majakan toiminta."]
    }
    backwards = client.post("/coordinate/grants/new/", TARGET | {"code": "C1", "to_on": "2023-12-31"})
    assert errors(backwards) == {"to_on": ["The last day is before the first one."]}
    assert backwards.context["form"]["funder"].value() == "STEA"
    with entered(alfa):
        assert GrantTarget.objects.count() == 1
