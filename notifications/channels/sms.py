"""SMS by GatewayAPI, whose servers and company are in the EU.

Format: https://gatewayapi.com/docs/apis/rest (POST /rest/mtsms as JSON: `message`, `sender` of at most 11
letters and digits, `encoding` UTF8 for the alphabet of SMS or UCS2, `userref`, `callback_url`, `max_parts`,
`recipients` of `msisdn`; the token is the user of Basic authentication; the yes is `ids` and, asked for by
`extra_details`, each recipient's `parts`) and https://gatewayapi.com/docs/error-codes (`code` in hex beside
the HTTP status). Its reports are read in `notifications.channels.reports`.

It takes no key against doubles: `userref` is the message's own UUID, by which a double is told afterwards.
Numbers, texts and the token are never logged, nor is anything that the gateway answers but its codes.
"""

import json
from datetime import timedelta
from email.utils import formatdate
from types import TracebackType
from typing import Any, Final, Self
from uuid import UUID

import phonenumbers
import urllib3
from django.conf import settings
from phonenumbers import PhoneNumberType

from notifications import numbers
from notifications.channels import pace, parts, tags
from notifications.channels.answers import Deferred, Handed, Refused, ServerAway
from tenants import clock
from tenants.addresses import absolute_url
from tenants.context import current_association

NOT_FOR_SMS: Final = frozenset(
    {
        PhoneNumberType.FIXED_LINE,
        PhoneNumberType.PREMIUM_RATE,
        PhoneNumberType.SHARED_COST,
        PhoneNumberType.TOLL_FREE,
    }
)
SECONDS: Final = urllib3.Timeout(connect=5, read=10)
LONGEST_ANSWER: Final = 64 * 1024
LONGEST_PAUSE: Final = timedelta(minutes=5)
BLOCKED: Final = frozenset({"0x0214", "0x0215"})
"""Its codes for numbers that it does not write to."""
FOREIGN: Final = "0x0217"
NO_CREDIT: Final = "0x0216"


def is_set_up() -> bool:
    """Whether this installation has a gateway."""
    return bool(settings.SMS_URL)


def number_of(phone: str) -> str:
    """A telephone number as digits with its country, as the gateway wants it.

    Raises Refused for what is no number, and for numbers that get no SMS or cost more than one.
    """
    number = numbers.parsed(phone)
    if number is None:
        raise Refused("bad_number", dead="bounced")
    if phonenumbers.number_type(number) in NOT_FOR_SMS:
        raise Refused("not_mobile", dead="bounced")
    return numbers.digits(number)


class Gateway:
    """Connections for one run, opened with the first message. Use it as a context manager."""

    def __init__(self) -> None:
        self._pool: urllib3.PoolManager | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.clear()
            self._pool = None

    def send(self, text: str, *, to: str, sender: str, uuid: UUID, urgent: bool = False) -> Handed:
        """Hand one text over to a telephone number. Raises Refused, Deferred or ServerAway.

        `text` goes out as it is: `parts.fitted` made it as short as it may be.
        """
        number = number_of(to)
        if not is_set_up():
            raise Refused("no_gateway")
        pace.keep("sms", urgent=urgent)
        tag = tags.written(association=current_association().uuid, message=uuid)
        order: dict[str, Any] = {
            "message": text,
            "encoding": "UTF8" if parts.is_gsm(text) else "UCS2",
            "max_parts": parts.MOST,
            "userref": str(uuid),
            "callback_url": absolute_url("base", "sms-report", tag=tag),
            "extra_details": "recipients_usage",
            "recipients": [{"msisdn": number}],
        }
        if sender:
            order["sender"] = sender
        status, headers, answer = self._ask(order)
        if 200 <= status < 300:
            return _handed(answer, text)
        raise _meant(status, headers, answer)

    def _ask(self, order: dict[str, Any]) -> tuple[int, urllib3.HTTPHeaderDict, bytes]:
        """Status, headers and text of the answer. Raises ServerAway."""
        if self._pool is None:
            self._pool = urllib3.PoolManager(num_pools=1, maxsize=1)
        response = None
        try:
            response = self._pool.request(
                "POST",
                settings.SMS_URL,
                body=json.dumps(order).encode(),
                headers={
                    "Accept": "application/json",
                    "Content-Type": "application/json",
                    "Date": formatdate(clock.now().timestamp(), usegmt=True),
                    **urllib3.make_headers(basic_auth=f"{settings.SMS_TOKEN}:", user_agent="Rinnalla"),
                },
                timeout=SECONDS,
                retries=False,
                redirect=False,
                preload_content=False,
            )
            body = response.read(LONGEST_ANSWER, decode_content=False)
        except (urllib3.exceptions.NewConnectionError, urllib3.exceptions.ConnectTimeoutError):
            raise ServerAway("sms_away", while_sending=False) from None
        except (urllib3.exceptions.HTTPError, OSError) as error:
            # It may have taken the message: who is told twice sees the same words twice.
            raise ServerAway(f"sms_lost_{type(error).__name__}", while_sending=True) from None
        finally:
            if response is not None:
                response.close()
        return response.status, response.headers, body


def _handed(answer: bytes, text: str) -> Handed:
    """What a yes says. Where it is no JSON somebody else answered, such as a proxy: Deferred."""
    said = _read(answer)
    if said is None:
        raise Deferred("sms_answer_is_none")
    # Its documents say that the answer may grow and change. A yes in other words is a yes: asking again
    # would send it again.
    ids = said.get("ids")
    known = str(ids[0]) if isinstance(ids, list) and ids else ""
    try:
        counted = int(said["details"]["messages"][0]["recipients"][0]["parts"])
    except (KeyError, IndexError, TypeError, ValueError):
        counted = parts.count(text)
    return Handed(provider_id=known[:100], parts=min(max(counted, 1), 255))


def _meant(status: int, headers: urllib3.HTTPHeaderDict, answer: bytes) -> Refused | Deferred | ServerAway:
    """What a no means. A wrong token or no credit is our set-up's fault, for all messages."""
    code = _code(answer)
    if code in BLOCKED:
        return Refused("sms_blocked", dead="blocked")
    if code == FOREIGN:
        return Refused("sms_country", dead="bounced")
    if code == NO_CREDIT:
        return ServerAway("sms_no_credit", while_sending=False, pause=LONGEST_PAUSE)
    if status == 429:
        return ServerAway("sms_busy_429", while_sending=False, pause=_pause(headers))
    if status in {401, 403}:
        return ServerAway(f"sms_set_up_{status}", while_sending=False, pause=LONGEST_PAUSE)
    if status in {502, 503, 504}:
        return ServerAway(f"sms_away_{status}", while_sending=True, pause=_pause(headers))
    if status in {400, 422}:
        return Refused(f"sms_refused_{status}")
    return Deferred(f"sms_deferred_{status}")


def _pause(headers: urllib3.HTTPHeaderDict) -> timedelta | None:
    """How long it asks us to wait, within reason."""
    said = headers.get("Retry-After", "")
    return min(timedelta(seconds=int(said)), LONGEST_PAUSE) if said.isdecimal() and len(said) < 7 else None


def _code(answer: bytes) -> str:
    said = _read(answer) or {}
    return str(said.get("code", ""))[:10].lower()


def _read(answer: bytes) -> dict[str, Any] | None:
    try:
        said = json.loads(answer)
    except ValueError:
        return None
    return said if isinstance(said, dict) else None
