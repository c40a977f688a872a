"""What is known of clients: sealed, opened for whom it concerns, and each look is noted.

No text of a client leaves here into a log, a mail, a calendar, a task or the trail.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.sealing import Seal, Unreadable
from tenants.actors import Actor
from volunteers.pairs.models import Agreement, Client
from volunteers.register import trail
from volunteers.register.models import Trail

SEAL = Seal(b"rinnalla support pairs")
READ = "client.read"
# Who reads or does something by the private link.
THEMSELVES = Actor.system("client")
SUBJECT = "client"


@dataclass(frozen=True)
class Opened:
    """A client in words. A text whose key is lost is None; of who is blanked all are empty."""

    alias: str | None
    contact: str | None
    municipality: str | None
    wish: str | None


@dataclass(frozen=True)
class Reading:
    """Somebody read it."""

    at: datetime
    name: str
    user: UUID | None = None


def read(client: Client, *, by: Actor) -> Opened:
    """All that is known of a client. That it was read is noted."""
    trail.record(READ, by=by, subject_kind=SUBJECT, subject_uuid=client.uuid)
    return opened(client)


def opened(client: Client) -> Opened:
    """The same for verbs that work on it. To show it to somebody, go through `read`."""
    return Opened(
        alias=text(client.sealed_alias),
        contact=text(client.sealed_contact),
        municipality=text(client.sealed_municipality),
        wish=text(client.sealed_wish),
    )


def seal(words: str) -> str:
    """A text as it is kept."""
    return SEAL.encrypt(words) if words else ""


def text(token: str) -> str | None:
    """A sealed text; None where its key is lost."""
    if not token:
        return ""
    try:
        return SEAL.decrypt(token)
    except Unreadable:
        return None


def own_words(agreement: Agreement) -> tuple[str | None, str | None]:
    """What an agreement says in own words: of its content, and of its goals."""
    return text(agreement.sealed_content), text(agreement.sealed_goals)


def readings(client: Client, *, most: int) -> list[Reading]:
    """Who read it and when, the latest first; the client, too, by their link."""
    lines = _readings(client).values_list("at", "actor_name", "actor_user")[:most]
    own = _("the client, by the private link")
    return [Reading(at, own if _is_own(name, user) else name, user) for at, name, user in lines]


def readings_by_others(client: Client, *, most: int) -> list[Reading]:
    """The same without the client's own."""
    others = _readings(client).exclude(actor_user__isnull=True, actor_name=THEMSELVES.name)
    return [Reading(*row) for row in others.values_list("at", "actor_name", "actor_user")[:most]]


def _readings(client: Client) -> QuerySet[Trail]:
    found = Trail.objects.filter(subject_kind=SUBJECT, subject_uuid=client.uuid, verb=READ)
    return found.order_by("-at", "-pk")


def _is_own(name: str, user: UUID | None) -> bool:
    return user is None and name == THEMSELVES.name
