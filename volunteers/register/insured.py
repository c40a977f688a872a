"""Who volunteers on a day, and so is insured by the association on it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from volunteers.register import reach
from volunteers.register.models import Period, Person, Trail

_GOING_ON = (Period.State.ACTIVE, Period.State.ON_BREAK)


@dataclass(frozen=True)
class Insured:
    """Somebody with the first and, where it is known, the last day of their volunteering."""

    person: Person
    since: date
    until: date | None


def insured(*, on: date, reader: reach.Reaching) -> list[Insured]:
    """Everybody whom the reader may see and who was active, or on a break, on a day; in order of name.

    A period begins with getting ready, which does not count: the trail tells when it became active. Periods
    older than the trail, such as imported ones, count from their first day.
    """
    periods = (
        Period.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=on), started_on__lte=on)
        .exclude(state=Period.State.PREPARING)
        .filter(person__is_blank=False)
        .select_related("person")
        .order_by("person__sort_key", "person_id", "started_on")
    )
    found = list(reach.of_people(reader, periods))
    steps = _steps({period.person.uuid for period in found})
    return [
        Insured(person=period.person, since=since, until=period.ended_on)
        for period in found
        if (since := _active_since(period, steps[period.person.uuid])) is not None and since <= on
    ]


def _active_since(period: Period, steps: list[tuple[str, date]]) -> date | None:
    """The day on which the period became active; None if it ended before it did."""
    last = period.ended_on or date.max
    own = [(state, day) for state, day in steps if period.started_on <= day <= last]
    if not own:
        return period.started_on
    days = [day for state, day in own if state in _GOING_ON]
    if days:
        began_ready = (Period.State.PREPARING, period.started_on) in own
        return min(days) if began_ready else period.started_on
    return None if own[0][0] == Period.State.PREPARING else period.started_on


def _steps(uuids: set[UUID]) -> dict[UUID, list[tuple[str, date]]]:
    """What the trail says of these people's periods: into which state, on which day."""
    steps: dict[UUID, list[tuple[str, date]]] = defaultdict(list)
    lines = Trail.objects.filter(
        subject_kind="person", subject_uuid__in=uuids, verb__in=["period.started", "period.moved"]
    ).order_by("at", "pk")
    for verb, uuid, data in lines.values_list("verb", "subject_uuid", "data"):
        if uuid is not None and "on" in data:
            state = data.get("state") if verb == "period.started" else data.get("to")
            steps[uuid].append((str(state), date.fromisoformat(data["on"])))
    return steps
