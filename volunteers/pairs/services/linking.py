"""The private link to a client's own page: made by who is in charge, shown once, and ended."""

from django.db import transaction

from tenants.actors import Actor
from volunteers.pairs import clients, links
from volunteers.pairs.errors import ClientIsGone
from volunteers.pairs.models import Pair
from volunteers.pairs.services import holding
from volunteers.register import trail


@transaction.atomic
def make(*, pair: Pair, by: Actor) -> str:
    """A new secret for the client's link; the one before opens nothing any more. It is kept nowhere.

    Raises ClientIsGone.
    """
    client = holding.client_of(pair=holding.lock(pair=pair))
    if client.blanked_at is not None:
        raise ClientIsGone
    token = links.new_token()
    client.token_hash = links.hashed(token)
    client.save(update_fields=["token_hash"])
    trail.record("client.link_made", by=by, subject_kind=clients.SUBJECT, subject_uuid=client.uuid)
    return token


@transaction.atomic
def end(*, pair: Pair, by: Actor) -> None:
    """Let the link open nothing any more. Without one, or again: nothing."""
    locked = holding.lock(pair=pair)
    if holding.end_links(pairs=Pair.objects.filter(pk=locked.pk)):
        client = holding.client_of(pair=locked)
        trail.record("client.link_ended", by=by, subject_kind=clients.SUBJECT, subject_uuid=client.uuid)
