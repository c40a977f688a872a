"""What the association tells people: found, read with permission, tried again and called off by hand."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from notifications import addresses
from notifications.kinds import Way
from notifications.models import Attempt, Message, Said
from tenants.context import entered
from tenants.models import Access, Association
from volunteers.register.models import Person, RoleHolding, Trail, VolunteerRole

Browse = Callable[..., Client]
NOW = datetime(2025, 2, 3, 10, 0, tzinfo=UTC)
LIST = "/coordinate/outgoing/"
KIND = "shift.reminder"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday(clock_at: Callable[..., Any]) -> Iterator[None]:
    with clock_at(NOW):
        yield


def uuid_of(name: str) -> UUID:
    return Person.objects.values_list("uuid", flat=True).get(given_name=name)


def write(to: UUID, state: str = "sent", **fields: Any) -> Message:
    """A message as sending left it."""
    ago = fields.pop("ago", timedelta(hours=1))
    return Message.objects.create(
        kind=fields.pop("kind", KIND),
        key=f"test:{uuid4()}",
        person_uuid=to,
        state=state,
        due_at=NOW - ago,
        next_at=fields.pop("next_at", NOW - ago),
        sent_at=NOW - ago if state == "sent" else None,
        channel=fields.pop("channel", "email"),
        created_at=NOW - ago,
        **fields,
    )


def shown(client: Client, query: str = "") -> list[str]:
    """The messages of a page, by their UUID."""
    answer = client.get(f"{LIST}{query}")
    assert answer.status_code == 200
    return re.findall(rf'href="{LIST}([0-9a-f-]{{36}})/"', answer.content.decode())


@pytest.fixture
def coordinator(ada: User, alfa: Association, browse: Browse) -> Client:
    return browse(ada, alfa)


# --- the list --------------------------------------------------------------------------------------


def test_list_shows_what_was_due_and_is_narrowed(alfa: Association, coordinator: Client) -> None:
    with entered(alfa):
        bo, ada = uuid_of("Bo"), uuid_of("Ada")
        sent = write(bo)
        failed = write(ada, "failed", ago=timedelta(hours=2), failure="refused_550")
        text = write(bo, channel="sms", ago=timedelta(hours=3))
        late = write(bo, "planned", ago=timedelta(hours=4), channel="")
        later = write(bo, "planned", ago=-timedelta(days=1), channel="", next_at=NOW + timedelta(days=1))
    names = {str(each.uuid): each for each in (sent, failed, text, late, later)}

    def those(query: str = "") -> list[Message]:
        return [names[uuid] for uuid in shown(coordinator, query)]

    assert those() == [sent, failed, text, late]
    assert those("?show=waiting") == [later]
    assert those("?show=due") == [late]
    assert those("?show=failed") == [failed]
    assert those("?channel=sms") == [text]
    assert those("?q=Ahoola") == [failed]  # with a slip of the finger
    assert those(f"?person={ada}") == [failed]
    assert those(f"?kind={KIND}&show=sent") == [sent, text]
    page = coordinator.get(f"{LIST}?show=failed").content.decode()
    assert "The receiving mail server does not take it." in page


def test_pages_follow_each_other_and_cost_the_same(
    alfa: Association, coordinator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desk.outgoing.log.PAGE", 3)
    with entered(alfa):
        bo = uuid_of("Bo")
        made = [write(bo, ago=timedelta(hours=1 + number // 2)) for number in range(8)]
    expected = [
        str(each.uuid) for each in sorted(made, key=lambda each: (each.due_at, each.pk), reverse=True)
    ]
    coordinator.get(LIST)  # what is found once and kept
    found: list[str] = []
    url, statements = LIST, []
    while url:
        with CaptureQueriesContext(connection) as asked:
            page = coordinator.get(url).content.decode()
        statements.append(len(asked))
        found += re.findall(rf'href="{LIST}([0-9a-f-]{{36}})/"', page)
        following = re.search(r'href="(\?[^"]*after=[^"]+)"', page)
        url = LIST + following[1].replace("&amp;", "&") if following else ""
    assert found == expected
    assert len(set(statements)) == 1
    assert coordinator.get(f"{LIST}?after=nonsense").status_code == 200


def test_coordinator_of_a_part_sees_messages_of_their_people_only(alfa: Association, browse: Browse) -> None:
    lea: User = User.objects.create_user("lea@example.org", name="Lea Laine", language="en")
    with entered(alfa):
        role = VolunteerRole.objects.create(code="own", family="builders", name_fi="Oma")
        theirs, beyond = write(uuid_of("Bo")), write(uuid_of("Ada"))
        RoleHolding.objects.create(person=Person.objects.get(given_name="Bo"), role=role, from_on=NOW.date())
    Access.objects.create(
        user=lea, association=alfa, role="coordinator", limited=True, role_uuids=[role.uuid], created_at=NOW
    )
    client = browse(lea, alfa)
    assert shown(client) == [str(theirs.uuid)]
    assert client.get(f"{LIST}{beyond.uuid}/").status_code == 404
    assert client.post(f"{LIST}{beyond.uuid}/again/").status_code == 404


# --- one message -----------------------------------------------------------------------------------


def say(message: Message) -> None:
    Said.objects.create(message=message, language="fi", subject="Vuorosi", paragraphs=["Nähdään torilla."])


def test_text_is_read_with_permission_and_leaves_a_line(
    alfa: Association, coordinator: Client, browse: Browse
) -> None:
    with entered(alfa):
        message = write(uuid_of("Bo"))
        say(message)
    page = coordinator.get(f"{LIST}{message.uuid}/").content.decode()
    assert "Nähdään torilla." not in page
    assert "Read the text" in page
    assert "Nähdään torilla." in coordinator.get(f"{LIST}{message.uuid}/text/").content.decode()
    with entered(alfa):
        lines = Trail.objects.filter(verb="message.read").values_list("subject_uuid", "actor_name")
        assert list(lines) == [(message.person_uuid, "Ada Ahola")]


def test_text_of_what_coordinators_are_told_is_nobody_elses(alfa: Association, coordinator: Client) -> None:
    with entered(alfa):
        message = write(uuid_of("Bo"), kind="tests.gone")
        say(message)
    assert coordinator.get(f"{LIST}{message.uuid}/text/").status_code == 404


def test_page_tells_every_attempt(alfa: Association, coordinator: Client) -> None:
    with entered(alfa):
        message = write(uuid_of("Bo"), "retrying", attempts=2, failure="deferred_451")
        for minutes, outcome, code in ((30, "deferred", "deferred_451"), (20, "bounced", "address_bounced")):
            Attempt.objects.create(
                message=message,
                channel="email",
                at=NOW - timedelta(minutes=minutes),
                outcome=outcome,
                code=code,
            )
    page = coordinator.get(f"{LIST}{message.uuid}/").content.decode()
    assert "The receiving side asked to wait." in page
    assert "The address does not work." in page


@pytest.mark.parametrize(("state", "possible"), [("failed", True), ("withheld", True), ("sent", False)])
def test_message_is_tried_again_by_hand(
    alfa: Association, coordinator: Client, state: str, possible: bool
) -> None:
    with entered(alfa):
        message = write(uuid_of("Bo"), state, attempts=10)
    page = coordinator.get(f"{LIST}{message.uuid}/").content.decode()
    assert ("Try again" in page) is possible
    assert coordinator.post(f"{LIST}{message.uuid}/again/").status_code == 302
    with entered(alfa):
        message.refresh_from_db()
        assert (message.state, message.attempts) == (("planned", 0) if possible else (state, 10))
        assert Trail.objects.filter(verb="message.sent_again").exists() is possible


@pytest.mark.parametrize(("state", "possible"), [("planned", True), ("retrying", True), ("sending", False)])
def test_message_is_called_off_by_hand_after_asking(
    alfa: Association, coordinator: Client, state: str, possible: bool
) -> None:
    with entered(alfa):
        message = write(uuid_of("Bo"), state, next_at=NOW + timedelta(hours=1))
    url = f"{LIST}{message.uuid}/call-off/"
    assert "Call this message off?" in coordinator.get(url).content.decode()
    assert coordinator.post(url).status_code == 302
    with entered(alfa):
        message.refresh_from_db()
        assert message.state == ("obsolete" if possible else state)
        assert Trail.objects.filter(verb="message.called_off").exists() is possible


# --- addresses that do not work --------------------------------------------------------------------


def test_address_that_does_not_work_needs_somebody_until_there_is_another(
    alfa: Association, coordinator: Client
) -> None:
    with entered(alfa):
        bo = Person.objects.get(given_name="Bo")
        addresses.note_dead(person_uuid=bo.uuid, channel=Way.EMAIL, address=bo.email, reason="bounced")
    page = coordinator.get("/coordinate/").content.decode()
    assert "The e-mail address of Bo Berg does not work" in page
    assert coordinator.post(f"/coordinate/people/{bo.uuid}/address/").status_code == 302
    assert "does not work" not in coordinator.get("/coordinate/").content.decode()
    with entered(alfa):
        assert not addresses.is_dead(person_uuid=bo.uuid, channel=Way.EMAIL, address=bo.email)
        assert Trail.objects.filter(verb="person.address_tried", subject_uuid=bo.uuid).count() == 1


def test_another_address_settles_it(alfa: Association, ada: User, coordinator: Client) -> None:
    from tenants.actors import Actor
    from volunteers.register.services.person import PersonPlan, change_person

    with entered(alfa):
        bo = Person.objects.get(given_name="Bo")
        addresses.note_dead(person_uuid=bo.uuid, channel=Way.EMAIL, address=bo.email, reason="bounced")
        plan = PersonPlan(
            given_name=bo.given_name, family_name=bo.family_name, email="bo.berg@example.org", phone=bo.phone,
            language=bo.language, born_on=bo.born_on, municipality=bo.municipality, speaks=bo.speaks,
            skills=bo.skills,
        )  # fmt: skip
        change_person(person=bo, plan=plan, by=Actor.system("test"))
    assert "does not work" not in coordinator.get("/coordinate/").content.decode()
