"""Places where something is counted: made, changed, put away; and the link of their tablet."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts import tablets
from scheduling.activities.errors import PlaceIsNowhere, PlaceKnown
from scheduling.activities.models import TallyPlace, TallyTablet
from tenants.actors import Actor
from volunteers.register import trail
from volunteers.register.models import GrantTarget, Site, Unit, VolunteerRole

DOOR = tablets.Door(
    model=TallyTablet,
    cookie="rn_tally",
    page="tablet",
    opens="tablet-open",
    says=_("This device then counts at the place and shows the numbers of the day, and nothing else."),
)


@dataclass(frozen=True)
class PlacePlan:
    """What a place is to be. What is counted there belongs to its role, unit and grant target."""

    name: str
    kind: str
    area: str = ""
    site: Site | None = None
    role: VolunteerRole | None = None
    unit: Unit | None = None
    grant_target: GrantTarget | None = None
    is_active: bool = True


@transaction.atomic
def add_place(*, plan: PlacePlan, by: Actor) -> TallyPlace:
    """Begin to count somewhere. Raises PlaceKnown or PlaceIsNowhere."""
    _require_sound(plan)
    try:
        with transaction.atomic():
            place = TallyPlace.objects.create(**vars(plan))
    except IntegrityError as twice:
        raise PlaceKnown(name=plan.name) from twice
    trail.record("tally_place.added", by=by, subject_kind="tally_place", subject_uuid=place.uuid)
    return place


@transaction.atomic
def change_place(*, place: TallyPlace, plan: PlacePlan, by: Actor) -> TallyPlace:
    """Change a place, put it away or take it back; what was counted stays where it belonged.

    Its kind stays: other things would be counted. One that is put away has no tablet any more.
    Raises PlaceKnown or PlaceIsNowhere.
    """
    _require_sound(plan)
    locked = TallyPlace.objects.select_for_update().get(pk=place.pk)
    values = vars(plan) | {"kind": locked.kind}
    if not plan.is_active:
        TallyTablet.objects.filter(place=locked).delete()
    changed = [name for name, value in values.items() if getattr(locked, name) != value]
    for name in changed:
        setattr(locked, name, values[name])
    if not changed:
        return locked
    try:
        with transaction.atomic():
            locked.save(update_fields=changed)
    except IntegrityError as twice:
        raise PlaceKnown(name=plan.name) from twice
    trail.record(
        "tally_place.changed", by=by, subject_kind="tally_place", subject_uuid=locked.uuid, fields=changed
    )
    return locked


@transaction.atomic
def open_tablet(*, place: TallyPlace, days: int, by: Actor) -> str:
    """A link that makes one device this place's tablet, for so many days; the one before ends."""
    values, link = DOOR.new(days=days, by=by.name)
    TallyTablet.objects.update_or_create(place=place, defaults=values)
    trail.record(
        "tally_place.tablet_opened", by=by, subject_kind="tally_place", subject_uuid=place.uuid, days=days
    )
    return link


@transaction.atomic
def close_tablet(*, place: TallyPlace, by: Actor) -> None:
    """End the tablet and its link; what it has noted stays."""
    if TallyTablet.objects.filter(place=place).delete()[0]:
        trail.record("tally_place.tablet_closed", by=by, subject_kind="tally_place", subject_uuid=place.uuid)


def _require_sound(plan: PlacePlan) -> None:
    if plan.site is None and plan.kind not in TallyPlace.ANYWHERE:
        raise PlaceIsNowhere
