"""The checks of `eligibility` as a condition for queries: which shifts suit a person.

What the person's other shifts, absences and the rules of roles say is read first and becomes plain times, so
that thousands of shifts are asked in one statement. What a role asks for is asked for today. Of places that
ask for a qualification it takes who sits where as it is; signing up may move people to make room.
"""

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import (
    Count,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from scheduling.shifts import conditions, nights, standings
from scheduling.shifts.models import Invitation, Shift, SignUp, Slot
from scheduling.shifts.models.rules import REST_HOURS
from scheduling.shifts.standings import BUSY, LONGEST_REST, Claim, Facts
from tenants import clock
from tenants.context import current_association
from volunteers.register import requirements, selectors as register
from volunteers.register.models import Person, Qualification

NOTHING = Q(pk__in=[])


def suits(person: Person | None, *, facts: Facts | None = None) -> Q:
    """The condition: this person may take a place on the shift now. `facts` if they were read already."""
    if person is None:
        return NOTHING
    facts = facts or standings.facts_of([person]).get(person.pk) or Facts()
    if facts.active_since is None:
        return NOTHING
    now = clock.now()
    ahead = SignUp.objects.filter(person=person, state__in=BUSY, ends_at__gt=now - timedelta(days=8))
    own = standings.claims_of(ahead.order_by("starts_at"))
    mine = SignUp.objects.filter(
        person=person, shift=OuterRef("pk"), state__in=(*SignUp.ACTIVE, *SignUp.HOPING)
    )
    condition: Q = (
        conditions.open_at(now)
        & conditions.sign_up_open_at(now)
        & (conditions.for_all_at(now) | _invited(person))
        & _in_their_roles(person, facts)
        & _not_away(facts)
        & _free(own)
        & ~Q(pk__in=_without_rest(own, facts, now=now))
        & _room_in_the_week(own)
        & (~Q(Exists(_slots())) | Q(Exists(_qualified_seat(person))) | _free_seat())
        & ~Q(Exists(mine))
    )
    return condition


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=timezone.get_current_timezone()).astimezone(UTC)


def _invited(person: Person) -> Q:
    invited = Invitation.objects.filter(person=person, shift=OuterRef("pk"))
    return Q(Exists(invited), sign_up_mode=Shift.SignUpMode.INVITED_FIRST)


def _in_their_roles(person: Person, facts: Facts) -> Q:
    today = clock.today(current_association())
    lacks = requirements.lacks_of(person, register.roles_of(person, on=today), today=today)
    lacking = {role for role, missing in lacks.items() if missing}
    condition = NOTHING
    for holding in facts.holdings:
        if holding.role_id in lacking:
            continue
        first = max(holding.from_on, facts.active_since or holding.from_on)
        theirs = Q(role=holding.role_id, starts_at__gte=_midnight(first))
        if holding.to_on is not None:
            theirs &= Q(starts_at__lt=_midnight(holding.to_on + timedelta(days=1)))
        condition |= theirs
    return condition


def _not_away(facts: Facts) -> Q:
    condition = Q()
    for first, last in facts.away:
        condition &= ~Q(starts_at__gte=_midnight(first), starts_at__lt=_midnight(last + timedelta(days=1)))
    return condition


def _free(own: list[Claim]) -> Q:
    condition = Q()
    for other in (claim.sign_up for claim in own):
        condition &= ~Q(starts_at__lt=other.ends_at, ends_at__gt=other.starts_at)
    return condition


def _without_rest(own: list[Claim], facts: Facts, *, now: datetime) -> list[int]:
    """Shifts next to the person's own that leave too little rest: they are few, and looked at one by one."""
    if not own:
        return []
    zone = timezone.get_current_timezone()
    near = NOTHING
    for other in (claim.sign_up for claim in own):
        near |= Q(starts_at__gte=other.ends_at, starts_at__lt=other.ends_at + LONGEST_REST)
        near |= Q(ends_at__lte=other.starts_at, ends_at__gt=other.starts_at - LONGEST_REST)
    found = Shift.objects.filter(
        near, conditions.open_at(now), role__in={holding.role_id for holding in facts.holdings}
    )

    def rest(starts_at: datetime, ends_at: datetime, hours: int | None) -> timedelta:
        night = nights.is_night(starts_at, ends_at, zone=zone)
        return timedelta(hours=REST_HOURS if hours is None else hours) if night else timedelta()

    times = [(each.sign_up.starts_at, each.sign_up.ends_at, each.rest_hours) for each in own]
    theirs = [(start, end, rest(start, end, hours)) for start, end, hours in times]
    rules = "role__shift_rules__rest_hours"
    return [
        pk
        for pk, starts_at, ends_at, hours in found.values_list("pk", "starts_at", "ends_at", rules)
        if any(
            timedelta()
            <= nights.between((starts_at, ends_at), (start, end))
            < max(needed, rest(starts_at, ends_at, hours))
            for start, end, needed in theirs
        )
    ]


def _room_in_the_week(own: list[Claim]) -> Q:
    zone = timezone.get_current_timezone()
    weeks: dict[tuple[int, date], list[Claim]] = defaultdict(list)
    for each in own:
        weeks[each.role_id, nights.week_of(each.sign_up.starts_at, zone=zone)].append(each)
    condition = Q()
    for (role, monday), claims in weeks.items():
        most = claims[0].most_per_week
        if most is not None and len(claims) >= most:
            condition &= ~Q(
                role=role,
                starts_at__gte=_midnight(monday),
                starts_at__lt=_midnight(monday + timedelta(days=7)),
            )
    return condition


def _slots() -> QuerySet[Slot]:
    return Slot.objects.filter(shift=OuterRef("pk"))


def _qualified_seat(person: Person) -> QuerySet[Slot]:
    """A place that asks for what the person has on that day, and on which nobody sits."""
    day = TruncDate(ExpressionWrapper(OuterRef(OuterRef("starts_at")), output_field=DateTimeField()))
    has = Qualification.objects.filter(
        Q(to_on__isnull=True) | Q(to_on__gte=day),
        Q(revoked_on__isnull=True) | Q(revoked_on__gt=day),
        person=person,
        type=OuterRef("qualification"),
        from_on__lte=day,
    )
    sit = SignUp.objects.filter(slot=OuterRef("pk")).order_by().values("slot").annotate(count=Count("pk"))
    return (
        _slots().alias(sit=Coalesce(Subquery(sit.values("count")), 0)).filter(Exists(has), most__gt=F("sit"))
    )


def _free_seat() -> Q:
    """A place that asks for nothing, and on which nobody sits."""
    asking = _slots().order_by().values("shift").annotate(count=Sum("most"))
    sit = (
        SignUp.objects.filter(shift=OuterRef("pk"), slot__isnull=False)
        .order_by()
        .values("shift")
        .annotate(count=Count("pk"))
    )
    return Q(
        places__gt=Subquery(asking.values("count")) + F("taken") - Coalesce(Subquery(sit.values("count")), 0)
    )
