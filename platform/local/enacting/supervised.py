"""Napajoki's rounds of supervision: last autumn's evenings, January's, and the next one with its answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from local.enacting import times
from local.enacting.register import Cast
from local.federation.associations import Association as Told
from scheduling.hours.models import HoursEntry, Kind
from scheduling.hours.services import approval
from tenants import clock
from tenants.actors import Actor
from tenants.context import current_association
from volunteers.register import selectors
from volunteers.register.models import Person
from volunteers.supervision.models import Seat, SupervisionGroup, SupervisionSession
from volunteers.supervision.services import attending, groups, inviting
from volunteers.supervision.services.groups import GroupPlan
from web import formats

CRISIS, SUPPORT = "kriisipuhelin", "tukihenkilo"
NAMES = {CRISIS: "Kriisipuhelimen työnohjaus", SUPPORT: "Tukihenkilöiden työnohjaus"}
# Evenings whose hours the story has recorded already.
SINCE = date(2024, 10, 1)
JANUARY, NEXT = date(2025, 1, 15), {CRISIS: date(2025, 2, 12), SUPPORT: date(2025, 2, 19)}
LAST = date(2025, 6, 4)
EVENING = time(17)
# He did not come in January either, and has not answered.
MISSED = "Jari Koivisto"
OUTSIDE, OWN = "Outi Palomäki", "Ritva Hannula"


def tell(told: Told, cast: Cast, by: Actor) -> None:
    """Have them meet, in the product's own words; a second time changes nothing."""
    if told.slug != "napajoki" or SupervisionGroup.objects.exists():
        return
    with times.at(date(2024, 9, 2), 12):
        made = {code: _begin(code, cast, by) for code in NAMES}
    for code, group in made.items():
        _remember(group)
        _meet_in_january(group, by)
        with times.at(date(2025, 1, 28), 10):
            groups.add_times(group=group, first=NEXT[code], last=LAST, at=EVENING, every_weeks=4, by=by)
            inviting.invite(session=group.sessions.get(local_date=NEXT[code]), by=by)
        with times.at(date(2025, 1, 30), 18):
            _answer(group, by)


def _begin(code: str, cast: Cast, by: Actor) -> SupervisionGroup:
    own = Person.objects.filter(given_name=OWN.split(maxsplit=1)[0], family_name=OWN.split()[1]).first()
    supervised = {"supervisor": own} if code == SUPPORT and own is not None else {"supervisor_name": OUTSIDE}
    plan = GroupPlan(name=NAMES[code], role=cast.roles[code], site=cast.sites["majakka"], **supervised)
    group = groups.add_group(plan=plan, by=by)
    members = selectors.holders(group.role, on=clock.today(current_association()))
    groups.add_members(group=group, people=list(members), by=by)
    return group


def _remember(group: SupervisionGroup) -> None:
    """Last autumn's evenings: who has hours of them was there."""
    rows = HoursEntry.objects.filter(role=group.role, kind=Kind.SUPERVISION, starts_at__date__gte=SINCE)
    there: Mapping[tuple[datetime, datetime], set[int]] = defaultdict(set)
    for starts, ends, person in rows.values_list("starts_at", "ends_at", "person_id"):
        there[starts, ends].add(person)
    members = list(group.members.values_list("person_id", flat=True))
    for (starts, ends), present in sorted(there.items()):
        session = SupervisionSession.objects.create(
            group=group,
            starts_at=starts,
            ends_at=ends,
            local_date=formats.local_date(starts),
            state=SupervisionSession.State.HELD,
            created_at=starts,
        )
        Seat.objects.bulk_create(
            Seat(
                session=session,
                person_id=person,
                came=Seat.Came.PRESENT if person in present else Seat.Came.ABSENT,
            )
            for person in sorted({*members, *present})
        )


def _meet_in_january(group: SupervisionGroup, by: Actor) -> None:
    """At an hour at which nobody of them did something else."""
    people = [member.person for member in group.members.select_related("person").order_by("pk")]
    hour = next(hour for hour in (17, 18, 16, 19, 15, 20, 14, 9, 7) if not _busy(people, hour, group.minutes))
    with times.at(date(2024, 12, 30), 12):
        groups.add_times(group=group, first=JANUARY, last=JANUARY, at=time(hour), every_weeks=4, by=by)
    session = group.sessions.get(local_date=JANUARY)
    with times.at(JANUARY, 21, 30):
        there = [person.uuid for person in people if person.name != MISSED]
        attending.note_held(session=session, among=people, present=there, by=by)
        approval.approve(entries=HoursEntry.objects.filter(subject_uuid=session.uuid), by=by)


def _busy(people: list[Person], hour: int, minutes: int) -> bool:
    starts = times.instant(JANUARY, hour)
    rows = HoursEntry.objects.filter(person__in=people, ends_at__gt=starts)
    return rows.filter(starts_at__lt=starts + timedelta(minutes=minutes)).exists()


def _answer(group: SupervisionGroup, by: Actor) -> None:
    """Most have said that they come, some that they cannot, some nothing yet."""
    ahead = Seat.objects.filter(session__group=group, session__state=SupervisionSession.State.INVITED)
    rows = ahead.select_related("session", "person").order_by("pk")
    for number, seat in enumerate(row for row in rows if row.person.name != MISSED):
        if number % 4 != 3:
            inviting.answer(seat=seat, comes=number % 4 != 2 or number % 8 == 2, by=by)
