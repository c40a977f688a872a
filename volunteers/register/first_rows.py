"""What the register of a new association begins with: roles of its federation's catalogue, and a unit."""

from tenants.actors import Actor
from tenants.first_rows import Beginning
from volunteers.register.models import Unit, VolunteerRole
from volunteers.register.services.roles import adopt_role


def adopt_catalogue(beginning: Beginning) -> None:
    """Offer each role that the association does not offer yet, and make its first unit."""
    known = set(VolunteerRole.objects.values_list("code", flat=True))
    for position, entry in enumerate(beginning.roles):
        if entry.code not in known:
            known.add(entry.code)
            adopt_role(entry=entry, by=Actor.system("set-up"), position=position)
    if beginning.unit and not Unit.objects.exists():
        Unit.objects.create(kind=Unit.Kind.CENTRE, name_fi=beginning.unit)
