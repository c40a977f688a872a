"""Leaders are asked on the morning after, and coordinators a day later: once, and without names."""

from datetime import timedelta

import pytest
from django.utils import translation

from notifications import kinds
from notifications.models import Message
from scheduling.activities import rounds
from scheduling.activities.models import Activity
from scheduling.activities.services import outcomes
from scheduling.activities.services.outcomes import Heads
from tenants import clock
from tests.scheduling.activities.conftest import BY, at, group, occasion
from tests.scheduling.hours.conftest import person

pytestmark = pytest.mark.usefixtures("inside")
# Monday the 3rd, before dawn.
NIGHT = at("2025-02-03 04:15")


def make_rounds() -> None:
    for each in rounds.ROUNDS:
        each.run()


def told() -> list[tuple[str, str]]:
    names = {person(name).uuid: name for name in ("Ada", "Bo")}
    rows = Message.objects.order_by("pk").values_list("kind", "person_uuid")
    return [(kind, names[uuid]) for kind, uuid in rows if kind in (rounds.UNSAID, rounds.LED)]


def why_not(kind: str) -> str | None:
    return kinds.get(kind).still_wanted(Message.objects.get(kind=kind))


def led(day: str = "2025-02-02") -> Activity:
    return occasion(day, group=group("Surukerho", leader=person("Bo")), state="planned")


def test_leader_is_asked_once_on_the_morning_after_and_the_coordinator_a_day_later() -> None:
    session = led()
    with clock.fixed(NIGHT):
        for _ in range(2):
            make_rounds()
        assert told() == [(rounds.LED, "Bo")]
        assert why_not(rounds.LED) is None
    with clock.fixed(NIGHT + timedelta(days=1)):
        for _ in range(2):
            make_rounds()
        assert told() == [(rounds.LED, "Bo"), (rounds.UNSAID, "Ada")]
        outcomes.note_held(activity=session, heads=Heads(9), by=BY, approves=True)
        assert why_not(rounds.LED) == "everything is told"
        assert why_not(rounds.UNSAID) == "everything is settled"


def test_coordinator_is_told_at_once_of_what_nobody_leads() -> None:
    occasion("2025-02-02", state="planned")
    with clock.fixed(NIGHT):
        make_rounds()
        assert told() == [(rounds.UNSAID, "Ada")]


def test_nobody_is_told_of_what_is_told_old_or_still_to_come() -> None:
    occasion("2025-02-02")
    occasion("2025-02-02", state="cancelled", title="Peruttu")
    occasion("2025-01-20", state="planned", title="Vanha")
    occasion("2025-02-03", state="planned", title="Tänään")
    led("2025-02-10")
    with clock.fixed(NIGHT):
        make_rounds()
    assert told() == []


def test_who_leads_no_more_is_not_asked() -> None:
    session = led()
    with clock.fixed(NIGHT):
        make_rounds()
        assert session.group is not None
        session.group.leader = None
        session.group.save()
        assert why_not(rounds.LED) == "everything is told"


@pytest.mark.parametrize(
    ("language", "leader", "coordinator"),
    [
        ("fi", "Ryhmäsi: montako tuli?", "1 tapahtumasta tai ryhmäkerrasta ei ole kerrottu, miten kävi"),
        ("sv", "Din grupp: hur många kom?", "Ingen har berättat hur det gick med 1 tillfälle"),
        ("en", "Your group: how many came?", "Nobody has said what became of 1 occasion"),
    ],
)
def test_said_in_three_languages_without_which_group(language: str, leader: str, coordinator: str) -> None:
    led()
    with clock.fixed(NIGHT + timedelta(days=1)):
        make_rounds()
        for kind, subject in ((rounds.LED, leader), (rounds.UNSAID, coordinator)):
            with translation.override(language):
                said = kinds.get(kind).render(Message.objects.get(kind=kind), language)
            assert said.subject == subject
            assert "Surukerho" not in said.subject + said.text + said.html
