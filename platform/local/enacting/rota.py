"""Shifts: made, taken, cancelled, attended and approved, each at its time in the last weeks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from django.db.models import Q

from local.enacting import times
from local.enacting.register import Cast
from local.federation.catalogue import ROLE_BY_CODE
from local.federation.draws import Draws
from local.federation.local_time import aware
from local.federation.people import OPENING
from local.federation.series import SeriesRow
from local.federation.shifts import ShiftRow, SignUpRow
from notifications import kinds, states as message_states
from notifications.models import Message
from scheduling.hours.models import HoursEntry
from scheduling.hours.services.approval import approve
from scheduling.shifts import states
from scheduling.shifts.models import Series, Shift, SignUp
from scheduling.shifts.plans import ShiftPlan
from scheduling.shifts.series.repeating import Rule, Time
from scheduling.shifts.services import calling
from scheduling.shifts.services.attending import mark_attendance
from scheduling.shifts.services.cancelling import cancel_shift
from scheduling.shifts.services.making import make_shift
from scheduling.shifts.services.series import make_series
from scheduling.shifts.services.signing_up import add_person, cancel_own, sign_up
from scheduling.shifts.services.standing_in import cannot_come
from tenants import clock
from tenants.actors import Actor
from volunteers.register.models import Person

PLANNED = times.instant(date(2025, 1, 13), 8)
CANCELLED = times.instant(date(2025, 1, 31), 15)
GAVE_BACK = times.instant(OPENING, 7, 2)
APPROVED = times.instant(OPENING, 7, 56)


def repeat(rows: Sequence[SeriesRow], cast: Cast, by: Actor) -> None:
    """Have what repeats, to the end of the term; what is there already stays."""
    for row in rows:
        plan = _series_plan(row, cast)
        known = Series.objects.filter(role=plan.role, site=plan.site, title=plan.title, from_on=row.from_on)
        if known.filter(weekdays=row.weekdays, places=row.places).exists():
            continue
        minutes = (row.end - row.start) * 60
        rule = Rule(
            weekdays=row.weekdays,
            times=(Time(row.start * 60, minutes),),
            from_on=row.from_on,
            until_on=row.until_on,
            holidays=False,
        )
        with clock.fixed(PLANNED):
            make_series(plan=plan, rule=rule, publish=True, by=by)


def _series_plan(row: SeriesRow, cast: Cast) -> ShiftPlan:
    """The times are the rule's."""
    starts_at = times.instant(row.from_on, row.start)
    return ShiftPlan(
        role=cast.roles[row.role],
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=row.end - row.start),
        places=row.places,
        site=cast.sites[row.site],
        title=_own_words(row.title, row.role),
        contact_person=cast.people[row.contact],
    )


def _own_words(title: str, role: str) -> str:
    """A role's own name is shown in the reader's language, where a shift has no title."""
    name = ROLE_BY_CODE[role].name
    return "" if title in (name.fi, name.sv) else title


def play(rows: Sequence[ShiftRow], cast: Cast, by: Actor, seed: int) -> None:
    """Have all shifts as they stand on the first morning."""
    for row in sorted(rows, key=lambda row: (row.starts_at, row.key)):
        _play_one(row, cast, by, Draws(seed, "enacting", row.key))
    waiting = HoursEntry.objects.filter(
        state=HoursEntry.State.SUBMITTED, source=HoursEntry.Source.SHIFT, subject_kind=states.SIGN_UP
    )
    with clock.fixed(APPROVED):
        approve(entries=list(waiting), by=by)


def settle_messages() -> None:
    """Count what was due before the first morning as sent then: nobody gets last week's mail today."""
    # Who is asked to stand in this morning hears of it when the doors open: until then it is night for them.
    asked_now = Q(kind=calling.STAND_IN, due_at__gte=GAVE_BACK)
    with clock.fixed(times.START):
        due = Message.objects.filter(message_states.claimable()).exclude(asked_now)
        for message in due.order_by("next_at", "pk"):
            if message_states.claim(message):
                _settle(message)


def _settle(message: Message) -> None:
    recipient = kinds.get(message.kind).recipient(message)
    if recipient is None or not recipient.address:
        message_states.settle(message, to=Message.State.WITHHELD, failure="no_address")
    else:
        message_states.settle(message, to=Message.State.SENT, sent_at=message.due_at, failure="")


def _play_one(row: ShiftRow, cast: Cast, by: Actor, draws: Draws) -> None:
    made_on = max(row.starts_at.date() - timedelta(days=40), date(2025, 1, 13))
    shift = _shift(row, cast, by, made_at=times.instant(min(made_on, date(2025, 1, 20)), 9))
    for told in sorted(row.sign_ups, key=lambda told: told.state != "cancelled_by_volunteer"):
        _take(shift, told, cast, by, at=_sign_up_time(row, draws))
    if row.state == Shift.State.CANCELLED:
        with clock.fixed(CANCELLED):
            cancel_shift(shift=shift, by=by)
    if row.approved:
        marks = {told.person: told.state == "attended" for told in row.sign_ups}
        numbers = {cast.people[number].pk: number for number in marks}
        next_morning = times.instant(row.ends_at.date() + timedelta(days=1), 8)
        with clock.fixed(next_morning):
            for held in SignUp.objects.filter(shift=shift, state=SignUp.State.SIGNED_UP).select_related(
                "shift", "person"
            ):
                mark_attendance(sign_up=held, came=marks[numbers[held.person_id]], by=by)


def _shift(row: ShiftRow, cast: Cast, by: Actor, made_at: datetime) -> Shift:
    role = ROLE_BY_CODE[row.role]
    plan = ShiftPlan(
        role=cast.roles[row.role],
        starts_at=aware(row.starts_at).astimezone(UTC),
        ends_at=aware(row.ends_at).astimezone(UTC),
        places=row.places,
        site=cast.sites[row.site],
        title=_own_words(row.title, row.role),
        # A role's own description is shown in the reader's language, where a shift has none.
        description="" if row.description in (role.description.fi, role.description.sv) else row.description,
        contact_person=cast.people[row.contact],
    )
    minute = row.starts_at.hour * 60 + row.starts_at.minute
    as_planned = Q(series_day=row.starts_at.date(), series_time__start_minute=minute)  # though it moved since
    known = Shift.objects.filter(role=plan.role, site=plan.site, title=plan.title)
    if found := known.filter(Q(starts_at=plan.starts_at) | as_planned).first():
        return found
    with clock.fixed(made_at):
        return make_shift(plan=plan, publish=row.state != Shift.State.DRAFT, by=by)


def _take(shift: Shift, told: SignUpRow, cast: Cast, by: Actor, at: datetime) -> None:
    """Have one person's place, or the one that they had. The coordinator acts for those without a login."""
    person = cast.people[told.person]
    if SignUp.objects.filter(shift=shift, person=person).exists():
        return
    with clock.fixed(at):
        if person.user_uuid:
            sign_up(shift=shift, person=person, by=_self(person))
        else:
            add_person(shift=shift, person=person, by=by)
    if told.state == "cancelled_by_volunteer":
        with clock.fixed(GAVE_BACK):
            cancel_own(shift=shift, person=person, by=_self(person) if person.user_uuid else by)
    if told.state == "cannot_come":
        with clock.fixed(GAVE_BACK):
            cannot_come(shift=shift, person=person, by=_self(person) if person.user_uuid else by)


def _sign_up_time(row: ShiftRow, draws: Draws) -> datetime:
    """Some time in the daytime of the weeks before, at the latest the day before the shift's week."""
    first = date(2025, 1, 13) if row.starts_at.date() < OPENING else date(2025, 1, 20)
    day = first + timedelta(days=draws.below(11))
    return times.instant(day, 9 + draws.below(12), draws.below(60))


def _self(person: Person) -> Actor:
    return Actor(user=person.user_uuid, name=person.name)
