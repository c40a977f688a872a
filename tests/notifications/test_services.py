"""Planning and calling off."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from notifications import services, states
from notifications.kinds import UnknownKind
from notifications.models import Message
from tenants.context import entered, platform_role
from tenants.models import Association, Wakeup
from tests.notifications.conftest import Told

NOON = datetime(2025, 2, 4, 10, 0, 45, tzinfo=UTC)
SUBJECT = uuid4()


def plan(key: str = "key", **fields: Any) -> Message:
    return services.plan(
        **{
            "kind": "tests.told",
            "key": key,
            "person_uuid": uuid4(),
            "due_at": NOON,
            "subject_kind": "shift",
            "subject_uuid": SUBJECT,
            **fields,
        }
    )


def woken(association: Association) -> list[datetime]:
    rows = Wakeup.objects.filter(schema_name=association.schema_name, queue="messages").order_by("due_at")
    return list(rows.values_list("due_at", flat=True))


def test_plan_makes_a_row_and_wakes_at_its_time(alfa: Association, beta: Association, told: Told) -> None:
    with entered(alfa):
        message = plan(data={"n": 1})
    assert (message.state, message.due_at, message.data) == ("planned", NOON, {"n": 1})
    assert woken(alfa) == [NOON]
    assert woken(beta) == []


def test_plan_with_a_known_key_returns_the_first_unchanged(alfa: Association, told: Told) -> None:
    with entered(alfa):
        first = plan()
        again = plan(due_at=NOON + timedelta(hours=1), data={"n": 2})
        assert Message.objects.count() == 1
    assert (again.pk, again.due_at, again.data) == (first.pk, NOON, {})


def test_plan_revives_what_was_called_off_unsent(alfa: Association, told: Told) -> None:
    later = NOON + timedelta(hours=1)
    with entered(alfa):
        plan()
        assert services.drop(subject_kind="shift", subject_uuid=SUBJECT) == 1
        again = plan(due_at=later)
    assert (again.state, again.due_at, again.next_at) == ("planned", later, later)
    assert woken(alfa) == [NOON, later]


@pytest.mark.parametrize("state", ["sent", "failed", "withheld", "sending"])
def test_plan_leaves_what_is_over_as_it_is(alfa: Association, told: Told, state: str) -> None:
    with entered(alfa):
        message = plan()
        Message.objects.update(state=state)
        with platform_role():
            Wakeup.objects.all().delete()
        assert plan().pk == message.pk
        assert Message.objects.get().state == state
    assert woken(alfa) == []


def test_plan_rolls_back_with_its_cause(alfa: Association, told: Told) -> None:
    with entered(alfa):
        with transaction.atomic():
            plan()
            transaction.set_rollback(True)
        assert Message.objects.count() == 0
    assert woken(alfa) == []


def test_plan_of_an_unknown_kind_is_refused(alfa: Association) -> None:
    with entered(alfa), pytest.raises(UnknownKind):
        plan(kind="tests.nobody")


def test_drop_takes_only_what_waits_about_this_thing(alfa: Association, told: Told) -> None:
    with entered(alfa):
        waiting, retried = plan("waiting"), plan("retried")
        other, sent, sending = plan("other", subject_uuid=uuid4()), plan("sent"), plan("sending")
        for message, state in ((retried, "retrying"), (sent, "sent"), (sending, "sending")):
            Message.objects.filter(pk=message.pk).update(state=state)
        assert services.drop(subject_kind="shift", subject_uuid=SUBJECT) == 2
        found = dict(Message.objects.values_list("pk", "state"))
    assert found == {
        waiting.pk: "obsolete",
        retried.pk: "obsolete",
        other.pk: "planned",
        sent.pk: "sent",
        sending.pk: "sending",
    }


def test_drop_of_another_kind_takes_nothing(alfa: Association, told: Told) -> None:
    with entered(alfa):
        plan()
        assert services.drop(subject_kind="shift", subject_uuid=SUBJECT, kind="tests.other") == 0
        assert services.drop(subject_kind="shift", subject_uuid=SUBJECT, kind="tests.told") == 1


def test_every_state_has_its_moves() -> None:
    assert set(states.MOVES) == set(Message.State)
    assert set().union(*states.MOVES.values()) <= set(Message.State)
