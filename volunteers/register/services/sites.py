"""Places where shifts are."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction

from tenants.actors import Actor
from volunteers.register import opening, site_uses, trail
from volunteers.register.models import OpeningHours, Organisation, Site, Unit
from volunteers.register.opening import Part, Stretch
from volunteers.register.site_errors import OrganisationPutAway, SiteInUse, SiteKnown, SiteOfTwo


@dataclass(frozen=True)
class SitePlan:
    """What a place is to be: a host's, or a room of a unit, or the association's own.

    `arrival` says how to get in. `opening_hours` of None stay as they are.
    """

    name: str
    address: str = ""
    phone: str = ""
    arrival: str = ""
    discreet: bool = False
    organisation: Organisation | None = None
    unit: Unit | None = None
    contact_name: str = ""
    email: str = ""
    access: Sequence[str] = field(default_factory=list)
    access_text: str = ""
    is_active: bool = True
    opening_hours: Iterable[Stretch] | None = None

    @property
    def values(self) -> dict[str, Any]:
        """The columns of the place itself."""
        said = {name: value for name, value in vars(self).items() if name != "opening_hours"}
        return said | {"access": [code for code in Site.Access.values if code in set(self.access)]}


def add_site(
    *, name: str, by: Actor, address: str = "", phone: str = "", arrival: str = "", discreet: bool = False
) -> Site:
    """Add a place of which little is known yet. Part of larger verbs too. Raises SiteKnown."""
    plan = SitePlan(name=name.strip(), address=address, phone=phone, arrival=arrival, discreet=discreet)
    return make_site(plan=plan, by=by)


@transaction.atomic
def make_site(*, plan: SitePlan, by: Actor) -> Site:
    """Add a place. Part of larger verbs too. Raises SiteKnown, SiteOfTwo, OrganisationPutAway, or what
    `opening` refuses.
    """
    _require_sound(plan)
    try:
        with transaction.atomic():
            site = Site.objects.create(**plan.values)
    except IntegrityError as twice:
        raise SiteKnown(name=plan.name) from twice
    if plan.opening_hours is not None:
        _open(site, plan.opening_hours)
    trail.record("site.added", by=by, subject_kind="site", subject_uuid=site.uuid)
    return site


@transaction.atomic
def change_site(*, site: Site, plan: SitePlan, by: Actor) -> Site:
    """Change a place, put it away or take it back. Those who come find what has changed on its page.

    Raises SiteKnown, SiteOfTwo, OrganisationPutAway, what `opening` refuses, or SiteInUse for one that is put
    away while something is planned there.
    """
    # Nothing can be planned there by others until this is done: rows that point at it wait.
    locked = Site.objects.select_for_update().get(pk=site.pk)
    _require_sound(plan, now=locked)
    if locked.is_active and not plan.is_active and (planned := site_uses.planned(locked)):
        raise SiteInUse(name=locked.name, planned=planned)
    changed = [name for name, value in plan.values.items() if getattr(locked, name) != value]
    for name in changed:
        setattr(locked, name, plan.values[name])
    if changed:
        try:
            with transaction.atomic():
                locked.save(update_fields=changed)
        except IntegrityError as twice:
            raise SiteKnown(name=plan.name) from twice
    if plan.opening_hours is not None and _open(locked, plan.opening_hours):
        changed.append("opening_hours")
    if changed:
        trail.record("site.changed", by=by, subject_kind="site", subject_uuid=locked.uuid, fields=changed)
    return locked


def plan_of(*, site: Site) -> SitePlan:
    """What a place is now; its opening hours stay as they are."""
    names = [name for name in SitePlan.__dataclass_fields__ if name != "opening_hours"]
    return SitePlan(**{name: getattr(site, name) for name in names})


def _require_sound(plan: SitePlan, *, now: Site | None = None) -> None:
    if plan.organisation is not None and plan.unit is not None:
        raise SiteOfTwo
    same = Site.objects.filter(name__iexact=plan.name)
    if (same.exclude(pk=now.pk) if now else same).exists():
        raise SiteKnown(name=plan.name)
    host = plan.organisation
    if plan.is_active and host is not None:
        # Locked, so that it is not put away meanwhile.
        locked = Organisation.objects.select_for_update(no_key=True).get(pk=host.pk)
        is_new = now is None or not now.is_active or now.organisation_id != host.pk
        if is_new and not locked.is_active:
            raise OrganisationPutAway(name=host.name)


def _open(site: Site, stretches: Iterable[Stretch]) -> bool:
    """Put these hours in the place of those that were. Whether anything changed."""
    days: dict[int, list[Part]] = defaultdict(list)
    for weekday, start, end in stretches:
        days[weekday].append((start, end))
    wanted = [
        (weekday, start, end)
        for weekday, parts in sorted(days.items())
        for start, end in opening.sound_day(parts)
    ]
    rows = OpeningHours.objects.filter(site=site)
    if list(rows.values_list("weekday", "from_minute", "to_minute")) == wanted:
        return False
    rows.delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(site=site, weekday=weekday, from_minute=start, to_minute=end)
        for weekday, start, end in wanted
    )
    return True
