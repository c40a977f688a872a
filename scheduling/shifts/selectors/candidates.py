"""Who could take a place on a shift: for a coordinator who looks for somebody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from scheduling.shifts.eligibility import checks as eligibility
from scheduling.shifts.models import Shift, SignUp
from tenants import clock
from tenants.context import current_association
from volunteers.register import reach
from volunteers.register.models import Absence, Person, RoleHolding

# Who has done little of late is asked first, so that it is not always the same people.
OF_LATE = timedelta(days=30)


@dataclass(frozen=True)
class Candidates:
    """Who is suitable and free: those who can be written to in the order of asking, and whom to call."""

    people: Sequence[Person]
    without_address: Sequence[Person]


def candidates(shift: Shift, *, reader: reach.Reaching) -> Candidates:
    """Everybody within the reader's reach who may take a place and is not away, in a fixed number of queries.

    The checks are those of people who are asked by us: how one signs up by oneself does not matter.
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
    standings = eligibility.standings_of(people, shifts=[shift])
    free = [
        person
        for person in people
        if not eligibility.reasons(shift, standings[person.pk], checks=eligibility.ASKED_CHECKS)
    ]
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
