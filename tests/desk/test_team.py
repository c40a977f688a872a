"""Who works with the association's people: inviting, limits, dates, ending, guests, leaders, handing over."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.mail import EmailMessage
from django.test import Client

from accounts import sessions
from accounts.models import SignIn, User
from accounts.team import Extent
from accounts.team_errors import LastOne, LastOwner, OwnersOnly
from scheduling.shifts.models import Shift
from tenants import clock, jobs
from tenants.actors import Actor
from tenants.context import entered
from tenants.models import Access, Association, Invitation
from volunteers.register.models import Person, RoleHolding, SavedList, Trail, VolunteerRole, sort_key
from volunteers.register.services import team as verbs

Browse = Callable[..., Client]
Outbox = list[EmailMessage]
AtMoment = Callable[[datetime], AbstractContextManager[None]]
NOW = datetime(2025, 2, 3, 6, 0, tzinfo=UTC)
BY = Actor.system("test")


@pytest.fixture(autouse=True)
def _monday(
    monkeypatch: pytest.MonkeyPatch, clock_at: Callable[[datetime], AbstractContextManager[None]]
) -> Any:
    """No broker: mail is written by the one who asks for it."""
    monkeypatch.setattr(jobs, "start", lambda task, **kwargs: False)
    with clock_at(NOW):
        yield


def let_in(user: User, association: Association, role: str, **extent: Any) -> Access:
    return Access.objects.create(
        user=user, association=association, role=role, created_at=NOW - timedelta(days=9), **extent
    )


def somebody(name: str) -> User:
    user: User = User.objects.create_user(f"{name.lower()}@example.org", name=f"{name} Niemi", language="en")
    return user


def in_register(user: User, association: Association) -> Person:
    given, family = user.name.split(" ")
    with entered(association):
        return Person.objects.create(
            user_uuid=user.uuid, given_name=given, family_name=family, created_at=NOW,
            sort_key=sort_key(family_name=family, given_name=given),
        )  # fmt: skip


def rows(association: Association, verb: str) -> list[Trail]:
    with entered(association):
        return list(Trail.objects.filter(verb=verb))


# --- inviting --------------------------------------------------------------------------------------


def accept(invitation: Invitation, email: str) -> Access:
    from accounts import invitations

    user = somebody(email.partition("@")[0].capitalize())
    invitations._take(invitation, user)
    return Access.objects.get(user=user, role=invitation.role)


def invite(client: Client, role: str, run: Any, **said: object) -> Any:
    whole = {"name": "Gunilla Gäst", "email": "gunilla@example.org", "language": "sv"} | said
    with run(execute=True):
        return client.post(f"/coordinate/team/invite/?role={role}", whole)


def test_guest_is_invited_until_a_day_and_gets_the_link(
    browse: Browse, ada: User, alfa: Association, mailoutbox: Outbox, django_capture_on_commit_callbacks: Any
) -> None:
    answer = invite(
        browse(ada, alfa), "guest", django_capture_on_commit_callbacks, reach="whole", ends_on="2025-02-28"
    )
    assert answer.status_code == 302
    mail = mailoutbox[0]
    assert mail.to == ["gunilla@example.org"]
    assert "28.2" in mail.body
    assert "/invitation/?token=" in mail.body
    made = Invitation.objects.get(role="guest")
    access = accept(made, "gunilla@example.org")
    assert (access.limited, access.ends_at) == (False, datetime(2025, 2, 28, 22, 0, tzinfo=UTC))
    assert [line.data["role"] for line in rows(alfa, "access.offered")] == ["guest"]


@pytest.mark.parametrize(
    ("role", "said"),
    [
        ("guest", {"reach": "whole", "ends_on": "2025-02-02"}),
        ("guest", {"reach": "whole", "ends_on": "2027-02-02"}),
        ("guest", {"reach": "whole"}),
        ("coordinator", {"reach": "part"}),
        ("leader", {}),
        ("coordinator", {"reach": "whole", "email": "no address"}),
    ],
)
def test_what_cannot_be_is_refused(
    browse: Browse, ada: User, alfa: Association, django_capture_on_commit_callbacks: Any, role: str,
    said: dict[str, object],
) -> None:  # fmt: skip
    answer = invite(browse(ada, alfa), role, django_capture_on_commit_callbacks, **said)
    assert answer.status_code == 422
    assert not Invitation.objects.filter(role=role).exists()


def test_invitation_is_taken_back(
    browse: Browse, ada: User, alfa: Association, django_capture_on_commit_callbacks: Any
) -> None:
    client = browse(ada, alfa)
    invite(client, "coordinator", django_capture_on_commit_callbacks, reach="whole")
    made = Invitation.objects.get(role="coordinator")
    assert client.post("/coordinate/team/invitations/withdraw/", {"invitation": made.uuid}).status_code == 302
    made.refresh_from_db()
    assert made.expires_at == NOW


def test_coordinator_does_not_make_owners_where_there_is_one(alfa: Association, ada: User) -> None:
    let_in(somebody("Olli"), alfa, "owner")
    with entered(alfa), pytest.raises(OwnersOnly):
        verbs.invite(
            name="X",
            email="x@example.org",
            language="fi",
            role="owner",
            extent=Extent(),
            by=BY,
            by_owner=False,
        )


# --- dates -----------------------------------------------------------------------------------------


def test_deputy_coordinates_from_the_first_day_to_the_last(
    browse: Browse, alfa: Association, ada: User, clock_at: Any
) -> None:
    dora = somebody("Dora")
    let_in(dora, alfa, "deputy", starts_at=NOW + timedelta(days=1), ends_at=NOW + timedelta(days=3))
    statuses = []
    for days in (0, 1, 2, 3):
        with clock_at(NOW + timedelta(days=days)):
            statuses.append(browse(dora, alfa).get("/coordinate/people/").status_code)
    assert statuses == [404, 200, 200, 404]
    with clock_at(NOW + timedelta(days=2)):
        assert browse(dora, alfa).get("/coordinate/team/").status_code == 403
        assert browse(dora, alfa, second_factor=False).get("/coordinate/people/").status_code == 302


# --- ending ----------------------------------------------------------------------------------------


def test_end_is_at_once_and_signs_out_there_only(browse: Browse, ada: User, alfa: Association) -> None:
    eeva = somebody("Eeva")
    let_in(eeva, alfa, "coordinator")
    client = browse(eeva, alfa)
    key = client.cookies["sessionid" if "sessionid" in client.cookies else next(iter(client.cookies))].value
    session = SessionStore(key)
    session[sessions.BEGAN] = (NOW - timedelta(hours=1)).isoformat()
    session.save()
    assert client.get("/coordinate/people/").status_code == 200
    answer = browse(ada, alfa).post("/coordinate/team/end/", {"who": eeva.uuid, "role": "coordinator"})
    assert answer.status_code == 302
    gone = client.get("/coordinate/people/")
    assert (gone.status_code, gone["Location"].partition("?")[0]) == (302, "/signin/")
    assert not SessionStore().exists(key)
    assert SignIn.objects.filter(user=eeva, ended_at__isnull=True).count() == 1
    assert [line.subject_uuid for line in rows(alfa, "access.ended")] == [eeva.uuid]


def test_last_owner_and_last_coordinator_stay(alfa: Association, ada: User) -> None:
    olli = somebody("Olli")
    let_in(olli, alfa, "owner")
    with entered(alfa):
        with pytest.raises(LastOwner):
            verbs.end(user_uuid=olli.uuid, role="owner", by=BY, by_owner=True)
        with pytest.raises(OwnersOnly):
            verbs.end(user_uuid=olli.uuid, role="owner", by=BY, by_owner=False)
        verbs.end(user_uuid=ada.uuid, role="coordinator", by=BY, by_owner=True)
    Access.objects.filter(user=ada).update(ends_at=None)
    Access.objects.filter(user=olli).delete()
    with entered(alfa):
        role = VolunteerRole.objects.get()
        changes: list[Callable[[], Any]] = [
            lambda: verbs.end(user_uuid=ada.uuid, role="coordinator", by=BY, by_owner=False),
            lambda: verbs.limit(
                user_uuid=ada.uuid, role="coordinator", by=BY, by_owner=False,
                extent=Extent(limited=True, roles=frozenset({role.uuid})),
            ),
        ]  # fmt: skip
        for change in changes:
            with pytest.raises(LastOne):
                change()
    assert Access.objects.get(user=ada, role="coordinator").ends_at is None


def test_limit_counts_from_the_next_request(browse: Browse, ada: User, alfa: Association) -> None:
    eeva = somebody("Eeva")
    let_in(eeva, alfa, "coordinator")
    client = browse(eeva, alfa)
    assert "Ahola" in client.get("/coordinate/people/").content.decode()
    with entered(alfa):
        other = VolunteerRole.objects.create(code="other", family="guides", name_fi="Toinen")
    said = {"who": eeva.uuid, "role": "coordinator", "reach": "part", "roles": [str(other.uuid)]}
    assert browse(ada, alfa).post("/coordinate/team/change/", said).status_code == 302
    assert "Ahola" not in client.get("/coordinate/people/").content.decode()
    assert client.get("/coordinate/months/").status_code == 403
    line = rows(alfa, "access.limited")[0]
    assert (line.data["before"]["limited"], line.data["after"]["roles"]) == (False, [str(other.uuid)])


def test_another_associations_people_are_not_found(
    browse: Browse, ada: User, cleo: User, alfa: Association
) -> None:
    client = browse(ada, alfa)
    for route in ("change", "end", "handover", "guests"):
        said = {"who": str(cleo.uuid), "role": "coordinator"}
        assert client.get(f"/coordinate/team/{route}/", said).status_code == 404
        if route != "guests":
            assert client.post(f"/coordinate/team/{route}/", said).status_code == 404
    assert Access.objects.filter(user=cleo, ends_at__isnull=True).count() == 2


# --- guests and leaders ----------------------------------------------------------------------------


def test_guest_looks_and_every_look_is_noted(browse: Browse, ada: User, alfa: Association) -> None:
    gunilla = somebody("Gunilla")
    let_in(gunilla, alfa, "guest", ends_at=NOW + timedelta(days=3))
    client = browse(gunilla, alfa)
    assert client.get("/")["Location"] == "/look/"
    with entered(alfa):
        bo = Person.objects.get(given_name="Bo")
    said = [client.get(path) for path in ("/look/", "/look/people/", f"/look/people/{bo.uuid}/")]
    assert [answer.status_code for answer in said] == [200, 200, 200]
    assert "Berg" in said[1].content.decode()
    assert "bo@example.org" not in "".join(answer.content.decode() for answer in said)
    assert [client.get(path).status_code for path in ("/coordinate/people/", "/home/")] == [403, 403]
    assert client.post("/look/people/").status_code == 405
    looks = rows(alfa, "guest.looked")
    assert [(line.data["page"], line.subject_uuid) for line in looks] == [
        ("look", None),
        ("look-people", None),
        ("look-person", bo.uuid),
    ]
    page = browse(ada, alfa).get(f"/coordinate/team/guests/?who={gunilla.uuid}").content.decode()
    assert "Bo Berg" in page
    assert "Gunilla Niemi" in browse(ada, alfa).get(f"/coordinate/people/{bo.uuid}/").content.decode()


def test_leader_sees_names_of_their_groups_only(browse: Browse, alfa: Association) -> None:
    lea = somebody("Lea")
    with entered(alfa):
        led = VolunteerRole.objects.create(code="led", family="guides", name_fi="Vertaisryhmä")
        bo = Person.objects.get(given_name="Bo")
        RoleHolding.objects.create(person=bo, role=led, from_on=date(2025, 1, 1))
    let_in(lea, alfa, "leader", limited=True, role_uuids=[led.uuid])
    client = browse(lea, alfa)
    assert client.get("/")["Location"] == "/groups/"
    page = client.get("/groups/").content.decode()
    assert ("Bo Berg" in page, "Ahola" in page, "bo@example.org" in page) == (True, False, False)
    refused = [client.get(path).status_code for path in ("/coordinate/people/", "/api/v1/people/", "/look/")]
    assert refused == [403, 403, 403]


# --- handing over ----------------------------------------------------------------------------------


@pytest.fixture
def leaving(alfa: Association, ada: User) -> tuple[User, User]:
    """Eeva leaves, and Siiri takes over."""
    eeva, siiri = somebody("Eeva"), somebody("Siiri")
    person = in_register(eeva, alfa)
    in_register(siiri, alfa)
    for user in (eeva, siiri):
        let_in(user, alfa, "coordinator")
    let_in(eeva, alfa, "volunteer")
    with entered(alfa):
        role = VolunteerRole.objects.get()
        VolunteerRole.objects.update(coordinator=person)
        for days in (-1, 1):
            Shift.objects.create(
                role=role, contact_person=person, starts_at=NOW + timedelta(days=days), places=1,
                ends_at=NOW + timedelta(days=days, hours=2), state="published", created_at=NOW,
            )  # fmt: skip
        SavedList.objects.create(user_uuid=eeva.uuid, name="Uudet", query="state=preparing")
    return eeva, siiri


def test_everything_goes_to_the_successor_and_the_access_ends(
    browse: Browse, ada: User, alfa: Association, leaving: tuple[User, User]
) -> None:
    eeva, siiri = leaving
    client = browse(ada, alfa)
    address = f"/coordinate/team/handover/?who={eeva.uuid}&role=coordinator"
    page = client.get(address).content.decode()
    assert "Meeting place host" in page
    assert "Uudet" in page
    said = {"who": eeva.uuid, "role": "coordinator", "successor": siiri.uuid}
    assert client.post("/coordinate/team/handover/", said).status_code == 302
    with entered(alfa):
        taker = Person.objects.get(user_uuid=siiri.uuid)
        assert VolunteerRole.objects.get().coordinator == taker
        contacts = Shift.objects.order_by("starts_at").values_list("contact_person__given_name", flat=True)
        assert list(contacts) == ["Eeva", "Siiri"]
        assert SavedList.objects.get().user_uuid == siiri.uuid
    open_ones = Access.objects.filter(Access.in_force(clock.now()), user=eeva)
    assert [access.role for access in open_ones] == ["volunteer"]
    assert rows(alfa, "access.handed_over")[0].data["moved"] == {"lists": 1, "roles": 1, "shifts": 1}


def test_handover_is_all_or_nothing(browse: Browse, ada: User, alfa: Association, leaving: Any) -> None:
    eeva, _siiri = leaving
    stranger = somebody("Tove")
    let_in(stranger, alfa, "coordinator")
    said = {"who": eeva.uuid, "role": "coordinator", "successor": stranger.uuid}
    answer = browse(ada, alfa).post("/coordinate/team/handover/", said)
    assert answer.status_code == 422
    with entered(alfa):
        assert VolunteerRole.objects.get().coordinator == Person.objects.get(user_uuid=eeva.uuid)
    assert Access.objects.filter(user=eeva, role="coordinator", ends_at__isnull=True).exists()
