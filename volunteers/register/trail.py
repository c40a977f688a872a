"""The trail of changes: one call beside each write, in its transaction."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Model

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


def difference(row: Model, values: Mapping[str, Any], *, told: Collection[str]) -> dict[str, Any]:
    """What these values change in a row, for `record`.

    `changes` has the old and new values of the fields that may be told, `changed` the names of the others.
    """
    different = [name for name, value in values.items() if getattr(row, name) != value]
    return {
        "changes": {
            name: [_plain(getattr(row, name)), _plain(values[name])] for name in different if name in told
        },
        "changed": [name for name in different if name not in told],
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def record_each(
    verb: str,
    *,
    by: Actor,
    subject_kind: str,
    subjects: Iterable[UUID] | Mapping[UUID, Mapping[str, Any]],
    **data: Any,
) -> None:
    """Note the same for many subjects, one line for each; a mapping says what is its own for each."""
    at = clock.now()
    own = subjects if isinstance(subjects, Mapping) else {}
    Trail.objects.bulk_create(
        (
            Trail(
                at=at,
                actor_user=by.user,
                actor_name=by.name[:160],
                verb=verb,
                subject_kind=subject_kind,
                subject_uuid=uuid,
                data={**data, **own.get(uuid, {})},
            )
            for uuid in subjects
        ),
        batch_size=1000,
    )
