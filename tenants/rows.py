"""A row knows its association: read or made in one, it never works in another.

Every association counts its keys from 1. Without this a row that was read in one and saved in another would
overwrite a stranger's row, or become a new one there, without anybody noticing.
"""

from typing import Any

from django.db import connection, models

from tenants.context import PUBLIC, PhaseError


class TenantRow(models.Model):
    """Base of all models of the associations' apps. Raises PhaseError where it is used away from home."""

    class Meta:
        abstract = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if _here() != PUBLIC:
            _settle(self)

    def _prepare_related_fields_for_save(self, *args: Any, **kwargs: Any) -> None:
        # Django asks this of every row that it saves, one by one or in bulk, before it writes.
        _require_home(self)
        super()._prepare_related_fields_for_save(*args, **kwargs)  # type: ignore[misc]  # stubs lack it
        _settle(self)


class HomeRouter:
    """Django asks its routers whenever a row in hand is saved, deleted, read anew or joined with another."""

    def db_for_read(self, model: type[models.Model], **hints: Any) -> None:
        """No opinion on the connection; the row must be at home."""
        _require_home(hints.get("instance"))

    def db_for_write(self, model: type[models.Model], **hints: Any) -> None:
        """No opinion on the connection; the row must be at home."""
        _require_home(hints.get("instance"))

    def allow_relation(self, one: models.Model, other: models.Model, **hints: Any) -> None:
        """No opinion on the relation; both rows must be at home."""
        _require_home(one)
        _require_home(other)


def _here() -> str:
    return str(connection.schema_name)  # type: ignore[attr-defined]  # set by django-tenants


def _settle(row: TenantRow) -> None:
    row._state.home = _here()  # type: ignore[attr-defined]  # ours


def _require_home(row: models.Model | None) -> None:
    home = getattr(row._state, "home", None) if row is not None else None
    if home is not None and home != _here():
        raise PhaseError(f"A {type(row).__name__} of {home} was used in {_here()}.")
