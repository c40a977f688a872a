"""Statements that are kept say what new ones would say, at every moment and to everybody."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.db.models import QuerySet

from accounts.models import User
from accounts.reach import EVERYBODY
from tenants import clock
from tenants.context import entered
from tenants.models import Association
from volunteers.register import need_statements, needs
from volunteers.register.models import Person
from volunteers.register.needs import Asking, Kind

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 2, 3, 6, 0, tzinfo=UTC)


def asking(user: Any, association: Association, now: datetime) -> Asking:
    request: Any = SimpleNamespace(
        user=user,
        association=association,
        access=frozenset({"owner", "coordinator"}),
        reach=EVERYBODY,
        actor=None,
    )
    return Asking(request=request, now=now, today=date(2025, 2, 3))


def wanted(kind: Kind, at: Asking) -> QuerySet[Any, Any]:
    return needs._wanted(kind, at)


def new(kind: Kind, at: Asking) -> tuple[str, list[Any]]:
    sql, parameters = wanted(kind, at).query.sql_with_params()
    return sql, list(parameters)


@pytest.mark.parametrize("name", [kind.name for kind in needs.listed()])
def test_kept_statement_is_the_new_one(ada: User, bo: User, alfa: Association, name: str) -> None:
    """For the next reader, and hours later."""
    kind = needs._kinds[name]
    with entered(alfa):
        first = asking(ada, alfa, NOW)
        need_statements.of(("test", name), first, lambda at: wanted(kind, at))
        for user, now in ((ada, NOW), (bo, NOW + timedelta(hours=7, minutes=13))):
            at = asking(user, alfa, now)
            assert need_statements.of(("test", name), at, lambda at: wanted(kind, at)) == new(kind, at)


@pytest.mark.parametrize("name", [kind.name for kind in needs.listed()])
def test_kind_asks_who_asks_what_time_it_is(ada: User, alfa: Association, name: str) -> None:
    """And never the clock, which would be kept as it stood."""
    kind = needs._kinds[name]
    with entered(alfa):
        with clock.fixed(NOW):
            one = new(kind, asking(ada, alfa, NOW))
        with clock.fixed(NOW + timedelta(days=400)):
            assert new(kind, asking(ada, alfa, NOW)) == one


def test_statement_is_made_once(ada: User, alfa: Association) -> None:
    made: list[Asking] = []

    def making(at: Asking) -> QuerySet[Any, Any]:
        made.append(at)
        return Person.objects.filter(created_at__gt=at.now, user_uuid=at.request.user.uuid).values("pk")

    name = uuid4()
    with entered(alfa):
        for hours in range(3):
            need_statements.of(name, asking(ada, alfa, NOW + timedelta(hours=hours)), making)
    assert len(made) == 2  # for two moments, to see what moves


def test_statement_that_reads_a_table_is_made_anew(ada: User, alfa: Association) -> None:
    """What it read may have changed."""

    def making(_at: Asking) -> QuerySet[Any, Any]:
        return Person.objects.filter(given_name__in=list(known.values_list("given_name", flat=True)))

    name = uuid4()
    with entered(alfa):
        known = Person.objects.filter(given_name="Bo")
        first = need_statements.of(name, asking(ada, alfa, NOW), making)
        known = Person.objects.filter(given_name="Ada")
        second = need_statements.of(name, asking(ada, alfa, NOW), making)
    assert first is not None
    assert second is not None
    assert (first[1], second[1]) == (["Bo"], ["Ada"])


def test_one_association_keeps_nothing_for_another(ada: User, alfa: Association, beta: Association) -> None:
    name = uuid4()
    said = []
    for association, text in ((alfa, "Alfa"), (beta, "Beta")):
        with entered(association):
            made = need_statements.of(
                name,
                asking(ada, association, NOW),
                lambda _at, text=text: Person.objects.filter(given_name=text),  # type: ignore[misc]  # bound
            )
            said.append(made[1] if made else None)
    assert said == [["Alfa"], ["Beta"]]
