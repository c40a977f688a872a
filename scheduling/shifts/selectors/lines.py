"""Shifts as far as lists tell of them: read in few columns, with their places, many at once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.utils import timezone

from scheduling.shifts import conditions
from scheduling.shifts.models import RoleRules, Shift, Slot
from volunteers.register.made_once import MadeOnce
from volunteers.register.models import RoleHolding, Site, VolunteerRole


def _in_order(model: type[Model], *names: str) -> tuple[str, ...]:
    """These columns as `from_db` takes them: in the model's own order."""
    return tuple(field.attname for field in model._meta.concrete_fields if field.attname in names)


_OWN = _in_order(
    Shift,
    "id", "uuid", "role_id", "site_id", "title", "starts_at", "ends_at", "state", "places", "taken",
    "training_places", "training_taken", "sign_up_mode", "opens_hours_before", "closes_hours_before",
    "all_hours_before", "where", "contact_person_id",
)  # fmt: skip
_OF_SITE = _in_order(Site, "id", "uuid", "name", "address", "discreet")
# The columns of a shift in a line, for `shift_of`.
SHIFT = (*_OWN, *(f"site__{name}" for name in _OF_SITE))


def shift_of(row: Sequence[Any], sites: dict[int, Site] | None = None) -> Shift:
    """The shift of these columns. Its role is added by `with_roles`; whatever else it has is not read.

    `sites` are those that were made already: shifts of a list share them.
    """
    shift = Shift.from_db(connection.alias, _OWN, row[: len(_OWN)])
    key, *told = row[len(_OWN) :]
    made = {} if sites is None else sites
    if key is not None and key not in made:
        made[key] = Site.from_db(connection.alias, _OF_SITE, (key, *told))
    shift._state.fields_cache["site"] = made.get(key)  # as assigning does, without asking whose it is
    return shift


def asks(shift: str = "pk") -> Exists:
    """Whether a place of a shift asks for a qualification."""
    return Exists(Slot.objects.filter(shift=OuterRef(shift)))


def _all(rows: Iterable[Sequence[Any]]) -> list[Shift]:
    """The shifts of the columns SHIFT and `asks`: whether their places are to be read is known then."""
    sites: dict[int, Site] = {}
    zone = timezone.get_current_timezone()
    found = []
    for row in rows:
        shift = shift_of(row[:-1], sites)
        shift.asks = row[-1]  # type: ignore[attr-defined]  # see standings
        # Every check asks for it.
        shift.local_day = shift.starts_at.astimezone(zone).date()  # type: ignore[attr-defined]  # the same
        found.append(shift)
    return found


def plain(rows: Iterable[Sequence[Any]]) -> list[Shift]:
    """The shifts of the columns SHIFT alone, for those who need not know what their places ask for."""
    sites: dict[int, Site] = {}
    return [shift_of(row, sites) for row in rows]


def read(found: QuerySet[Shift]) -> list[Shift]:
    """These shifts in one query."""
    return _all(found.values_list(*SHIFT, asks()))


# --- roles ----------------------------------------------------------------------------------------

_ROLE = _in_order(
    VolunteerRole,
    "id", "uuid", "code", "name_fi", "name_sv", "name_en", "position", "is_active", "discreet",
    "minimum_age", "needs_agreement", "needs_confidentiality", "child_regular", "child_personal",
    "child_alone", "supervision", "supervision_every_days", "supervision_grace_days",
)  # fmt: skip
_RULES = tuple(field.attname for field in RoleRules._meta.concrete_fields)
_roles = MadeOnce(
    lambda: VolunteerRole.objects.order_by("position", "pk").values_list(
        *_ROLE, *(f"shift_rules__{name}" for name in _RULES)
    )
)


def roles() -> dict[int, VolunteerRole]:
    """All roles of the association by their keys, in its order, with the rules of their shifts."""
    found = {}
    for row in _roles.rows():
        role = VolunteerRole.from_db(connection.alias, _ROLE, row[: len(_ROLE)])
        said = row[len(_ROLE) :]
        rules = RoleRules.from_db(connection.alias, _RULES, said) if said[0] is not None else None
        role._state.fields_cache["shift_rules"] = rules
        found[role.pk] = role
    return found


def with_roles(found: Iterable[Shift], roles: Mapping[int, VolunteerRole]) -> None:
    """Give these shifts their roles."""
    for shift in found:
        shift._state.fields_cache["role"] = roles[shift.role_id]


# --- what somebody may take -----------------------------------------------------------------------


def open_to(*, person: int, now: datetime) -> list[Shift]:
    """Shifts ahead with a free place whose role a person, by their key, does at some time; by time."""
    return _all(_open_to.rows(person=person, now=now))


_open_to = MadeOnce(
    lambda person, now: (
        Shift.objects.filter(
            Exists(RoleHolding.objects.filter(person=person, role=OuterRef("role"))), conditions.open_at(now)
        )
        .order_by("starts_at", "pk")
        .values_list(*SHIFT, asks())
    ),
    person=int,
    now=datetime,
)
