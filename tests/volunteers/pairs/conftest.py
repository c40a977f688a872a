"""Monday 3.2.2025 at Alfa: Bo is a host; a client with a name that stands nowhere else wishes for company."""

from datetime import date
from uuid import uuid4

from accounts.reach import EVERYBODY
from tenants.actors import Actor
from tests.monday import BY, MONDAY, inside, it_is_monday, said_in_english
from tests.scheduling.hours.conftest import at, person, role
from volunteers.pairs.models import Pair
from volunteers.pairs.services import agreements, intake, matching
from volunteers.pairs.services.agreements import Terms
from volunteers.pairs.services.intake import Told

__all__ = [
    "BY", "MARKER", "MONDAY", "active", "at", "inside", "it_is_monday", "matched", "person", "proposed",
    "role", "said_in_english", "taken_in", "terms", "told", "waiting",
]  # fmt: skip

# Stands in everything that is known of the client, and nowhere else.
MARKER = "Zyxwqa"


def told(**fields: object) -> Told:
    """What the client has told."""
    words = {
        "alias": f"{MARKER}alias",
        "contact": f"{MARKER}@example.org",
        "municipality": f"{MARKER}kunta",
        "language": "fi",
        "wish": f"{MARKER}wish: walks",
        "times": ("day",),
    }
    return Told(**(words | fields))  # type: ignore[arg-type]  # named by the caller


def terms(**fields: object) -> Terms:
    """Half a year of walks."""
    plan = {
        "from_on": date(2025, 1, 1),
        "to_on": date(2025, 6, 30),
        "rhythm": "weekly",
        "content": ("outdoors",),
        "goals": ("less_alone", "own"),
        "own_content": f"{MARKER}content",
        "own_goals": f"{MARKER}goals",
    }
    return Terms(**(plan | fields))  # type: ignore[arg-type]  # named by the caller


def taken_in(by: Actor = BY, **fields: object) -> Pair:
    """A client who has agreed."""
    return intake.take_in(
        key=uuid4(), told=told(**fields), role=role(), agrees=True, way="screen", language="fi", by=by
    )


def waiting(by: Actor = BY, **fields: object) -> Pair:
    """A starting talk was held, and a volunteer is what suits."""
    return intake.note_talk(pair=taken_in(by, **fields), on=date(2024, 12, 20), outcome="volunteer", by=by)


def proposed(by: Actor = BY, **fields: object) -> Pair:
    """Bo is asked."""
    pair = waiting(by, **fields)
    matching.propose(pair=pair, person=person("Bo"), among=EVERYBODY, by=by)
    return again(pair)


def matched(by: Actor = BY, **fields: object) -> Pair:
    """Both said yes."""
    pair = proposed(by, **fields)
    matching.volunteer_answers(proposal=pair.proposals.get(), yes=True, by=by)
    matching.client_answers(proposal=pair.proposals.get(), yes=True, by=by)
    return again(pair)


def active(by: Actor = BY, **fields: object) -> Pair:
    """Both have signed."""
    pair = matched(by, **fields)
    agreement = agreements.write(pair=pair, terms=terms(), by=by)
    agreements.sign_as_client(agreement=agreement, has_read=True, by=by)
    return agreements.sign_as_volunteer(agreement=agreement, has_read=True, by=by)


def again(row: Pair) -> Pair:
    """As it stands now."""
    return Pair.objects.select_related("role", "volunteer", "agreement", "client").get(pk=row.pk)
