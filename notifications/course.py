"""What becomes of a message whose time has come: held, withheld, or by which way it goes.

Asked in this order: is its reader away, by which way do they want it, is it the hour for that. What makes no
noise, the inbox and a digest, waits for no hour.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from notifications import addresses, channels, people, preferences, quiet
from notifications.kinds import Kind, Recipient
from notifications.models import Message
from notifications.preferences import NOBODYS, Chosen
from notifications.states import AWAY, QUIET_HOURS
from notifications.ways import Audience, Quiet, Urgency, Way
from tenants import clock

MUTED, NO_ADDRESS = "muted", "no_address"
SILENT = frozenset({Way.INBOX, Way.DIGEST})
# Ways that the association has not, or not any more: whoever chose them gets what comes without a choice.
_NOT_OFFERED = frozenset({"no_gateway", "sms_off", "sms_cap"})


@dataclass(frozen=True)
class Hold:
    """Its reader wants nothing now."""

    until: datetime
    why: str


@dataclass(frozen=True)
class Withhold:
    """There is no way to this reader. `passed` are those that there were, and why they do not work."""

    code: str
    passed: tuple[tuple[Way, str], ...] = ()


@dataclass(frozen=True)
class Go:
    """By the first of these ways; by the next where that fails. `passed` could not be gone, and why."""

    ways: tuple[Way, ...]
    passed: tuple[tuple[Way, str], ...] = ()


def course_of(message: Message, *, kind: Kind, recipient: Recipient) -> Hold | Withhold | Go:
    """What becomes of a claimed message now."""
    now, person_uuid = clock.now(), message.person_uuid
    if kind.audience == Audience.OUTSIDE:
        return _way(kind, recipient, person_uuid, NOBODYS)
    if kind.rests_when_away and not kind.safety:
        back_at = people.away_until(person_uuid)
        if back_at is not None and back_at > now:
            return Hold(until=back_at, why=AWAY)
    chosen = preferences.of(person_uuid)
    course = _way(kind, recipient, person_uuid, chosen)
    if isinstance(course, Withhold) or course.ways[0] in SILENT or _may_disturb(kind, chosen):
        return course
    until = quiet.over_at(
        now,
        quiet_from=chosen.quiet_from,
        quiet_to=chosen.quiet_to,
        zone=timezone.get_current_timezone(),
    )
    return course if until is None else Hold(until=until, why=QUIET_HOURS)


def _may_disturb(kind: Kind, chosen: Chosen) -> bool:
    if kind.safety or kind.quiet == Quiet.CHOSEN:
        return True
    return kind.quiet == Quiet.PASS and chosen.urgent_at_night


def _way(kind: Kind, recipient: Recipient, person_uuid: UUID, chosen: Chosen) -> Withhold | Go:
    """By which way: the chosen one; who lacks an address for it is reached by another that the kind has."""
    wanted = chosen.way(kind)
    has_inbox = kind.is_kept and recipient.has_inbox
    if wanted == Way.INBOX:
        return Go((Way.INBOX,)) if has_inbox else Withhold(MUTED)
    gathered = wanted == Way.DIGEST
    # A digest goes by mail, whatever is in it.
    order = (Way.EMAIL,) if gathered else (wanted, *(way for way in kind.ways if way != wanted))
    usable: list[Way] = []
    passed: list[tuple[Way, str]] = []
    for way in order:
        code = obstacle(way, recipient=recipient, person_uuid=person_uuid)
        if not code:
            usable.append(way)
            continue
        passed.append((way, code))
        if code.startswith("address_") and kind.urgency != Urgency.URGENT:
            break  # what cannot wait looks for another way, everything else for the person
    told = tuple((way, code) for way, code in passed if code not in _NOT_OFFERED and code[:3] != "no_")
    if usable:
        ways = tuple(usable) if kind.urgency == Urgency.URGENT else (usable[0],)
        return Go((Way.DIGEST,) if gathered else ways, passed=told)
    if has_inbox:
        return Go((Way.INBOX,), passed=told)
    return Withhold(told[0][1] if told else NO_ADDRESS, passed=told)


def obstacle(way: Way, *, recipient: Recipient, person_uuid: UUID) -> str:
    """Why a person cannot be reached by a way now, as a code; empty where they can."""
    if code := channels.obstacle(way, recipient):
        return code
    address = recipient.address if way == Way.EMAIL else recipient.phone
    reason = addresses.why_dead(person_uuid=person_uuid, channel=way, address=address)
    return f"address_{reason}" if reason else ""
