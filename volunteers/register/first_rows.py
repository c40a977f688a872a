"""What the register of a new association begins with: the roles of its federation's catalogue."""

from collections.abc import Sequence

from tenants.actors import Actor
from tenants.models import CatalogueRole
from volunteers.register.models import VolunteerRole
from volunteers.register.services.roles import adopt_role


def adopt_catalogue(catalogue: Sequence[CatalogueRole]) -> None:
    """Offer each role that the association does not offer yet."""
    known = set(VolunteerRole.objects.values_list("code", flat=True))
    for position, entry in enumerate(catalogue):
        if entry.code not in known:
            known.add(entry.code)
            adopt_role(entry=entry, by=Actor.system("set-up"), position=position)
