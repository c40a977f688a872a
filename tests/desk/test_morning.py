"""The coordinator's morning: on days with something in it, of what they may see, without names."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest
from django.core import mail
from django.utils import translation

from accounts.models import User
from desk import morning
from notifications import delivery, kinds
from notifications.kinds import Rendered
from notifications.models import Message, Sending
from tenants import clock
from tenants.context import entered, platform_role
from tenants.models import Access, Association
from tests.scheduling.shifts.scene import Scene
from volunteers.register.services import putting_off

NIGHT = datetime(2025, 2, 3, 2, 15, tzinfo=UTC)
MORNING = datetime(2025, 2, 3, 5, 30, tzinfo=UTC)
QUEUE = {
    "fi": ("1 asia odottaa sinua tänään", "Tyhjät vuorot: 1"),
    "sv": ("1 sak väntar på dig i dag", "Tomma pass: 1"),
    "en": ("1 thing needs you today", "Empty shifts: 1"),
}


@pytest.fixture
def inside(alfa: Association) -> Iterator[Scene]:
    """Inside Alfa, when the rounds of Monday are made."""
    with clock.fixed(NIGHT), entered(alfa):
        yield Scene(alfa)


def look() -> list[Message]:
    """The round, twice, and what it has planned."""
    morning.ROUND.run()
    morning.ROUND.run()
    return list(Message.objects.filter(kind=morning.NAME).order_by("pk"))


def why_not(message: Message) -> str | None:
    return kinds.get(morning.NAME).still_wanted(message)


def rendered(message: Message, language: str = "en") -> Rendered:
    with translation.override(language):
        return kinds.get(morning.NAME).render(message, language)


def test_planned_once_for_each_who_coordinates(inside: Scene) -> None:
    messages = look()
    assert [(each.person_uuid, each.due_at) for each in messages] == [(inside.someone("ada").uuid, MORNING)]
    with clock.fixed(NIGHT + timedelta(days=1)):
        assert len(look()) == 2


def test_nothing_is_sent_on_a_morning_with_nothing_in_it(inside: Scene) -> None:
    (message,) = look()
    with clock.fixed(MORNING):
        assert why_not(message) == "nothing waits today"
        inside.shift("2025-02-08 17:00")  # this week, not today
        assert why_not(message) == "nothing waits today"
        inside.shift("2025-02-03 17:00")
        assert why_not(message) is None


@pytest.mark.parametrize("language", QUEUE)
def test_counts_in_the_reader_s_language_and_names_nothing(inside: Scene, language: str) -> None:
    inside.shift("2025-02-03 17:00", title="Soup", site=inside.site)
    (message,) = look()
    with clock.fixed(MORNING):
        said = rendered(message, language)
    assert (said.subject, QUEUE[language][1] in said.text) == (QUEUE[language][0], True)
    for secret in ("Soup", "Majakka", "Berg", "%("):
        assert secret not in said.text + said.html


def test_counts_what_the_reader_may_see_and_has_not_put_off(ada: User, inside: Scene) -> None:
    mine = inside.shift("2025-02-03 17:00")
    other = inside.another_role()
    inside.shift("2025-02-03 17:00", role=other)
    (message,) = look()
    with clock.fixed(MORNING):
        assert rendered(message).subject == "2 things need you today"
        role = inside.role
        with platform_role():
            access = Access.objects.filter(association=inside.association, role="coordinator")
            access.update(limited=True, role_uuids=[role.uuid])
        assert rendered(message).subject == "1 thing needs you today"
        putting_off.put_off(
            user_uuid=ada.uuid,
            kind="shifts.empty",
            key=str(mine.uuid),
            until=MORNING.date() + timedelta(days=1),
        )
        assert why_not(message) == "nothing waits today"


@pytest.mark.parametrize("hours", [3, 11, 24])
def test_a_late_morning_is_told_and_yesterday_s_is_not(inside: Scene, hours: int) -> None:
    inside.shift("2025-02-03 20:00")
    (message,) = look()
    with clock.fixed(MORNING + timedelta(hours=hours)):
        assert why_not(message) == (None if hours == 3 else "the morning is over")


def test_who_no_longer_coordinates_is_not_told(inside: Scene) -> None:
    inside.shift("2025-02-03 17:00")
    (message,) = look()
    with platform_role():
        Access.objects.filter(association=inside.association, role="coordinator").update(ends_at=NIGHT)
    assert why_not(message) == "no longer coordinates"


def test_mail_leaves_at_the_association_s_morning_also_in_quiet_hours(inside: Scene) -> None:
    Sending.objects.update_or_create(pk=1, defaults={"morning_at": time(6, 45)})
    inside.shift("2025-02-03 17:00")
    (message,) = look()
    at = MORNING - timedelta(minutes=45)
    assert message.due_at == at
    with clock.fixed(at - timedelta(minutes=1)):
        delivery.deliver_due()
        assert mail.outbox == []
    with clock.fixed(at):
        for _ in range(2):
            delivery.deliver_due()
    assert [each.subject for each in mail.outbox if each.to == ["Ada Ahola <ada@example.org>"]] == [
        "1 thing needs you today"
    ]
