"""What an occasion of one kind does not have: no page and no program offers it there."""

from collections.abc import Mapping
from types import MappingProxyType

from scheduling.activities.models import Activity

_PROGRAMME = frozenset({"programme"})
NOT_OF: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        Activity.Kind.GIG: frozenset({"description", "is_public", "joint_lead"}),
        Activity.Kind.EVENT: _PROGRAMME,
        Activity.Kind.FORUM: _PROGRAMME,
        Activity.Kind.DIALOGUE: _PROGRAMME | {"is_public"},
        Activity.Kind.RECREATION: _PROGRAMME | {"is_public", "joint_lead"},
        Activity.Kind.GROUP_SESSION: _PROGRAMME | {"title", "joint_lead"},
    }
)
"""Fields by the kind of occasion that lacks them."""
