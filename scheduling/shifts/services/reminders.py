"""When to remind somebody of a shift: 48 hours and 3 hours before, never at night."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

from django.utils import timezone

from notifications import services as messages
from scheduling.shifts import states
from scheduling.shifts.models import SignUp
from tenants import clock

KIND = "shift.reminder"
EARLY = timedelta(hours=48)
LATE = timedelta(hours=3)

QUIET_FROM = time(21)
QUIET_TO = time(8)
EVENING = time(20, 45)


@dataclass(frozen=True)
class Reminder:
    """One reminder: how long before the start it is meant for, and when it is sent."""

    lead: timedelta
    due_at: datetime


def out_of_the_night(*, instant: datetime, zone: tzinfo) -> datetime:
    """The instant itself, or 20:45 of the evening before if it lies in the quiet hours (21 to 8)."""
    local = instant.astimezone(zone)
    if QUIET_TO <= local.time() < QUIET_FROM:
        return instant
    day = local.date() if local.time() >= QUIET_FROM else local.date() - timedelta(days=1)
    return datetime.combine(day, EVENING, tzinfo=zone).astimezone(UTC)


def due(*, starts_at: datetime, known_at: datetime, zone: tzinfo) -> list[Reminder]:
    """The reminders of somebody who has known of this start since `known_at`, earliest first.

    Known less than 48 hours ahead: only the later one; less than 3: none, the confirmation is enough. One
    that would have to be moved to an evening which has passed is dropped.
    """
    found = []
    for lead in (EARLY, LATE):
        meant = starts_at - lead
        due_at = out_of_the_night(instant=meant, zone=zone)
        if due_at > known_at:  # never later than meant, so this covers both rules
            found.append(Reminder(lead=lead, due_at=due_at))
    return found


def plan(*, sign_up: SignUp) -> None:
    """Plan the reminders of a sign-up for the start that it has now. Part of the caller's transaction."""
    zone = timezone.get_current_timezone()
    for reminder in due(starts_at=sign_up.starts_at, known_at=clock.now(), zone=zone):
        hours = int(reminder.lead.total_seconds() // 3600)
        start = sign_up.starts_at.astimezone(UTC).isoformat(timespec="minutes")
        messages.plan(
            kind=KIND,
            key=f"{KIND}:{sign_up.person.uuid}:{sign_up.uuid}:{start}:{hours}h",
            person_uuid=sign_up.person.uuid,
            due_at=reminder.due_at,
            subject_kind=states.SIGN_UP,
            subject_uuid=sign_up.uuid,
            data={"starts_at": start},
        )
