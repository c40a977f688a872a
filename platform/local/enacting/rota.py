"""Shifts: made, taken, cancelled, attended and approved, each at its time in the last weeks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from local.enacting import times
from local.enacting.register import Cast
from local.federation.catalogue import ROLE_BY_CODE
from local.federation.draws import Draws
from local.federation.local_time import aware
from local.federation.people import OPENING
from local.federation.shifts import ShiftRow, SignUpRow
from notifications import kinds, states as message_states
from notifications.models import Message
from scheduling.hours.models import HoursEntry
from scheduling.hours.services.approval import approve
from scheduling.shifts import states
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.plans import ShiftPlan
from scheduling.shifts.services.attending import mark_attendance
from scheduling.shifts.services.cancelling import cancel_shift
from scheduling.shifts.services.making import make_shift
from scheduling.shifts.services.signing_up import add_person, cancel_own, sign_up
from tenants import clock
from tenants.actors import Actor
from volunteers.register.models import Person

CANCELLED = times.instant(date(2025, 1, 31), 15)
GAVE_BACK = times.instant(OPENING, 7, 2)
APPROVED = times.instant(OPENING, 7, 56)


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
    with clock.fixed(times.START):
        for message in Message.objects.filter(message_states.claimable()).order_by("next_at", "pk"):
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
        # A role's own name and description are shown in the reader's language, where a shift has none.
        title="" if row.title in (role.name.fi, role.name.sv) else row.title,
        description="" if row.description in (role.description.fi, role.description.sv) else row.description,
        contact_person=cast.people[row.contact],
    )
    known = Shift.objects.filter(role=plan.role, site=plan.site, starts_at=plan.starts_at, title=plan.title)
    if found := known.first():
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


def _sign_up_time(row: ShiftRow, draws: Draws) -> datetime:
    """Some time in the daytime of the weeks before, at the latest the day before the shift's week."""
    first = date(2025, 1, 13) if row.starts_at.date() < OPENING else date(2025, 1, 20)
    day = first + timedelta(days=draws.below(11))
    return times.instant(day, 9 + draws.below(12), draws.below(60))


def _self(person: Person) -> Actor:
    return Actor(user=person.user_uuid, name=person.name)
