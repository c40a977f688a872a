"""Incidents: who reads them, who does not, and what is left of them."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from accounts.models import User
from notifications import kinds
from notifications.models import Message
from tenants import clock
from tenants.context import entered
from tenants.models import Access, Association
from tests.volunteers.register.conftest import BY, person
from volunteers.register import incidents, retention
from volunteers.register.care_errors import IncidentNotFromHere, NotTheirHandler
from volunteers.register.errors import DayAhead
from volunteers.register.models import Incident, InsuranceTerms, Person, Trail
from volunteers.register.services import incidents as verbs
from volunteers.register.services.erasure import erase_person

Browse = Callable[..., Client]
TODAY = date(2025, 2, 3)
SAID = "Kaaduin jäisillä portailla. Bo Berg auttoi."
REPORT = {"kind": "accident", "whom": "me", "happened_on": "2.2.2025", "text": SAID}


@pytest.fixture
def owner(alfa: Association) -> User:
    """Owns Alfa; stands in its register."""
    user = User.objects.create_user("olga@example.org", None, name="Olga Oras", language="en")
    for role in (Access.Role.OWNER, Access.Role.COORDINATOR):
        Access.objects.create(user=user, association=alfa, role=role, created_at=clock.now())
    with entered(alfa):
        Person.objects.create(
            user_uuid=user.uuid, given_name="Olga", family_name="Oras", sort_key="oras", email=user.email,
            language="en", created_at=clock.now(),
        )  # fmt: skip
    return user


def told(*, by: str = "Bo", **fields: Any) -> Incident:
    said: dict[str, Any] = {"kind": "accident", "whom": "me", "happened_on": TODAY, "text": SAID}
    return verbs.report(reporter=person(by), by=BY, **(said | fields))


def page(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_volunteer_reports_and_sees_how_far_it_is(
    browse: Browse, bo: User, ada: User, alfa: Association
) -> None:
    client = browse(bo, alfa)
    assert client.post("/incidents/new/", REPORT)["Location"] == "/incidents/"
    with entered(alfa):
        found = Incident.objects.get()
        assert (found.reporter, found.on_paper, found.state) == (person("Bo"), False, "reported")
    client.post("/incidents/new/", REPORT)  # pressed twice
    mine = client.get("/incidents/").context["lines"]
    assert [(each.kind, chip) for each, chip in mine] == [("accident", ("inbox", "urgent"))]
    assert SAID not in page(client, "/incidents/")
    assert browse(ada, alfa).get("/incidents/").context["lines"] == []


def test_what_is_told_cannot_be_read_in_the_database(alfa: Association) -> None:
    with entered(alfa):
        told()
        with connection.cursor() as cursor:
            cursor.execute("SELECT row_to_json(i)::text FROM register_incident i")
            row = cursor.fetchone()[0]
    assert "portailla" not in row
    assert '"sealed_text":"gAAAA' in row


def test_only_owner_reads_and_each_reading_is_noted(
    browse: Browse, ada: User, owner: User, alfa: Association
) -> None:
    with entered(alfa):
        path = f"/coordinate/incidents/{told().uuid}/"
    assert browse(ada, alfa).get(path).status_code == 404
    assert browse(ada, alfa).get("/coordinate/incidents/").context["lines"] == []
    with entered(alfa):
        assert Trail.objects.filter(verb="incident.read").count() == 0
    assert SAID in page(browse(owner, alfa), path)
    with entered(alfa):
        line = Trail.objects.get(verb="incident.read")
        assert (line.actor_name, line.data) == ("Olga Oras", {})


def test_handler_reads_while_it_is_theirs(browse: Browse, ada: User, owner: User, alfa: Association) -> None:
    with entered(alfa):
        path = f"/coordinate/incidents/{told().uuid}/"
    owning = browse(owner, alfa)
    owning.post(path, {"handler": str(ada.uuid), "is_insurance_matter": "on"})
    handling = browse(ada, alfa)
    assert SAID in page(handling, path)
    assert handling.get(path).context["readings"] == []
    gone = owning.post(path, {"handler": str(owner.uuid), "name_handler": "yes"})
    assert gone["Location"] == path
    assert handling.get(path).status_code == 404


def test_handler_cannot_give_it_away(browse: Browse, ada: User, owner: User, alfa: Association) -> None:
    with entered(alfa):
        found = verbs.triage(incident=told(), handler=ada.uuid, is_insurance_matter=False, by=BY)
    path = f"/coordinate/incidents/{found.uuid}/"
    browse(ada, alfa).post(path, {"handler": str(owner.uuid), "name_handler": "yes"})
    with entered(alfa):
        found.refresh_from_db()
        assert (found.handler_user, found.state) == (ada.uuid, "triaged")


def test_incident_goes_from_reported_to_closed(browse: Browse, owner: User, alfa: Association) -> None:
    with entered(alfa):
        found = told()
    path = f"/coordinate/incidents/{found.uuid}/"
    client = browse(owner, alfa)
    steps: list[tuple[dict[str, str], str]] = [
        ({"handler": str(owner.uuid), "is_insurance_matter": "on"}, "triaged"),
        ({"handling": "Portaat hiekoitettiin.", "insurer_told_on": "3.2.2025"}, "handled"),
        ({}, "closed"),
        ({}, "closed"),
    ]
    for data, state in steps:
        client.post(path, data)
        with entered(alfa):
            found.refresh_from_db()
            assert found.state == state
    assert (found.insurer_told_on, found.closed_at is not None) == (TODAY, True)
    assert "Portaat hiekoitettiin." in page(client, path)


@pytest.mark.usefixtures("inside")
def test_state_is_not_left_out() -> None:
    with pytest.raises(IncidentNotFromHere):
        verbs.close(incident=told(), by=BY)


def test_only_those_who_coordinate_here_handle_it(bo: User, cleo: User, inside: Association) -> None:
    for stranger in (bo, cleo):
        with pytest.raises(NotTheirHandler):
            verbs.triage(incident=told(), handler=stranger.uuid, is_insurance_matter=False, by=BY)


@pytest.mark.usefixtures("inside")
def test_nothing_happened_tomorrow() -> None:
    with pytest.raises(DayAhead):
        told(happened_on=date(2025, 2, 4))


def test_coordinator_notes_what_was_told_on_paper_and_reads_it_no_more(
    browse: Browse, ada: User, bo: User, alfa: Association
) -> None:
    with entered(alfa):
        uuid = str(person("Bo").uuid)
    client = browse(ada, alfa)
    answer = client.post("/coordinate/incidents/new/", {**REPORT, "reporter": uuid})
    assert answer["Location"] == "/coordinate/incidents/"
    with entered(alfa):
        found = Incident.objects.get()
        assert (found.on_paper, found.noted_by, found.reporter) == (True, "Ada Ahola", person("Bo"))
    assert client.get(f"/coordinate/incidents/{found.uuid}/").status_code == 404
    assert len(browse(bo, alfa).get("/incidents/").context["lines"]) == 1


def test_owner_is_told_that_there_is_something_and_never_what(owner: User, alfa: Association) -> None:
    with entered(alfa):
        found = told()
        message = Message.objects.get(kind="register.incident")
        kind = kinds.get(message.kind)
        made = kind.render(message, "en")
        assert kind.still_wanted(message) is None
        assert message.data == {}
        assert [word for word in (SAID, "Bo", "accident") if word in made.text + made.subject] == []
        verbs.triage(incident=found, handler=owner.uuid, is_insurance_matter=False, by=BY)
        assert kind.still_wanted(message) == "somebody has taken it up"


def test_incident_stands_on_no_other_page(browse: Browse, ada: User, owner: User, alfa: Association) -> None:
    """Planted words are looked for on the person's page, in lists, in the search and in the API."""
    with entered(alfa):
        told(text="Zyxwvut")
        uuid = person("Bo").uuid
    for user in (ada, owner):
        client = browse(user, alfa)
        for path in (
            f"/coordinate/people/{uuid}/",
            "/coordinate/people/?q=Zyxwvut",
            "/coordinate/",
            "/home/",
            "/api/v1/people/",
        ):
            answer = client.get(path)
            said = answer.content.decode().replace("q=Zyxwvut", "").replace('value="Zyxwvut"', "")
            assert answer.status_code == 200
            assert "Zyxwvut" not in said
            assert "incident.reported" not in said


def test_who_is_erased_leaves_the_incident_and_no_name(alfa: Association) -> None:
    with entered(alfa):
        found = told()
        kept = told(by="Ada", text="Toinen asia.")
        erase_person(person=person("Bo"), by=BY)
        found.refresh_from_db()
        assert found.reporter is None
        opened = incidents.open_incident(found, by=BY)
        assert opened.text == "Kaaduin jäisillä portailla. – auttoi."
        kept.refresh_from_db()
        assert incidents.open_incident(kept, by=BY).text == "Toinen asia."


def test_former_key_opens_until_all_is_sealed_anew(alfa: Association, settings: Any) -> None:
    with entered(alfa):
        found = told()
    settings.MFA_KEYS = ["new"]
    call_command("reencrypt_incidents")
    settings.SECRET_KEY = "another"
    with entered(alfa):
        found.refresh_from_db()
        assert incidents.open_incident(found, by=BY).text == SAID
        settings.MFA_KEYS = []
        assert incidents.open_incident(found, by=BY).text is None


def test_page_says_that_a_key_is_missing(
    browse: Browse, owner: User, alfa: Association, settings: Any
) -> None:
    with entered(alfa):
        Incident.objects.filter(pk=told().pk).update(sealed_text="gAAAAAB")
        uuid = Incident.objects.get().uuid
    assert "The text cannot be opened" in page(browse(owner, alfa), f"/coordinate/incidents/{uuid}/")


def test_incident_is_forgotten_ten_years_after_it_was_closed(ada: User, inside: Association) -> None:
    found = verbs.triage(incident=told(), handler=ada.uuid, is_insurance_matter=False, by=BY)
    verbs.close(
        incident=verbs.handle(incident=found, handling="Hoidettu.", insurer_told_on=None, by=BY), by=BY
    )
    keeping = next(each for each in retention.listed() if each.code == "incidents")
    for night, count in ((date(2035, 2, 3), 0), (date(2035, 2, 4), 1)):
        due = keeping.due(retention.over(keeping, night=night, months=retention.terms()))
        assert keeping.forget(due) == count
    assert Incident.objects.count() == 0


def test_what_the_insurance_covers_is_written_once_and_read_by_all(
    browse: Browse, ada: User, bo: User, alfa: Association
) -> None:
    client = browse(ada, alfa)
    for text in ("Ensin näin.", "Tapaturma- ja vastuuvakuutus."):
        client.post("/coordinate/people/insured/terms/", {"text_fi": text})
    with entered(alfa):
        assert InsuranceTerms.objects.get().text_fi == "Tapaturma- ja vastuuvakuutus."
    assert "Tapaturma- ja vastuuvakuutus." in page(browse(bo, alfa), "/incidents/")
    assert "Tapaturma- ja vastuuvakuutus." in page(client, "/coordinate/people/insured/")


def test_today_shows_it_to_those_who_read_it_until_it_is_handled(
    browse: Browse, ada: User, owner: User, alfa: Association
) -> None:
    def shown(user: User) -> int:
        return page(browse(user, alfa), "/coordinate/?kind=register.incident").count("rn-item__title")

    with entered(alfa):
        found = told()
    assert (shown(owner), shown(ada)) == (1, 0)
    with entered(alfa):
        found = verbs.triage(incident=found, handler=ada.uuid, is_insurance_matter=False, by=BY)
    assert (shown(owner), shown(ada)) == (0, 1)
    with entered(alfa):
        verbs.handle(incident=found, handling="Hoidettu.", insurer_told_on=None, by=BY)
    assert (shown(owner), shown(ada)) == (0, 0)
