"""A pair's way: intake, starting talk, proposal, agreement, meetings, pause, end; and what refuses."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from accounts.reach import EVERYBODY
from scheduling.activities.models import Count
from scheduling.hours.errors import TimesOverlap
from scheduling.hours.models import HoursEntry
from tenants import clock
from tests.volunteers.pairs.conftest import (
    BY,
    active,
    again,
    at,
    matched,
    person,
    proposed,
    role,
    taken_in,
    terms,
    told,
    waiting,
)
from volunteers.pairs import clients, errors, suggestions
from volunteers.pairs.models import Agreement, Client, Meeting, Pair, Signal
from volunteers.pairs.services import agreements, ending, holding, intake, matching, meetings
from volunteers.pairs.services.meetings import Noted
from volunteers.register import leaving
from volunteers.register.models import VolunteerRole
from volunteers.register.services import qualifications

pytestmark = pytest.mark.usefixtures("inside")
State = Pair.State


def met(pair: Pair, when: str = "2025-01-29 14:00", feeling: str = "fine") -> Meeting:
    return meetings.note(pair=pair, noted=Noted(at(when), 60, "together", feeling), by=BY)


def test_nothing_is_kept_before_the_client_agrees_and_a_second_press_is_one() -> None:
    wanted: dict[str, Any] = {"told": told(), "role": role(), "way": "paper", "language": "sv", "by": BY}
    with pytest.raises(errors.NoConsent):
        intake.take_in(key=uuid4(), agrees=False, **wanted)
    assert not Client.objects.exists()
    key = uuid4()
    first = intake.take_in(key=key, agrees=True, **wanted)
    assert intake.take_in(key=key, agrees=True, **wanted) == first
    client = Client.objects.get()
    assert (client.consent_version, client.consent_language, client.consent_way) == (1, "sv", "paper")


@pytest.mark.parametrize(
    ("outcome", "state"),
    [("volunteer", "waiting"), ("activity", "guided_elsewhere"), ("service", "guided_elsewhere")],
)
def test_intake_has_three_outcomes(outcome: str, state: str) -> None:
    pair = intake.note_talk(pair=taken_in(), on=date(2025, 2, 3), outcome="", by=BY)
    assert pair.state == State.ASSESSED
    assert intake.note_talk(pair=pair, on=None, outcome=outcome, by=BY).state == state


def test_suggestion_says_why_and_leaves_out_who_is_blocked_or_was_asked() -> None:
    pair = waiting(wish="walks and Chess")
    bo = person("Bo")
    bo.skills, bo.speaks = ["chess"], ["fin"]
    bo.save()
    [one] = [each for each in suggestions.find(EVERYBODY, pair, today=date(2025, 2, 3)) if each.person == bo]
    assert "the wish names what they can: chess" in one.reasons
    assert "has no pair now" in one.reasons
    VolunteerRole.objects.update(supervision="blocking", supervision_every_days=45, supervision_grace_days=30)
    qualifications.note_supervision(person=bo, role=role(), on=date(2024, 6, 1), by=BY)
    assert bo not in [each.person for each in suggestions.find(EVERYBODY, pair, today=date(2025, 2, 3))]
    with pytest.raises(errors.NotASuggestion):
        matching.propose(pair=pair, person=bo, among=EVERYBODY, by=BY)
    qualifications.note_supervision(person=bo, role=role(), on=date(2025, 2, 1), by=BY)
    matching.propose(pair=pair, person=bo, among=EVERYBODY, by=BY)
    matching.volunteer_answers(proposal=pair.proposals.get(), yes=False, by=BY)
    assert bo not in [each.person for each in suggestions.find(EVERYBODY, pair, today=date(2025, 2, 3))]


@pytest.mark.parametrize("who", [matching.client_answers, matching.volunteer_answers])
def test_either_side_declines_and_the_client_waits_again(who: object) -> None:
    pair = proposed()
    proposal = pair.proposals.get()
    who(proposal=proposal, yes=False, by=BY)  # type: ignore[operator]  # one of two verbs
    assert again(pair).state == State.WAITING
    assert again(pair).volunteer is None
    with pytest.raises(errors.AnsweredAlready):
        matching.client_answers(proposal=proposal, yes=True, by=BY)


def test_agreement_without_goals_or_duration_is_refused_with_a_sentence() -> None:
    pair = matched()
    with pytest.raises(errors.WithoutGoals, match="goal"):
        agreements.write(pair=pair, terms=terms(goals=()), by=BY)
    with pytest.raises(errors.TooLong):
        agreements.write(pair=pair, terms=terms(to_on=date(2025, 1, 2)), by=BY)
    with pytest.raises(IntegrityError), transaction.atomic():
        agreements.write(pair=pair, terms=terms(), by=BY)
        Agreement.objects.update(goals=[])


def test_pair_begins_when_both_have_signed_what_they_read() -> None:
    pair = matched()
    agreement = agreements.write(pair=pair, terms=terms(), by=BY)
    with pytest.raises(errors.ReadTheLimits):
        agreements.sign_as_volunteer(agreement=agreement, has_read=False, by=BY)
    agreements.sign_as_client(agreement=agreement, has_read=True, by=BY)
    assert again(pair).state == State.MATCHED
    agreements.sign_as_volunteer(agreement=agreement, has_read=True, by=BY)
    begun = again(pair)
    assert (begun.state, begun.agreement) == (State.ACTIVE, agreement)
    assert agreement.half_on == date(2025, 4, 1)
    assert agreement.end_on == date(2025, 5, 31)


def test_database_lets_nobody_begin_without_a_signed_agreement_of_their_own() -> None:
    other, pair = active(), matched(alias="other")
    for values in (
        {"state": "active"},
        {"state": "active", "agreement": agreements.write(pair=pair, terms=terms(), by=BY)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Pair.objects.filter(pk=pair.pk).update(**values)
    signed = other.agreement
    assert signed is not None
    for changed in ({"to_on": date(2026, 1, 1)}, {"goals": ["hobby"]}, {"client_signed_at": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Agreement.objects.filter(pk=signed.pk).update(**changed)
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.filter(pk=signed.pk).delete()


def test_prolonging_is_a_new_agreement_and_the_old_one_stays() -> None:
    pair = active()
    new = agreements.write(pair=pair, terms=terms(from_on=date(2025, 7, 1), to_on=date(2025, 12, 31)), by=BY)
    agreements.sign_as_client(agreement=new, has_read=True, by=BY)
    assert again(pair).agreement != new
    agreements.sign_as_volunteer(agreement=new, has_read=True, by=BY)
    assert again(pair).agreement == new
    assert pair.agreements.count() == 2


def test_meeting_becomes_hours_and_one_encounter_and_is_one_when_pressed_twice() -> None:
    pair = active()
    first = met(pair)
    assert met(pair) == first
    entry = HoursEntry.objects.get()
    assert (entry.person, entry.minutes, entry.state, entry.kind) == (person("Bo"), 60, "submitted", "task")
    count = Count.objects.get()
    assert (count.measure, count.quantity, count.role) == ("met", 1, role())
    with pytest.raises(TimesOverlap):
        met(pair, "2025-01-29 14:30")
    assert Meeting.objects.count() == 1
    meetings.take_back(meeting=first, by=BY)
    for table in (HoursEntry, Count, Meeting):
        assert not table.objects.exists()


def test_meeting_ahead_before_the_agreement_or_of_a_paused_pair_is_refused() -> None:
    pair = active()
    with pytest.raises(errors.NotYet):
        met(pair, "2025-02-03 07:30")
    with pytest.raises(errors.BeforeAgreement):
        met(pair, "2024-12-28 14:00")
    with clock.fixed(clock.now() + timedelta(minutes=11)), pytest.raises(errors.TooLateToUndo):
        with clock.fixed(clock.now() - timedelta(minutes=11)):
            slip = met(pair)
        meetings.take_back(meeting=slip, by=BY)
    ending.pause(pair=pair, by=BY)
    with pytest.raises(errors.NotTogether):
        met(pair, "2025-01-30 14:00")


def test_need_to_talk_and_a_question_wait_for_the_coordinator_until_settled() -> None:
    pair = active()
    met(pair, feeling="talk")
    met(pair, "2025-01-30 14:00", feeling="talk")
    ending.ask(pair=pair, kind="professional", by=BY)
    assert sorted(Signal.objects.values_list("kind", flat=True)) == ["professional", "talk"]
    assert ending.settle(pair=pair, by=BY) == 2
    assert ending.settle(pair=pair, by=BY) == 0


def test_volunteer_who_takes_a_break_pauses_the_pair_and_the_coordinator_is_asked() -> None:
    pair = active()
    other = proposed(alias="second")
    # Nothing of it is a place on a shift that is given back.
    assert leaving.release(person("Bo"), by=BY) == 0
    assert again(pair).state == State.PAUSED
    assert Signal.objects.get().kind == "stops"
    assert again(other).state == State.WAITING
    ending.go_on(pair=pair, by=BY)
    assert again(pair).state == State.ACTIVE


def test_client_says_no_in_the_moment_when_the_volunteer_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    pair, lock = proposed(), holding.lock

    def after_the_no(*, pair: Pair) -> Pair:
        """The client's no lands while the leaving waits for the pair."""
        monkeypatch.setattr(holding, "lock", lock)
        matching.client_answers(proposal=pair.proposals.get(), yes=False, by=BY)
        return lock(pair=pair)

    monkeypatch.setattr(holding, "lock", after_the_no)
    assert leaving.release(person("Bo"), by=BY) == 0
    assert again(pair).state == State.WAITING
    assert (pair.proposals.get().client_says, pair.proposals.get().volunteer_says) == ("no", "")


def test_another_volunteer_comes_after_a_pause_with_an_agreement_of_their_own() -> None:
    pair = active()
    ending.pause(pair=pair, by=BY)
    ending.seek_another(pair=pair, by=BY)
    found = again(pair)
    assert (found.state, found.volunteer, found.agreement) == (State.WAITING, None, None)
    assert found.agreements.count() == 1


def test_pair_ends_on_its_last_day_and_is_anonymised_a_year_later_once() -> None:
    pair = active()
    ending.end(pair=pair, on=date(2025, 2, 10), how="agreed", by=BY)
    assert again(pair).state == State.ENDING
    with clock.fixed(at("2025-02-11 04:20")):
        assert (ending.end_due(), ending.end_due()) == (1, 0)
    assert again(pair).state == State.ENDED
    closed = Pair.objects.filter(pk=pair.pk)
    assert ending.anonymise(over=closed) == 1
    assert ending.anonymise(over=closed) == 0
    client = Client.objects.get()
    assert clients.opened(client) == clients.Opened("", "", "", "")
    assert set(Agreement.objects.values_list("sealed_content", "sealed_goals")) == {("", "")}
    assert again(pair).state == State.ANONYMISED


def test_withdrawn_consent_deletes_everything_at_once() -> None:
    pair = active()
    intake.withdraw(pair=pair, by=BY)
    assert again(pair).state == State.WITHDRAWN
    client = Client.objects.get()
    assert client.blanked_at
    assert not any(getattr(client, name) for name in Client.SEALED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Client.objects.update(sealed_alias=clients.seal("again"))


def test_consent_is_withdrawn_of_an_ended_pair_too() -> None:
    pair = active()
    ending.end(pair=pair, on=date(2025, 2, 3), how="agreed", by=BY)
    for _time in range(2):
        intake.withdraw(pair=pair, by=BY)
    assert again(pair).state == State.ENDED
    assert Client.objects.get().blanked_at
