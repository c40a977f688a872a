"""The pages of supervision: the coordinator's, the supervisor's, and one's own."""

from collections.abc import Callable
from typing import Any

from django.test import Client

from accounts.models import User
from scheduling.hours.models import HoursEntry
from tenants import clock
from tenants.context import entered
from tenants.models import Association
from tests.volunteers.supervision.conftest import BY, asks, at, group, person, role, session
from volunteers.register.models import SupervisionDuty
from volunteers.supervision.models import Seat, SupervisionGroup
from volunteers.supervision.services import inviting

Browse = Callable[..., Client]


def said(client: Client, answer: Any) -> list[str]:
    """What the next page says."""
    return [str(message) for message in client.get(answer["Location"]).context["messages"]]


def test_group_is_made_its_members_taken_in_and_its_times_put_in_the_calendar(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        host, bo = asks(), person("Bo")
    client = browse(ada, alfa)
    plan = {"name": "Maanantai", "role": host.pk, "kind": "supervision", "form": "group", "minutes": "90",
            "supervisor_name": "Outi Palomäki"}  # fmt: skip
    page = client.post("/coordinate/supervision/new/", plan)["Location"]
    client.get(page)
    taken = client.post(f"{page}members/", {"people": [bo.pk]})
    assert said(client, taken) == ["1 came into the group."]
    times = {"first": "2025-02-05", "at": "17:00", "every_weeks": "4", "last": "2025-04-30"}
    assert said(client, client.post(page, times)) == ["4 times were put in the calendar."]
    assert said(client, client.post(page, times)) == ["These times were in the calendar already."]
    twice = client.post("/coordinate/supervision/new/", plan)
    assert "already" in str(twice.context["form"].errors["name"])
    both = client.post("/coordinate/supervision/new/", plan | {"name": "Uusi", "supervisor": bo.pk})
    assert "not both" in str(both.context["form"].errors["supervisor_name"])


def test_who_came_is_ticked_in_two_taps_with_those_who_said_yes_ticked_already(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        asks()
        one = session(group("Bo", "Ada"), "2025-02-05 17:00")
        inviting.invite(session=one, by=BY)
        inviting.answer(seat=Seat.objects.get(person=person("Bo")), comes=True, by=BY)
        bo = person("Bo")
    with clock.fixed(at("2025-02-05 19:00")):
        client = browse(ada, alfa)
        first = client.get("/coordinate/supervision/")
        assert [each.group.name for each, _when in first.context["unsaid"]] == ["Maanantairyhmä"]
        row = "/coordinate/?kind=supervision.unticked"
        assert "Maanantairyhmä: who was there?" in client.get(row).content.decode()
        page = f"/coordinate/supervision/times/{one.uuid}/"
        assert client.get(page).context["form"].initial["came"] == [str(bo.uuid)]
        client.post(page, {"came": [str(bo.uuid)]})
        assert "Maanantairyhmä" not in client.get(row).content.decode()
        with entered(alfa):
            assert HoursEntry.objects.get().person == bo
            assert str(SupervisionDuty.objects.get(person=bo).last_on) == "2025-02-05"
        # Nobody at all is an answer, too.
        assert client.post(page, {}).status_code == 302
        with entered(alfa):
            assert not HoursEntry.objects.exists()


def test_one_answers_on_the_own_page_and_nobody_answers_for_another(
    browse: Browse, bo: User, alfa: Association
) -> None:
    with entered(alfa):
        asks()
        one = session(group("Bo", "Ada"), "2025-02-05 17:00")
        inviting.invite(session=one, by=BY)
        own, other = (Seat.objects.get(person=person(name)) for name in ("Bo", "Ada"))
    client = browse(bo, alfa)
    assert len(client.get("/supervision/").context["ahead"]) == 1
    assert said(client, client.post(f"/supervision/{own.uuid}/answer/", {"answer": "yes"})) == [
        "Noted: you come."
    ]
    assert client.post(f"/supervision/{other.uuid}/answer/", {"answer": "yes"}).status_code == 404
    with entered(alfa):
        assert dict(Seat.objects.values_list("person__given_name", "answer")) == {"Bo": "yes", "Ada": ""}


def test_supervisor_ticks_own_groups_and_meets_no_other(browse: Browse, bo: User, alfa: Association) -> None:
    with entered(alfa):
        mine = session(group("Ada", supervisor=person("Bo")), "2025-01-15 17:00")
        theirs = session(group("Ada", name="Toinen", supervisor_name="Outi"), "2025-01-22 17:00")
        ada = person("Ada")
    client = browse(bo, alfa)
    assert "Groups that you supervise" in client.get("/home/").content.decode()
    assert "Toinen" not in client.get("/supervised/").content.decode()
    client.post(f"/supervised/{mine.uuid}/", {"came": [str(ada.uuid)]})
    with entered(alfa):
        assert Seat.objects.get().came == "present"
    assert client.get(f"/supervised/{theirs.uuid}/").status_code == 404
    assert client.post(f"/supervised/{theirs.uuid}/", {}).status_code == 404
    assert client.get(f"/coordinate/supervision/times/{mine.uuid}/").status_code == 403


def test_late_page_says_who_gets_no_new_shifts_and_pages_hold(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        asks(every=45, grace=30)
    client = browse(ada, alfa)
    lines = client.get("/coordinate/supervision/duty/?page=7&show=late").context["lines"]
    assert {str(line["standing"]) for line in lines} == {"overdue: no new shifts"}
    for show in ("ahead", "all", "nonsense"):
        assert client.get(f"/coordinate/supervision/duty/?show={show}").status_code == 200


def test_time_is_called_off_after_a_question(browse: Browse, ada: User, alfa: Association) -> None:
    with entered(alfa):
        one = session(group("Bo"), "2025-02-05 17:00")
    client = browse(ada, alfa)
    page = f"/coordinate/supervision/times/{one.uuid}/"
    assert client.get(f"{page}call-off/").status_code == 200
    assert said(client, client.post(f"{page}call-off/")) == ["Called off. Who was asked is told."]
    refused = client.post(page, {})
    assert refused.status_code == 422


def test_group_put_away_takes_nobody_in(browse: Browse, ada: User, alfa: Association) -> None:
    with entered(alfa):
        circle, host, bo = group(), role(), person("Bo")
    client = browse(ada, alfa)
    page = f"/coordinate/supervision/{circle.uuid}/"
    plan = {"name": circle.name, "role": host.pk, "kind": "supervision", "form": "group", "minutes": "90"}
    client.post(f"{page}edit/", plan)
    with entered(alfa):
        assert not SupervisionGroup.objects.get().is_active
    refused = client.post(f"{page}members/", {"people": [bo.pk]})
    assert "not in use" in str(refused.context["form"].non_field_errors())
