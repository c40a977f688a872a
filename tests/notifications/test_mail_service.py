"""Mail by a service's own interface: one that is spoken by a server on this machine."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import UUID

import pytest
from pytest_django import Settings

from local.ports import free_port
from notifications.channels import Deferred, Handed, Refused, ServerAway, tags
from notifications.channels.mail import Post
from notifications.kinds import Attachment, Recipient, Rendered
from notifications.models import Sending
from tenants.context import entered
from tenants.models import Association
from tests.notifications.mailserver import MailServer

UUID_ = UUID("0190a3d2-1111-4222-8333-444455556666")
LETTER = Rendered(
    subject="Vuoro ti klo 17",
    text="Hei Bo",
    html="<p>Hei Bo</p>",
    attachments=(Attachment(name="vuoro.ics", content=b"BEGIN:VCALENDAR", mimetype="text/calendar"),),
)
BO = Recipient(address="bo@example.org", name="Bo Berg")


class Service:
    """Takes mails as Brevo's `POST /v3/smtp/email` does."""

    def __init__(self) -> None:
        self.port = free_port()
        self.mails: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.status, self.text = 201, '{"messageId": "<2025@relay.example>"}'


@pytest.fixture
def service(settings: Settings) -> Iterator[Service]:
    made = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            made.keys.append(f"{self.path} {self.headers['api-key']}")
            made.mails.append(json.loads(body))
            self.send_response(made.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(made.text)))
            self.end_headers()
            self.wfile.write(made.text.encode())

        def log_message(self, *_arguments: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", made.port), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    settings.EMAIL_SERVICE = "brevo"
    settings.EMAIL_BACKEND = "anymail.backends.brevo.EmailBackend"
    settings.ANYMAIL = {
        "BREVO_API_KEY": "a-key",
        "BREVO_API_URL": f"http://127.0.0.1:{made.port}/v3/",
        "REQUESTS_TIMEOUT": (1, 1),
    }
    yield made
    server.shutdown()
    server.server_close()


def send(association: Association, *, to: Recipient = BO, **more: Any) -> Handed:
    with entered(association), Post() as post:
        return post.send(LETTER, to=to, language="fi", uuid=UUID_, **more)


def test_service_gets_the_mail_with_our_tag_and_its_own_headers(alfa: Association, service: Service) -> None:
    link = "https://napajoki.example.org/unsubscribe/?t=abc"
    assert send(alfa, unsubscribe=link) == Handed(provider_id="<2025@relay.example>")
    assert service.keys == ["/v3/smtp/email a-key"]
    (mail,) = service.mails
    assert mail["to"] == [{"email": "bo@example.org", "name": "Bo Berg"}]
    assert (mail["subject"], mail["textContent"].strip()) == ("Vuoro ti klo 17", "Hei Bo")
    assert [each["name"] for each in mail["attachment"]] == ["vuoro.ics"]
    headers = mail["headers"]
    assert headers["List-Unsubscribe"] == f"<{link}>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert not {"Message-ID", "Date"} & set(headers)
    tag = json.loads(headers["X-Mailin-custom"])["message"]
    assert tags.read(tag) == tags.Tag(association=alfa.uuid, message=UUID_)


@pytest.mark.parametrize(
    ("status", "meant", "code"),
    [
        (400, Refused, "refused_400"),
        (401, ServerAway, "service_set_up_401"),
        (402, ServerAway, "service_set_up_402"),
        (429, ServerAway, "service_busy_429"),
        (500, Deferred, "deferred_500"),
        (503, ServerAway, "service_away_503"),
    ],
)
def test_answers_of_a_service(
    alfa: Association, service: Service, status: int, meant: type[Exception], code: str
) -> None:
    service.status, service.text = status, '{"code": "invalid_parameter", "message": "bo@example.org"}'
    with pytest.raises(meant, match=f"^{code}$"):
        send(alfa)


def test_service_that_is_away(alfa: Association, service: Service, settings: Settings) -> None:
    settings.ANYMAIL = {**settings.ANYMAIL, "BREVO_API_URL": f"http://127.0.0.1:{free_port()}/v3/"}
    with pytest.raises(ServerAway, match="connection_lost"):
        send(alfa)


# --- the same by SMTP -------------------------------------------------------------------------------


def test_smtp_mail_has_one_click_headers_and_the_associations_reply_address(
    alfa: Association, mailserver: MailServer
) -> None:
    with entered(alfa):
        Sending.objects.create(reply_to="vuorot@alfa.example.org")
    link = "https://napajoki.example.org/unsubscribe/?t=abc"
    send(alfa, unsubscribe=link)
    send(alfa)
    first, second = mailserver.mails
    assert first["Reply-To"] == "vuorot@alfa.example.org"
    assert (first["List-Unsubscribe"], first["List-Unsubscribe-Post"]) == (
        f"<{link}>",
        "List-Unsubscribe=One-Click",
    )
    assert second["List-Unsubscribe"] is None


@pytest.mark.parametrize(
    ("answer", "dead"),
    [
        ("550 no such user", "bounced"),
        ("550 5.1.1 no such user", "bounced"),
        ("553 5.2.1 mailbox disabled", "bounced"),
        ("550 5.7.1 we do not like your network", ""),
        ("552 5.2.2 mailbox full", ""),
        ("554 no", ""),
    ],
)
def test_address_that_is_to_blame_is_told_from_a_server_that_says_no(
    alfa: Association, mailserver: MailServer, answer: str, dead: str
) -> None:
    mailserver.answers = {"bo@example.org": answer}
    with pytest.raises(Refused) as refusal:
        send(alfa)
    assert refusal.value.dead == dead
