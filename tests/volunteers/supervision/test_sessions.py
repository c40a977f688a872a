"""Times of supervision: put in the calendar, asked to, answered, called off, and ticked."""

from datetime import date, time

import pytest
from django.db import models

from notifications import kinds as known
from notifications.models import Message
from scheduling.hours.errors import ApprovedAlready
from scheduling.hours.models import HoursEntry
from tenants import clock
from tests.volunteers.supervision.conftest import BY, MONDAY, asks, at, group, person, role, session
from volunteers.register.models import Person, SupervisionDuty
from volunteers.register.person_data import Merging
from volunteers.supervision import models as own
from volunteers.supervision.errors import (
    CalledOff,
    GroupAtRest,
    NotFromHere,
    NotInRole,
    NotYet,
    OneMember,
    TooLate,
)
from volunteers.supervision.models import Seat, SupervisionSession
from volunteers.supervision.person_rows import merge_seats
from volunteers.supervision.services import attending, groups, inviting

pytestmark = pytest.mark.usefixtures("inside")


def held(of: SupervisionSession, *names: str) -> SupervisionSession:
    """Everybody of the group is looked at, these were there."""
    among = [member.person for member in of.group.members.select_related("person")]
    present = [person(name).uuid for name in names]
    return attending.note_held(session=of, among=among, present=present, by=BY)


def last_of(name: str) -> date | None:
    """When somebody was in supervision last."""
    duty = SupervisionDuty.objects.filter(person=person(name), role=role()).first()
    return duty.last_on if duty else None


def test_time_that_was_held_moves_the_duty_and_writes_hours_of_their_own_kind() -> None:
    asks()
    held(session(group("Bo", "Ada"), "2025-01-15 17:00"), "Bo")
    assert (last_of("Bo"), last_of("Ada")) == (date(2025, 1, 15), None)
    hours = HoursEntry.objects.get()
    assert (hours.person.given_name, hours.kind, hours.minutes, hours.state) == (
        "Bo", "supervision", 90, "submitted",
    )  # fmt: skip
    assert dict(Seat.objects.values_list("person__given_name", "came")) == {"Bo": "present", "Ada": "absent"}


def test_ticking_twice_changes_nothing() -> None:
    one = session(group("Bo"), "2025-01-15 17:00")
    held(one, "Bo")
    held(one, "Bo")
    assert HoursEntry.objects.count() == 1
    assert last_of("Bo") == date(2025, 1, 15)


def test_wrong_tick_taken_away_brings_back_what_stood_before() -> None:
    circle = group("Bo")
    held(session(circle, "2024-12-10 17:00"), "Bo")
    wrong = session(circle, "2025-01-15 17:00")
    held(wrong, "Bo")
    held(wrong)
    assert last_of("Bo") == date(2024, 12, 10)
    assert HoursEntry.objects.get().starts_at == at("2024-12-10 17:00")


def test_first_tick_that_was_wrong_leaves_no_duty_behind() -> None:
    one = session(group("Bo"), "2025-01-15 17:00")
    held(one, "Bo")
    held(one)
    assert not SupervisionDuty.objects.exists()
    assert not HoursEntry.objects.exists()


def test_tick_is_not_taken_away_under_hours_that_count() -> None:
    one = session(group("Bo"), "2025-01-15 17:00")
    held(one, "Bo")
    with clock.fixed(MONDAY):
        HoursEntry.objects.update(state="approved", approved_at=clock.now(), approved_by="Satu")
    with pytest.raises(ApprovedAlready):
        held(one)
    assert last_of("Bo") == date(2025, 1, 15)


def test_earlier_time_ticked_later_does_not_set_the_duty_back() -> None:
    circle = group("Bo")
    held(session(circle, "2025-01-15 17:00"), "Bo")
    held(session(circle, "2024-12-10 17:00"), "Bo")
    assert last_of("Bo") == date(2025, 1, 15)


def test_support_talk_is_supervision_and_peer_exchange_is_not() -> None:
    held(session(group("Bo", name="Tuki", kind="support_talk"), "2025-01-15 17:00"), "Bo")
    held(session(group("Ada", name="Vertaiset", kind="peer_exchange"), "2025-01-15 17:00"), "Ada")
    assert (last_of("Bo"), last_of("Ada")) == (date(2025, 1, 15), None)
    kinds = dict(HoursEntry.objects.values_list("person__given_name", "kind"))
    assert kinds == {"Bo": "supervision", "Ada": "peer_exchange"}


def test_who_said_no_is_excused_and_who_said_nothing_was_not_there() -> None:
    one = session(group("Bo", "Ada"), "2025-02-05 17:00")
    inviting.invite(session=one, by=BY)
    inviting.answer(seat=Seat.objects.get(person=person("Bo")), comes=False, by=BY)
    with clock.fixed(at("2025-02-05 19:00")):
        held(one)
    assert dict(Seat.objects.values_list("person__given_name", "came")) == {"Bo": "excused", "Ada": "absent"}


def test_nothing_is_ticked_before_it_has_begun_nor_of_what_is_called_off() -> None:
    one = session(group("Bo"), "2025-02-05 17:00")
    with pytest.raises(NotYet):
        held(one, "Bo")
    inviting.call_off(session=one, by=BY)
    with clock.fixed(at("2025-02-05 19:00")), pytest.raises(CalledOff):
        held(one, "Bo")
    with pytest.raises(NotFromHere):
        inviting.call_off(session=held_one(), by=BY)


def held_one() -> SupervisionSession:
    """A time that was held."""
    return held(session(group("Bo", name="Toinen"), "2025-01-15 17:00"), "Bo")


def test_members_are_asked_three_weeks_ahead_and_once() -> None:
    circle = group("Bo", "Ada")
    near, far = session(circle, "2025-02-20 17:00"), session(circle, "2025-03-20 17:00")
    assert inviting.invite_due() == 2
    inviting.invite_due()
    near.refresh_from_db()
    far.refresh_from_db()
    assert (near.state, far.state) == ("invited", "planned")
    assert Message.objects.filter(kind=inviting.INVITATION).count() == 2


def test_newcomer_is_asked_to_times_of_which_the_others_know() -> None:
    circle = group("Bo")
    inviting.invite(session=session(circle, "2025-02-10 17:00"), by=BY)
    assert groups.add_members(group=circle, people=[person("Ada"), person("Bo")], by=BY) == 1
    assert Seat.objects.filter(person=person("Ada")).exists()


def test_member_who_leaves_is_off_the_times_ahead_but_stays_where_they_were() -> None:
    circle = group("Bo")
    held(session(circle, "2025-01-15 17:00"), "Bo")
    inviting.invite(session=session(circle, "2025-02-10 17:00"), by=BY)
    groups.remove_member(group=circle, person=person("Bo"), by=BY)
    assert [seat.came for seat in Seat.objects.all()] == ["present"]


def test_answer_is_changed_until_it_begins() -> None:
    one = session(group("Bo"), "2025-02-05 17:00")
    inviting.invite(session=one, by=BY)
    seat = Seat.objects.get()
    inviting.answer(seat=seat, comes=True, by=BY)
    assert inviting.answer(seat=seat, comes=False, by=BY).answer == "no"
    with clock.fixed(at("2025-02-05 17:00")), pytest.raises(TooLate):
        inviting.answer(seat=seat, comes=True, by=BY)


def test_who_answered_is_not_written_to_and_who_said_no_not_told_that_it_is_off() -> None:
    one = session(group("Bo", "Ada"), "2025-02-05 17:00")
    inviting.invite(session=one, by=BY)
    message = Message.objects.get(kind=inviting.INVITATION, person_uuid=person("Bo").uuid)
    kind = known.get(inviting.INVITATION)
    assert kind.still_wanted(message) is None
    inviting.answer(seat=Seat.objects.get(person=person("Bo")), comes=False, by=BY)
    assert kind.still_wanted(message) == "they have answered"
    inviting.call_off(session=one, by=BY)
    told = Message.objects.filter(kind=inviting.CALLED_OFF).values_list("person_uuid", flat=True)
    assert list(told) == [person("Ada").uuid]


def test_messages_name_neither_group_nor_role() -> None:
    asks()
    one = session(group("Bo", name="Kriisilinjan ryhmä"), "2025-02-05 17:00")
    inviting.invite(session=one, by=BY)
    message = Message.objects.get(kind=inviting.INVITATION)
    said = known.get(inviting.INVITATION).render(message, "en")
    assert "Kriisilinjan" not in said.subject + said.text
    assert role().name not in said.text


def test_series_of_times_is_put_in_once_and_what_was_called_off_may_come_again() -> None:
    circle = group("Bo")
    plan = {"first": date(2025, 2, 5), "last": date(2025, 4, 30), "at": time(17), "every_weeks": 4}
    done = groups.add_times(group=circle, by=BY, **plan)  # type: ignore[arg-type]  # named above
    again = groups.add_times(group=circle, by=BY, **plan)  # type: ignore[arg-type]  # as above
    assert ((done.made, done.known), (again.made, again.known)) == ((4, 0), (0, 4))
    inviting.call_off(session=circle.sessions.earliest("starts_at"), by=BY)
    assert groups.add_times(group=circle, by=BY, **plan).made == 1  # type: ignore[arg-type]  # as above


def test_group_is_of_those_who_do_its_role_and_one_to_one_talks_have_one() -> None:
    other = Person.objects.create(given_name="Outi", family_name="Muu", sort_key="muu", created_at=MONDAY)
    with pytest.raises(NotInRole):
        groups.add_members(group=group(), people=[other], by=BY)
    alone = group("Bo", name="Kahden", form="one_to_one")
    with pytest.raises(OneMember):
        groups.add_members(group=alone, people=[person("Ada")], by=BY)
    rest = group(name="Levossa", is_active=False)
    with pytest.raises(GroupAtRest):
        groups.add_members(group=rest, people=[person("Bo")], by=BY)


def test_two_who_are_one_keep_the_tick() -> None:
    one = held(session(group("Bo", "Ada"), "2025-01-15 17:00"), "Bo")
    merging = Merging(kept=person("Ada"), gone=person("Bo"), by=BY, at=MONDAY, blanks=None)  # type: ignore[arg-type]  # not asked
    merge_seats(merging)
    seat = one.seats.get()
    assert (seat.person.given_name, seat.came) == ("Ada", "present")


def test_there_is_no_field_for_what_was_said() -> None:
    """Names of groups and of supervisors are all the words that can be written."""
    words = {
        f"{model.__name__}.{field.name}"
        for model in (own.SupervisionGroup, own.GroupMember, own.SupervisionSession, own.Seat)
        for field in model._meta.get_fields()
        if isinstance(field, models.CharField | models.TextField) and not field.choices
    }
    assert words == {"SupervisionGroup.name", "SupervisionGroup.supervisor_name"}
