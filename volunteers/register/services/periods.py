"""A person's time as a volunteer: it begins, pauses, ends, and begins anew.

States change through `volunteers.register.states`. Every verb locks the person first, so that of two that
come at once the second sees what the first has done.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts import volunteering
from notifications.services import look_again, plan
from tenants import clock
from tenants.actors import Actor
from tenants.context import current_association
from tenants.wakeups import wake
from volunteers.register import guards, leaving, states, trail
from volunteers.register.errors import DayAhead, EndsBeforeStart, NotFromHere, PeriodOpen
from volunteers.register.models import Period, Person, RoleHolding
from volunteers.register.person_errors import BreakInPast, BreakTooLong, NoPeriod, NotReady
from web import formats

BREAK_KIND = "register.break"
QUEUE = "breaks"
LONGEST_BREAK = timedelta(days=2 * 365)
State = Period.State


@transaction.atomic
def start_period(*, person: Person, by: Actor, started_on: date, state: str = State.PREPARING) -> Period:
    """Begin a period, `preparing` or `active` at once. Part of larger verbs too. Raises PeriodOpen."""
    if state not in {State.PREPARING, State.ACTIVE}:
        raise ValueError(f"A period does not begin as {state}.")
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if current := open_period(person=person):
        raise PeriodOpen(name=person.name, state=current.get_state_display())
    period = Period.objects.create(person=person, state=state, started_on=started_on)
    trail.record(
        "period.started",
        by=by,
        subject_kind="person",
        subject_uuid=person.uuid,
        state=str(state),
        on=started_on.isoformat(),
    )
    return period


@transaction.atomic
def activate(*, person: Person, by: Actor, on: date) -> Period:
    """Let a person volunteer: their open period becomes active, or a new one begins so.

    An active person stays as they are. Part of larger verbs too, which answer for what `begin` asks.
    """
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    current = open_period(person=person)
    if current is None:
        return start_period(person=person, by=by, started_on=on, state=State.ACTIVE)
    if current.state == State.ACTIVE:
        return current
    return states.move(current, to=State.ACTIVE, by=by, on=on)


@transaction.atomic(durable=True)
def begin(*, person: Person, by: Actor) -> Period:
    """Let somebody who prepares volunteer from today, if nothing is missing.

    Raises NoPeriod, NotFromHere, or NotReady with all that is missing.
    """
    locked, current = _locked(person)
    if current.state != State.PREPARING:
        raise NotFromHere(now=current.get_state_display(), wanted=State.ACTIVE.label)
    today = clock.today(current_association())
    if lacks := guards.lacks_to_begin(locked, on=today):
        raise NotReady(
            name=locked.name,
            said=" ".join(lack.sentence for lack in lacks),
            lacks=[lack.code for lack in lacks],
        )
    return states.move(current, to=State.ACTIVE, by=by, on=today)


@transaction.atomic(durable=True)
def take_break(*, person: Person, until: date, by: Actor) -> int:
    """Pause until a day, that day included. Nobody asks why.

    All places ahead are given back; how long qualifications and supervision last runs on. The person is told
    by mail. Returns how many places were given back. Raises NoPeriod, NotFromHere, BreakInPast or
    BreakTooLong.
    """
    today = check_break(until=until)
    locked, current = _locked(person)
    moved = states.move(current, to=State.ON_BREAK, by=by, on=today)
    moved.break_until = until
    moved.save(update_fields=["break_until"])
    released = leaving.release(locked, by=by)
    trail.record(
        "period.break",
        by=by,
        subject_kind="person",
        subject_uuid=locked.uuid,
        until=until.isoformat(),
        released=released,
        on_behalf=_on_behalf(locked, by),
    )
    if locked.email:
        plan(
            kind=BREAK_KIND,
            key=f"{BREAK_KIND}:{moved.pk}:{clock.now().isoformat()}",
            person_uuid=locked.uuid,
            due_at=clock.now(),
            subject_kind="person",
            subject_uuid=locked.uuid,
            data={"until": until.isoformat(), "released": released},
        )
    wake(queue=QUEUE, at=morning_after(day=until))
    return released


def check_break(*, until: date) -> date:
    """Refuse a break that cannot be; the answer is today. Raises BreakInPast or BreakTooLong."""
    today = clock.today(current_association())
    if until < today:
        raise BreakInPast
    if until > today + LONGEST_BREAK:
        raise BreakTooLong(day=formats.day(today + LONGEST_BREAK, year=True))
    return today


@transaction.atomic(durable=True)
def end_break(*, person: Person, by: Actor) -> Period:
    """Be back from a break before its day. Places that were given back stay free.

    Raises NoPeriod or NotFromHere.
    """
    _locked_person, current = _locked(person)
    if current.state != State.ON_BREAK:
        raise NotFromHere(now=current.get_state_display(), wanted=State.ACTIVE.label)
    return _return(current, by=by)


@transaction.atomic(durable=True)
def end_period(*, person: Person, on: date, by: Actor, reason: str = "") -> int:
    """End a person's time here: after a day, until today. What they did stays; coming back is a new period.

    Places ahead are given back, roles end, and in the same transaction the login's access as a volunteer
    ends on the shared side. Returns how many places were given back. Raises NoPeriod, DayAhead, or
    EndsBeforeStart.
    """
    if on > clock.today(current_association()):
        raise DayAhead
    locked, current = _locked(person)
    if on < current.started_on:
        raise EndsBeforeStart
    released = leaving.release(locked, by=by)
    moved = states.move(current, to=State.ENDED, by=by, on=on)
    moved.end_reason, moved.break_until = reason, None
    moved.save(update_fields=["end_reason", "break_until"])
    for holding in RoleHolding.objects.select_for_update().filter(person=locked, to_on=None).order_by("pk"):
        holding.to_on = max(on, holding.from_on)
        holding.save(update_fields=["to_on"])
    ended = volunteering.end_access(user_uuid=locked.user_uuid, person_uuid=locked.uuid)
    trail.record(
        "period.ended",
        by=by,
        subject_kind="person",
        subject_uuid=locked.uuid,
        on=on.isoformat(),
        reason=reason,
        released=released,
        access=bool(ended),
    )
    return released


@transaction.atomic(durable=True)
def start_anew(*, person: Person, by: Actor, on: date) -> Period:
    """Somebody comes back: a new period, that begins with preparing; their login acts here again.

    Raises PeriodOpen.
    """
    period = start_period(person=person, by=by, started_on=on)
    if person.user_uuid is not None:
        volunteering.grant_access(user_uuid=person.user_uuid)
    return period


@transaction.atomic(durable=True)
def end_due_breaks(*, by: Actor) -> int:
    """Bring back those whose break was until yesterday or before. Returns how many."""
    today = clock.today(current_association())
    due = Period.objects.filter(state=State.ON_BREAK, break_until__lt=today).order_by("person_id")
    people = [period.person_id for period in due]
    back = 0
    for locked in Person.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk"):
        current = open_period(person=locked)
        if (
            current
            and current.state == State.ON_BREAK
            and current.break_until
            and current.break_until < today
        ):
            _return(current, by=by)
            back += 1
    return back


def moments_of_breaks() -> list[datetime]:
    """When somebody's break ends."""
    days = Period.objects.filter(state=State.ON_BREAK, break_until__isnull=False).values_list(
        "break_until", flat=True
    )
    return [morning_after(day=day) for day in days.distinct() if day is not None]


def open_period(*, person: Person) -> Period | None:
    """The period that has not ended."""
    return Period.objects.filter(person=person).exclude(state=State.ENDED).first()


def _locked(person: Person) -> tuple[Person, Period]:
    locked = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    current = open_period(person=locked)
    if current is None:
        raise NoPeriod(name=locked.name)
    return locked, current


def _return(period: Period, *, by: Actor) -> Period:
    moved = states.move(period, to=State.ACTIVE, by=by, on=clock.today(current_association()))
    moved.break_until = None
    moved.save(update_fields=["break_until"])
    look_again(person_uuid=moved.person.uuid)
    return moved


def morning_after(*, day: date) -> datetime:
    """When whoever was on a break until that day is back."""
    zone = ZoneInfo(current_association().timezone)
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=zone)


def _on_behalf(person: Person, by: Actor) -> bool:
    return by.user is not None and by.user != person.user_uuid
