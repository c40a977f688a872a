"""They met: two taps that become hours of the volunteer and one encounter. No word of what was said."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from scheduling.activities.models import Count, Measure, TallyPlace
from scheduling.activities.services import places, tallies
from scheduling.activities.services.places import PlacePlan
from scheduling.activities.services.tallies import Tally
from scheduling.hours import locks
from scheduling.hours.services import attendance
from tenants import clock
from tenants.actors import Actor
from volunteers.pairs import states
from volunteers.pairs.errors import BeforeAgreement, NotTogether, NotYet, TooLateToUndo
from volunteers.pairs.models import Feeling, Meeting, Pair, Signal
from volunteers.pairs.services import holding
from volunteers.pairs.states import SUBJECT
from volunteers.register import trail
from volunteers.register.models import VolunteerRole
from web import formats

# Under which subject hours are told: that of a meeting, which names nobody.
MEETING = "pair_meeting"
UNDO = timedelta(minutes=10)


@dataclass(frozen=True)
class Noted:
    """When they met, how long, in what way, and whether somebody should call."""

    starts_at: datetime
    minutes: int
    kind: str
    feeling: str


@transaction.atomic
def note(*, pair: Pair, noted: Noted, by: Actor) -> Meeting:
    """Note that the two met. The hours wait for approval as all do; "need to talk" reaches the coordinator.

    The same meeting pressed twice is one. Raises NotTogether, NotYet, BeforeAgreement, or what
    recording hours and counts raises: a closed month, another entry at that time.
    """
    if pair.volunteer is not None:
        locks.lock_people([pair.volunteer])
    locked = holding.lock(pair=pair)
    if known := locked.meetings.filter(starts_at=noted.starts_at).first():
        return known
    agreement, volunteer = locked.agreement, locked.volunteer
    if locked.state not in states.MEETING or agreement is None or volunteer is None:
        raise NotTogether
    ends_at = noted.starts_at + timedelta(minutes=noted.minutes)
    if ends_at > clock.now():
        raise NotYet
    day = formats.local_date(noted.starts_at)
    first = locked.agreements.order_by("number")[0]
    if day < first.from_on:
        raise BeforeAgreement
    made = Meeting.objects.create(
        pair=locked, person=volunteer, local_date=day, noted_at=clock.now(), **vars(noted)
    )
    place = _place(locked.role, by)
    tally = Tally(day=day, measure=Measure.MET, quantity=1, key=made.uuid)
    tallies.add(place=place, tallies=[tally], by=by, approves=False)
    attendance.record_attendance(
        person=volunteer,
        role=locked.role,
        starts_at=noted.starts_at,
        ends_at=ends_at,
        subject_kind=MEETING,
        subject_uuid=made.uuid,
        by=by,
    )
    if noted.feeling == Feeling.TALK:
        holding.signal(pair=locked, kind=Signal.Kind.TALK, meeting=made)
    trail.record("pair.met", by=by, subject_kind=SUBJECT, subject_uuid=locked.uuid)
    return made


@transaction.atomic
def take_back(*, meeting: Meeting, by: Actor) -> None:
    """Undo a slip within ten minutes: the hours and the encounter go along.

    Raises TooLateToUndo, or what taking back raises: a closed month, approved hours.
    """
    if meeting.person is not None:
        locks.lock_people([meeting.person])
    pair = holding.lock(pair=meeting.pair)
    found = Meeting.objects.filter(pk=meeting.pk).select_related("person").first()
    if found is None:
        return
    if found.noted_at < clock.now() - UNDO or found.person is None:
        raise TooLateToUndo
    for count in Count.objects.filter(sent_key=found.uuid):
        tallies.take_back(count=count, by=by, approved_too=False)
    attendance.retract_attendance(person=found.person, subject_kind=MEETING, subject_uuid=found.uuid, by=by)
    found.delete()
    trail.record("pair.met_undone", by=by, subject_kind=SUBJECT, subject_uuid=pair.uuid)


def _place(role: VolunteerRole, by: Actor) -> TallyPlace:
    """Where the encounters of a role are counted; it begins with the first one."""
    found = TallyPlace.objects.filter(kind=TallyPlace.Kind.COMPANIONS, role=role).order_by("-is_active", "pk")
    if (known := found.first()) is not None:
        return known
    name = role.name_fi
    if TallyPlace.objects.filter(name=name).exists():  # of another kind, or of another role
        name = f"{name[:100]} ({role.code[:16]})"
    plan = PlacePlan(name=name[:120], kind=TallyPlace.Kind.COMPANIONS, role=role, unit=role.unit)
    return places.add_place(plan=plan, by=by)
