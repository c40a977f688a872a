"""When a person likes to come, week by week, and the days on which they are away."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

from django.db import transaction

from notifications.services import look_again
from tenants.actors import Actor
from volunteers.register import leaving, trail
from volunteers.register.errors import EndsBeforeStart
from volunteers.register.models import Absence, Availability, Person
from volunteers.register.person_errors import AwayAlready, AwayTooLong, TimesCross

LONGEST = timedelta(days=366)
Stretch = tuple[int, int, int]


@transaction.atomic(durable=True)
def set_availability(*, person: Person, stretches: Iterable[Stretch], by: Actor) -> None:
    """Put these times in the place of the week that was: weekday, from and to in minutes of the day.

    Raises TimesCross.
    """
    wanted = sorted(set(stretches))
    for one, other in pairwise(wanted):
        if one[0] == other[0] and other[1] < one[2]:
            raise TimesCross
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    rows = Availability.objects.filter(person=person)
    before = sorted(rows.values_list("weekday", "from_minute", "to_minute"))
    if before == wanted:
        return
    rows.delete()
    Availability.objects.bulk_create(
        Availability(person=person, weekday=day, from_minute=start, to_minute=end)
        for day, start, end in wanted
    )
    trail.record(
        "availability.set",
        by=by,
        subject_kind="person",
        subject_uuid=person.uuid,
        changes={"times": [len(before), len(wanted)]},
        on_behalf=_on_behalf(person, by),
    )


@transaction.atomic(durable=True)
def add_absence(*, person: Person, from_on: date, to_on: date, by: Actor) -> Absence:
    """Note days on which somebody is away; a standing place is free for others on these days.

    Raises EndsBeforeStart, AwayTooLong or AwayAlready, or Busy.
    """
    if to_on < from_on:
        raise EndsBeforeStart
    if to_on - from_on > LONGEST:
        raise AwayTooLong
    locked = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if Absence.objects.filter(person=person, from_on__lte=to_on, to_on__gte=from_on).exists():
        raise AwayAlready
    made = Absence.objects.create(person=person, from_on=from_on, to_on=to_on)
    _note("absence.added", made, person, by=by)
    leaving.away(locked, from_on=from_on, to_on=to_on, by=by)
    return made


@transaction.atomic(durable=True)
def remove_absence(*, absence: Absence, by: Actor) -> None:
    """They are not away after all."""
    _note("absence.removed", absence, absence.person, by=by)
    absence.delete()
    look_again(person_uuid=absence.person.uuid)


def _note(verb: str, absence: Absence, person: Person, *, by: Actor) -> None:
    trail.record(
        verb,
        by=by,
        subject_kind="person",
        subject_uuid=person.uuid,
        days=[absence.from_on.isoformat(), absence.to_on.isoformat()],
        on_behalf=_on_behalf(person, by),
    )


def _on_behalf(person: Person, by: Actor) -> bool:
    return by.user is not None and by.user != person.user_uuid
