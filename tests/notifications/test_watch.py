"""Whether messages go out in time is seen from outside the associations, and told once for each outage."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from notifications import delivery, services, tally, watch
from notifications.models import Message
from notifications.queues import QUEUES
from tenants import clock, wakeups
from tenants.context import entered
from tenants.models import Association, Outage, Wakeup
from tests.notifications.conftest import Told

NOON = datetime(2025, 2, 3, 10, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(clock_at: Callable[..., Any], settings: Settings) -> Iterator[None]:
    settings.OPERATORS_MAIL = ("ops@example.org",)
    with clock_at(NOON):
        yield


def due(association: Association, *, ago: timedelta, queue: str = QUEUES["default"]) -> None:
    Wakeup.objects.create(schema_name=association.schema_name, queue=queue, due_at=NOON - ago)


def look_for(minutes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Look every minute of real time."""
    began = clock.real_now()
    for number in range(minutes):
        monkeypatch.setattr(clock, "real_now", lambda number=number: began + number * MINUTE)
        watch.look()


def test_nothing_due_is_in_time(alfa: Association) -> None:
    due(alfa, ago=-MINUTE)
    assert [(one.urgency, one.associations, one.is_late) for one in watch.standing()] == [
        ("urgent", 0, False),
        ("default", 0, False),
        ("bulk", 0, False),
    ]


@pytest.mark.parametrize(
    ("queue", "minutes", "late"),
    [
        ("messages.urgent", 3, True),
        ("messages", 9, False),
        ("messages", 11, True),
        ("messages.bulk", 60, False),
    ],
)
def test_what_is_late_depends_on_the_urgency(alfa: Association, queue: str, minutes: int, late: bool) -> None:
    due(alfa, ago=minutes * MINUTE, queue=queue)
    assert any(one.is_late for one in watch.standing()) is late


def test_suspended_association_is_not_late(alfa: Association) -> None:
    due(alfa, ago=timedelta(days=3))
    Association.objects.filter(pk=alfa.pk).update(state=Association.State.SUSPENDED)
    assert not any(one.is_late for one in watch.standing())


@pytest.mark.logs_errors
def test_operators_are_told_once_and_again_when_it_is_over(
    alfa: Association, beta: Association, monkeypatch: pytest.MonkeyPatch
) -> None:
    due(alfa, ago=20 * MINUTE)
    due(beta, ago=15 * MINUTE)
    watch.look()
    assert mail.outbox == []  # a restart takes a moment
    look_for(6, monkeypatch)
    [told] = mail.outbox
    assert (told.subject, told.to) == ("Messages go out late", ["ops@example.org"])
    assert "default: the oldest has waited 20 min; waiting associations: 2" in told.body
    Wakeup.objects.all().delete()
    look_for(3, monkeypatch)
    assert [each.subject for each in mail.outbox[1:]] == ["Messages go out in time again"]
    assert not Outage.objects.exists()


def test_short_delay_is_told_to_nobody(alfa: Association, monkeypatch: pytest.MonkeyPatch) -> None:
    due(alfa, ago=20 * MINUTE)
    look_for(2, monkeypatch)
    Wakeup.objects.all().delete()
    look_for(2, monkeypatch)
    assert mail.outbox == []


@pytest.mark.logs_errors
def test_mail_that_does_not_leave_is_tried_again(alfa: Association, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*args: Any) -> int:
        raise ConnectionRefusedError

    due(alfa, ago=20 * MINUTE)
    with monkeypatch.context() as away:
        away.setattr(watch, "send_mail", refuses)
        look_for(5, monkeypatch)
    assert Outage.objects.get().told_at is None
    look_for(4, monkeypatch)
    assert [each.subject for each in mail.outbox] == ["Messages go out late"]


def test_server_that_is_away_does_not_hide_how_late_it_is(
    alfa: Association, told: Told, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with entered(alfa):
        bo = _plan()
        with clock.fixed(NOON + 15 * MINUTE):
            delivery.deliver_due()
        bo.refresh_from_db()
        assert bo.state == Message.State.RETRYING
    with clock.fixed(NOON + 15 * MINUTE):
        assert wakeups.due() == []  # it is not tried without a pause
    with clock.fixed(NOON + 20 * MINUTE):
        assert [one.urgency for one in watch.standing() if one.is_late] == ["default"]


def _plan() -> Message:
    return services.plan(kind="tests.told", key="1", person_uuid="0" * 31 + "1", due_at=NOON)  # type: ignore[arg-type]  # as good as a UUID


def test_how_messages_ended_is_counted(
    alfa: Association,
    told: Told,
    client: Client,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    before = tally.counts().get(("tests.told", "obsolete"), 0)
    told.not_wanted = "not any more"
    with entered(alfa), django_capture_on_commit_callbacks(execute=True):
        _plan()
        delivery.deliver_due()
    assert tally.counts()["tests.told", "obsolete"] == before + 1
    due(alfa, ago=11 * MINUTE)
    said = client.get("/internal/metrics").content.decode()
    assert f'rinnalla_messages_ended_total{{kind="tests.told",outcome="obsolete"}} {before + 1}' in said
    assert 'rinnalla_messages_oldest_due_seconds{urgency="default"} 660' in said
    assert 'rinnalla_messages_late{urgency="default"} 1' in said


def test_figures_are_for_our_own_network(client: Client, db: None) -> None:
    assert client.get("/internal/metrics", headers={"x-forwarded-for": "192.0.2.1"}).status_code == 404
