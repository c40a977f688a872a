"""When to remind somebody of a shift: 48 hours and 3 hours before, or as they have chosen; never at night."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from uuid import UUID

from django.utils import timezone

from notifications import preferences, quiet, services as messages
from notifications.models.people import LEADS, QUIET_FROM, QUIET_TO
from scheduling.shifts import states
from scheduling.shifts.models import Shift, SignUp
from tenants import clock

KIND = "shift.reminder"
# So long before the quiet hours comes what would come in them.
BEFORE_NIGHT = timedelta(minutes=15)


@dataclass(frozen=True)
class Reminder:
    """One reminder: how long before the start it is meant for, and when it is sent."""

    lead: timedelta
    due_at: datetime


def out_of_the_night(
    *, instant: datetime, zone: tzinfo, quiet_from: time = QUIET_FROM, quiet_to: time = QUIET_TO
) -> datetime:
    """The instant itself, or a quarter before the quiet hours in which it lies: 20:45 the evening before."""
    began = quiet.began_at(instant, quiet_from=quiet_from, quiet_to=quiet_to, zone=zone)
    return instant if began is None else began - BEFORE_NIGHT


def due(
    *,
    starts_at: datetime,
    known_at: datetime,
    zone: tzinfo,
    leads: Sequence[int] = LEADS,
    quiet_from: time = QUIET_FROM,
    quiet_to: time = QUIET_TO,
) -> list[Reminder]:
    """The reminders of somebody who has known of this start since `known_at`, earliest first.

    Known less than 48 hours ahead: only the later one; less than 3: none, the confirmation is enough. One
    that would have to be moved to an evening which has passed is dropped; of two that are moved to the same
    evening one comes.
    """
    found: dict[datetime, Reminder] = {}
    for hours in sorted(leads, reverse=True):
        lead = timedelta(hours=hours)
        due_at = out_of_the_night(
            instant=starts_at - lead, zone=zone, quiet_from=quiet_from, quiet_to=quiet_to
        )
        if due_at > known_at:  # never later than meant, so this covers both rules
            found.setdefault(due_at, Reminder(lead=lead, due_at=due_at))
    return list(found.values())


def plan(*, sign_up: SignUp) -> None:
    """Plan the reminders of a sign-up for the start that it has now. Part of the caller's transaction."""
    messages.plan_together(
        wanted=wanted(sign_up=sign_up),
        person_uuid=sign_up.person.uuid,
        subject_kind=states.SIGN_UP,
        subject_uuid=sign_up.uuid,
    )


def wanted(*, sign_up: SignUp, chosen: preferences.Chosen | None = None) -> list[messages.Wanted]:
    """The reminders of a sign-up for the start that it has now; `chosen` is what its person has chosen."""
    chosen = chosen or preferences.times_of(sign_up.person.uuid)
    reminders = due(
        starts_at=sign_up.starts_at,
        known_at=clock.now(),
        zone=timezone.get_current_timezone(),
        leads=chosen.leads,
        quiet_from=chosen.quiet_from,
        quiet_to=chosen.quiet_to,
    )
    start = sign_up.starts_at.astimezone(UTC).isoformat(timespec="minutes")
    about = f"{KIND}:{sign_up.person.uuid}:{sign_up.uuid}:{start}"
    return [
        messages.Wanted(
            kind=KIND,
            key=f"{about}:{int(reminder.lead.total_seconds() // 3600)}h",
            due_at=reminder.due_at,
            data={"starts_at": start},
        )
        for reminder in reminders
    ]


def plan_many(*, sign_ups: Iterable[SignUp]) -> None:
    """`plan` for many at once, in few statements."""
    chosen: dict[UUID, preferences.Chosen] = {}
    about: list[messages.About] = []
    for sign_up in sign_ups:
        person = sign_up.person.uuid
        if person not in chosen:
            chosen[person] = preferences.times_of(person)
        found = wanted(sign_up=sign_up, chosen=chosen[person])
        about += [messages.About(each, person, sign_up.uuid) for each in found]
    messages.plan_each(about=about, subject_kind=states.SIGN_UP)


def replan(*, person_uuid: UUID) -> None:
    """Plan a person's reminders that are still to come anew, since they want them at other times now.

    Part of the caller's transaction. What is due by now goes out as it was planned.
    """
    now = clock.now()
    coming = SignUp.objects.filter(
        person__uuid=person_uuid,
        state=SignUp.State.SIGNED_UP,
        starts_at__gt=now,
        shift__state=Shift.State.PUBLISHED,
    )
    for sign_up in coming.select_related("person").order_by("starts_at", "pk"):
        messages.drop(subject_kind=states.SIGN_UP, subject_uuid=sign_up.uuid, kind=KIND, due_after=now)
        plan(sign_up=sign_up)
