"""Hours that came back and hours that wait: told once, while it is so, without what was done and why."""

from datetime import date

import pytest
from django.utils import translation

from notifications import kinds
from notifications.kinds import Rendered
from notifications.models import Message
from scheduling.hours import rounds
from scheduling.hours.models import HoursEntry
from scheduling.hours.services import approval, own
from scheduling.hours.services.months import ensure
from tenants import clock
from tests.scheduling.hours.conftest import BY, at, person, role

pytestmark = pytest.mark.usefixtures("inside")
SAID = {
    approval.RETURNED: {
        "fi": "Osa tunneistasi palautettiin sinulle",
        "sv": "En del av dina timmar kom tillbaka",
        "en": "Some hours of yours came back",
    },
    rounds.WAITING: {
        "fi": "Tunteja odottaa hyväksyntää: tammikuu 2025 sulkeutuu pian",
        "sv": "Timmar väntar på godkännande: januari 2025 stängs snart",
        "en": "Hours wait for approval: January 2025 closes soon",
    },
}
SOON = at("2025-02-16 04:15")


def submit() -> HoursEntry:
    entry: HoursEntry = own.submit_own(
        person=person("Bo"),
        role=role(),
        starts_at=at("2025-01-20 17:00"),
        ends_at=at("2025-01-20 20:00"),
        by=BY,
    )
    return entry


def give_back(entry: HoursEntry, when: str = "2025-02-03 08:00") -> None:
    with clock.fixed(at(when)):
        approval.return_entry(entry=entry, reason="Katso kellonajat", by=BY)


def hand_in_again(entry: HoursEntry) -> None:
    own.correct_own(
        entry=entry,
        person=person("Bo"),
        role=role(),
        starts_at=at("2025-01-20 17:00"),
        ends_at=at("2025-01-20 19:00"),
        by=BY,
    )


def told(kind: str) -> list[tuple[str, str]]:
    rows = Message.objects.filter(kind=kind).order_by("pk")
    names = {person(name).uuid: name for name in ("Ada", "Bo")}
    return [(names[row.person_uuid], row.state) for row in rows]


def why_not(kind: str) -> str | None:
    return kinds.get(kind).still_wanted(Message.objects.filter(kind=kind).latest("pk"))


def rendered(kind: str, language: str) -> Rendered:
    with translation.override(language):
        return kinds.get(kind).render(Message.objects.filter(kind=kind).latest("pk"), language)


def test_returned_hours_are_told_once_each_time() -> None:
    entry = submit()
    give_back(entry)
    assert (told(approval.RETURNED), why_not(approval.RETURNED)) == ([("Bo", "planned")], None)
    hand_in_again(entry)
    assert why_not(approval.RETURNED) == "handed in again, or taken back"
    give_back(entry, "2025-02-03 09:00")
    assert told(approval.RETURNED) == [("Bo", "obsolete"), ("Bo", "planned")]
    own.withdraw_own(entry=entry, person=person("Bo"), by=BY)
    assert why_not(approval.RETURNED) == "handed in again, or taken back"


def test_waiting_hours_are_told_three_days_before_their_month_closes() -> None:
    entry = submit()
    ensure(first_days=[date(2025, 1, 1)])
    rounds.ROUND.run()
    assert told(rounds.WAITING) == []
    with clock.fixed(SOON):
        for _ in range(2):
            rounds.ROUND.run()
        assert (told(rounds.WAITING), why_not(rounds.WAITING)) == ([("Ada", "planned")], None)
        approval.approve(entries=[entry], by=BY)
        assert why_not(rounds.WAITING) == "everything is settled"


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_said_in_three_languages_without_what_and_why(language: str) -> None:
    entry = submit()
    with clock.fixed(SOON):
        rounds.ROUND.run()
        assert (
            rendered(rounds.WAITING, language).subject.replace("\u00a0", " ")
            == (SAID[rounds.WAITING][language])
        )
        assert "Berg" not in rendered(rounds.WAITING, language).text
    give_back(entry)
    said = rendered(approval.RETURNED, language)
    assert said.subject == SAID[approval.RETURNED][language]
    for secret in ("isäntä", "Meeting place", "Värd", "Katso kellonajat", "%("):
        assert secret not in said.text + said.html
