"""The trail of changes: one call beside each write, in its transaction."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from tenants import clock
from tenants.actors import Actor
from volunteers.register.models import Trail


def record(verb: str, *, by: Actor, subject_kind: str, subject_uuid: UUID | None = None, **data: Any) -> None:
    """Note that `by` did `verb` to a subject. `data` holds what changed, as JSON, and no free text."""
    Trail.objects.create(
        at=clock.now(),
        actor_user=by.user,
        actor_name=by.name[:160],
        verb=verb,
        subject_kind=subject_kind,
        subject_uuid=subject_uuid,
        data=data,
    )


def record_each(verb: str, *, by: Actor, subject_kind: str, subjects: Iterable[UUID], **data: Any) -> None:
    """Note the same for many subjects, one line for each."""
    at = clock.now()
    Trail.objects.bulk_create(
        (
            Trail(
                at=at,
                actor_user=by.user,
                actor_name=by.name[:160],
                verb=verb,
                subject_kind=subject_kind,
                subject_uuid=uuid,
                data=data,
            )
            for uuid in subjects
        ),
        batch_size=1000,
    )
