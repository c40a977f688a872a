"""A client comes: with consent, a starting talk, and to one of three ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from django.db import transaction

from tenants import clock
from tenants.actors import Actor
from tenants.context import current_association
from volunteers.pairs import clients, consent, states
from volunteers.pairs.errors import ClientIsGone, DayIsAhead, NoConsent, NotOfTheTeam
from volunteers.pairs.models import Agreement, Client, Pair, Signal
from volunteers.pairs.services import holding
from volunteers.pairs.states import SUBJECT
from volunteers.register import incidents, trail
from volunteers.register.models import VolunteerRole

State, Outcome = Pair.State, Pair.Outcome


@dataclass(frozen=True)
class Told:
    """What a client wants to be known of them."""

    alias: str
    contact: str
    municipality: str
    language: str
    wish: str
    times: Sequence[str] = ()


@transaction.atomic
def take_in(
    *, key: UUID, told: Told, role: VolunteerRole, agrees: bool, way: str, language: str, by: Actor
) -> Pair:
    """Keep what a client has told, who has agreed to it today; who takes them in is in charge.

    `key` is that of one sending: a second press finds the first. `language` is that of the text they read.
    Raises NoConsent.
    """
    if not agrees:
        raise NoConsent
    today = clock.today(current_association())
    client, is_new = Client.objects.get_or_create(
        uuid=uuid5(key, "client"),
        defaults={
            **_sealed(told),
            "consent_version": consent.CURRENT,
            "consent_language": language,
            "consent_way": way,
            "consented_on": today,
            "created_at": clock.now(),
        },
    )
    if not is_new:
        return Pair.objects.filter(client=client).order_by("pk")[0]
    pair = Pair.objects.create(
        client=client,
        role=role,
        coordinator_user=by.user,
        coordinator_name=by.name[:160],
        state_on=today,
        begun_on=today,
    )
    trail.record("pair.intake", by=by, subject_kind=SUBJECT, subject_uuid=pair.uuid)
    return pair


@transaction.atomic
def correct(*, pair: Pair, told: Told, by: Actor) -> Client:
    """Write anew what is kept of a client. What it was before is not kept. Raises ClientIsGone."""
    locked = holding.client_of(pair=pair)
    if locked.blanked_at is not None:
        raise ClientIsGone
    values = _sealed(told)
    for name, value in values.items():
        setattr(locked, name, value)
    locked.save(update_fields=list(values))
    trail.record("client.corrected", by=by, subject_kind=clients.SUBJECT, subject_uuid=locked.uuid)
    return locked


@transaction.atomic
def note_talk(*, pair: Pair, on: date | None, outcome: str, by: Actor) -> Pair:
    """The starting talk was held, and to what it led; without an outcome it is only noted.
    `on` is None where it was noted before.

    Raises DayIsAhead or NotFromHere.
    """
    if on is not None and on > clock.today(current_association()):
        raise DayIsAhead
    locked = holding.lock(pair=pair)
    if locked.state == State.INTAKE and on is not None:
        states.move(locked, to=State.ASSESSED, by=by, talked_on=on)
    if outcome == Outcome.VOLUNTEER:
        states.move(locked, to=State.WAITING, by=by, outcome=outcome)
    elif outcome:
        states.move(locked, to=State.GUIDED, by=by, outcome=outcome)
    return locked


@transaction.atomic
def withdraw(*, pair: Pair, by: Actor) -> Pair:
    """The client takes the consent back: the pair ends now, and what was sealed goes at once.

    Of a pair that has ended already only what is known of the client goes. Pressed twice it is done once.
    """
    locked = holding.lock(pair=pair)
    client = holding.client_of(pair=locked)
    if client.blanked_at is None:
        client.withdrawn_at = clock.now()
        blank(client=client, also=("withdrawn_at",))
        trail.record("client.withdrawn", by=by, subject_kind=clients.SUBJECT, subject_uuid=client.uuid)
    if locked.closed_on is not None:
        return locked
    holding.close_proposals(pair=locked)
    states.move(locked, to=State.WITHDRAWN, by=by)
    locked.signals.filter(settled_at__isnull=True).update(settled_at=clock.now(), settled_by=by.name[:160])
    holding.tell_over(pair=locked)
    return locked


@transaction.atomic
def forget_client(*, pair: Pair, by: Actor) -> None:
    """The same by the client, on their own page: the coordinator is asked to act. Again: nothing."""
    locked = holding.lock(pair=pair)
    if holding.client_of(pair=locked).blanked_at is None:
        withdraw(pair=locked, by=by)
        holding.signal(pair=locked, kind=Signal.Kind.WITHDRAWN)


def blank(*, client: Client, also: Sequence[str] = ()) -> None:
    """Let all go that could tell who a locked client is. A step of withdrawing and of the night's job."""
    for name in Client.SEALED:
        setattr(client, name, "")
    client.times, client.token_hash, client.blanked_at = [], "", clock.now()
    client.save(update_fields=[*Client.SEALED, "times", "token_hash", "blanked_at", *also])
    client.pairs.update(client_says="", client_said_on=None)
    Agreement.objects.filter(pair__client=client).update(sealed_content="", sealed_goals="")


@transaction.atomic
def hand_over(*, pair: Pair, to: UUID, by: Actor) -> Pair:
    """Give a pair to another coordinator; who had it reads the client no more, by no link either.

    Raises NotOfTheTeam.
    """
    names = dict(incidents.team())
    if to not in names:
        raise NotOfTheTeam
    locked = holding.lock(pair=pair)
    if locked.coordinator_user != to:
        locked.coordinator_user, locked.coordinator_name = to, names[to][:160]
        locked.save(update_fields=["coordinator_user", "coordinator_name"])
        holding.end_links(pairs=Pair.objects.filter(pk=locked.pk))
        trail.record("pair.handed_over", by=by, subject_kind=SUBJECT, subject_uuid=locked.uuid)
    return locked


def _sealed(told: Told) -> dict[str, object]:
    return {
        "sealed_alias": clients.seal(told.alias),
        "sealed_contact": clients.seal(told.contact),
        "sealed_municipality": clients.seal(told.municipality),
        "sealed_wish": clients.seal(told.wish),
        "language": told.language,
        "times": list(told.times),
    }
