"""What somebody else did for a person stands on the person's page, with who it was."""

from collections.abc import Callable

from django.test import Client

from accounts.models import User
from scheduling.shifts.services import add_person, cancel_own, sign_up
from tenants.actors import Actor
from tenants.context import entered
from tenants.models import Association
from tests.scheduling.shifts.scene import Scene

Browse = Callable[..., Client]


def test_places_by_a_coordinator_are_told_and_ones_own_are_not(
    browse: Browse, ada: User, bo: User, alfa: Association, scene: Scene
) -> None:
    with entered(alfa):
        first, second = scene.shift(), scene.shift("2025-02-06 17:00")
        person = scene.someone("bo")
        add_person(shift=first, person=person, by=Actor(user=ada.uuid, name="Ada Ahola"))
        sign_up(shift=second, person=person, by=Actor(user=bo.uuid, name="Bo Berg"))
        cancel_own(shift=second, person=person, by=Actor(user=bo.uuid, name="Bo Berg"))
    page = browse(ada, alfa).get(f"/coordinate/people/{person.uuid}/").content.decode()
    assert page.count("Put on a shift") == 1
    assert page.count("By Ada Ahola on their behalf.") == 1
