"""Digests: what is gathered is told in exactly one, or in none where nobody needs it any more."""

from collections import Counter
from datetime import UTC, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.utils import translation
from hypothesis import HealthCheck, given, settings, strategies as st

from notifications import delivery, digests, kinds, preferences, selectors, services, states
from notifications.errors import AlwaysSent, KindUnknown, LeadsWrong, QuietTooLong, WayNotOffered
from notifications.kinds import Recipient, Urgency, Way
from notifications.models import Choice, Message, Preferences
from notifications.preferences import Times
from tenants import clock
from tenants.context import entered
from tenants.models import Association
from tests.notifications.conftest import Told

HELSINKI = ZoneInfo("Europe/Helsinki")
BO = UUID("b0b0b0b0-0000-4000-8000-000000000002")
NOON = datetime(2025, 2, 4, 10, 0, tzinfo=UTC)  # a Tuesday
FIVE = datetime(2025, 2, 4, 15, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def reader(told: Told) -> Told:
    """Bo, who wants it gathered."""
    told.recipient = Recipient(address="bo@example.org", name="Bo", language="en", has_inbox=True)
    return told


def gathering() -> None:
    Choice.objects.update_or_create(person_uuid=BO, kind="tests.told", defaults={"way": Way.DIGEST})


def plan(n: int, at: datetime) -> Message:
    return services.plan(kind="tests.told", key=f"key {n}", person_uuid=BO, due_at=at, data={"n": n})


def deliver(at: datetime) -> None:
    with clock.fixed(at):
        delivery.deliver_due(urgency=Urgency.DEFAULT)


def text(number: int) -> str:
    return str(mail.outbox[number].body)


def test_gathered_ones_stand_in_the_inbox_at_once_and_go_in_one_mail(alfa: Association, reader: Told) -> None:
    with entered(alfa):
        gathering()
        first, second = plan(1, NOON), plan(2, NOON + timedelta(hours=3))
        deliver(NOON)
        assert mail.outbox == []
        assert (selectors.unread(BO), selectors.inbox(BO).get().pk) == (1, first.pk)
        deliver(NOON + timedelta(hours=3))
        deliver(FIVE)
        deliver(FIVE)
        assert len(mail.outbox) == 1
        assert mail.outbox[0].subject == "2 messages from Alfan mielen hyvinvointi ry"
        assert text(0).index("Your shift (en) 1") < text(0).index("Your shift (en) 2")
        assert (
            "* Your shift (en) 1\n\nSee you on Tuesday.\n\nWhen: Tue 4 Feb 17–20\n\nShow the shift:\nhttp://alfa"
            in text(0)
        )
        html = str(mail.outbox[0].alternatives[0][0])  # type: ignore[attr-defined]  # a mail with HTML
        assert html.count("<h2 ") == 2
        assert html.count('href="http://alfa.rinnalla.localhost:8000/shifts/"') == 2
        second.refresh_from_db()
        assert (second.state, second.channel) == ("sent", "digest")
        assert second.digest is not None
        assert (second.digest.kind, second.digest.due_at) == (digests.KIND, FIVE)
        assert selectors.inbox(BO).count() == 2  # the digest itself is not there a second time


def test_what_nobody_needs_any_more_is_left_out(alfa: Association, reader: Told) -> None:
    with entered(alfa):
        gathering()
        stale, fresh = plan(1, NOON), plan(2, NOON)
        deliver(NOON)
        kind = kinds.get("tests.told")
        reader.be(still_wanted=lambda message: "gone" if message.pk == stale.pk else None)
        deliver(FIVE)
        assert kind.name == "tests.told"
        assert mail.outbox[0].subject == "A message from Alfan mielen hyvinvointi ry"
        assert "Your shift (en) 1" not in text(0)
        assert "Your shift (en) 2" in text(0)
        plan(3, FIVE)
        deliver(FIVE)
        reader.be(still_wanted=lambda message: "gone")
        deliver(FIVE + DAY)
        assert len(mail.outbox) == 1
        assert Message.objects.filter(kind=digests.KIND, state="obsolete").count() == 1
        assert fresh.pk


def test_digest_that_is_being_sent_takes_nothing_more(alfa: Association, reader: Told) -> None:
    with entered(alfa):
        gathering()
        plan(1, NOON)
        deliver(NOON)
        digest = Message.objects.get(kind=digests.KIND)
        with clock.fixed(FIVE):
            assert states.claim(digest) is True
        # Another worker is a moment behind: by its clock the digest still lies ahead.
        late = plan(2, NOON)
        deliver(FIVE - timedelta(seconds=1))
        late.refresh_from_db()
        assert late.digest is not None
        assert late.digest.due_at == FIVE + DAY


@pytest.mark.parametrize(
    ("after", "weekday", "expected"),
    [
        ("2025-02-04 16:59", None, "2025-02-04 17:00"),
        ("2025-02-04 17:00", None, "2025-02-05 17:00"),
        ("2025-02-04 12:00", 1, "2025-02-04 17:00"),
        ("2025-02-04 17:00", 1, "2025-02-11 17:00"),
        ("2025-02-04 12:00", 0, "2025-02-10 17:00"),
        ("2025-03-29 18:00", None, "2025-03-30 17:00"),
    ],
)
def test_next_time(after: str, weekday: int | None, expected: str) -> None:
    def local(words: str) -> datetime:
        return datetime.strptime(words, "%Y-%m-%d %H:%M").replace(tzinfo=HELSINKI)

    assert digests.next_time(local(after), at=time(17), weekday=weekday, zone=HELSINKI) == local(expected)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    minutes=st.lists(st.integers(0, 4 * 24 * 60), min_size=1, max_size=6),
    stale=st.sets(st.integers(0, 5)),
    digest_hour=st.integers(9, 20),
    later_hour=st.integers(9, 20),
)
def test_each_is_told_in_exactly_one_digest(
    alfa: Association, reader: Told, minutes: list[int], stale: set[int], digest_hour: int, later_hour: int
) -> None:
    """However they come, also when the time of the digest is changed meanwhile and workers look rarely."""
    mail.outbox.clear()
    reader.be(still_wanted=lambda message: None)
    with entered(alfa):
        Message.objects.all().delete()
        Preferences.objects.update_or_create(person_uuid=BO, defaults={"digest_at": time(digest_hour)})
        gathering()
        made = [plan(n, NOON + timedelta(minutes=each)) for n, each in enumerate(minutes)]
        gone: set[int] = set()
        for turn in range(4 * 8):
            if turn == 8:
                Preferences.objects.update(digest_at=time(later_hour))
            if turn == 20:
                gone = {made[n].pk for n in stale if n < len(made)} & set(
                    Message.objects.filter(digest__state="planned").values_list("pk", flat=True)
                )
                reader.be(still_wanted=lambda message, gone=gone: "gone" if message.pk in gone else None)
            deliver(NOON + turn * timedelta(hours=6))
        told = Counter(n for each in mail.outbox for n in range(len(made)) if f"(en) {n}\n" in str(each.body))
        expected = {n for n, message in enumerate(made) if message.pk not in gone}
        assert told == Counter(expected)
        assert selectors.inbox(BO).count() == len(made)


# --- choosing -------------------------------------------------------------------------------------


def times(**fields: object) -> Times:
    usual: dict[str, object] = {
        "quiet_from": time(21), "quiet_to": time(8), "urgent_at_night": False, "digest_at": time(17),
        "digest_weekday": None, "leads": (48, 3),
    }  # fmt: skip
    return Times(**(usual | fields))  # type: ignore[arg-type]  # a test's own table


def test_choosing_says_what_has_changed(alfa: Association, told: Told) -> None:
    with entered(alfa):
        assert preferences.choose(person_uuid=BO, ways={"tests.told": Way.EMAIL}, times=times()) == []
        changed = preferences.choose(
            person_uuid=BO, ways={"tests.told": Way.DIGEST}, times=times(leads=(24,), digest_weekday=4)
        )
        assert changed == ["tests.told", "digest_weekday", "leads"]
        chosen = preferences.of(BO)
        assert (chosen.way(kinds.get("tests.told")), chosen.leads, chosen.digest_weekday) == (
            Way.DIGEST,
            (24,),
            4,
        )


def test_what_cannot_be_chosen_is_refused_in_words(alfa: Association, told: Told) -> None:
    with entered(alfa), translation.override("en"):
        with pytest.raises(WayNotOffered, match="“Told” cannot be sent in that way"):
            preferences.choose(person_uuid=BO, ways={"tests.told": Way.SMS})
        with pytest.raises(KindUnknown):
            preferences.choose(person_uuid=BO, ways={"tests.nobody": Way.SMS})
        told.be(safety=True)
        with pytest.raises(AlwaysSent, match="“Told” is always sent"):
            preferences.choose(person_uuid=BO, ways={"tests.told": Way.INBOX})
        with pytest.raises(LeadsWrong):
            preferences.choose(person_uuid=BO, times=times(leads=(0,)))
        with pytest.raises(QuietTooLong):
            preferences.choose(person_uuid=BO, times=times(quiet_from=time(8), quiet_to=time(7)))
        assert not Preferences.objects.exists()
        assert not Choice.objects.exists()
