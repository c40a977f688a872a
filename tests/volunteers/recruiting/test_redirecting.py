"""An application is sent on to another association by the applicant, and by nobody else."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from notifications.models import Message
from tenants import clock
from tenants.context import entered
from tenants.models import Access, Affiliation, Association, CrossingEntry
from tests.volunteers.recruiting.conftest import BY, applicant
from volunteers.recruiting import links
from volunteers.recruiting.errors import NotFromHere
from volunteers.recruiting.models import Application, ApplicationNote
from volunteers.recruiting.services import handling, redirecting
from volunteers.register.models import VolunteerRole

Browse = Callable[..., Client]
CARD = "Would Betan mielen hyvinvointi ry suit you?"


@pytest.fixture
def suggested(alfa: Association, beta: Association, role: VolunteerRole) -> Application:
    """Aino has applied at Alfa, and Alfa suggests Beta."""
    with entered(alfa):
        VolunteerRole.objects.filter(pk=role.pk).update(catalogue_code="host")
        found = applicant(role, why="I have time.", municipality="Alfala")
        handling.add_note(application=found, level="coordinators", text="Secret to Alfa", by=BY)
        redirecting.suggest(application=found, to=beta, by=BY)
        return Application.objects.get()


def own_browser(browse: Browse, alfa: Association, application: Application) -> Client:
    """The applicant's browser, which has opened the private link."""
    client = browse(None, alfa)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    with entered(alfa):
        token = links.link(application).partition("?token=")[2]
    assert client.get("/application/open/", {"token": token}).status_code == 302
    return client


def test_coordinator_chooses_among_associations_of_the_umbrella(
    browse: Browse, ada: Any, alfa: Association, beta: Association, role: VolunteerRole
) -> None:
    with entered(alfa):
        found = applicant(role)
    client, path = browse(ada, alfa), f"/coordinate/applications/{found.uuid}/suggest/"
    choices = [value for value, _label in client.get(path).context["form"].fields["association"].choices]
    assert str(beta.uuid) in choices
    assert str(alfa.uuid) not in choices
    assert client.post(path, {"association": str(alfa.uuid)}).status_code == 200
    assert client.post(path, {"association": str(beta.uuid)}).status_code == 302
    assert (
        b"The applicant has not answered yet" in client.get(f"/coordinate/applications/{found.uuid}/").content
    )
    with entered(alfa):
        row = Application.objects.get()
        assert (row.state, row.suggested_to, row.first_replied_at) == ("submitted", beta.uuid, clock.now())
        assert Message.objects.filter(kind=redirecting.SUGGESTED).count() == 1
    yesterday = clock.today(beta) - timedelta(days=1)
    Affiliation.objects.filter(association=beta).update(to_on=yesterday)
    choices = [value for value, _label in client.get(path).context["form"].fields["association"].choices]
    assert str(beta.uuid) not in choices


def test_nothing_is_sent_before_the_applicant_says_so(suggested: Application, beta: Association) -> None:
    with entered(beta):
        assert not Application.objects.exists()


def test_applicant_sends_it_and_nothing_else_goes_along(
    browse: Browse, alfa: Association, beta: Association, suggested: Application
) -> None:
    with entered(beta):
        VolunteerRole.objects.filter(code="host").update(catalogue_code="host")
    client = own_browser(browse, alfa, suggested)
    page = client.get("/application/").content.decode()
    assert CARD in page
    done = client.post("/application/send-on/", follow=True)
    assert b"Betan mielen hyvinvointi ry has it now" in done.content
    with entered(beta):
        arrived = Application.objects.get()
        assert (arrived.name, arrived.email, arrived.why) == (
            "Aino Kemppainen",
            "aino@example.org",
            "I have time.",
        )
        assert (arrived.state, arrived.source, arrived.came_from) == (
            "submitted",
            "sent_on",
            alfa.name_in("en"),
        )
        assert arrived.submitted_at == arrived.consented_at == clock.now()
        assert [wish.role.code for wish in arrived.wishes.all()] == ["host"]
        assert not ApplicationNote.objects.exists()
        assert Message.objects.get().kind == "recruiting.received"
    with entered(alfa):
        left = Application.objects.get()
        assert (left.state, left.keep_until is not None) == ("redirected", True)
    assert list(CrossingEntry.objects.values_list("verb", "association__slug")) == [
        (redirecting.RECEIVE, beta.slug)
    ]
    assert client.post("/application/send-on/").status_code == 302
    with entered(beta):
        assert Application.objects.count() == 1


def test_applicant_would_rather_stay(browse: Browse, alfa: Association, suggested: Application) -> None:
    client = own_browser(browse, alfa, suggested)
    client.post("/application/stay/")
    assert CARD not in client.get("/application/").content.decode()
    assert b"is not there any more" in client.post("/application/send-on/", follow=True).content
    with entered(alfa):
        assert (Application.objects.get().suggested_to, Message.objects.count()) == (None, 2)


def test_paused_association_gets_nothing(
    browse: Browse, alfa: Association, beta: Association, suggested: Application
) -> None:
    client = own_browser(browse, alfa, suggested)
    Association.objects.filter(pk=beta.pk).update(state=Association.State.SUSPENDED)
    assert b"does not take applications" in client.post("/application/send-on/", follow=True).content
    with entered(alfa):
        assert Application.objects.get().state == "submitted"


def test_nobody_without_the_link_sends_it(browse: Browse, ada: Any, alfa: Association) -> None:
    for client in (browse(None, alfa), browse(ada, alfa)):
        assert client.post("/application/send-on/").status_code == 404
        assert client.post("/application/stay/").status_code == 404


def test_what_is_settled_is_not_suggested(
    suggested: Application, alfa: Association, beta: Association
) -> None:
    with entered(alfa):
        handling.reject(application=suggested, reason="no_place", subject="x", text="y", by=BY)
        assert Application.objects.get().suggested_to is None
        with pytest.raises(NotFromHere):
            redirecting.suggest(application=suggested, to=beta, by=BY)


def test_what_was_sent_on_without_a_role_can_be_accepted_into_any(
    browse: Browse, alfa: Association, beta: Association, cleo: Any, suggested: Application
) -> None:
    own_browser(browse, alfa, suggested).post("/application/send-on/")
    with entered(beta):
        arrived = Application.objects.get()
        assert not arrived.wishes.exists()
    client = browse(cleo, beta)
    path = f"/coordinate/applications/{arrived.uuid}/accept/"
    offered = client.get(path).context["form"].fields["roles"].queryset
    with entered(beta):
        roles = [role.pk for role in offered.all()]
    assert roles
    assert client.post(path, {"who": "new", "how": "preparing", "roles": roles[:1]}).status_code == 302


def test_note_for_owners_is_theirs(browse: Browse, ada: Any, alfa: Association, role: VolunteerRole) -> None:
    with entered(alfa):
        found = applicant(role)
    client = browse(ada, alfa)
    path = f"/coordinate/applications/{found.uuid}/"
    client.post(f"{path}note/", {"text": "Told to all of us", "level": "coordinators"})
    client.post(f"{path}note/", {"text": "Told to owners", "level": "owner"})
    with entered(alfa):
        assert ApplicationNote.objects.count() == 2
    page = client.get(path).content.decode()
    assert "Told to all of us" in page
    assert "Told to owners" not in page
    Access.objects.create(user=ada, association=alfa, role="owner", created_at=clock.now())
    page = browse(ada, alfa).get(path).content.decode()
    assert "Told to all of us" in page
    assert "Told to owners" in page
