"""What an owner sets about sending, and what it does."""

from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from desk.outgoing import words
from notifications import channels
from notifications.channels import Refused, sending
from notifications.kinds import Recipient
from notifications.models import Attempt, Message, Sending
from notifications.ways import Way
from tenants import clock
from tenants.context import entered
from tenants.models import Access, Association
from volunteers.register.models import Trail

Browse = Callable[..., Client]
ADDRESS = "/coordinate/settings/sending/"
NOON = datetime(2025, 2, 4, 10, 0, tzinfo=UTC)
FILLED = {
    "reply_to": "vuorot@alfa.example.org",
    "morning_at": "6.45",
    "sms_on": "on",
    "sms_sender": "Alfan tuki",
    "sms_parts_a_month": "200",
}
BO = Recipient(address="bo@example.org", name="Bo", phone="+358 40 123 4567")


@pytest.fixture
def owner(ada: User, alfa: Association) -> User:
    Access.objects.create(user=ada, association=alfa, role="owner", created_at=NOON)
    return ada


@pytest.fixture
def gateway(settings: Settings) -> None:
    settings.SMS_URL, settings.SMS_TOKEN = "http://127.0.0.1:9/rest/mtsms", "token"


@pytest.mark.usefixtures("gateway")
def test_owner_sets_how_the_association_sends(browse: Browse, owner: User, alfa: Association) -> None:
    client = browse(owner, alfa)
    assert client.post(ADDRESS, FILLED).status_code == 302
    with entered(alfa):
        row = Sending.objects.get()
        assert (row.sms_on, row.sms_sender, row.sms_parts_a_month) == (True, "Alfan tuki", 200)
        assert (row.reply_to, row.morning_at) == ("vuorot@alfa.example.org", time(6, 45))
        line = Trail.objects.get(verb="association.sending")
        assert "alfa.example.org" not in str(line.data)
    client.post(ADDRESS, FILLED)
    with entered(alfa):
        assert Trail.objects.filter(verb="association.sending").count() == 1


@pytest.mark.usefixtures("gateway")
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"sms_sender": ""}, "Write the name that the telephone shall show."),
        ({"sms_sender": "Äly"}, "Write at most 11 letters, digits and single spaces"),
        ({"sms_sender": "0401234567"}, "Write at most 11 letters, digits and single spaces"),
        ({"sms_sender": "Alfan vapaaehtoiset"}, "Write at most 11 letters, digits and single spaces"),
        ({"sms_sender": "A\nB"}, "Write at most 11 letters, digits and single spaces"),
        ({"sms_parts_a_month": "-1"}, "Write a whole number, such as 200"),
        ({"sms_parts_a_month": "many"}, "Write a whole number, such as 200"),
        ({"sms_parts_a_month": "99999999999"}, "Write a smaller number"),
        ({"reply_to": "vuorot"}, "Write a whole address"),
        ({"morning_at": "25:00"}, "Write a time, such as 7:30."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_saved(
    browse: Browse, owner: User, alfa: Association, wrong: dict[str, str], sentence: str
) -> None:
    answer = browse(owner, alfa).post(ADDRESS, {**FILLED, **wrong}, headers={"accept-language": "en"})
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    with entered(alfa):
        assert not Sending.objects.exists()


def test_without_a_gateway_the_page_says_so_and_keeps_the_rest(
    browse: Browse, owner: User, alfa: Association
) -> None:
    client = browse(owner, alfa)
    assert "sms_on" not in client.get(ADDRESS).content.decode()
    assert client.post(ADDRESS, FILLED).status_code == 302
    with entered(alfa):
        assert Sending.objects.get().sms_on is False


def test_coordinator_does_not_decide_what_is_spent(
    browse: Browse, ada: User, alfa: Association, request: pytest.FixtureRequest
) -> None:
    assert browse(ada, alfa).get(ADDRESS).status_code == 403
    assert ADDRESS not in browse(ada, alfa).get("/coordinate/settings/").content.decode()
    request.getfixturevalue("owner")
    assert ADDRESS in browse(ada, alfa).get("/coordinate/settings/").content.decode()


# --- what it does ---------------------------------------------------------------------------------


def spend(parts: int, *, at: datetime) -> None:
    message = Message.objects.create(
        kind="tests.told", key=str(uuid4()), person_uuid=uuid4(), due_at=at, next_at=at, created_at=at
    )
    Attempt.objects.create(message=message, channel="sms", at=at, outcome="sent", parts=parts)


@pytest.mark.usefixtures("gateway")
def test_month_has_its_limit_and_the_next_one_begins_anew(alfa: Association) -> None:
    with entered(alfa):
        Sending.objects.create(sms_on=True, sms_sender="Alfa", sms_parts_a_month=5)
        # Half past midnight of 1 February in Helsinki, and a minute before that month.
        spend(2, at=datetime(2025, 1, 31, 22, 30, tzinfo=UTC))
        spend(7, at=datetime(2025, 1, 31, 21, 59, tzinfo=UTC))
        with clock.fixed(NOON):
            assert sending.parts_this_month() == 2
            assert sending.for_sms(3) == "Alfa"
            with pytest.raises(Refused, match="sms_cap"):
                sending.for_sms(4)
            assert channels.obstacle(Way.SMS, BO) == ""
            spend(3, at=NOON)
            assert channels.obstacle(Way.SMS, BO) == "sms_cap"
        with clock.fixed(datetime(2025, 2, 28, 22, 0, tzinfo=UTC)):
            assert channels.obstacle(Way.SMS, BO) == ""


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"phone": ""}, "no_phone"),
        ({"phone": "09 310 1691"}, "not_mobile"),
        ({"phone": "call me"}, "bad_number"),
    ],
)
@pytest.mark.usefixtures("gateway")
def test_why_nobody_gets_an_sms(alfa: Association, changed: dict[str, Any], code: str) -> None:
    recipient = Recipient(**{"address": "", "name": "Bo", "phone": BO.phone, **changed})
    with entered(alfa):
        assert channels.obstacle(Way.SMS, recipient) == "sms_off"
        Sending.objects.create(sms_on=True, sms_sender="Alfa")
        assert channels.obstacle(Way.SMS, recipient) == code
        assert channels.obstacle(Way.EMAIL, recipient) == "no_address"


def test_association_without_a_gateway_sends_none(alfa: Association) -> None:
    with entered(alfa):
        Sending.objects.create(sms_on=True, sms_sender="Alfa")
        assert channels.obstacle(Way.SMS, BO) == "no_gateway"


@pytest.mark.parametrize(
    "code",
    [
        *("bad_address", "bad_number", "not_mobile", "no_phone", "no_gateway", "sms_off", "sms_cap"),
        *("sms_blocked", "sms_country", "sms_refused_422", "sms_deferred_500", "sms_answer_is_none"),
        *("sms_away", "sms_away_503", "sms_lost_ReadTimeoutError", "sms_busy_429", "sms_set_up_401"),
        *("sms_no_credit", "sms_undeliverable_0x1206", "sms_expired", "sms_rejected", "sms_skipped"),
        *("refused_550", "refused_recipient", "deferred_451", "connection_lost", "server_busy_421"),
        *("service_busy_429", "service_set_up_401", "service_away_503", "service_bounced_bounced"),
        *("service_complained_spam", "service_rejected_blocked", "service_failed", "service_deferred"),
        *("paced_sms_gateway", "paced_email_association"),
    ],
)
def test_every_answer_of_a_gateway_has_words_for_coordinators(code: str) -> None:
    assert words.reason(code)
