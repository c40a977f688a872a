"""What the calendar brings is told once to each, while it is so, in their language, and discreetly."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given, settings, strategies as st

from accounts.models import User
from notifications import kinds, rounds
from notifications.kinds import Rendered
from notifications.models import Message
from tenants import clock
from tenants.context import platform_role
from tenants.models import Access, Association
from tests.volunteers.register.conftest import BY, MONDAY, person
from volunteers.register.coordinators import listed
from volunteers.register.models import (
    AgreementText,
    Period,
    Qualification,
    QualificationType,
    RoleHolding,
    RoleQualification,
    Signature,
    SupervisionDuty,
    VolunteerRole,
)
from volunteers.register.rounds import qualifications, signing, supervision
from volunteers.register.services import agreements

TODAY = date(2025, 2, 3)
pytestmark = pytest.mark.usefixtures("inside")
SAID = {
    qualifications.OWN: {
        "fi": "Pätevyytesi on päättymässä",
        "sv": "En behörighet du har håller på att gå ut",
        "en": "A qualification of yours is about to end",
    },
    qualifications.OTHERS: {
        "fi": "1 pätevyys on päättymässä",
        "sv": "1 behörighet håller på att gå ut",
        "en": "1 qualification is about to end",
    },
    supervision.OWN: {
        "fi": "On aika käydä työnohjauksessa",
        "sv": "Det är dags för din arbetshandledning",
        "en": "It is time for your supervision",
    },
    supervision.OTHERS: {
        "fi": "1 vapaaehtoisen työnohjaus on myöhässä",
        "sv": "Arbetshandledningen för 1 frivillig är försenad",
        "en": "Supervision of 1 volunteer is late",
    },
    signing.NAME: {
        "fi": "Sinua odottaa allekirjoitettava teksti",
        "sv": "En text väntar på din underskrift",
        "en": "A text waits for your signature",
    },
}


def look() -> None:
    """All rounds of the register."""
    for each in rounds.listed("day"):
        if each.name.startswith("register."):
            each.run()


def planned(kind: str) -> list[str]:
    """Whom the waiting and sent messages of a kind are for."""
    rows = Message.objects.filter(kind=kind).exclude(state="obsolete").order_by("pk")
    names = {person(name).uuid: name for name in ("Ada", "Bo")}
    return sorted(names[row.person_uuid] for row in rows)


def message(kind: str) -> Message:
    return Message.objects.get(kind=kind)


def rendered(kind: str, language: str = "en") -> Rendered:
    with translation.override(language):
        return kinds.get(kind).render(message(kind), language)


def why_not(kind: str) -> str | None:
    return kinds.get(kind).still_wanted(message(kind))


def host() -> VolunteerRole:
    return VolunteerRole.objects.get(code="host")


def ends(days: int, *, name: str = "Bo") -> Qualification:
    """First aid of somebody, with so many days left."""
    kind, _ = QualificationType.objects.get_or_create(
        code="aid", defaults={"name_fi": "Ensiapu", "name_sv": "Första hjälpen", "name_en": "First aid"}
    )
    made: Qualification = Qualification.objects.create(
        person=person(name),
        type=kind,
        from_on=date(2024, 1, 1),
        to_on=TODAY + timedelta(days=days),
        noted_at=clock.now(),
        noted_by="test",
    )
    return made


def late(days: int, *, blocking: bool = False) -> None:
    """Bo's supervision was due so many days ago; the grace is ten."""
    VolunteerRole.objects.filter(code="host").update(
        supervision="blocking" if blocking else "advisory",
        supervision_every_days=30,
        supervision_grace_days=10,
    )
    for holding in RoleHolding.objects.filter(role=host()):
        since = TODAY - timedelta(days=30 + days if holding.person == person("Bo") else 0)
        SupervisionDuty.objects.create(person=holding.person, role=host(), since_on=since, last_on=since)


def text_in_force(days_ago: int = 0) -> AgreementText:
    with clock.fixed(MONDAY - timedelta(days=days_ago)):
        return agreements.write_text(
            kind="agreement", text_fi="Lupaan.", in_force_on=TODAY - timedelta(days=days_ago), by=BY
        )


# --- twice is once, in three languages, without names ---------------------------------------------


@pytest.mark.parametrize("kind", SAID)
def test_told_once_however_often_it_is_looked_for(kind: str) -> None:
    ends(6)
    late(2)
    text_in_force()
    for _ in range(2):
        look()
    own = kind in {qualifications.OWN, supervision.OWN}
    assert planned(kind) == (["Bo"] if own else ["Ada", "Bo"] if kind == signing.NAME else ["Ada"])
    due = {row.due_at for row in Message.objects.filter(kind=kind)}
    assert due == {MONDAY + timedelta(hours=1)}


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_said_in_the_reader_s_language_and_to_coordinators_without_names(language: str) -> None:
    ends(6)
    late(2)
    text_in_force()
    look()
    Message.objects.filter(kind=signing.NAME, person_uuid=person("Ada").uuid).delete()
    for kind, subjects in SAID.items():
        said = rendered(kind, language)
        assert said.subject == subjects[language]
        assert "%(" not in said.text
        if kind in {qualifications.OTHERS, supervision.OTHERS}:
            assert not any(name in said.text + said.html for name in ("Bo", "Berg"))


@pytest.mark.parametrize("discreet", [False, True])
def test_discreet_role_and_what_it_asks_for_are_not_named(discreet: bool) -> None:
    RoleQualification.objects.create(role=host(), type=ends(6).type)
    VolunteerRole.objects.filter(code="host").update(discreet=discreet)
    late(2)
    look()
    said = rendered(qualifications.OWN).text + rendered(supervision.OWN).text
    assert ("First aid" in said, "Meeting place host" in said) == (not discreet, not discreet)


# --- qualifications ---------------------------------------------------------------------------------


@given(left=st.integers(min_value=-20, max_value=90))
@settings(max_examples=50)
def test_told_at_the_step_that_was_reached_last(left: int) -> None:
    step = qualifications.step_of(to_on=TODAY + timedelta(days=left), today=TODAY)
    expected = next((each for each in (7, 30, 60) if 0 <= left <= each), None)
    fresh = expected is not None and left > expected - qualifications.FRESH.days
    assert step == (expected if fresh else None)


def test_told_at_sixty_thirty_and_seven_days_also_after_nights_without_a_round() -> None:
    ends(75)
    told = []
    for day in [*range(10, 40), *range(45, 68), *range(70, 80)]:
        with clock.fixed(MONDAY + timedelta(days=day)):
            before = Message.objects.filter(kind=qualifications.OWN).count()
            look()
            if Message.objects.filter(kind=qualifications.OWN).count() > before:
                told.append(75 - day)
    assert told == [60, 30, 5]


def test_renewed_or_revoked_is_not_told() -> None:
    held = ends(6)
    look()
    assert why_not(qualifications.OWN) is None
    held.revoked_on = TODAY
    held.save(update_fields=["revoked_on"])
    assert (why_not(qualifications.OWN), why_not(qualifications.OTHERS)) == ("everything is settled",) * 2


# --- supervision ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "blocking", "expected"),
    [
        (0, True, []),
        (1, False, [supervision.DUE]),
        (14, False, [supervision.DUE]),
        (15, False, []),
        (11, True, [supervision.DUE, supervision.CLOSED]),
        (20, True, [supervision.CLOSED]),
        (400, True, []),
    ],
)
def test_what_is_told_of_supervision(days: int, blocking: bool, expected: list[str]) -> None:
    due = TODAY - timedelta(days=days)
    last = due + timedelta(days=10)
    assert supervision.steps_of(due=due, last=last, blocks=blocking, today=TODAY) == expected


def test_supervision_that_has_been_is_not_told() -> None:
    late(2, blocking=True)
    look()
    assert "no new shifts" in rendered(supervision.OWN).text
    SupervisionDuty.objects.filter(person=person("Bo")).update(last_on=TODAY)
    assert (why_not(supervision.OWN), why_not(supervision.OTHERS)) == ("everything is settled",) * 2


# --- texts to sign ----------------------------------------------------------------------------------


def test_old_text_is_told_to_those_who_are_new() -> None:
    text_in_force(days_ago=200)
    look()
    assert planned(signing.NAME) == []
    Period.objects.filter(person=person("Bo")).update(started_on=TODAY - timedelta(days=1))
    look()
    assert planned(signing.NAME) == ["Bo"]


@pytest.mark.parametrize(
    ("happens", "reason"),
    [("signed", "everything is settled"), ("another", "everything is settled"), ("", None)],
)
def test_text_is_told_while_it_waits(happens: str, reason: str | None) -> None:
    text = text_in_force()
    Signature.objects.create(
        person=person("Ada"), text=text, language="fi", typed_name="Ada", at=clock.now(), noted_by="t"
    )
    look()
    assert planned(signing.NAME) == ["Bo"]
    if happens == "signed":
        agreements.sign(
            person=person("Bo"), text=text, typed_name="Bo Berg", language="en", by=BY, on_paper=True
        )
    elif happens == "another":
        text_in_force()
    assert why_not(signing.NAME) == reason


# --- those who coordinate ---------------------------------------------------------------------------


def _access(**changes: Any) -> None:
    with platform_role():
        ada = User.objects.get(email="ada@example.org")
        Access.objects.filter(user=ada, role="coordinator").update(**changes)


def test_who_coordinates_a_part_is_told_of_that_part_alone() -> None:
    ends(6)
    _access(limited=True)
    look()
    assert planned(qualifications.OTHERS) == []
    _access(limited=True, role_uuids=[host().uuid])
    look()
    assert planned(qualifications.OTHERS) == ["Ada"]


def test_who_no_longer_coordinates_is_not_told(inside: Association) -> None:
    ends(6)
    look()
    _access(ends_at=clock.now())
    assert why_not(qualifications.OTHERS) == "no longer coordinates"
    assert listed() == []
