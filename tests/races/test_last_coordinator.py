"""Two who coordinate end each other's access at once: one stays; with the race itself as control."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connections, transaction

from accounts.models import User
from accounts.team_errors import LastOne
from tenants import clock
from tenants.actors import Actor
from tenants.context import entered, platform_role
from tenants.models import Access, Association
from tests.arena import at_once
from volunteers.register.services import team as verbs

pytestmark = pytest.mark.race
BY = Actor.system("test")


@pytest.fixture
def two(arena: Association) -> Iterator[tuple[Association, list[User]]]:
    """An association with two who coordinate all of it."""
    users = [
        User.objects.create_user(f"{arena.slug}-{number}@example.org", name=f"Kaksi {number}")
        for number in range(2)
    ]
    for user in users:
        Access.objects.create(user=user, association=arena, role="coordinator", created_at=clock.now())
    yield arena, users
    Access.objects.filter(association=arena).delete()
    User.objects.filter(pk__in=[user.pk for user in users]).delete()
    connections.close_all()


def left(association: Association) -> int:
    return Access.objects.filter(Access.in_force(clock.now()), association=association).count()


def test_one_of_two_stays(two: tuple[Association, list[User]]) -> None:
    association, users = two

    def ending(user: User) -> Callable[[], Any]:
        def run() -> Any:
            with entered(association):
                return verbs.end(user_uuid=user.uuid, role="coordinator", by=BY, by_owner=False)

        return run

    answers = at_once(*(ending(user) for user in users))
    assert sorted(isinstance(answer, LastOne) for answer in answers) == [False, True], answers
    assert left(association) == 1


def test_control_without_locks_nobody_stays(two: tuple[Association, list[User]]) -> None:
    association, users = two
    gate = threading.Barrier(2)

    def ending(user: User) -> Callable[[], Any]:
        def run() -> bool:
            with entered(association), transaction.atomic(), platform_role():
                Access.objects.filter(user=user).update(ends_at=clock.now())
                somebody = left(association) > 0
                gate.wait(20)
                return somebody

        return run

    assert at_once(*(ending(user) for user in users)) == [True, True]
    assert left(association) == 0
