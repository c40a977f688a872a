"""Gaps, attendance that nobody marked: who is told, when, once, and never of whom."""

from datetime import datetime, timedelta

import pytest
from django.utils import translation

from notifications import kinds, preferences, rounds
from notifications.kinds import Rendered
from notifications.models import Message
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.rounds import gaps, open_week, unmarked
from scheduling.shifts.services import cancel_own, cancel_shift, edit_shift, mark_attendance, sign_up
from tenants import clock
from tenants.context import platform_role
from tenants.models import Access, Wakeup
from tests.scheduling.shifts.scene import NOW, SOMEBODY, Scene, local

SAID = {
    gaps.NAME: {
        "fi": "1 vuoro kolmen seuraavan päivän aikana tarvitsee tekijöitä",
        "sv": "1 pass under de närmaste tre dagarna behöver folk",
        "en": "1 shift of the next three days needs people",
    },
    unmarked.NAME: {
        "fi": "1 vuoron läsnäolo on merkitsemättä",
        "sv": "Närvaron på 1 pass är inte antecknad",
        "en": "Attendance of 1 shift is not marked",
    },
}


def look(*names: str) -> None:
    """The rounds of these names, twice: what is made once stays once."""
    for _ in range(2):
        for each in [*rounds.listed("hour"), *rounds.listed("day")]:
            if each.name in (names or SAID):
                each.run()


def told(name: str) -> list[datetime]:
    """When the messages of a kind are due, in the order in which they came about."""
    return list(Message.objects.filter(kind=name).order_by("pk").values_list("due_at", flat=True))


def message(name: str) -> Message:
    return Message.objects.filter(kind=name).latest("pk")


def why_not(name: str) -> str | None:
    return kinds.get(name).still_wanted(message(name))


def rendered(name: str, language: str = "en") -> Rendered:
    with translation.override(language):
        return kinds.get(name).render(message(name), language)


def bo_takes(scene: Scene, shift: Shift) -> SignUp:
    return sign_up(shift=shift, person=scene.someone("bo"), by=SOMEBODY)


# --- gaps -------------------------------------------------------------------------------------------


def test_gaps_are_told_once_and_together(inside: Scene) -> None:
    inside.shift("2025-02-04 17:00")
    inside.shift("2025-02-05 17:00")
    inside.shift("2025-02-06 09:00")  # too far ahead
    look()
    assert told(gaps.NAME) == [NOW + timedelta(hours=1)]
    said = rendered(gaps.NAME)
    assert said.subject == "2 shifts of the next three days need people"
    assert "Tue 4 Feb 17:00–20:00: 0/2" in said.text.replace("\u00a0", " ")
    with clock.fixed(NOW + timedelta(days=1)):
        look()
    assert len(told(gaps.NAME)) == 2
    with clock.fixed(NOW + timedelta(days=1)):
        assert rendered(gaps.NAME).subject == "1 shift of the next three days needs people"


def test_full_shift_draft_and_cancelled_one_are_no_gaps(inside: Scene) -> None:
    bo_takes(inside, inside.shift("2025-02-04 17:00", places=1))
    inside.shift("2025-02-04 18:00", publish=False)
    cancel_shift(shift=inside.shift("2025-02-05 18:00"), by=SOMEBODY)
    look()
    assert told(gaps.NAME) == []


def test_place_given_back_is_told_anew_when_it_cannot_be_undone(inside: Scene) -> None:
    shift = inside.shift("2025-02-03 15:00", places=1)
    bo_takes(inside, shift)
    look()
    assert told(gaps.NAME) == []
    cancel_own(shift=shift, person=inside.someone("bo"), by=SOMEBODY)
    with platform_role():
        due = Wakeup.objects.filter(queue=rounds.QUEUES["hour"]).values_list("due_at", flat=True)
        assert NOW + timedelta(minutes=10) in set(due)
    with clock.fixed(NOW + timedelta(minutes=10)):
        look()
    # It begins soon, so nobody waits until nine.
    assert told(gaps.NAME) == [NOW + timedelta(minutes=10)]
    with clock.fixed(NOW + timedelta(hours=1)):
        bo_takes(inside, shift)
        assert why_not(gaps.NAME) == "everything is settled"
        look()
    with clock.fixed(NOW + timedelta(hours=2)):
        cancel_own(shift=shift, person=inside.someone("bo"), by=SOMEBODY)
        look()
    assert len(told(gaps.NAME)) == 2


def test_shift_that_moved_is_told_anew(inside: Scene) -> None:
    shift = inside.shift("2025-02-04 17:00")
    look()
    edit_shift(shift=shift, plan=inside.plan("2025-02-04 18:00"), by=SOMEBODY)
    look()
    assert len(told(gaps.NAME)) == 2


def test_who_looks_after_other_roles_is_not_told(inside: Scene) -> None:
    other = inside.another_role()
    inside.shift("2025-02-04 17:00")
    with platform_role():
        mine = Access.objects.filter(association=inside.association, role="coordinator")
        mine.update(limited=True, role_uuids=[other.uuid])
    look()
    assert told(gaps.NAME) == []
    inside.shift("2025-02-04 17:00", role=other)
    look()
    assert rendered(gaps.NAME).subject == "1 shift of the next three days needs people"


# --- attendance -------------------------------------------------------------------------------------


def test_attendance_is_asked_for_on_the_morning_after(inside: Scene) -> None:
    taken = bo_takes(inside, inside.shift("2025-02-03 17:00"))
    with clock.fixed(local("2025-02-03 21:00")):
        look(unmarked.NAME)
    assert told(unmarked.NAME) == []
    with clock.fixed(local("2025-02-04 04:15")):
        look(unmarked.NAME)
        assert told(unmarked.NAME) == [local("2025-02-04 09:00")]
        assert why_not(unmarked.NAME) is None
    # A beat that was down: the same message, once.
    with clock.fixed(local("2025-02-04 11:00")):
        look(unmarked.NAME)
        mark_attendance(sign_up=taken, came=True, by=SOMEBODY)
        assert why_not(unmarked.NAME) == "everything is settled"
    assert len(told(unmarked.NAME)) == 1


# --- both -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_said_in_three_languages_without_what_where_or_who(inside: Scene, language: str) -> None:
    with clock.fixed(NOW - timedelta(days=1)):
        past = inside.shift("2025-02-02 17:00", title="Soup", site=inside.site)
        bo_takes(inside, past)
    inside.shift("2025-02-04 17:00", title="Soup", site=inside.site)
    look()
    for name, subjects in SAID.items():
        said = rendered(name, language)
        assert said.subject == subjects[language]
        for secret in ("Soup", "Majakka", "Berg", "%("):
            assert secret not in said.text + said.html


# --- open shifts of the week ------------------------------------------------------------------------


def wants(scene: Scene, way: str) -> None:
    preferences.choose(person_uuid=scene.someone("bo").uuid, ways={open_week.NAME: way})


def test_open_shifts_come_once_a_week_to_those_who_asked(inside: Scene) -> None:
    inside.shift("2025-02-07 17:00")
    look(open_week.NAME)
    assert told(open_week.NAME) == []
    wants(inside, "email")
    look(open_week.NAME)
    assert told(open_week.NAME) == [local("2025-02-03 16:00")]
    with clock.fixed(NOW + timedelta(days=1)):
        look(open_week.NAME)  # nobody could make the round on Monday, or somebody did
    assert len(told(open_week.NAME)) == 1
    with clock.fixed(NOW + timedelta(days=2)):
        look(open_week.NAME)
    assert len(told(open_week.NAME)) == 1
    wants(inside, "inbox")
    with clock.fixed(NOW + timedelta(days=7)):
        look(open_week.NAME)
    assert len(told(open_week.NAME)) == 1


def test_open_shifts_are_told_while_they_are_wanted_and_there_are_some(inside: Scene) -> None:
    wants(inside, "email")
    look(open_week.NAME)
    assert why_not(open_week.NAME) == "nothing open suits"
    inside.shift("2025-02-07 17:00")
    assert why_not(open_week.NAME) is None
    with clock.fixed(NOW + timedelta(days=7)):
        assert why_not(open_week.NAME) == "the week is another one"
    wants(inside, "inbox")
    assert why_not(open_week.NAME) == "not wanted any more"


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("fi", "Sinulle sopivia avoimia vuoroja"),
        ("sv", "Öppna pass som passar dig"),
        ("en", "Open shifts that suit you"),
    ],
)
@pytest.mark.parametrize("discreet", [False, True])
def test_discreet_shift_of_the_week_is_named_by_its_time(
    inside: Scene, language: str, subject: str, discreet: bool
) -> None:
    role = inside.another_role(discreet=discreet)
    inside.hold(inside.someone("bo"), role)
    inside.shift("2025-02-07 17:00", role=role, title="Soup")
    wants(inside, "email")
    look(open_week.NAME)
    said = rendered(open_week.NAME, language)
    assert said.subject == subject
    assert ("Soup" in said.text + said.html) == (not discreet)
