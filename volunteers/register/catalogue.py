"""The umbrella's catalogue of roles and model texts, as an association sees it.

Entries lie on the shared side; an association keeps their code, and what they said when it took them. What
the catalogue has changed since is offered field by field against that base: own words are never overwritten.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from tenants import clock
from tenants.context import current_association, platform_role
from tenants.models import Affiliation, CatalogueRole, CatalogueText
from volunteers.register.models import VolunteerRole

FIELDS = (
    "name_fi",
    "name_sv",
    "name_en",
    "description_fi",
    "description_sv",
    "description_en",
    "family",
    "counting_unit",
    "discreet",
    "minimum_age",
    "needs_agreement",
    "needs_confidentiality",
    "supervision",
    "supervision_every_days",
)
# What a catalogue that says nothing of requirements says; roles were taken from one that could not.
NOTHING_ASKED: dict[str, Any] = {
    "minimum_age": None,
    "needs_agreement": False,
    "needs_confidentiality": False,
    "supervision": VolunteerRole.Supervision.NONE.value,
    "supervision_every_days": None,
}


@dataclass(frozen=True)
class Update:
    """One field that the catalogue has changed since the association took the role."""

    field: str
    before: Any
    now: Any
    own: Any

    @property
    def is_own(self) -> bool:
        """Whether the association had written something of its own there."""
        return bool(self.own != self.before)


def said_of(entry: CatalogueRole) -> dict[str, Any]:
    """What an entry says, field by field."""
    return {name: getattr(entry, name) for name in FIELDS}


def entries() -> list[CatalogueRole]:
    """The entries of the umbrellas to which this association belongs today.

    A reading verb that looks at the shared side: the catalogue only.
    """
    now = _umbrellas()
    with platform_role():
        return list(CatalogueRole.objects.filter(umbrella__in=now))


def texts(codes: Iterable[str]) -> dict[str, CatalogueText]:
    """The model texts with these codes that are offered: of several umbrellas, the one joined first.

    A reading verb that looks at the shared side: the catalogue only.
    """
    now = _umbrellas()
    with platform_role():
        found = CatalogueText.objects.filter(umbrella__in=now, code__in=list(codes)).exclude(text_fi="")
        return {text.code: text for text in found.order_by("-umbrella_id")}


def _umbrellas() -> QuerySet[Affiliation, Any]:
    association = current_association()
    today = clock.today(association)
    return Affiliation.objects.filter(
        Q(to_on__isnull=True) | Q(to_on__gte=today), association=association, from_on__lte=today
    ).values("umbrella")


def not_taken(found: list[CatalogueRole]) -> list[CatalogueRole]:
    """Those of these entries that are offered and whose code the association does not use yet."""
    own = set(VolunteerRole.objects.values_list("code", flat=True))
    return [entry for entry in found if entry.code not in own and entry.retired_at is None]


def updates_of(role: VolunteerRole, entry: CatalogueRole) -> list[Update]:
    """What the entry says otherwise than when the role was taken, and than the role says now."""
    own = {name: getattr(role, name) for name in FIELDS}
    return differences(base=NOTHING_ASKED | role.catalogue_base, now=said_of(entry), own=own)


def differences(*, base: Mapping[str, Any], now: Mapping[str, Any], own: Mapping[str, Any]) -> list[Update]:
    """The fields in which the catalogue says `now` otherwise than its `base`, and than the `own` words."""
    return [
        Update(field=name, before=base.get(name, own[name]), now=said, own=own[name])
        for name, said in now.items()
        if said not in (base.get(name, own[name]), own[name])
    ]


def entry_of(role: VolunteerRole, found: list[CatalogueRole]) -> CatalogueRole | None:
    """The entry from which a role was taken, if the catalogue still has it."""
    return next((entry for entry in found if role.catalogue_code and entry.code == role.catalogue_code), None)
