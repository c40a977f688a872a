"""Gateways' reports: believed for their proof alone, written down once."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from local.sms_catcher import jwt
from notifications import addresses, services, tasks
from notifications.channels import tags
from notifications.models import Attempt, DeadAddress, Message
from notifications.ways import Way
from tenants import clock, jobs
from tenants.context import entered
from tenants.models import Association
from tests.notifications.conftest import Told

Browse = Callable[..., Client]
BO = "+358 40 123 4567"
SECRET = "webhook-secret"


@pytest.fixture
def message(alfa: Association, told: Told) -> Message:
    with entered(alfa):
        return services.plan(kind="tests.told", key="reported", person_uuid=uuid4(), due_at=clock.now())


@pytest.fixture(autouse=True)
def queue(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What was handed to the broker; the tests work it off themselves."""
    waiting: list[dict[str, Any]] = []

    def start(task: object, **told: Any) -> bool:
        assert task is tasks.note_report
        waiting.append(told)
        return True

    monkeypatch.setattr(jobs, "start", start)
    return waiting


def work_off(queue: list[dict[str, Any]]) -> None:
    for told in queue:
        tasks.note_report(**told)
    queue.clear()


def report(status: str = "DELIVERED", **more: Any) -> dict[str, Any]:
    return {"id": 1000001, "msisdn": 358401234567, "time": 1450000000, "status": status, **more}


def tell(
    browse: Browse, association: Association, message: UUID, said: Any, *, secret: str = "", tag: str = ""
) -> HttpResponse:
    tag = tag or tags.written(association=association.uuid, message=message)
    headers = {"X-Gwapi-Signature": jwt(said, secret=secret)} if secret else {}
    answer: Any = browse(None, "base", csrf=True).post(
        f"/hooks/sms/{tag}/", json.dumps(said), content_type="application/json", headers=headers
    )
    return answer  # type: ignore[no-any-return]  # the test client's answer


def attempts(association: Association) -> list[tuple[str, str, str, str]]:
    with entered(association):
        return list(Attempt.objects.order_by("pk").values_list("channel", "outcome", "code", "provider_id"))


def test_report_is_written_down_once_however_often_it_comes(
    browse: Browse, alfa: Association, message: Message, queue: list[dict[str, Any]]
) -> None:
    for _each in range(2):
        assert tell(browse, alfa, message.uuid, report()).status_code == 204
    work_off(queue)
    assert attempts(alfa) == [("sms", "delivered", "sms_delivered", "1000001")]


def test_number_that_does_not_exist_is_dead_until_there_is_another(
    browse: Browse, alfa: Association, message: Message, queue: list[dict[str, Any]]
) -> None:
    tell(browse, alfa, message.uuid, report("UNDELIVERABLE", code="0x1206", error="Unknown subscriber"))
    assert "358401234567" not in json.dumps(queue)
    work_off(queue)
    assert attempts(alfa) == [("sms", "bounced", "sms_undeliverable_0x1206", "1000001")]
    person = message.person_uuid
    with entered(alfa):
        assert DeadAddress.objects.get().reason == "bounced"
        for written in (BO, "040 1234567", "+358-40-123-4567"):
            assert addresses.is_dead(person_uuid=person, channel=Way.SMS, address=written)
        assert not addresses.is_dead(person_uuid=person, channel=Way.SMS, address="+358 40 123 4568")
        assert not addresses.is_dead(person_uuid=person, channel=Way.EMAIL, address=BO)


@pytest.mark.parametrize("status", ["ENROUTE", "BUFFERED", "unheard of"])
def test_state_on_the_way_says_nothing(
    browse: Browse, alfa: Association, message: Message, queue: list[dict[str, Any]], status: str
) -> None:
    assert tell(browse, alfa, message.uuid, report(status)).status_code == 204
    assert queue == []


def test_telephone_that_was_off_is_not_dead(
    browse: Browse, alfa: Association, message: Message, queue: list[dict[str, Any]]
) -> None:
    tell(browse, alfa, message.uuid, report("EXPIRED"))
    assert (queue[0]["outcome"], queue[0]["dead"], queue[0]["fingerprint"]) == ("bounced", "", "")


def test_report_without_its_proof_is_refused(
    browse: Browse, alfa: Association, beta: Association, message: Message, queue: list[dict[str, Any]]
) -> None:
    """A tag of ours cannot be changed to name another association or message."""
    ours = tags.written(association=alfa.uuid, message=message.uuid)
    changed = [
        ours[:-1] + ("A" if ours[-1] != "A" else "B"),
        ours.replace(alfa.uuid.hex, beta.uuid.hex),
        ours.replace(message.uuid.hex, uuid4().hex),
        f"{alfa.uuid.hex}-{message.uuid.hex}",
        "0-0:0:0",
    ]
    for tag in changed:
        assert tell(browse, alfa, message.uuid, report(), tag=tag).status_code == 403
    assert queue == []


def test_gateways_own_signature_is_looked_at_where_it_is_set(
    browse: Browse, alfa: Association, message: Message, settings: Settings, queue: list[dict[str, Any]]
) -> None:
    settings.SMS_HOOK_SECRET = SECRET
    assert tell(browse, alfa, message.uuid, report()).status_code == 403
    assert tell(browse, alfa, message.uuid, report(), secret="another").status_code == 403
    assert queue == []
    assert tell(browse, alfa, message.uuid, report(), secret=SECRET).status_code == 204
    assert [told["provider_id"] for told in queue] == ["1000001"]


@pytest.mark.parametrize("head", [{"alg": "none"}, {"alg": "HS512"}, {}, [], "HS256"])
def test_signature_of_another_kind_is_none(
    browse: Browse, alfa: Association, message: Message, settings: Settings, head: Any
) -> None:
    settings.SMS_HOOK_SECRET = SECRET
    parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in (head, report())]
    signed = base64.urlsafe_b64encode(
        hmac.new(SECRET.encode(), b".".join(parts), hashlib.sha256).digest()
    ).rstrip(b"=")
    tag = tags.written(association=alfa.uuid, message=message.uuid)
    for token in (b".".join([*parts, signed]), b".".join([*parts, b""]), b"a.b", b"\xc3\xa4.b.c"):
        answer = browse(None, "base").post(
            f"/hooks/sms/{tag}/", headers={"X-Gwapi-Signature": token.decode()}
        )
        assert answer.status_code == 403


@pytest.mark.parametrize("body", ["", "no json", "[]", '"DELIVERED"', '{"id": 1}', '{"status": 5}'])
def test_nonsense_is_no_report(
    browse: Browse, alfa: Association, message: Message, queue: list[dict[str, Any]], body: str
) -> None:
    tag = tags.written(association=alfa.uuid, message=message.uuid)
    answer = browse(None, "base").post(f"/hooks/sms/{tag}/", body, content_type="application/json")
    assert (answer.status_code, queue) == (400, [])


@pytest.mark.logs_errors
def test_gateway_comes_again_while_the_broker_is_away(
    browse: Browse, alfa: Association, message: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "start", lambda _task, **_told: False)
    assert tell(browse, alfa, message.uuid, report()).status_code == 503


def test_message_that_is_gone_is_told_nothing(
    browse: Browse, alfa: Association, queue: list[dict[str, Any]]
) -> None:
    assert tell(browse, alfa, uuid4(), report("UNDELIVERABLE")).status_code == 204
    work_off(queue)
    with entered(alfa):
        assert not Attempt.objects.exists()
        assert not DeadAddress.objects.exists()


# --- mail services ----------------------------------------------------------------------------------


@pytest.fixture
def brevo(settings: Settings) -> None:
    settings.EMAIL_SERVICE, settings.EMAIL_HOOK_SECRET = "brevo", "rinnalla:let-me-in"
    settings.ANYMAIL = {"WEBHOOK_SECRET": "rinnalla:let-me-in"}


def mailed(tag: str, event: str = "hard_bounce", **more: Any) -> dict[str, Any]:
    """What Brevo posts."""
    return {
        "event": event,
        "email": "Bo@example.org",
        "id": 26224,
        "message-id": "<20251104@relay.domain.com>",
        "ts_epoch": 1534486682000,
        "reason": "550 no such user bo@example.org",
        "X-Mailin-custom": json.dumps({"message": tag}),
        **more,
    }


def post_mail(browse: Browse, said: Any, *, login: str = "rinnalla:let-me-in") -> int:
    answer = browse(None, "base", csrf=True).post(
        "/hooks/mail/",
        json.dumps(said) if not isinstance(said, str) else said,
        content_type="application/json",
        headers={"Authorization": f"Basic {base64.b64encode(login.encode()).decode()}"} if login else {},
    )
    return int(answer.status_code)


@pytest.mark.usefixtures("brevo")
@pytest.mark.parametrize(
    ("event", "outcome", "dead"),
    [
        ("hard_bounce", "bounced", "bounced"),
        ("soft_bounce", "bounced", ""),
        ("spam", "complained", "complained"),
        ("blocked", "refused", "blocked"),
        ("delivered", "delivered", ""),
        ("deferred", "deferred", ""),
    ],
)
def test_bounce_and_complaint_end_an_address(
    browse: Browse,
    alfa: Association,
    message: Message,
    queue: list[dict[str, Any]],
    event: str,
    outcome: str,
    dead: str,
) -> None:
    tag = tags.written(association=alfa.uuid, message=message.uuid)
    assert post_mail(browse, mailed(tag, event)) == 204
    assert "example.org" not in json.dumps(queue).lower()
    work_off(queue)
    ((channel, found, _code, _id),) = attempts(alfa)
    assert (channel, found) == ("email", outcome)
    with entered(alfa):
        assert list(DeadAddress.objects.values_list("reason", flat=True)) == ([dead] if dead else [])
        assert bool(dead) == addresses.is_dead(
            person_uuid=message.person_uuid, channel=Way.EMAIL, address="bo@example.org"
        )


@pytest.mark.usefixtures("brevo")
def test_mail_report_without_its_proof_is_refused(
    browse: Browse, alfa: Association, message: Message, queue: list[dict[str, Any]]
) -> None:
    tag = tags.written(association=alfa.uuid, message=message.uuid)
    for login in ("", "rinnalla:wrong", "other:let-me-in"):
        assert post_mail(browse, mailed(tag), login=login) == 403
    assert queue == []


@pytest.mark.usefixtures("brevo")
def test_report_about_another_mail_of_ours_is_left(browse: Browse, queue: list[dict[str, Any]]) -> None:
    """Codes for signing in have no tag, and a tag of somebody else is none."""
    for custom in ("{}", '{"message": "made:up:tag"}', "[]", '"text"', "null"):
        assert post_mail(browse, mailed("", **{"X-Mailin-custom": custom})) == 204
    assert queue == []


@pytest.mark.usefixtures("brevo")
@pytest.mark.parametrize("body", ["", "no json", "[]", "5", '{"items": []}', '"text"'])
def test_mail_report_that_is_none(browse: Browse, queue: list[dict[str, Any]], body: str) -> None:
    assert (post_mail(browse, body), queue) == (400, [])


def test_no_mail_service_takes_no_reports(browse: Browse, settings: Settings) -> None:
    assert post_mail(browse, mailed("")) == 403
    settings.EMAIL_SERVICE, settings.ANYMAIL = "brevo", {"WEBHOOK_SECRET": ""}
    assert post_mail(browse, mailed("")) == 403
