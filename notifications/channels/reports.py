"""What gateways tell us later of a message: it arrived, it came back, its reader wants no more of this.

Each way of telling becomes one `Report`. Whoever reads it has proved already that it is the gateway's.
"""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.crypto import constant_time_compare

from notifications.ways import Way


class NotTheirs(ValueError):
    """The signature is not the gateway's."""


class Unreadable(ValueError):
    """This is no report."""


@dataclass(frozen=True)
class Report:
    """One thing that became known. `outcome` is one of Attempt's; `dead` says why the address is to blame."""

    channel: str
    outcome: str
    code: str
    provider_id: str
    address: str
    dead: str = ""


# --- SMS: GatewayAPI ------------------------------------------------------------------------------

# Its final states (https://gatewayapi.com/docs/apis/rest, "Delivery Status Notification"); it may tell of
# others on the way, also late, which say nothing new.
SMS_STATES: dict[str, tuple[str, str]] = {
    "DELIVERED": ("delivered", ""),
    "UNDELIVERABLE": ("bounced", "bounced"),
    "EXPIRED": ("bounced", ""),  # the telephone was off for too long
    "REJECTED": ("refused", ""),
    "SKIPPED": ("refused", ""),
    "DELETED": ("refused", ""),
}


def signed_by_gateway(token: str, *, secret: str) -> dict[str, Any]:
    """What GatewayAPI's header `X-Gwapi-Signature` says: a JWT signed by HS256, with the whole report in it.

    Raises NotTheirs.
    """
    try:
        head, body, signature = token.split(".")
        if json.loads(_decoded(head)).get("alg") != "HS256":
            raise NotTheirs
        due = hmac.new(secret.encode(), f"{head}.{body}".encode("ascii"), hashlib.sha256).digest()
        if not constant_time_compare(_decoded(signature), due):
            raise NotTheirs
        said = json.loads(_decoded(body))
    except (ValueError, AttributeError, binascii.Error):
        raise NotTheirs from None
    if not isinstance(said, dict):
        raise NotTheirs
    return said


def _decoded(part: str) -> bytes:
    return base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)


def of_sms(said: object) -> Report | None:
    """A delivery report; None for states on the way. Raises Unreadable."""
    if not isinstance(said, dict) or not isinstance(said.get("status"), str):
        raise Unreadable
    status = said["status"].upper()
    if status not in SMS_STATES:
        return None
    outcome, dead = SMS_STATES[status]
    number = "".join(letter for letter in str(said.get("msisdn", "")) if letter in "0123456789")[:20]
    code = "".join(letter for letter in str(said.get("code") or "") if letter.isalnum())[:10]
    return Report(
        channel=Way.SMS.value,
        outcome=outcome,
        code=f"sms_{status.lower()}{f'_{code.lower()}' if code else ''}",
        provider_id=str(said.get("id", ""))[:100],
        address=f"+{number}" if number else "",
        dead=dead if number else "",
    )


# --- mail services, as Anymail reads them -----------------------------------------------------------

REJECTED_FOR_GOOD = {"invalid": "bounced", "bounced": "bounced", "blocked": "blocked", "spam": "complained"}


def of_mail(event: Any) -> Report | None:
    """An event of Anymail's; None for what says nothing about arriving, such as a click."""
    address = str(event.recipient or "").strip()[:254]
    reason = str(event.reject_reason or "")
    outcome, dead = {
        "delivered": ("delivered", ""),
        "deferred": ("deferred", ""),
        "bounced": ("bounced", "" if _is_for_now(event.esp_event) else "bounced"),
        "complained": ("complained", "complained"),
        "rejected": ("refused", REJECTED_FOR_GOOD.get(reason, "")),
        "failed": ("refused", ""),
    }.get(str(event.event_type), ("", ""))
    if not outcome:
        return None
    return Report(
        channel=Way.EMAIL.value,
        outcome=outcome,
        code=f"service_{event.event_type}{f'_{reason}' if reason.isalpha() else ''}"[:60],
        provider_id=str(event.message_id or "")[:100],
        address=address,
        dead=dead if address else "",
    )


def _is_for_now(said: object) -> bool:
    """Whether a bounce says that the mailbox is full or away, in the words of each service."""
    if not isinstance(said, Mapping):
        return False
    return (
        said.get("event") == "soft_bounce"  # Brevo
        or said.get("Type") == "SoftBounce"  # Postmark
        or said.get("hard_bounce") is False  # Mailjet
    )
