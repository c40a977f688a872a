"""What Napajoki does beside shifts: noted month by month in 2024, and what is in the calendar now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from local.enacting import times
from local.enacting.register import Cast
from local.federation import happenings as told_ones
from local.federation.associations import Association as Told
from local.federation.draws import Draws
from local.federation.happenings import (
    CLOSED,
    EVENTS,
    ToldEvent,
    ToldGig,
    ToldGroup,
    ToldPlace,
    ToldTally,
)
from local.federation.hours import HourRow
from local.federation.local_time import aware
from scheduling.activities.models import Activity, Count, Group, TallyPlace
from scheduling.activities.services import dialogues, groups, occasions, outcomes, places, tallies
from scheduling.activities.services.dialogues import CirclePlan
from scheduling.activities.services.groups import GroupPlan
from scheduling.activities.services.occasions import OccasionPlan
from scheduling.activities.services.outcomes import Heads
from scheduling.activities.services.places import PlacePlan
from scheduling.activities.services.tallies import Tally
from tenants.actors import Actor
from volunteers.register.models import Person

# A group's home, where it is not Majakka; closed groups meet where nobody sees who comes.
SITES = {"Kävelyryhmä": "rantareitti", "Digikahvila": "kirjasto",
         "Kielikahvila": "kirjasto", "Luontoretket": "rantareitti"}  # fmt: skip
PUBLIC = frozenset({*SITES, "Avoin olohuone", "Luovat kädet", "Yhteislauluryhmä", "Peli-ilta", "Tuolijumppa"})
LEADS = {"Yhteislauluryhmä": "Ritva Hannula"}
SPRING = (date(2025, 1, 13), date(2025, 5, 30))
# In the last week leaders note their own; the coordinator has not looked yet.
LAST_WEEK = date(2025, 1, 27)
TABLET = Actor.system("tablet")


def tell(told: Told, cast: Cast, by: Actor, *, hours: Sequence[HourRow], seed: int) -> None:
    """Note the whole year before its months close, each at its month's end; a second time changes nothing."""
    if told.slug != "napajoki" or Group.objects.exists():
        return
    told_groups = told_ones.groups(seed)
    with times.at(date(2024, 1, 3), 9):
        made = {each.name: _group(each, cast, by, hours) for each in told_groups}
        counted = {each.name: _place(each, cast, by) for each in told_ones.PLACES}
        for day in told_ones.DIALOGUES_BEFORE:
            _dialogue(day, cast, by, hours, seed)
    gigs = told_ones.gigs(seed, hours)
    for month in range(1, 13):
        with times.at(_last_day(month), 23, 30), transaction.atomic():
            for each in told_groups:
                _meet(each, made[each.name], month, by)
            for event in EVENTS:
                if event.day.month == month:
                    _event(event, cast, by)
            for gig in gigs:
                if gig.starts_at.month == month:
                    _gig(gig, cast, by)
            _talk(month, cast, by, hours, seed)
            for place in counted.values():
                _count(place, told_ones.tallies(seed, 2024, month), by)
            if month == 9:
                _beside(cast, by)


def go_on(told: Told, by: Actor, *, seed: int) -> None:
    """Put the spring in the calendar, and note January as far as somebody has."""
    known = Group.objects.filter(sessions__starts_at__year=2025)
    if told.slug != "napajoki" or known.exists():
        return
    draws = Draws(seed, "happenings", "spring")
    with times.at(date(2025, 1, 8), 10):
        for group in Group.objects.exclude(name_fi=told_ones.ARKEEN_VOIMAA).order_by("name_fi"):
            groups.add_weekly(group=group, from_on=SPRING[0], until_on=SPRING[1], by=by)
    with times.at(date(2025, 2, 1), 12), transaction.atomic():
        told_january = told_ones.tallies(seed, 2025, 1)
        for place in TallyPlace.objects.order_by("name"):
            _count(place, [each for each in told_january if each.day < LAST_WEEK], by)
            _count(place, [each for each in told_january if each.day >= LAST_WEEK], TABLET, approves=False)
        for session in _past():
            heads = Heads(draws.between(5, 14))
            lead = session.group.leader if session.group is not None else None
            if session.local_date < LAST_WEEK:
                outcomes.note_held(activity=session, heads=heads, by=by, approves=True)
            elif lead is not None and draws.percent(70):
                leader = Actor(user=lead.user_uuid, name=lead.name)
                outcomes.note_held(activity=session, heads=heads, by=leader, approves=False)


def _place(told: ToldPlace, cast: Cast, by: Actor) -> TallyPlace:
    plan = PlacePlan(
        name=told.name, kind=told.kind, area=told.area, site=cast.sites[told.site], role=cast.roles[told.role]
    )
    return places.add_place(plan=plan, by=by)


def _count(place: TallyPlace, told: Sequence[ToldTally], by: Actor, *, approves: bool = True) -> None:
    here = [
        Tally(each.day, each.measure, each.quantity, own=each.own)
        for each in told
        if each.place == place.name
    ]
    if here:
        source = Count.Source.PAGE if approves else Count.Source.TABLET
        tallies.add(place=place, tallies=here, by=by, approves=approves, source=source)


def _talk(month: int, cast: Cast, by: Actor, hours: Sequence[HourRow], seed: int) -> None:
    """The dialogues and forums of a month."""
    for day in told_ones.DIALOGUES:
        if day.month == month:
            _dialogue(day, cast, by, hours, seed)
    for day in told_ones.FORUMS:
        if day.month == month:
            _forum(day, cast, by, seed)


def _dialogue(day: date, cast: Cast, by: Actor, hours: Sequence[HourRow], seed: int) -> None:
    """Two groups of at most ten, each with somebody who leads and somebody who writes."""
    draws = Draws(seed, "happenings", "dialogue", day.isoformat())
    team = sorted({row.person for row in hours if row.role == "dialogit"})
    starts = times.instant(day, 17)
    plan = OccasionPlan(
        title="Kansallinen dialogi",
        starts_at=starts,
        ends_at=starts + told_ones.TWO_HOURS,
        site=cast.sites["kirjasto"],
        role=cast.roles["dialogit"],
    )
    made = occasions.add_occasion(kind=Activity.Kind.DIALOGUE, plan=plan, by=by)
    for first in (0, 2):
        leads, writes = (cast.people[team[(first + number) % len(team)]] for number in (0, 1))
        circle = CirclePlan(recorder=writes, facilitator=leads, participants=draws.between(6, 10))
        dialogues.set_group(activity=made, plan=circle, by=by)
    outcomes.note_held(activity=made, heads=Heads(0), by=by, approves=True)


def _forum(day: date, cast: Cast, by: Actor, seed: int) -> None:
    starts = times.instant(day, 13)
    plan = OccasionPlan(
        title="Tupafoorumi",
        description="Asukkaat ja vapaaehtoiset kehittävät taloa yhdessä.",
        starts_at=starts,
        ends_at=starts + told_ones.TWO_HOURS,
        site=cast.sites["majakka"],
        is_public=True,
    )
    made = occasions.add_occasion(kind=Activity.Kind.FORUM, plan=plan, by=by)
    came = Draws(seed, "happenings", "forum", day.isoformat()).between(18, 41)
    outcomes.note_held(activity=made, heads=Heads(came), by=by, approves=True)


def _past() -> Iterator[Activity]:
    rows = Activity.objects.filter(group__isnull=False, local_date__range=(SPRING[0], date(2025, 1, 31)))
    yield from rows.select_related("group__leader").order_by("starts_at", "pk")


def _last_day(month: int) -> date:
    return date(2024 + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _group(told: ToldGroup, cast: Cast, by: Actor, hours: Sequence[HourRow]) -> Group:
    plan = GroupPlan(
        name_fi=told.name,
        role=cast.roles[told.role],
        leader=_leader(told, cast, hours),
        site=cast.sites["toinen-kerros" if told.name in CLOSED else SITES.get(told.name, "majakka")],
        weekday=told.weekday,
        start_minute=told.start_minute,
        minutes=told.minutes,
        is_open=told.name not in CLOSED,
        is_public=told.name in PUBLIC,
    )
    return groups.add_group(plan=plan, by=by)


def _leader(told: ToldGroup, cast: Cast, hours: Sequence[HourRow]) -> Person:
    """Whoever the story names, or who had hours of most of its times."""
    if told.name in LEADS:
        return next(person for person in cast.people if person.name == LEADS[told.name])
    met = {meeting.starts_at for meeting in told.meetings}
    led = Counter(row.person for row in hours if row.role == told.role and row.starts_at in met)
    return cast.people[led.most_common(1)[0][0]]


def _meet(told: ToldGroup, group: Group, month: int, by: Actor) -> None:
    came = {aware(each.starts_at): each.came for each in told.meetings if each.starts_at.month == month}
    groups.add_times(group=group, days=[at.date() for at in came], by=by)
    for session in group.sessions.filter(starts_at__in=list(came)):
        outcomes.note_held(activity=session, heads=Heads(came[session.starts_at]), by=by, approves=True)


def _event(told: ToldEvent, cast: Cast, by: Actor) -> None:
    starts = aware(datetime.combine(told.day, datetime.min.time()) + 12 * told_ones.AN_HOUR)
    plan = OccasionPlan(
        title=told.name,
        starts_at=starts,
        ends_at=starts + 2 * told_ones.TWO_HOURS,
        site=cast.sites[told.site],
        role=cast.roles[told.role],
        is_public=True,
    )
    made = occasions.add_occasion(kind=Activity.Kind.EVENT, plan=plan, by=by)
    heads = (
        Heads(told.came) if told.counted else Heads(told.came, "estimated", "Arvioitu tasatunnein pihalta")
    )
    outcomes.note_held(activity=made, heads=heads, by=by, approves=True)


def _gig(told: ToldGig, cast: Cast, by: Actor) -> None:
    starts = aware(told.starts_at)
    plan = OccasionPlan(
        title=told.title,
        starts_at=starts,
        ends_at=starts + told_ones.TWO_HOURS,
        site=cast.sites[told.site],
        role=cast.roles["ohjelmarengas"],
        programme=told.programme,
    )
    made = occasions.add_occasion(kind=Activity.Kind.GIG, plan=plan, by=by)
    outcomes.note_held(activity=made, heads=Heads(told.audience), by=by, approves=True)


def _beside(cast: Cast, by: Actor) -> None:
    """What must change no figure: a gig that was cancelled, a trip, and what a neighbour led and counted."""
    starts = times.instant(date(2024, 9, 21), 13)
    ends = starts + told_ones.TWO_HOURS
    place = cast.sites["kaira"]
    gig = OccasionPlan(
        title="Haitarin kanssa", starts_at=starts, ends_at=ends, site=place, role=cast.roles["ohjelmarengas"]
    )
    cancelled = occasions.add_occasion(kind=Activity.Kind.GIG, plan=gig, by=by)
    outcomes.note_held(activity=cancelled, heads=Heads(30), by=by, approves=True)
    outcomes.note_cancelled(activity=cancelled, reason=Activity.CancelReason.HOST, by=by)
    trip = OccasionPlan(
        title="Vapaaehtoisten ruskaretki", starts_at=starts, ends_at=ends + told_ones.TWO_HOURS
    )
    outcomes.note_held(
        activity=occasions.add_occasion(kind=Activity.Kind.RECREATION, plan=trip, by=by),
        heads=Heads(38),
        by=by,
        approves=True,
    )
    market = OccasionPlan(
        title="Järjestötori", starts_at=starts, ends_at=ends, joint_lead="Napajoen kaupunki", is_public=True
    )
    outcomes.note_held(
        activity=occasions.add_occasion(kind=Activity.Kind.EVENT, plan=market, by=by),
        heads=Heads(410, "estimated", "Kaupungin arvio"),
        by=by,
        approves=True,
    )
