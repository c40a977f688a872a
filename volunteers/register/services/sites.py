"""Places where shifts are."""

from django.db import transaction

from tenants.actors import Actor
from volunteers.register import trail
from volunteers.register.errors import SiteKnown
from volunteers.register.models import Site


@transaction.atomic
def add_site(
    *, name: str, by: Actor, address: str = "", phone: str = "", arrival: str = "", discreet: bool = False
) -> Site:
    """Add a place. `arrival` says how to get in. Part of larger verbs too. Raises SiteKnown."""
    if Site.objects.filter(name__iexact=name.strip()).exists():
        raise SiteKnown(name=name)
    site = Site.objects.create(
        name=name.strip(), address=address, phone=phone, arrival=arrival, discreet=discreet
    )
    trail.record("site.added", by=by, subject_kind="site", subject_uuid=site.uuid)
    return site
