"""A supervisor from outside signs in: own groups' days and names, and nothing else of the association."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client

from accounts.models import User
from tenants import clock
from tenants.context import entered
from tenants.models import Access, Association
from tests.monday import MONDAY
from tests.volunteers.supervision.conftest import asks, group, person, role, session
from volunteers.supervision.models import Seat, SupervisionGroup

Browse = Callable[..., Client]


def outi(*at: Association) -> User:
    """Somebody who supervises at these associations and volunteers at none."""
    made = User.objects.create_user(email="outi@example.org", name="Outi Palomäki")
    for place in at:
        Access.objects.create(user=made, association=place, role="supervisor", created_at=clock.now())
    return made


def test_supervisor_from_outside_ticks_own_groups_and_meets_no_other(
    browse: Browse, alfa: Association
) -> None:
    who = outi(alfa)
    with entered(alfa):
        asks()
        own = group("Ada", supervisor_name="Outi Palomäki", supervisor_user=who.uuid)
        mine = session(own, "2025-01-15 17:00")
        theirs = session(group("Bo", name="Toinen", supervisor_name="Muu"), "2025-01-22 17:00")
        ada, bo = person("Ada"), person("Bo")
    client = browse(who, alfa)
    first = client.get("/supervised/").content.decode()
    assert ("Maanantairyhmä" in first, "Toinen" in first) == (True, False)
    page = client.get(f"/supervised/{mine.uuid}/").content.decode()
    assert (ada.name in page, bo.name in page) == (True, False)
    assert str(ada.email or "no@where") not in page
    client.post(f"/supervised/{mine.uuid}/", {"came": [str(ada.uuid)]})
    with entered(alfa):
        assert Seat.objects.get().came == "present"
    for method in (client.get, client.post):
        assert method(f"/supervised/{theirs.uuid}/").status_code == 404
    for path in ("/home/", "/shifts/", "/supervision/", "/coordinate/", f"/coordinate/people/{ada.uuid}/"):
        assert client.get(path).status_code == 403, path
    assert client.get(f"/coordinate/supervision/times/{mine.uuid}/").status_code == 403


def test_one_login_serves_several_associations_and_each_shows_its_own(
    browse: Browse, alfa: Association, beta: Association
) -> None:
    who = outi(alfa, beta)
    with entered(alfa):
        session(group("Ada", name="Alfan ryhmä", supervisor_user=who.uuid), "2025-02-05 17:00")
    assert "Alfan ryhmä" in browse(who, alfa).get("/supervised/").content.decode()
    there = browse(who, beta).get("/supervised/")
    assert (there.status_code, "Alfan" in there.content.decode()) == (200, False)


def test_ended_access_opens_nothing(browse: Browse, alfa: Association) -> None:
    who = outi(alfa)
    client = browse(who, alfa)
    assert client.get("/supervised/").status_code == 200
    Access.objects.filter(user=who).update(ends_at=MONDAY - timedelta(days=1))
    assert client.get("/supervised/").status_code != 200


def test_supervisor_who_signs_in_is_chosen_for_a_group_and_called_by_name(
    browse: Browse, ada: User, alfa: Association
) -> None:
    who = outi(alfa)
    with entered(alfa):
        host = role()
    plan = {"name": "Ulkoa", "role": host.pk, "kind": "supervision", "form": "group", "minutes": "90",
            "supervisor_user": str(who.uuid)}  # fmt: skip
    assert browse(ada, alfa).post("/coordinate/supervision/new/", plan).status_code == 302
    with entered(alfa):
        made = SupervisionGroup.objects.get(name="Ulkoa")
        assert (made.supervisor_user, made.supervisor_name) == (who.uuid, "Outi Palomäki")
