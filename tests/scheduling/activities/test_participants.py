"""Names in closed groups: sealed, seen by few and each time noted, counted once, gone with the group."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from accounts.models import User
from scheduling.activities import participants as known
from scheduling.activities.errors import CountApproved, GroupEnded, GroupFull, GroupIsOpen, NamesInGroup
from scheduling.activities.models import Activity, Attendance, Count, Group, Participant
from scheduling.activities.services import groups, outcomes, participants
from scheduling.activities.services.groups import GroupPlan
from scheduling.activities.services.outcomes import Heads
from scheduling.hours.models import HoursEntry
from tenants.context import entered
from tenants.models import Access, Association
from tests.scheduling.activities.conftest import BY, group, occasion
from tests.scheduling.hours.conftest import MONDAY, person
from volunteers.register import retention
from volunteers.register.models import Trail, VolunteerRole

Browse = Callable[..., Client]


def closed(**fields: Any) -> Group:
    return group(is_open=False, leader=person("Bo"), **fields)


def take_in(of: Group, *names: str) -> list[Participant]:
    return [participants.take_in(group=of, name=name, contact="", by=BY) for name in names]


def plan(of: Group, **fields: Any) -> GroupPlan:
    role = VolunteerRole.objects.get(code="host")
    return GroupPlan(**{"name_fi": of.name_fi, "role": role, "leader": of.leader, "is_open": False, **fields})


@pytest.mark.usefixtures("inside")
def test_name_and_contact_cannot_be_read_in_the_database() -> None:
    participants.take_in(group=closed(), name="Aamu", contact="040 123 4567", by=BY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed_name, sealed_contact FROM activities_participant")
        row = " ".join(cursor.fetchone())
    assert ("Aamu" in row, "040" in row) == (False, False)
    (one,) = known.open_names(Group.objects.get(), by=BY)
    assert (one.name, one.contact) == ("Aamu", "040 123 4567")


def test_names_are_sealed_anew_after_a_change_of_keys(alfa: Association, settings: Any) -> None:
    with entered(alfa):
        take_in(closed(), "Aamu")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key, which is as long as it has to be by our rules"
    call_command("reencrypt_participants")
    settings.SECRET_KEY_FALLBACKS = []
    with entered(alfa):
        assert [each.name for each in known.open_names(Group.objects.get(), by=BY)] == ["Aamu"]


@pytest.mark.usefixtures("inside")
def test_each_look_is_noted_without_a_name() -> None:
    of = closed()
    take_in(of, "Aamu", "Ilta")
    known.open_names(of, by=BY)
    line = Trail.objects.get(verb="participants.read")
    assert (line.subject_uuid, line.data) == (of.uuid, {"rows": 2})
    assert "Aamu" not in str(list(Trail.objects.values()))


@pytest.mark.usefixtures("inside")
def test_names_are_kept_of_closed_groups_in_use_alone() -> None:
    with pytest.raises(GroupIsOpen):
        take_in(group("Avoin"), "Aamu")
    with pytest.raises(GroupEnded):
        take_in(closed(is_active=False), "Aamu")
    of = group("Pieni", is_open=False, capacity=1)
    take_in(of, "Aamu")
    with pytest.raises(GroupFull):
        take_in(of, "Ilta")
    with pytest.raises(NamesInGroup):
        groups.change_group(group=of, plan=plan(of, is_open=True), by=BY)


@pytest.mark.usefixtures("inside")
def test_who_came_is_the_number_and_said_again_it_is_the_new_one() -> None:
    of = closed()
    aamu, ilta, other = *take_in(of, "Aamu", "Ilta"), take_in(group("Toinen", is_open=False), "Vieras")[0]
    session = occasion("2025-01-20", group=of, state="planned")
    for who, number in (([aamu, ilta, other], 2), ([ilta], 1)):
        outcomes.note_held(
            activity=session, heads=None, by=BY, approves=False, came=[each.uuid for each in who]
        )
        count = Count.objects.get()
        assert (count.quantity, count.method, known.came(session)) == (
            number,
            "registered",
            [each.uuid for each in who[:number]],
        )
    outcomes.note_held(activity=session, heads=None, by=BY, approves=True, came=[ilta.uuid])
    with pytest.raises(CountApproved):
        outcomes.note_held(activity=session, heads=None, by=BY, approves=False, came=[aamu.uuid, ilta.uuid])
    assert Attendance.objects.count() == 1


@pytest.mark.usefixtures("inside")
def test_names_go_a_year_after_the_group_has_ended_and_the_numbers_stay() -> None:
    of, stays = closed(), group("Toinen", is_open=False)
    (aamu,) = take_in(of, "Aamu")
    take_in(stays, "Ilta")
    session = occasion("2025-01-20", group=of, state="planned")
    outcomes.note_held(activity=session, heads=None, by=BY, approves=True, came=[aamu.uuid])
    groups.change_group(group=of, plan=plan(of, is_active=False), by=BY)
    assert Group.objects.get(pk=of.pk).ended_on == date(2025, 2, 3)
    keeping = next(each for each in retention.listed() if each.code == "participants")

    def due(days: int) -> int:
        night = date(2025, 2, 3) + timedelta(days=days)
        over = retention.over(keeping, night=night, months=retention.terms())
        return keeping.forget(keeping.due(over))

    assert [due(364), due(366), due(366)] == [0, 1, 0]
    assert (Count.objects.get().quantity, Participant.objects.get().group) == (1, stays)


@pytest.mark.usefixtures("inside")
def test_group_that_goes_on_after_all_keeps_its_names() -> None:
    of = closed()
    take_in(of, "Aamu")
    for is_active in (False, True):
        groups.change_group(group=of, plan=plan(of, is_active=is_active), by=BY)
    assert Group.objects.get(pk=of.pk).ended_on is None


def test_leader_takes_in_ticks_and_erases(browse: Browse, bo: User, alfa: Association) -> None:
    with entered(alfa):
        of = closed()
        session = occasion("2025-01-20", group=of, state="planned")
    client, people = browse(bo, alfa), f"/led/groups/{of.uuid}/people/"
    for name in ("Aamu", "Ilta"):
        client.post(people, {"name": name, "contact": "", "agreed": "on"})
    assert people in client.get("/led/").content.decode()
    page = client.get(f"/led/{session.uuid}/")
    ilta = next(uuid for uuid, name in page.context["held"].fields["came"].choices if name == "Ilta")
    assert 'name="heads"' not in page.content.decode()
    client.post(
        f"/led/{session.uuid}/", {"came": [ilta], "minutes": "60", "key": page.context["held"]["key"].value()}
    )
    with entered(alfa):
        assert (Count.objects.get().quantity, Activity.objects.get().state) == (1, "held")
    assert "Came 1 time" in client.get(people).content.decode()
    client.post(f"{people}{ilta}/erase/")
    with entered(alfa):
        assert (Participant.objects.count(), Attendance.objects.count(), Count.objects.get().quantity) == (
            1,
            0,
            1,
        )


def noted(client: Client, session: Activity, **fields: Any) -> None:
    """The leader opens a time, changes this much and sends it."""
    path = f"/led/{session.uuid}/"
    form = client.get(path).context["held"]
    said = {name: form[name].value() for name in form.fields}
    answer = client.post(path, {name: value for name, value in (said | fields).items() if value is not None})
    assert answer.status_code == 302


@pytest.mark.parametrize("state", ["entered", "approved"])
def test_number_noted_without_names_stays_when_names_come_later(
    browse: Browse, bo: User, alfa: Association, state: str
) -> None:
    with entered(alfa):
        of = closed()
        session = occasion("2025-01-20", group=of, state="planned")
        outcomes.note_held(activity=session, heads=Heads(12), by=BY, approves=state == "approved")
        take_in(of, "Aamu")
    noted(browse(bo, alfa), session, minutes=45)
    with entered(alfa):
        assert (Count.objects.get().quantity, Count.objects.get().state) == (12, state)


@pytest.mark.parametrize("approved", [False, True])
def test_number_stays_when_a_name_is_erased_and_own_minutes_are_put_right(
    browse: Browse, bo: User, alfa: Association, approved: bool
) -> None:
    with entered(alfa):
        of = closed()
        aamu, ilta = take_in(of, "Aamu", "Ilta")
        session = occasion("2025-01-20", group=of, state="planned", role=of.role)
        both = [aamu.uuid, ilta.uuid]
        outcomes.note_held(activity=session, heads=None, by=BY, approves=approved, came=both)
        participants.erase(participant=ilta, by=BY)
    noted(browse(bo, alfa), session, minutes=45)
    with entered(alfa):
        assert (Count.objects.get().quantity, HoursEntry.objects.get().minutes) == (2, 45)


def test_who_came_without_a_name_is_counted_beside_those_who_were_ticked(
    browse: Browse, bo: User, alfa: Association
) -> None:
    with entered(alfa):
        of = closed()
        (aamu,) = take_in(of, "Aamu")
        session = occasion("2025-01-20", group=of, state="planned")
    client = browse(bo, alfa)
    noted(client, session, came=[str(aamu.uuid)], others="3")
    with entered(alfa):
        assert (Count.objects.get().quantity, Count.objects.get().method) == (4, "counted")
    noted(client, session, others="5")
    with entered(alfa):
        assert (Count.objects.get().quantity, Attendance.objects.count()) == (6, 1)


def test_two_presses_of_one_page_take_in_one(browse: Browse, bo: User, alfa: Association) -> None:
    with entered(alfa):
        of = closed()
    client, people = browse(bo, alfa), f"/led/groups/{of.uuid}/people/"
    said = {
        "name": "Aamu",
        "contact": "",
        "agreed": "on",
        "key": client.get(people).context["form"]["key"].value(),
    }
    for name in ("Aamu", "Aamu", "Ilta"):
        assert client.post(people, said | {"name": name}).status_code == 302
    with entered(alfa):
        assert Participant.objects.count() == 2


@pytest.mark.usefixtures("inside")
def test_time_that_was_cancelled_after_all_is_none_that_somebody_came() -> None:
    of = closed()
    (aamu,) = take_in(of, "Aamu")
    session = occasion("2025-01-20", group=of, state="planned")
    outcomes.note_held(activity=session, heads=None, by=BY, approves=False, came=[aamu.uuid])
    assert known.open_names(of, by=BY)[0].times == 1
    outcomes.note_cancelled(activity=session, reason="few", by=BY)
    assert known.open_names(of, by=BY)[0].times == 0


def test_who_leads_the_role_sees_names_only_where_nobody_leads_the_group(
    browse: Browse, alfa: Association
) -> None:
    lea = User.objects.create_user("lea@example.org", name="Lea Niemi", language="en")
    with entered(alfa):
        of, free = closed(), group("Vapaa", is_open=False)
        take_in(of, "Aamu")
        take_in(free, "Ilta")
        sessions = [occasion("2025-01-20", group=each, state="planned") for each in (of, free)]
    Access.objects.create(
        user=lea, association=alfa, role="leader", created_at=MONDAY, limited=True, role_uuids=[of.role.uuid]
    )
    client = browse(lea, alfa)
    answers = [client.get(f"/led/groups/{each.uuid}/people/") for each in (of, free)]
    assert [answer.status_code for answer in answers] == [404, 200]
    pages = [client.get(f"/led/{each.uuid}/").content.decode() for each in sessions]
    assert ["Aamu" in pages[0], 'name="heads"' in pages[0], "Ilta" in pages[1]] == [False, True, True]
    assert f"/led/groups/{of.uuid}/people/" not in client.get("/led/").content.decode()


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"name": "Aamu", "contact": ""}, "agreed"),
        ({"name": "131052-308T", "contact": "", "agreed": "on"}, "name"),
        ({"name": "", "contact": "040", "agreed": "on"}, "name"),
    ],
)
def test_nothing_is_kept_without_consent_or_with_an_identity_code(
    browse: Browse, bo: User, alfa: Association, fields: dict[str, str], wrong: str
) -> None:
    with entered(alfa):
        of = closed()
    page = browse(bo, alfa).post(f"/led/groups/{of.uuid}/people/", fields)
    assert (page.status_code, list(page.context["form"].errors)) == (422, [wrong])
    with entered(alfa):
        assert not Participant.objects.exists()


def test_who_leads_another_group_sees_no_names(
    browse: Browse, bo: User, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        of = group("Toinen", is_open=False)
        (aamu,) = take_in(of, "Aamu")
    for path in (f"/led/groups/{of.uuid}/people/", f"/coordinate/groups/{of.uuid}/people/"):
        assert browse(bo, alfa).get(path).status_code in {403, 404}
    assert browse(bo, alfa).post(f"/led/groups/{of.uuid}/people/{aamu.uuid}/erase/").status_code == 404
    assert "Aamu" in browse(ada, alfa).get(f"/coordinate/groups/{of.uuid}/people/").content.decode()
    api = browse(ada, alfa).get(f"/api/v1/groups/{of.uuid}/").content.decode()
    assert "Aamu" not in api


def test_archive_of_the_owner_is_without_these_names() -> None:
    from desk.export import LEFT_OUT

    assert {Participant, Attendance} <= LEFT_OUT
