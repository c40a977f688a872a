"""A query that was made once finds what a new one finds, in any association and with any values."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db.models import Q, QuerySet

from accounts.models import User
from tenants import clock
from tenants.context import entered
from tenants.models import Association
from volunteers.register.made_once import MadeOnce, NotOnce
from volunteers.register.models import Person, PutOff, Trail

pytestmark = pytest.mark.django_db


def put_off(user: UUID, today: date) -> QuerySet[Any, Any]:
    found = PutOff.objects.filter(Q(until__isnull=True) | Q(until__gt=today), user_uuid=user)
    return found.order_by("key").values_list("key", "until")


def test_values_stand_in_the_place_of_marks(
    ada: User, bo: User, alfa: Association, beta: Association
) -> None:
    made = MadeOnce(put_off, user=UUID, today=date)
    with entered(alfa):
        for user, key, until in ((ada, "a", None), (ada, "b", date(2025, 2, 4)), (bo, "c", None)):
            PutOff.objects.create(user_uuid=user.uuid, kind="x", key=key, until=until)
        said = [
            [key for key, _until in made.rows(user=user.uuid, today=date(2025, 2, day))]
            for user, day in ((ada, 3), (ada, 4), (bo, 3))
        ]
    with entered(beta):
        there = made.rows(user=ada.uuid, today=date(2025, 2, 3))
    assert (said, there) == ([["a", "b"], ["a"], ["c"]], [])


def test_statement_is_made_once(alfa: Association) -> None:
    made: list[str] = []

    def making(name: str) -> QuerySet[Any, Any]:
        made.append(name)
        return Person.objects.filter(given_name=name).values_list("given_name")

    query = MadeOnce(making, name=str)
    with entered(alfa):
        assert [query.rows(name=name) for name in ("Bo", "Ada", "Nobody")] == [[("Bo",)], [("Ada",)], []]
    assert len(made) == 1


def test_json_is_read_as_django_reads_it(alfa: Association) -> None:
    subject = uuid4()
    query = MadeOnce(
        lambda subject: Trail.objects.filter(subject_uuid=subject).values_list("id", "at", "verb", "data"),
        subject=UUID,
    )
    with entered(alfa):
        kept = Trail.objects.create(
            verb="x.y", subject_kind="person", subject_uuid=subject, data={"to": ["a"]}, at=clock.now()
        )
        [found] = query.instances(Trail, subject=subject)
    assert (found.pk, found.at, found.verb, found.data) == (kept.pk, kept.at, "x.y", {"to": ["a"]})
    assert "actor_name" in found.get_deferred_fields()


def test_value_that_does_not_come_back_is_refused(alfa: Association) -> None:
    """It would be kept as the mark that stood in its place."""
    query = MadeOnce(lambda number: Person.objects.filter(pk=number + 1).values_list("pk"), number=int)
    with entered(alfa), pytest.raises(NotOnce, match="number"):
        query.rows(number=1)
