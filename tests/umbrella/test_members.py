"""The administrator's pages over the associations: who may see and do what, and what each act leads to."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from tenants import clock, lifecycle
from tenants.actors import Actor
from tenants.context import entered
from tenants.models import (
    Access,
    Affiliation,
    Association,
    Invitation,
    JoinRequest,
    Provisioning,
    StateChange,
    Umbrella,
)
from tests import states
from umbrella import member_views, members
from volunteers.register.models import Person

Browse = Callable[..., Client]
PAGES = ("", "progress/", "suspend/")
ACTS = ("set-up/", "suspend/", "resume/", "invite/")
WHY = {"reason": "Their board has asked for it."}


@pytest.fixture
def ilkka(liitto: Umbrella) -> User:
    """Administers the umbrella."""
    return _with_role(liitto, "ilkka", "admin")


@pytest.fixture
def stranger(db: None) -> tuple[User, Umbrella]:
    """Administers another umbrella."""
    other = lifecycle.found_umbrella(slug="muuliitto", name_fi="Muu liitto ry")
    return _with_role(other, "otto", "admin"), other


@pytest.fixture
def newcomer(liitto: Umbrella) -> Association:
    """Approved, not set up."""
    return lifecycle.approve_association(
        slug="uusikko",
        umbrella=liitto,
        district=liitto.districts.first(),
        from_on=clock.today(liitto) - timedelta(days=9),
        name_fi="Uusikko ry",
    )


def _with_role(umbrella: Umbrella, name: str, role: str) -> User:
    user = User.objects.create_user(f"{name}@example.org", None, name=name.title(), language="en")
    Access.objects.create(user=user, umbrella=umbrella, role=role, created_at=clock.now())
    return user


def page(client: Client, path: str = "") -> str:
    response = client.get(f"/associations/{path}")
    assert response.status_code == 200
    return response.content.decode()


def test_list_shows_state_district_and_since(
    browse: Browse, ilkka: User, liitto: Umbrella, newcomer: Association
) -> None:
    text = page(browse(ilkka, liitto))
    for part in (
        "Alfan mielen hyvinvointi ry",
        "Uusikko ry",
        "approved",
        "North",
        "2020",
        "3 associations",
    ):
        assert part in text


def test_administrator_sets_up(browse: Browse, ilkka: User, liitto: Umbrella, newcomer: Association) -> None:
    client = browse(ilkka, liitto)
    assert "/associations/uusikko/set-up/" in page(client, "uusikko/")
    assert client.get("/associations/uusikko/progress/").status_code == 404  # there is none yet
    assert client.post("/associations/uusikko/set-up/").status_code == 302
    newcomer.refresh_from_db()
    wanted = Provisioning.objects.get(association=newcomer)
    assert (newcomer.state, wanted.by_user) == ("provisioning", ilkka.uuid)
    text = page(client, "uusikko/")
    assert 'hx-get="/associations/uusikko/progress/"' in text
    assert "0 of 5 steps done" in text
    # A second press finds it under way, and says so.
    client.post("/associations/uusikko/set-up/")
    assert "cannot become" in page(client, "uusikko/")
    assert Provisioning.objects.count() == 1


def test_progress_is_shown_and_ends(
    browse: Browse, ilkka: User, liitto: Umbrella, newcomer: Association
) -> None:
    wanted = lifecycle.request_provisioning(newcomer, by=Actor.system("test"))
    client = browse(ilkka, liitto)
    Provisioning.objects.filter(pk=wanted.pk).update(
        step="tables", done=[{"step": "template", "at": clock.now().isoformat(), "seconds": 0.2}]
    )
    response = client.get("/associations/uusikko/progress/")
    assert "1 of 5 steps done" in response.content.decode()
    assert "HX-Refresh" not in response
    Provisioning.objects.filter(pk=wanted.pk).update(failure="differs")
    states.put(newcomer, "provisioning_failed")
    response = client.get("/associations/uusikko/progress/")
    assert response["HX-Refresh"] == "true"
    text = page(client, "uusikko/")
    assert "Its tables are not the ones that this version makes." in text
    assert "Try again" in text
    assert "hx-get" not in text
    client.post("/associations/uusikko/set-up/")
    wanted.refresh_from_db()
    assert (wanted.failure, len(wanted.done)) == ("", 1)


def test_suspending_asks_why_and_coming_back_undoes_it(
    browse: Browse, ilkka: User, liitto: Umbrella, alfa: Association
) -> None:
    client = browse(ilkka, liitto)
    assert "Suspend Alfan mielen hyvinvointi ry?" in page(client, "alfa/suspend/")
    assert client.post("/associations/alfa/suspend/", {"reason": " "}).status_code == 200
    alfa.refresh_from_db()
    assert alfa.state == "active"
    assert client.post("/associations/alfa/suspend/", WHY).status_code == 302
    alfa.refresh_from_db()
    change = StateChange.objects.get(association=alfa, after="suspended")
    assert (alfa.state, change.by_user, change.reason) == ("suspended", ilkka.uuid, WHY["reason"])
    assert WHY["reason"] in page(client, "alfa/")
    client.post("/associations/alfa/resume/")
    alfa.refresh_from_db()
    assert alfa.state == "active"


@pytest.mark.parametrize(
    "state", ["approved", "provisioning", "provisioning_failed", "suspended", "archived"]
)
def test_only_an_active_association_is_suspended(
    browse: Browse, ilkka: User, liitto: Umbrella, alfa: Association, state: str
) -> None:
    states.put(alfa, state)
    client = browse(ilkka, liitto)
    client.post("/associations/alfa/suspend/", WHY)
    alfa.refresh_from_db()
    assert alfa.state == state
    assert "cannot become “suspended”" in page(client, "alfa/")


@pytest.mark.parametrize("state", ["approved", "provisioning", "provisioning_failed", "active", "archived"])
def test_only_a_suspended_association_is_brought_back(
    browse: Browse, ilkka: User, liitto: Umbrella, alfa: Association, state: str
) -> None:
    states.put(alfa, state)
    browse(ilkka, liitto).post("/associations/alfa/resume/")
    alfa.refresh_from_db()
    assert alfa.state == state


def test_analyst_looks_and_does_not_act(
    browse: Browse, vera: User, liitto: Umbrella, alfa: Association, newcomer: Association
) -> None:
    client = browse(vera, liitto)
    page(client)
    for slug in ("alfa", "uusikko"):
        text = page(client, f"{slug}/")
        assert not any(f"/associations/{slug}/{act}" in text for act in ACTS)
        assert [client.post(f"/associations/{slug}/{act}", WHY).status_code for act in ACTS] == [403] * 4
        assert client.get(f"/associations/{slug}/suspend/").status_code == 403
    assert set(Association.objects.values_list("state", flat=True)) == {"active", "approved"}


def test_administrator_of_another_umbrella_finds_nothing(
    browse: Browse, stranger: tuple[User, Umbrella], alfa: Association, liitto: Umbrella
) -> None:
    otto, other = stranger
    at_home = browse(otto, other)
    assert "Alfan" not in page(at_home)
    for client in (at_home, browse(otto, liitto)):
        assert [client.get(f"/associations/alfa/{path}").status_code for path in PAGES] == [404] * 3
        assert [client.post(f"/associations/alfa/{act}", WHY).status_code for act in ACTS] == [404] * 4
    assert browse(otto, liitto).get("/associations/").status_code == 404
    alfa.refresh_from_db()
    assert alfa.state == "active"


@pytest.mark.parametrize(("from_days", "to_days"), [(-400, -1), (1, None)])
def test_association_that_is_not_affiliated_today_is_not_there(
    browse: Browse, ilkka: User, liitto: Umbrella, alfa: Association, from_days: int, to_days: int | None
) -> None:
    today = clock.today(liitto)
    Affiliation.objects.filter(association=alfa).update(
        from_on=today + timedelta(days=from_days),
        to_on=None if to_days is None else today + timedelta(days=to_days),
    )
    client = browse(ilkka, liitto)
    listed = page(client).partition("Belonged earlier")
    assert "Alfan" not in listed[0]
    assert ("Alfan" in listed[2]) is (to_days is not None)
    assert client.get("/associations/alfa/").status_code == 404
    assert client.post("/associations/alfa/suspend/", WHY).status_code == 404


def test_who_belonged_earlier_has_pages_beside_those_of_who_belongs(
    browse: Browse, ilkka: User, liitto: Umbrella, alfa: Association, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(member_views, "SHOWN", 1)
    today = clock.today(liitto)
    for name in ("now", "old-x", "old-y", "old-z"):
        one = lifecycle.approve_association(
            slug=name, umbrella=liitto, district=None, from_on=today - timedelta(days=9), name_fi=name
        )
        if name != "now":
            Affiliation.objects.filter(association=one).update(to_on=today - timedelta(days=1))
    client = browse(ilkka, liitto)
    first = client.get("/associations/").content.decode()
    assert [name in first for name in (alfa.name, ">now<", "old-x", "old-y")] == [True, False, True, False]
    second = client.get("/associations/?page=9&earlier=2").content.decode()
    assert [name in second for name in (alfa.name, ">now<", "old-x", "old-y")] == [False, True, False, True]
    assert "?page=9&amp;earlier=3" in second


def test_people_of_associations_and_nobody_are_kept_out(browse: Browse, ada: User, liitto: Umbrella) -> None:
    assert browse(ada, liitto).get("/associations/").status_code == 404
    assert browse(None, liitto).get("/associations/").status_code == 302


def test_first_coordinator_is_invited_once_nobody_coordinates(
    browse: Browse, ilkka: User, liitto: Umbrella, alfa: Association
) -> None:
    who = {"given_name": "Eeva", "family_name": "Uusi", "email": "eeva@example.org", "language": "fi"}
    client = browse(ilkka, liitto)
    client.post("/associations/alfa/invite/", who)  # Ada coordinates already
    assert not Invitation.objects.exists()
    Access.objects.filter(association=alfa).delete()
    assert "First coordinator" in page(client, "alfa/")
    assert client.post("/associations/alfa/invite/", who | {"email": "nobody"}).status_code == 200
    assert client.post("/associations/alfa/invite/", who).status_code == 302
    invitation = Invitation.objects.get()
    assert (invitation.association, invitation.role, invitation.email) == (alfa, "owner", who["email"])
    with entered(alfa):
        assert Person.objects.get(email=who["email"]).uuid == invitation.person_uuid


def test_no_invitation_is_left_to_come_in_with_later(
    browse: Browse, ilkka: User, liitto: Umbrella, alfa: Association
) -> None:
    Access.objects.filter(association=alfa).delete()
    client = browse(ilkka, liitto)
    who = {"given_name": "Eeva", "family_name": "Uusi", "language": "fi"}
    for email in ("ilkka@example.org", "eeva@example.org"):
        assert client.post("/associations/alfa/invite/", who | {"email": email}).status_code == 302
    assert Invitation.objects.get().email == "eeva@example.org"


def test_only_the_address_that_two_people_approved_is_invited_first(
    browse: Browse, ilkka: User, liitto: Umbrella, alfa: Association
) -> None:
    Access.objects.filter(association=alfa).delete()
    JoinRequest.objects.create(
        umbrella=liitto, name_fi="Alfa", created_at=clock.now(), coordinator_email="Eeva@example.org",
        backed_by=uuid4(), backed_at=clock.now(), approved_by=uuid4(), approved_at=clock.now(),
        association=alfa,
    )  # fmt: skip
    client = browse(ilkka, liitto)
    who = {"given_name": "Eeva", "family_name": "Uusi", "language": "fi"}
    answer = client.post("/associations/alfa/invite/", who | {"email": "ilkka@example.org"})
    assert "Two people approved Eeva@example.org" in answer.content.decode()
    assert not Invitation.objects.exists()
    assert client.post("/associations/alfa/invite/", who | {"email": "eeva@example.org"}).status_code == 302
    assert Invitation.objects.get().email == "eeva@example.org"


def test_since_goes_through_a_move_and_stops_at_a_break(liitto: Umbrella, newcomer: Association) -> None:
    own = Affiliation.objects.filter(umbrella=liitto, association=newcomer)
    own.update(from_on=date(2021, 1, 1), to_on=date(2021, 6, 30))
    for from_on, to_on in ((date(2022, 1, 1), date(2022, 12, 31)), (date(2023, 1, 1), None)):
        Affiliation.objects.create(umbrella=liitto, association=newcomer, from_on=from_on, to_on=to_on)
    member = members.member(liitto, newcomer.slug)
    assert member is not None
    assert member.since == date(2022, 1, 1)
