"""The one way into an association, and the one way back.

`entered(association)` for requests, tasks, commands and tests; `platform_role()` for the few verbs that
write both sides in one transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone

from tenants import clock

if TYPE_CHECKING:
    from tenants.models import Association

PUBLIC = "public"
_LENDER = "association_left_for_a_while"  # on the connection, by platform_role


class PhaseError(RuntimeError):
    """The code asked for a phase that it may not enter from here. Always a programming error."""


def _connection() -> Any:
    return connection


def in_tenant_phase() -> bool:
    """Whether this thread is inside an association."""
    return bool(_connection().schema_name != PUBLIC)


def current_association() -> "Association":
    """The association that this thread is inside of. Raises PhaseError in the identity phase."""
    from tenants.models import Association  # noqa: PLC0415  # models import the context's neighbours

    tenant = _connection().tenant
    if not isinstance(tenant, Association):
        raise PhaseError("No association is entered here.")
    return tenant


def _in_open_transaction() -> bool:
    # A test's own transaction is no reason to refuse: `TestCase` marks its blocks.
    conn = _connection()
    return conn.in_atomic_block and any(
        not getattr(block, "_from_testcase", False) for block in conn.atomic_blocks
    )


@contextmanager
def entered(association: "Association") -> Iterator[None]:
    """Inside the block every query runs in the association's schema, as its role, in its time zone.

    Entering the same association again changes nothing. Raises PhaseError when another one is entered
    already (also where `platform_role` has left it for a while), or when a transaction is open (its later
    statements would run elsewhere).
    """
    conn = _connection()
    lender = getattr(conn, _LENDER, None)
    if lender is not None and conn.schema_name == PUBLIC:
        raise PhaseError(f"{association.schema_name} was entered from inside {lender.schema_name}.")
    if conn.schema_name != PUBLIC:
        if conn.schema_name == association.schema_name:
            yield
            return
        raise PhaseError(f"{association.schema_name} was entered from inside {conn.schema_name}.")
    if _in_open_transaction():
        raise PhaseError("An association cannot be entered inside an open transaction.")
    clock.refresh()
    conn.set_tenant(association, include_public=False)
    try:
        with timezone.override(ZoneInfo(association.timezone)):
            yield
    finally:
        conn.set_schema_to_public()


@contextmanager
def platform_role() -> Iterator[None]:
    """Inside the block queries run on the shared side, in the same transaction; after it, inside again."""
    conn = _connection()
    if conn.schema_name == PUBLIC:
        yield
        return
    tenant = conn.tenant
    conn.set_schema_to_public()
    setattr(conn, _LENDER, tenant)
    try:
        yield
    finally:
        setattr(conn, _LENDER, None)
        conn.set_tenant(tenant, include_public=False)
