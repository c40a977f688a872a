"""Reminders at the times that people choose; and whatever happens, what is useful comes and nothing else."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.core import mail
from hypothesis import HealthCheck, example, given, settings, strategies as st

from notifications import delivery, preferences
from notifications.kinds import Urgency
from notifications.models import Message, Preferences
from notifications.preferences import Times
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.services import sign_up
from scheduling.shifts.services.reminders import KIND, due
from tenants import clock
from tests.scheduling.shifts.scene import NOW, SOMEBODY, Scene, local

HELSINKI = ZoneInfo("Europe/Helsinki")
DOWN = timedelta(hours=3)
A_MINUTE = timedelta(minutes=1)


def coming(scene: Scene, at: str) -> SignUp:
    return sign_up(shift=scene.shift(at), person=scene.someone("bo"), by=SOMEBODY)


def waiting(taken: SignUp) -> list[str]:
    planned = Message.objects.filter(subject_uuid=taken.uuid, kind=KIND, state="planned").order_by("due_at")
    return [f"{each.due_at.astimezone(HELSINKI):%m-%d %H:%M}" for each in planned]


def times(**fields: object) -> Times:
    usual: dict[str, object] = {
        "quiet_from": time(21), "quiet_to": time(8), "urgent_at_night": False, "digest_at": time(17),
        "digest_weekday": None, "leads": (48, 3),
    }  # fmt: skip
    return Times(**(usual | fields))  # type: ignore[arg-type]  # a test's own table


def test_other_times_plan_what_waits_anew(inside: Scene) -> None:
    bo = inside.someone("bo")
    taken = coming(inside, "2025-02-10 17:00")
    assert waiting(taken) == ["02-08 17:00", "02-10 14:00"]
    preferences.choose(person_uuid=bo.uuid, times=times(leads=(24, 72)))
    assert waiting(taken) == ["02-07 17:00", "02-09 17:00"]
    preferences.choose(person_uuid=bo.uuid, times=times(leads=()))
    assert waiting(taken) == []
    preferences.choose(person_uuid=bo.uuid, times=times())
    assert waiting(taken) == ["02-08 17:00", "02-10 14:00"]
    later = coming(inside, "2025-02-11 10:00")
    assert waiting(later) == ["02-09 10:00", "02-10 20:45"]
    preferences.choose(person_uuid=bo.uuid, times=times(quiet_from=time(23), quiet_to=time(6)))
    assert waiting(later) == ["02-09 10:00", "02-11 07:00"]


def test_what_was_sent_or_is_due_now_does_not_come_again(inside: Scene) -> None:
    bo = inside.someone("bo")
    taken = coming(inside, "2025-02-06 17:00")
    with clock.fixed(local("2025-02-04 17:00")):
        delivery.deliver_due()
        sent = len(mail.outbox)
        preferences.choose(person_uuid=bo.uuid, times=times(leads=(48, 2)))
        delivery.deliver_due()
    assert len(mail.outbox) == sent
    assert waiting(taken) == ["02-06 15:00"]
    with clock.fixed(local("2025-02-06 15:00")):  # due, and nobody has looked yet
        preferences.choose(person_uuid=bo.uuid, times=times(leads=(48,)))
        delivery.deliver_due()
    assert len(mail.outbox) == sent + 1


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    starts_in=st.integers(4 * 60, 5 * 24 * 60),
    down_at=st.integers(0, 5 * 24 * 60),
    begins=st.sampled_from(
        [NOW, datetime(2025, 3, 28, 12, tzinfo=UTC), datetime(2025, 10, 24, 12, tzinfo=UTC)]
    ),
)
@example(starts_in=30 * 60, down_at=10 * 60, begins=NOW)  # down over 20:45 before a shift in the morning
@example(starts_in=24 * 60, down_at=22 * 60, begins=NOW)  # back only when it has begun
def test_beat_that_was_down_for_three_hours(
    inside: Scene, starts_in: int, down_at: int, begins: datetime
) -> None:
    """What can still come outside of the quiet hours and before the start, comes, once; nothing else does."""
    Message.objects.all().delete()
    Preferences.objects.all().delete()
    mail.outbox.clear()
    down = begins + timedelta(minutes=down_at)
    starts = begins + timedelta(minutes=starts_in)
    with clock.fixed(begins):
        shift = inside.shift(f"{starts.astimezone(HELSINKI):%Y-%m-%d %H:%M}")
        taken = sign_up(shift=shift, person=inside.someone("bo"), by=SOMEBODY)
    expected = []
    for reminder in due(starts_at=taken.starts_at, known_at=begins, zone=HELSINKI):
        at = reminder.due_at if not down <= reminder.due_at < down + DOWN else down + DOWN
        local_at = at.astimezone(HELSINKI)
        if local_at.time() >= time(21):
            at = datetime.combine(local_at.date() + timedelta(days=1), time(8), tzinfo=HELSINKI)
        elif local_at.time() < time(8):
            at = datetime.combine(local_at.date(), time(8), tzinfo=HELSINKI)
        if at < taken.starts_at:
            expected.append(at)
    while True:
        waits = Message.objects.filter(kind=KIND, state="planned").order_by("next_at").first()
        if waits is None:
            break
        looked = waits.next_at if not down <= waits.next_at < down + DOWN else down + DOWN
        with clock.fixed(looked):
            delivery.deliver_due(urgency=Urgency.DEFAULT)
            delivery.deliver_due(urgency=Urgency.DEFAULT)
    sent = Message.objects.filter(kind=KIND, state="sent").order_by("sent_at")
    assert [each.sent_at for each in sent] == expected
    assert set(Message.objects.filter(kind=KIND).values_list("state", flat=True)) <= {"sent", "obsolete"}
    Shift.objects.filter(pk=shift.pk).update(state="cancelled")
    SignUp.objects.filter(pk=taken.pk).update(state="cancelled_by_org")
