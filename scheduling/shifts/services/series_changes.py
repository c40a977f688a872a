"""Changing and calling off shifts that repeat: first what it would do and to whom, then doing just that.

What has begun stays as it is. A change from a day on makes a series of its own of what comes then; the old
one ends before it, or goes if nothing is left of it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from hashlib import sha256

from django.db import transaction

from scheduling.shifts import locks
from scheduling.shifts.eligibility.checks import BUSY
from scheduling.shifts.errors import series as series_errors, shifts as errors
from scheduling.shifts.models import Series, SeriesTime, Shift, SignUp, Slot, StandingPlace
from scheduling.shifts.plans import Plan, ShiftPlan
from scheduling.shifts.series import repeating, rewriting
from scheduling.shifts.series.repeating import Occurrence, Rule
from scheduling.shifts.series.rewriting import Made
from scheduling.shifts.services import changing, standing
from scheduling.shifts.services.news import News
from scheduling.shifts.services.series import (
    SERIES,
    dates,
    fields_of,
    invite_after,
    last_of_each_time,
    make_shifts,
)
from tenants import clock
from tenants.actors import Actor
from volunteers.register import trail
from volunteers.register.models import Person
from web import formats

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Change:
    """What the shifts of a series shall be from a day on."""

    plan: Plan
    rule: Rule
    # Which of the rule's times each of the old ones is now; one that is not there is no more.
    times: Mapping[int, int]


@dataclass(frozen=True)
class Told:
    """Somebody who holds places, with the shifts that move and those that are called off."""

    person: Person
    moved: Sequence[Shift]
    lost: Sequence[Shift]


@dataclass
class Effect:
    """What a change or a calling off would do. Nothing of it has been done."""

    since: date
    rule: Rule | None = None
    # Shifts that are written anew, with when they are from now on.
    kept: list[tuple[Shift, Occurrence]] = field(default_factory=list)
    gone: list[Shift] = field(default_factory=list)
    made: Sequence[Occurrence] = ()
    # Changed by themselves, or cancelled: they stay what they are.
    passed: list[tuple[Shift, Occurrence | None]] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    # Shifts on which more people come than there shall be places: they keep as many.
    fuller: list[Shift] = field(default_factory=list)
    # Why it cannot be: somebody would be in two places.
    in_the_way: list[str] = field(default_factory=list)

    @property
    def moved(self) -> list[tuple[Shift, Occurrence]]:
        """Those whose time changes."""
        return [(shift, one) for shift, one in self.kept if _moves(shift, one)]

    @property
    def own(self) -> list[Shift]:
        """Those ahead that were changed by themselves and are passed by."""
        return [shift for shift, _one in self.passed if shift.state != Shift.State.CANCELLED]

    @property
    def mark(self) -> str:
        """Tells what would be done, and to whom, from anything else."""
        said = [
            *(f"{shift.pk} {one.starts_at} {one.ends_at}" for shift, one in self.kept),
            *(f"- {shift.pk}" for shift in self.gone),
            *(f"+ {one.starts_at} {one.ends_at}" for one in self.made),
            *(f"{each.person.pk} {len(each.moved)} {len(each.lost)}" for each in self.told),
        ]
        return sha256("\n".join(said).encode()).hexdigest()[:16]


def _moves(shift: Shift, one: Occurrence) -> bool:
    """Whether a shift gets another time."""
    return (shift.starts_at, shift.ends_at) != (one.starts_at, one.ends_at)


def first_day_ahead(*, series: Series, since: date | None = None) -> date:
    """The first day from which nothing of a series has begun. Raises NothingAhead."""
    now = clock.now()
    mine = Shift.objects.filter(series=series)
    begun = mine.filter(starts_at__lte=now).order_by("-series_day").values_list("series_day", flat=True)
    ahead = mine.filter(starts_at__gt=now)
    if last := begun.first():
        ahead = ahead.filter(series_day__gt=last)
    if since is not None:
        ahead = ahead.filter(series_day__gte=since)
    first = ahead.order_by("series_day").values_list("series_day", flat=True).first()
    if first is None:
        raise series_errors.NothingAhead
    return first


def effect(*, series: Series, since: date | None, change: Change | None, own_too: bool) -> Effect:
    """What it would do from a day on (None: all that is ahead) to change a series, or to call it off.

    Raises NothingAhead, RoleIsFixed, or what the dates of the new rule raise.
    """
    since = first_day_ahead(series=series, since=since)
    tail = list(
        Shift.objects.filter(series=series, series_day__gte=since)
        .select_related("role", "site", "series_time")
        .order_by("starts_at", "pk")
    )
    found = Effect(since=since)
    if change is None:
        _call_off(found, tail, own_too=own_too)
    else:
        _rewrite(found, series, tail, change, own_too=own_too)
    _tell(found, tail)
    return found


def _call_off(found: Effect, tail: Iterable[Shift], *, own_too: bool) -> None:
    for shift in tail:
        if shift.state == Shift.State.CANCELLED or (shift.is_own and not own_too):
            found.passed.append((shift, None))
        else:
            found.gone.append(shift)


def _rewrite(found: Effect, series: Series, tail: Sequence[Shift], change: Change, *, own_too: bool) -> None:
    if any(shift.taken or shift.training_taken for shift in tail) and change.plan.role != series.role:
        raise errors.RoleIsFixed
    number = {at.pk: index for index, at in enumerate(series.times.all())}
    monthly = bool(change.rule.nth)
    # A shift may move to a day before in its week or month, if nothing of the series is there.
    begin = found.since.replace(day=1) if monthly else found.since - DAY * found.since.weekday()
    rule = replace(change.rule, from_on=begin)
    before = {
        (day, change.times.get(number.get(at, -1)))
        for day, at in Shift.objects.filter(
            series=series, series_day__gte=begin, series_day__lt=found.since
        ).values_list("series_day", "series_time")
    }
    possible = [one for one in dates(rule=rule).occurrences if (one.day, one.time) not in before]
    result = rewriting.rewritten(
        (
            Made(
                shift.pk, shift.series_day or found.since, change.times.get(number[shift.series_time_id or 0])
            )
            for shift in tail
        ),
        possible,
        monthly=monthly,
    )
    found.made = [one for one in result.made if one.day >= found.since]
    early = any(one.day < found.since for one in result.kept.values())
    later = replace(rule, from_on=found.since)
    same_phase = next(repeating.days(later), None) in set(repeating.days(rule))
    found.rule = later if same_phase and not early else rule
    for shift in tail:
        one = result.kept.get(shift.pk)
        if shift.state == Shift.State.CANCELLED or (shift.is_own and not own_too):
            found.passed.append((shift, one))
        elif one is None:
            found.gone.append(shift)
        else:
            found.kept.append((shift, one))
    found.fuller = [
        shift
        for shift, _one in found.kept
        if shift.taken > change.plan.places or shift.training_taken > change.plan.training_places
    ]


def _tell(found: Effect, tail: Sequence[Shift]) -> None:
    moved = {shift.pk: (shift, one) for shift, one in found.moved}
    gone = {shift.pk: shift for shift in found.gone}
    people: dict[int, Person] = {}
    moved_of: dict[int, list[Shift]] = defaultdict(list)
    lost_of: dict[int, list[Shift]] = defaultdict(list)
    for held in SignUp.objects.filter(
        shift__in=[*moved, *gone], state__in=(SignUp.State.OFFERED, SignUp.State.SIGNED_UP)
    ).select_related("person").order_by("person__sort_key", "person", "starts_at"):  # fmt: skip
        people[held.person_id] = held.person
        if held.shift_id in gone:
            lost_of[held.person_id].append(gone[held.shift_id])
        else:
            moved_of[held.person_id].append(moved[held.shift_id][0])
    found.told = [Told(person, moved_of[pk], lost_of[pk]) for pk, person in people.items()]
    busy: dict[int, list[SignUp]] = defaultdict(list)
    for other in SignUp.objects.filter(
        person__in=moved_of, state__in=BUSY, ends_at__gt=clock.now()
    ).exclude(shift__in=tail).order_by("starts_at"):  # fmt: skip
        busy[other.person_id].append(other)
    for pk, shifts in moved_of.items():
        for one in (moved[shift.pk][1] for shift in shifts):
            if any(other.starts_at < one.ends_at and other.ends_at > one.starts_at for other in busy[pk]):
                found.in_the_way.append(f"{people[pk].name}, {formats.when(one.starts_at, one.ends_at)}")


@transaction.atomic(durable=True)
def change_series(
    *, series: Series, since: date | None, change: Change, own_too: bool, mark: str, by: Actor
) -> Series:
    """Change the shifts of a series from a day on, as `effect` has shown it under this mark.

    Those who come are told: of several shifts in one message. Raises what `effect` raises,
    ChangedMeanwhile when it would do something else by now, TheirTimesOverlap, NoPlaces, TooManyInvited, or
    Busy.
    """
    found, people = _locked(series, since=since, change=change, own_too=own_too, mark=mark)
    if found.in_the_way:
        raise errors.TheirTimesOverlap(people="; ".join(found.in_the_way))
    if found.rule is None:
        raise LookupError("A change has a rule.")
    new = Series.objects.create(**change.plan.columns(), **fields_of(rule=found.rule), created_at=clock.now())
    Slot.objects.bulk_create(change.plan.slot_rows(series=new))
    times = SeriesTime.objects.bulk_create(
        SeriesTime(series=new, start_minute=at.start_minute, minutes=at.minutes) for at in found.rule.times
    )
    old_times = list(series.times.all())
    places = _standing_goes_to(found, series, old_times)
    publish = any(shift.state == Shift.State.PUBLISHED for shift, _one in [*found.kept, *found.passed])
    publish = publish or any(shift.state == Shift.State.PUBLISHED for shift in found.gone)
    _belong(found, new, times)
    news = News()
    pairs = [(shift, _plan_for(shift, one, change.plan)) for shift, one in found.kept]
    # Those who come to what is gone are free for what moves there.
    changing.call_off(shifts=found.gone, news=news, by=by)
    changing.change(pairs=pairs, locked_people=people, news=news, by=by)
    news.tell()
    invited_to = last_of_each_time(series=new)
    made = make_shifts(
        series=new, times=times, occurrences=found.made, plan=change.plan, publish=publish, by=by
    )
    invite_after(last=invited_to, shifts=made, by=by)
    _move_standing(places, since=found.since, times=times)
    standing.fill_new(shifts=made)
    trail.record(
        "series.changed",
        by=by,
        subject_kind=SERIES,
        subject_uuid=new.uuid,
        was=str(series.uuid),
        changed=len(found.kept),
        made=len(made),
        called_off=len(found.gone),
    )
    _end(series, before=found.since)
    return new


@transaction.atomic(durable=True)
def cancel_series(*, series: Series, since: date | None, own_too: bool, mark: str, by: Actor) -> int:
    """Call off the shifts of a series from a day on, as `effect` has shown it; those who come are told.

    Returns how many. Raises what `effect` raises, ChangedMeanwhile, or Busy.
    """
    found, _people = _locked(series, since=since, change=None, own_too=own_too, mark=mark)
    news = News()
    changing.call_off(shifts=found.gone, news=news, by=by)
    news.tell()
    series.until_on = max(series.from_on, found.since - DAY)
    series.save(update_fields=["until_on"])
    trail.record(
        "series.called_off",
        by=by,
        subject_kind=SERIES,
        subject_uuid=series.uuid,
        since=found.since.isoformat(),
        shifts=len(found.gone),
    )
    return len(found.gone)


def _locked(
    series: Series, *, since: date | None, change: Change | None, own_too: bool, mark: str
) -> tuple[Effect, set[int]]:
    """Lock who comes and the shifts, and look again what would be done."""
    ahead = Shift.objects.filter(series=series, starts_at__gt=clock.now())
    held = SignUp.objects.filter(shift__in=ahead, state=SignUp.State.SIGNED_UP)
    people = set(held.values_list("person", flat=True))
    if change is not None:
        # Who has a standing place gets one on what is new.
        kept = StandingPlace.objects.filter(time__series=series, to_on__isnull=True)
        locks.people({*people, *kept.values_list("person", flat=True)})
    locks.shifts(ahead)
    found = effect(series=series, since=since, change=change, own_too=own_too)
    if found.mark != mark:
        raise errors.ChangedMeanwhile
    return found, people


def _plan_for(shift: Shift, one: Occurrence, plan: Plan) -> ShiftPlan:
    said = {each.name: getattr(plan, each.name) for each in fields(Plan)}
    said["places"] = max(plan.places, shift.taken)
    said["training_places"] = max(plan.training_places, shift.training_taken)
    return ShiftPlan(**said, starts_at=one.starts_at, ends_at=one.ends_at)


def _belong(found: Effect, new: Series, times: Sequence[SeriesTime]) -> None:
    """Say of each shift for which day of which series it is now; what fits no day is a shift by itself."""
    rows: list[Shift] = []
    for shift, one in [*found.kept, *found.passed, *((shift, None) for shift in found.gone)]:
        shift.series = new if one else None
        shift.series_time = times[one.time] if one else None
        shift.series_day = one.day if one else None
        shift.is_own = bool(one) and shift.is_own and (shift, one) in found.passed
        rows.append(shift)
    Shift.objects.bulk_update(rows, ["series", "series_time", "series_day", "is_own"])


# Where standing places go: to one of the new times and a weekday, or nowhere.
_Goes = tuple[StandingPlace, tuple[int, int] | None]


def _standing_goes_to(found: Effect, series: Series, old_times: Sequence[SeriesTime]) -> list[_Goes]:
    """Where the standing places go: to where most of their shifts go. Before the shifts belong anew."""
    ways: dict[tuple[int, int], Counter[tuple[int, int]]] = defaultdict(Counter)
    for shift, one in [*found.kept, *found.passed]:
        if one is not None and shift.series_time_id and shift.series_day:
            ways[shift.series_time_id, shift.series_day.weekday()][one.time, one.day.weekday()] += 1
    return [
        (place, way.most_common(1)[0][0] if (way := ways.get((place.time_id, place.weekday))) else None)
        for place in StandingPlace.objects.filter(time__in=old_times).order_by("pk")
        if place.to_on is None or place.to_on >= found.since
    ]


def _move_standing(places: Iterable[_Goes], *, since: date, times: Sequence[SeriesTime]) -> None:
    """Let standing places go on in the new series; one that has no day there ends."""
    taken: set[tuple[int, int, int]] = set()
    for place, way in places:
        if way is not None and (place.person_id, *way) not in taken:
            taken.add((place.person_id, *way))
            after = StandingPlace.objects.create(
                time=times[way[0]],
                weekday=way[1],
                person=place.person,
                from_on=max(place.from_on, since),
                to_on=place.to_on,
                created_at=place.created_at,
            )
            SignUp.objects.filter(standing=place, shift__series_time__in=times).update(standing=after)
        if place.from_on >= since:
            place.delete()
        else:
            place.to_on = since - DAY
            place.save(update_fields=["to_on"])


def _end(series: Series, *, before: date) -> None:
    """Let a series end before a day; nothing is left of one that has no shift of its own any more."""
    if Shift.objects.filter(series=series).exists():
        series.until_on = max(series.from_on, before - DAY)
        series.save(update_fields=["until_on"])
    else:
        series.delete()
