"""What coordinators do: the board, replies, meetings, acceptance; and what becomes of it in time."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import translation

from accounts.models import User
from accounts.reach import EVERYBODY
from notifications.kinds import get as registered
from notifications.models import Message
from tenants import clock
from tenants.context import entered, platform_role
from tenants.models import Association, Invitation
from tests.volunteers.recruiting.conftest import BY, MONDAY, applicant
from volunteers.recruiting import calendar_file, kinds, selectors
from volunteers.recruiting.errors import HostBusy, NotFromHere, TimePast, TimeTaken
from volunteers.recruiting.models import (
    Application,
    InterviewOffer,
    InterviewTime,
)
from volunteers.recruiting.services import acceptance, applying, handling, interviews, retention
from volunteers.recruiting.services.interviews import NewTimes
from volunteers.recruiting.states import MOVES
from volunteers.recruiting.tasks import clear_due
from volunteers.register import retention as keeping
from volunteers.register.models import ContactPerson, Period, Person, RoleHolding, Trail, VolunteerRole
from volunteers.register.services import retention as nightly
from volunteers.register.services.erasure import erase_person

Browse = Callable[..., Client]
State = Application.State
TOMORROW = MONDAY + timedelta(days=1)


def times(*starts: datetime) -> NewTimes:
    return NewTimes(starts=starts, minutes=30, place="Rantakatu 8")


def reject(application: Application) -> Application:
    return handling.reject(application=application, reason="no_place", subject="S", text="T", by=BY)


# --- states --------------------------------------------------------------------------------------


def test_every_state_is_in_the_table() -> None:
    assert set(MOVES) == set(State)


def test_what_is_settled_is_not_decided_again(inside: Association, role: VolunteerRole) -> None:
    found = applicant(role)
    applying.withdraw(application=found)
    with pytest.raises(NotFromHere):
        acceptance.accept(application=found, roles=[role], active=True, by=BY, on=MONDAY.date())
    with pytest.raises(NotFromHere):
        reject(found)
    assert Person.objects.filter(family_name="Kemppainen").count() == 0


def test_who_was_turned_down_can_be_looked_at_again(inside: Association, role: VolunteerRole) -> None:
    found = reject(applicant(role))
    assert (found.reason, found.keep_until) == ("no_place", MONDAY + timedelta(days=183))
    again = handling.take_up(application=found, by=BY)
    assert (again.state, again.reason, again.keep_until) == ("in_review", "", None)


def test_trail_says_who_did_what_and_no_words(inside: Association, role: VolunteerRole) -> None:
    found = applicant(role, why="a secret reason")
    handling.take_up(application=found, by=BY)
    lines = Trail.objects.filter(subject_uuid=found.uuid)
    assert [line.data.get("to") for line in lines.order_by("pk")] == ["submitted", "in_review"]
    assert "secret" not in json.dumps(list(lines.values("data")))
    assert "Aino" not in json.dumps(list(lines.values("data")))


# --- the clock of the first reply ----------------------------------------------------------------


def test_first_action_that_reaches_the_applicant_stops_the_clock(
    inside: Association, role: VolunteerRole
) -> None:
    found = applicant(role)
    handling.take_up(application=found, by=BY)
    handling.add_note(application=found, level="coordinators", text="Nice", by=BY)
    found.refresh_from_db()
    assert found.first_replied_at is None
    with clock.fixed(TOMORROW):
        handling.reply(application=found, subject="Hello", text="Hi", by=BY)
    with clock.fixed(TOMORROW + timedelta(days=1)):
        handling.put_on_waiting_list(application=found, by=BY)
    found.refresh_from_db()
    assert found.first_replied_at == TOMORROW


@pytest.mark.parametrize(
    "act",
    [
        lambda found: handling.note_call(application=found, by=BY),
        lambda found: handling.put_on_waiting_list(application=found, by=BY),
        reject,
        lambda found: interviews.offer(application=found, new=times(TOMORROW), by=BY),
        lambda found: acceptance.accept(application=found, roles=[], active=False, by=BY, on=MONDAY.date()),
    ],
)
def test_each_of_these_is_a_reply(
    inside: Association, role: VolunteerRole, act: Callable[[Application], Any]
) -> None:
    found = applicant(role)
    act(found)
    found.refresh_from_db()
    assert found.first_replied_at == MONDAY


def test_late_ones_stand_in_todays_queue(
    browse: Browse, alfa: Association, ada: User, role: VolunteerRole
) -> None:
    with entered(alfa), clock.fixed(MONDAY - timedelta(days=7, minutes=1)):
        late = applicant(role)
    with entered(alfa):
        applicant(role, given_name="Otso", email="otso@example.org")
        assert [each.pk for each in selectors.overdue(reader=EVERYBODY)] == [late.pk]
    page = browse(ada, alfa).get("/coordinate/").content.decode()
    assert 0 < page.index("Aino Kemppainen applies") < page.index("Otso Kemppainen applies")


# --- meetings ------------------------------------------------------------------------------------


def test_time_is_offered_picked_and_put_into_the_calendar(inside: Association, role: VolunteerRole) -> None:
    found = applicant(role)
    [first, _second] = interviews.offer(
        application=found, new=times(TOMORROW, TOMORROW + timedelta(hours=1)), by=BY
    )
    found.refresh_from_db()
    assert found.state == "in_review"
    interviews.pick(application=found, time=first)
    found.refresh_from_db()
    assert (found.state, found.interviewed_at) == ("interview_booked", MONDAY)
    message = Message.objects.get(kind="recruiting.interview_booked")
    letter = kinds.interview_booked(message, "en")
    assert [each.name for each in letter.attachments] == ["meeting.ics"]
    assert "Rantakatu 8" in letter.text
    first.refresh_from_db()
    assert b"DTSTART:20250204T060000Z" in calendar_file.calendar_file(first, found)


def test_one_time_is_given_once(inside: Association, role: VolunteerRole) -> None:
    aino, otso = applicant(role), applicant(role, given_name="Otso", email="otso@example.org")
    [time] = interviews.offer(application=aino, new=times(TOMORROW), by=BY)
    interviews.offer(application=otso, new=times(), known=[time], by=BY)
    interviews.pick(application=otso, time=time)
    with pytest.raises(TimeTaken):
        interviews.pick(application=aino, time=time)
    other = InterviewTime.objects.create(
        starts_at=TOMORROW + timedelta(hours=2), ends_at=TOMORROW + timedelta(hours=3), place="x", host="y"
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        InterviewTime.objects.filter(pk=other.pk).update(taken_by=otso)


def test_time_that_is_not_on_offer_is_not_given(inside: Association, role: VolunteerRole) -> None:
    aino, otso = applicant(role), applicant(role, given_name="Otso", email="otso@example.org")
    [time] = interviews.offer(application=aino, new=times(TOMORROW), by=BY)
    with pytest.raises(TimeTaken):
        interviews.pick(application=otso, time=time)


def test_applicant_moves_the_meeting(inside: Association, role: VolunteerRole) -> None:
    found = applicant(role)
    first, second = interviews.offer(
        application=found, new=times(TOMORROW, TOMORROW + timedelta(hours=1)), by=BY
    )
    interviews.pick(application=found, time=first)
    interviews.pick(application=found, time=second)
    assert [each.pk for each in InterviewTime.objects.filter(taken_by=found)] == [second.pk]
    assert [each.pk for each in selectors.free_times()] == [first.pk]


@pytest.mark.parametrize(
    ("starts", "due"),
    [
        (datetime(2025, 2, 6, 12, tzinfo=UTC), datetime(2025, 2, 5, 12, tzinfo=UTC)),
        (datetime(2025, 2, 6, 5, tzinfo=UTC), datetime(2025, 2, 4, 18, 45, tzinfo=UTC)),  # never at night
        (datetime(2025, 2, 4, 5, tzinfo=UTC), None),  # the confirmation is enough
    ],
)
def test_meeting_is_near(
    inside: Association, role: VolunteerRole, starts: datetime, due: datetime | None
) -> None:
    found = applicant(role)
    [time] = interviews.offer(application=found, new=times(starts), by=BY)
    for _ in range(2):
        interviews.pick(application=found, time=time)
    planned = Message.objects.filter(kind=interviews.REMINDER)
    assert list(planned.values_list("due_at", flat=True)) == ([due] if due else [])


def test_reminder_of_the_meeting_that_is_still_agreed(inside: Association, role: VolunteerRole) -> None:
    found = applicant(role)
    first, second = interviews.offer(
        application=found, new=times(MONDAY + timedelta(days=2), MONDAY + timedelta(days=3)), by=BY
    )
    interviews.pick(application=found, time=first)
    message = Message.objects.get(kind=interviews.REMINDER)
    wanted = registered(interviews.REMINDER).still_wanted
    assert wanted(message) is None
    subjects = []
    for language in ("fi", "sv", "en"):
        with translation.override(language):
            subjects.append(kinds.interview_reminder(message, language).subject)
    assert [each.split(":")[0] for each in subjects] == [
        "Tapaamisesi lähestyy",
        "Ditt möte närmar sig",
        "Your meeting with Alfan mielen hyvinvointi ry is near",
    ]
    interviews.pick(application=found, time=second)
    assert wanted(message) == "another time was agreed, or none"
    applying.withdraw(application=found)
    assert wanted(Message.objects.filter(kind=interviews.REMINDER).latest("pk")) is not None


def test_impossible_times_are_refused(inside: Association, role: VolunteerRole) -> None:
    found = applicant(role)
    with pytest.raises(TimePast):
        interviews.offer(application=found, new=times(MONDAY - timedelta(hours=1)), by=BY)
    interviews.offer(application=found, new=times(TOMORROW), by=BY)
    with pytest.raises(HostBusy):
        interviews.offer(application=found, new=times(TOMORROW), by=BY)


def test_withdrawing_frees_the_time(inside: Association, role: VolunteerRole) -> None:
    found = applicant(role)
    [time] = interviews.offer(application=found, new=times(TOMORROW), by=BY)
    interviews.pick(application=found, time=time)
    applying.withdraw(application=found)
    time.refresh_from_db()
    assert time.taken_by_id is None
    assert not InterviewOffer.objects.filter(application=found).exists()


# --- acceptance ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("active", "state"), [(True, "active"), (False, "preparing")])
def test_accepted_applicant_is_in_the_register_and_invited(
    inside: Association, role: VolunteerRole, active: bool, state: str
) -> None:
    found = applicant(role, municipality="Napajoki", guardian_name="Mother", guardian_contact="m@example.org")
    person = acceptance.accept(application=found, roles=[role], active=active, by=BY, on=MONDAY.date())
    assert (person.name, person.email, person.municipality) == (
        "Aino Kemppainen",
        "aino@example.org",
        "Napajoki",
    )
    assert Period.objects.get(person=person).state == state
    assert RoleHolding.objects.get(person=person).role == role
    assert ContactPerson.objects.get(person=person).is_guardian
    with platform_role():
        assert Invitation.objects.get(person_uuid=person.uuid).email == "aino@example.org"
    found.refresh_from_db()
    assert (found.state, found.person_id) == ("accepted", person.pk)
    status = Message.objects.get(kind="recruiting.status")
    assert "Welcome" in kinds.status(status, "en").subject


def test_known_person_is_recognised_and_not_made_anew(inside: Association, role: VolunteerRole) -> None:
    bo = Person.objects.get(given_name="Bo")
    found = applicant(role, given_name="Bo", family_name="Berg", email="BO@example.org")
    assert selectors.likely(found, reader=EVERYBODY) == [bo]
    before = Person.objects.count()
    acceptance.accept(application=found, roles=[role], active=True, person=bo, by=BY, on=MONDAY.date())
    assert Person.objects.count() == before
    assert Period.objects.get(person=bo).state == "active"


def test_accepting_by_the_page(browse: Browse, alfa: Association, ada: User, role: VolunteerRole) -> None:
    with entered(alfa):
        found = applicant(role)
    client = browse(ada, alfa)
    path = f"/coordinate/applications/{found.uuid}/accept/"
    assert client.get(path).status_code == 200
    client.post(path, {"who": "new", "how": "active", "roles": [role.pk], "invited": "on"})
    with entered(alfa):
        assert Period.objects.get(person__family_name="Kemppainen").state == "active"


# --- keeping and deleting ------------------------------------------------------------------------


def test_what_led_to_nothing_is_cleared_after_half_a_year(
    alfa: Association, role: VolunteerRole, apply: Callable[..., Any]
) -> None:
    with entered(alfa):
        found = reject(applicant(role, why="a secret reason"))
        handling.take_up(application=found, by=BY)
        handling.add_note(application=found, level="owner", text="n", by=BY)
        reject(found)
        kept = applicant(role, given_name="Otso", email="otso@example.org")
    with entered(alfa), clock.fixed(MONDAY + timedelta(days=182)):
        assert retention.clear_due() == 0
    with clock.fixed(MONDAY + timedelta(days=184)):
        clear_due(schema_name=alfa.schema_name)
        clear_due(schema_name=alfa.schema_name)
    with entered(alfa):
        row = Application.objects.get(pk=found.pk)
        assert (row.is_blank, row.why, row.email, row.state) == (True, "", "", "rejected")
        assert row.notes.count() == row.replies.count() == 0
        assert not Message.objects.filter(subject_uuid=row.uuid).exists()
        assert Application.objects.get(pk=kept.pk).given_name == "Otso"
        around = timedelta(days=30)
        assert selectors.funnel(start=MONDAY - around, end=MONDAY + around, reader=EVERYBODY).submitted == 2
        with pytest.raises(NotFromHere):
            handling.take_up(application=row, by=BY)


def test_drafts_go_after_two_weeks(alfa: Association, apply: Callable[..., Any]) -> None:
    apply(do="keep")
    with entered(alfa), clock.fixed(MONDAY + timedelta(days=15)):
        assert retention.clear_due() == 1
        assert not Application.objects.exists()


def test_keeping_of_applications_is_told_and_the_night_clears_what_was_left(
    alfa: Association, role: VolunteerRole, browse: Browse, ada: User
) -> None:
    with entered(alfa):
        found = reject(applicant(role))
    with clock.fixed(MONDAY + timedelta(days=184)):
        for said in (browse(ada, alfa).get("/coordinate/data/kept/"), browse(ada, alfa).get("/privacy/")):
            page = said.content.decode()
            assert "Applications that led to nothing, and drafts" in page
            assert "6 months after they were settled" in page
        with entered(alfa):
            [coming] = [
                each
                for each in nightly.preview(night=keeping.next_night())
                if each.keeping.code == "applications"
            ]
            run = nightly.run_due()
    assert coming.count == 1
    assert run is not None
    with entered(alfa):
        run.refresh_from_db()
        assert run.removed["applications"] == 1
        found.refresh_from_db()
        assert (found.is_blank, found.given_name) == (True, "")


def test_erased_person_leaves_their_application(inside: Association, role: VolunteerRole) -> None:
    found = applicant(role)
    person = acceptance.accept(application=found, roles=[role], active=True, by=BY, on=MONDAY.date())
    erase_person(person=person, by=BY)
    found.refresh_from_db()
    assert (found.is_blank, found.given_name, found.person_id) == (True, "", None)
