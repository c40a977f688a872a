"""The lock policy's page: a lock needs a transaction, and waits no longer than it says."""

import pytest
from django.db import OperationalError, connection, transaction

from scheduling.shifts import locks
from scheduling.shifts.errors.shifts import Busy
from tests.scheduling.shifts.scene import Scene


def test_lock_waits_three_seconds(inside: Scene) -> None:
    shift = inside.shift()

    with transaction.atomic():
        locks.shift(shift)
        with connection.cursor() as cursor:
            cursor.execute("SHOW lock_timeout")
            assert cursor.fetchone() == ("3s",)


def test_people_are_locked_in_order(inside: Scene) -> None:
    people = [inside.person("Eeva", "Ek"), inside.someone("bo"), inside.someone("ada")]

    with transaction.atomic():
        locked = locks.people([person.pk for person in people])

    assert [person.pk for person in locked] == sorted(person.pk for person in people)


def test_other_database_errors_pass(inside: Scene) -> None:
    with pytest.raises(OperationalError), locks._patience():
        raise OperationalError("the server is gone")


def test_busy_says_that_nothing_was_changed() -> None:
    assert (Busy.code, Busy.status) == ("busy", 503)
