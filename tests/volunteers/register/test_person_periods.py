"""A person's time here: it begins when nothing is missing, pauses, comes back, ends, begins anew."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from accounts.models import User
from notifications.models import Message
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.services import signing_up
from tenants import clock
from tenants.actors import Actor
from tenants.context import entered
from tenants.models import Access, Association, Wakeup
from tests.volunteers.register.conftest import BY, person
from volunteers.register.errors import DayAhead, EndsBeforeStart, NotFromHere
from volunteers.register.models import (
    ContactPerson,
    Period,
    Person,
    RoleHolding,
    SupervisionDuty,
    Trail,
    VolunteerRole,
    sort_key,
)
from volunteers.register.person_errors import BreakInPast, BreakTooLong, NoPeriod, NotReady
from volunteers.register.services import periods
from volunteers.register.tasks import end_due_breaks

Browse = Callable[..., Client]
TODAY = date(2025, 2, 3)


def shift_of(bo: Person, *, day: int) -> Shift:
    """A shift of the association that Bo has taken."""
    made = Shift.objects.create(
        role=VolunteerRole.objects.get(code="host"),
        starts_at=datetime(2025, 2, day, 15, tzinfo=UTC),
        ends_at=datetime(2025, 2, day, 18, tzinfo=UTC),
        places=2,
        state="published",
        created_at=clock.now(),
    )
    signing_up.sign_up(shift=made, person=bo, by=Actor(bo.user_uuid, bo.name))
    return made


def newcomer(**fields: object) -> Person:
    """Somebody who prepares and is to be a host."""
    made = Person.objects.create(
        given_name="Nea",
        family_name="Nevala",
        sort_key=sort_key(family_name="Nevala", given_name="Nea"),
        created_at=clock.now(),
        **fields,
    )
    periods.start_period(person=made, by=BY, started_on=TODAY)
    role = VolunteerRole.objects.get(code="host")
    RoleHolding.objects.create(person=made, role=role, from_on=TODAY)
    return made


def state_of(who: Person) -> str:
    return Period.objects.filter(person=who).latest("pk").state


@pytest.mark.usefixtures("inside")
def test_break_gives_back_what_lies_ahead_and_keeps_the_clocks() -> None:
    bo = person("Bo")
    role = VolunteerRole.objects.get(code="host")
    SupervisionDuty.objects.create(person=bo, role=role, since_on=date(2025, 1, 1))
    shift = shift_of(bo, day=5)
    released = periods.take_break(person=bo, until=date(2025, 3, 3), by=Actor(bo.user_uuid, bo.name))
    shift.refresh_from_db()
    period = Period.objects.get(person=bo)
    assert (released, shift.taken, period.state, period.break_until) == (1, 0, "on_break", date(2025, 3, 3))
    assert SignUp.objects.get(shift=shift).state == "cancelled_by_volunteer"
    assert SupervisionDuty.objects.get(person=bo).since_on == date(2025, 1, 1)
    told = Message.objects.get(kind="register.break", person_uuid=bo.uuid)
    assert told.data == {"until": "2025-03-03", "released": 1}


@pytest.mark.usefixtures("inside")
def test_break_by_a_coordinator_is_noted_as_on_behalf() -> None:
    bo, ada = person("Bo"), person("Ada")
    shift = shift_of(bo, day=5)
    periods.take_break(person=bo, until=TODAY, by=Actor(ada.user_uuid, ada.name))
    assert SignUp.objects.get(shift=shift).state == "cancelled_by_org"
    assert Trail.objects.get(verb="period.break").data["on_behalf"] is True


@pytest.mark.usefixtures("inside")
@pytest.mark.parametrize(
    ("until", "error"), [(date(2025, 2, 2), BreakInPast), (date(2027, 2, 4), BreakTooLong)]
)
def test_break_until_an_impossible_day_is_refused(until: date, error: type[Exception]) -> None:
    with pytest.raises(error):
        periods.take_break(person=person("Bo"), until=until, by=BY)
    assert state_of(person("Bo")) == "active"


def test_break_ends_by_itself_on_the_day_after(alfa: Association) -> None:
    with entered(alfa):
        bo = person("Bo")
        periods.take_break(person=bo, until=date(2025, 2, 10), by=BY)
    due = Wakeup.objects.get(schema_name=alfa.schema_name, queue="breaks").due_at
    assert due == datetime(2025, 2, 10, 22, tzinfo=UTC)
    for at, state in ((due - timedelta(minutes=1), "on_break"), (due, "active")):
        with clock.fixed(at):
            end_due_breaks(schema_name=alfa.schema_name)
        with entered(alfa):
            assert state_of(bo) == state


@pytest.mark.usefixtures("inside")
def test_somebody_comes_back_before_the_day() -> None:
    bo = person("Bo")
    periods.take_break(person=bo, until=date(2025, 3, 3), by=BY)
    assert periods.end_break(person=bo, by=BY).state == "active"
    assert Period.objects.get(person=bo).break_until is None
    with pytest.raises(NotFromHere):
        periods.end_break(person=bo, by=BY)


def test_end_takes_places_roles_and_access_away_at_once(alfa: Association, bo: User) -> None:
    with entered(alfa):
        who = person("Bo")
        shift = shift_of(who, day=5)
        assert periods.end_period(person=who, on=TODAY, reason="moved", by=BY) == 1
        shift.refresh_from_db()
        period = Period.objects.get(person=who)
        assert (shift.taken, period.state, period.ended_on, period.end_reason) == (0, "ended", TODAY, "moved")
        assert RoleHolding.objects.get(person=who).to_on == TODAY
    assert Access.objects.get(user=bo, association=alfa).ends_at == clock.now()


def test_end_leaves_a_coordinator_their_own_rights(alfa: Association, ada: User) -> None:
    with entered(alfa):
        periods.end_period(person=person("Ada"), on=TODAY, by=BY)
    open_ones = Access.objects.filter(user=ada, association=alfa, ends_at=None)
    assert list(open_ones.values_list("role", flat=True)) == ["coordinator"]


@pytest.mark.usefixtures("inside")
@pytest.mark.parametrize(
    ("on", "error"), [(date(2025, 2, 4), DayAhead), (date(2019, 12, 31), EndsBeforeStart)]
)
def test_end_on_an_impossible_day_is_refused(on: date, error: type[Exception]) -> None:
    with pytest.raises(error):
        periods.end_period(person=person("Bo"), on=on, by=BY)
    assert state_of(person("Bo")) == "active"


@pytest.mark.usefixtures("inside")
def test_second_of_two_who_end_at_once_is_told_so() -> None:
    periods.end_period(person=person("Bo"), on=TODAY, by=BY)
    with pytest.raises(NoPeriod) as refused:
        periods.end_period(person=person("Bo"), on=TODAY, by=BY)
    assert str(refused.value) == "Bo Berg is not a volunteer here at the moment."
    assert Trail.objects.filter(verb="period.ended").count() == 1


def test_coming_back_is_a_new_period_with_access(alfa: Association, bo: User) -> None:
    with entered(alfa):
        who = person("Bo")
        periods.end_period(person=who, on=TODAY, by=BY)
        periods.start_anew(person=who, on=TODAY, by=BY)
        states = list(Period.objects.filter(person=who).order_by("pk").values_list("state", flat=True))
        assert states == ["ended", "preparing"]
    assert Access.objects.filter(user=bo, association=alfa, ends_at=None).count() == 1


@pytest.mark.usefixtures("inside")
def test_age_that_is_not_known_fails_closed() -> None:
    VolunteerRole.objects.filter(code="host").update(minimum_age=18)
    who = newcomer()
    with pytest.raises(NotReady) as refused:
        periods.begin(person=who, by=BY)
    assert refused.value.data["lacks"] == ["age_unknown"]
    assert state_of(who) == "preparing"


@pytest.mark.usefixtures("inside")
def test_child_begins_with_a_guardians_consent_only() -> None:
    who = newcomer(born_on=date(2011, 3, 1))
    with pytest.raises(NotReady) as refused:
        periods.begin(person=who, by=BY)
    assert refused.value.data["lacks"] == ["guardian_consent"]
    ContactPerson.objects.create(
        person=who, name="Äiti", phone="+358 40 1", is_guardian=True, consented_on=TODAY
    )
    assert periods.begin(person=who, by=BY).state == "active"


@pytest.mark.usefixtures("inside")
def test_on_the_fifteenth_birthday_one_consents_oneself() -> None:
    who = newcomer(born_on=date(2010, 2, 3))
    assert periods.begin(person=who, by=BY).state == "active"


def test_volunteer_sees_what_opens_before_the_break_begins(
    browse: Browse, bo: User, alfa: Association
) -> None:
    with entered(alfa):
        shift_of(person("Bo"), day=5)
    client = browse(bo, alfa)
    asked = client.post("/me/break/", {"until": "2025-03-03"})
    assert [each.what for each in asked.context["ahead"]] == ["Meeting place host"]
    with entered(alfa):
        assert state_of(person("Bo")) == "active"
    done = client.post("/me/break/", {"until": "2025-03-03", "sure": "yes"})
    assert done["Location"] == "/me/profile/"
    with entered(alfa):
        assert state_of(person("Bo")) == "on_break"
        assert Trail.objects.get(verb="period.break").data["on_behalf"] is False
    client.post("/me/back/")
    with entered(alfa):
        assert state_of(person("Bo")) == "active"


def test_coordinator_ends_a_period_and_the_volunteer_is_out(
    browse: Browse, ada: User, bo: User, alfa: Association
) -> None:
    with entered(alfa):
        uuid = person("Bo").uuid
    theirs = browse(bo, alfa)
    assert theirs.get("/shifts/").status_code == 200
    answer = browse(ada, alfa).post(f"/coordinate/people/{uuid}/end/", {"on": "2025-02-03", "reason": ""})
    assert answer["Location"] == f"/coordinate/people/{uuid}/"
    assert theirs.get("/shifts/").status_code == 404
