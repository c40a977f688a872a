"""Addresses that do not work: nothing is sent to them until the person has another one."""

from email.utils import formataddr
from uuid import UUID

from django.utils.crypto import salted_hmac
from django.utils.encoding import punycode

from notifications import numbers
from notifications.models import DeadAddress
from notifications.ways import Way
from tenants import clock


def fingerprint(address: str) -> str:
    """A keyed hash by which the same address is known again, and from which nobody reads it."""
    number = None if "@" in address else numbers.parsed(address)
    plain = f"+{numbers.digits(number)}" if number else "".join(address.split()).lower()
    return salted_hmac("notifications.address", plain, algorithm="sha256").hexdigest()


def mailbox(name: str, address: str) -> str:
    """How a mail names its recipient; a host with other letters in its own spelling for the wire.

    Raises ValueError for an address that cannot be written so.
    """
    local, _at, host = address.rpartition("@")
    return formataddr((" ".join(name.split()), f"{local}@{punycode(host)}"))


def note_dead(*, person_uuid: UUID, channel: Way, address: str, reason: str) -> None:
    """Remember that this address of a person does not work. Twice changes nothing."""
    DeadAddress.objects.get_or_create(
        person_uuid=person_uuid,
        channel=channel,
        fingerprint=fingerprint(address),
        defaults={"reason": reason, "at": clock.now()},
    )


def is_dead(*, person_uuid: UUID, channel: Way, address: str) -> bool:
    """Whether this very address of a person is known not to work."""
    return bool(why_dead(person_uuid=person_uuid, channel=channel, address=address))


def why_dead(*, person_uuid: UUID, channel: Way, address: str) -> str:
    """The reason why an address of a person does not work; empty for one of which nothing is known."""
    known = DeadAddress.objects.filter(person_uuid=person_uuid, channel=channel)
    rows = dict(known.values_list("fingerprint", "reason"))
    return rows.get(fingerprint(address), "") if rows else ""


def forget_dead(*, person_uuid: UUID, channel: Way) -> int:
    """Try again, since somebody says that the address works. Returns how many were forgotten."""
    return DeadAddress.objects.filter(person_uuid=person_uuid, channel=channel).delete()[0]
