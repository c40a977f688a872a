"""Reading who is there: at a place, on a shift, and what somebody may say of themselves."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from scheduling.shifts.models import Presence, Shift, SignUp
from scheduling.shifts.presence import times
from scheduling.shifts.selectors.shifts import ABOUT
from tenants import clock
from volunteers.register import reach
from volunteers.register.models import Person, Site


@dataclass(frozen=True)
class Here:
    """A shift at a place as one person may speak of it: whether they have a place, came, left."""

    shift: Shift
    sign_up: SignUp | None
    presence: Presence | None

    @property
    def waits(self) -> bool:
        """Whether a coordinator has to say yes first."""
        return self.sign_up is None and self.presence is not None


def around(at: datetime) -> Q:
    """Shifts to which one may come, or which one may leave, at this moment."""
    return Q(
        state=Shift.State.PUBLISHED,
        starts_at__lte=at + times.BEFORE,
        ends_at__gt=at - times.AFTER,
        starts_at__gt=at - ABOUT,
    )


def at_site(site: Site, *, person: Person) -> list[Here]:
    """The shifts at a place now: first those of the person, then those that are still going on."""
    now = clock.now()
    found = Shift.objects.filter(around(now), site=site).select_related("role", "site")
    shifts = list(found.order_by("starts_at", "pk"))
    held = {
        each.shift_id: each
        for each in SignUp.objects.filter(shift__in=shifts, person=person, state__in=SignUp.ACTIVE)
    }
    here = {each.shift_id: each for each in Presence.objects.filter(shift__in=shifts, person=person)}
    lines = [Here(shift, held.get(shift.pk), here.get(shift.pk)) for shift in shifts]
    mine = [line for line in lines if line.sign_up or line.presence]
    return mine + [line for line in lines if line not in mine and line.shift.ends_at > now]


def next_own(person: Person) -> SignUp | None:
    """The shift for which somebody may have meant to come: the one under way elsewhere, or the next."""
    found = SignUp.objects.filter(
        person=person,
        state=SignUp.State.SIGNED_UP,
        ends_at__gt=clock.now(),
        shift__state=Shift.State.PUBLISHED,
    )
    return found.select_related("shift__role", "shift__site").order_by("starts_at", "pk").first()


def today_at(site: Site) -> list[Shift]:
    """The shifts of today at a place, and those that are not over or only just; for its tablet."""
    now = clock.now()
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    found = Shift.objects.filter(
        Q(ends_at__gt=midnight, starts_at__lt=midnight + timedelta(days=1), starts_at__gt=now - ABOUT),
        state=Shift.State.PUBLISHED,
        site=site,
    )
    return list(found.select_related("role", "site").order_by("starts_at", "pk"))


def coming_to(shifts: Collection[Shift]) -> QuerySet[SignUp]:
    """Who comes to these shifts, by name."""
    found = SignUp.objects.filter(shift__in=shifts, state__in=SignUp.ACTIVE)
    return found.select_related("person").order_by("person__sort_key", "pk")


def presences_of(shifts: Collection[Shift]) -> dict[tuple[int, int], Presence]:
    """What people said of these shifts, by shift and person."""
    found = Presence.objects.filter(shift__in=shifts)
    return {(each.shift_id, each.person_id): each for each in found}


def walk_ins(*, reader: reach.Reaching) -> QuerySet[Presence]:
    """Who came without a place and waits for a yes, of roles that the reader looks after."""
    held = SignUp.objects.filter(shift=OuterRef("shift"), person=OuterRef("person"), state__in=SignUp.ACTIVE)
    found = Presence.objects.filter(~Exists(held), shift__state=Shift.State.PUBLISHED)
    return reach.of_roles(reader, found, by="shift__role").select_related("person", "shift__role")
