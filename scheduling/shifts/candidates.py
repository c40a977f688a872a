"""Who could take a place on a shift: for a coordinator who looks for somebody."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from scheduling.shifts import eligibility
from scheduling.shifts.eligibility import Standing
from scheduling.shifts.models import Shift, SignUp
from tenants import clock
from tenants.context import current_association
from volunteers.register import reach, requirements
from volunteers.register.models import Absence, Period, Person, RoleHolding

# Who has done little of late is asked first, so that it is not always the same people.
OF_LATE = timedelta(days=30)


@dataclass(frozen=True)
class Candidates:
    """Who is suitable and free: those who can be written to in the order of asking, and whom to call."""

    people: Sequence[Person]
    without_address: Sequence[Person]


def candidates(shift: Shift, *, reader: reach.Reaching) -> Candidates:
    """Everybody within the reader's reach who may take a place and is not away, in a fixed number of queries.

    The checks are those of signing up, but for the free place, which the call itself looks after.
    """
    day = timezone.localtime(shift.starts_at).date()
    today = clock.today(current_association())
    here = SignUp.objects.filter(person=OuterRef("pk"), shift=shift, state__in=SignUp.ACTIVE)
    does_it = RoleHolding.objects.filter(person=OuterRef("pk"), role=shift.role_id, from_on__lte=day)
    away = Absence.objects.filter(
        Q(from_on__lte=day, to_on__gte=day) | Q(from_on__lte=today, to_on__gte=today), person=OuterRef("pk")
    )
    found = reach.people(reader).filter(Exists(does_it), ~Exists(here), ~Exists(away), is_blank=False)
    people = list(found.order_by("sort_key", "pk"))
    standings = _standings(people, shift=shift)
    free = [person for person in people if not eligibility.reasons(shift, standings[person.pk])]
    since = clock.now() - OF_LATE
    recent = dict(
        SignUp.objects.filter(person__in=free, state__in=SignUp.ACTIVE, starts_at__gte=since)
        .values_list("person")
        .annotate(Count("pk"))
    )
    free.sort(key=lambda person: recent.get(person.pk, 0))  # stable: by name among equals
    return Candidates(
        people=[person for person in free if person.email or person.phone],
        without_address=[person for person in free if not person.email and not person.phone],
    )


def _standings(people: Sequence[Person], *, shift: Shift) -> dict[int, Standing]:
    """`eligibility.standing_of` for many people and one shift."""
    now, today = clock.now(), clock.today(current_association())
    active = dict(
        Period.objects.filter(person__in=people, state=Period.State.ACTIVE).values_list(
            "person", "started_on"
        )
    )
    holdings: dict[int, list[RoleHolding]] = defaultdict(list)
    for holding in RoleHolding.objects.filter(person__in=people, role=shift.role_id):
        holdings[holding.person_id].append(holding)
    sign_ups: dict[int, list[SignUp]] = defaultdict(list)
    for sign_up in SignUp.objects.filter(
        person__in=people,
        state__in=SignUp.ACTIVE,
        starts_at__lt=shift.ends_at,
        ends_at__gt=shift.starts_at,
    ):
        sign_ups[sign_up.person_id].append(sign_up)
    asked = requirements.asked_of([shift.role], today=today)
    asks = requirements.asks_anything(shift.role, asked=asked)
    shown = requirements.shown_by(people, today=today) if asks else {}
    return {
        person.pk: Standing(
            now=now,
            person=person,
            active_since=active.get(person.pk),
            holdings=holdings[person.pk],
            sign_ups=sign_ups[person.pk],
            asked=asked if asks else None,
            shown=shown.get(person.pk),
        )
        for person in people
    }
