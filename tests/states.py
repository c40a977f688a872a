"""Putting an association into any state, with what the database wants to see for it."""

from datetime import timedelta
from uuid import uuid4

from tenants import clock
from tenants.models import Archive, Association, Deletion, Umbrella

State = Association.State


def put(association: Association, state: str) -> Association:
    """Into the state, past all verbs, with the copy and the two people's wish where it needs them."""
    rows = Association.objects.filter(pk=association.pk)
    if state in {State.ARCHIVED, State.DELETED}:
        archived(association)
        rows.update(state=State.ARCHIVED)
    if state == State.DELETED:
        wished(association, confirmed=True)
    rows.update(state=state)
    association.state = state
    return association


def archived(association: Association) -> Archive:
    """A copy that was read back."""
    now = clock.now()
    return Archive.objects.create(
        association=association, file=f"{association.slug}-x.rinnalla", size=1, sha256="0" * 64, tables=2,
        rows=3, contents_hash="0" * 64, made_at=now, verified_at=now, keep_until=now.date(),
    )  # fmt: skip


def wished(association: Association, *, confirmed: bool = False) -> Deletion:
    """A written request that was recorded 40 days ago, and perhaps confirmed by another person."""
    then, now = clock.now() - timedelta(days=40), clock.now()
    yes = {"confirmed_by": uuid4(), "confirmed_name": "Toinen", "confirmed_at": now} if confirmed else {}
    return Deletion.objects.create(
        association=association, umbrella=Umbrella.objects.get(slug="liitto"),
        asked_on=then.date(), reference="12/2025", signed_by="Pia Puheenjohtaja", recorded_by=uuid4(),
        recorded_name="Eka", recorded_at=then, earliest_at=then + timedelta(days=30),
        code=uuid4().hex[:16].upper(), **yes,
    )  # fmt: skip
