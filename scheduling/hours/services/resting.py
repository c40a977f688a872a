"""Looking each night who gave much lately, saying what is much, and noting that somebody was asked."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from operator import itemgetter
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from scheduling.hours import rest
from scheduling.hours.models import HoursEntry, RestLimits, RestSign
from scheduling.hours.rest import Signs
from tenants import clock
from tenants.actors import Actor
from tenants.context import current_association
from volunteers.register import trail
from volunteers.register.models import Period, Person

QUIET = timedelta(weeks=4)
# Hours that somebody says they did count here too: rest does not wait for approval.
GIVEN = (HoursEntry.State.APPROVED, HoursEntry.State.SUBMITTED)
_SIGNS = ("minutes", "is_many", "days", "nights", "weeks", "usual_minutes")
_NO_SIGNS = asdict(Signs(minutes=0))


@dataclass(frozen=True)
class LimitsPlan:
    """What is to be called much; None is not looked at."""

    most_hours: int | None
    most_days: int | None
    most_nights: int | None
    most_weeks: int | None
    times_usual: int | None


def limits() -> RestLimits:
    """What is much here: as the association says, or as it is by default."""
    return RestLimits.objects.first() or RestLimits()


@transaction.atomic
def look() -> int:
    """Find out of whom to ask how they cope; what is no more, goes. Returns how many there are.

    It may be done at any time and twice. What is quiet stays quiet until its day.
    """
    today = clock.today(current_association())
    found = dict(_found(today))
    others = RestSign.objects.exclude(person__in=found)
    others.exclude(quiet_until__gt=today).delete()
    others.update(**_NO_SIGNS)
    RestSign.objects.bulk_create(
        [RestSign(person_id=person, found_on=today, **asdict(signs)) for person, signs in found.items()],
        update_conflicts=True,
        unique_fields=["person"],
        update_fields=[*_SIGNS, "found_on"],
        batch_size=500,
    )
    # After that: a row whose signs had gone says nothing but that it is quiet until they are found anew.
    RestSign.objects.filter(quiet_until__lte=today, person__in=found).update(quiet_until=None)
    return len(found)


def _found(today: date) -> Iterator[tuple[int, Signs]]:
    """People who volunteer now and gave much, by key. One query: each person's hours lie together in it."""
    wanted = limits()
    zone = ZoneInfo(current_association().timezone)
    since = datetime.combine(today - rest.looked_back(wanted), time(), tzinfo=zone).astimezone(UTC)
    active = Period.objects.filter(person=OuterRef("whose"), state=Period.State.ACTIVE)
    rows = (
        HoursEntry.objects.filter(state__in=GIVEN, ends_at__gt=since)
        .annotate(whose=Coalesce("person__stands_for", "person"))
        .filter(Exists(active))
        .order_by("whose")
        .values_list("whose", "starts_at", "ends_at")
    )
    for person, theirs in groupby(rows, key=itemgetter(0)):
        stretches = [(starts_at, ends_at) for _person, starts_at, ends_at in theirs]
        signs = rest.signs_of(stretches, today=today, limits=wanted, zone=zone)
        if signs.are_any:
            yield person, signs


@transaction.atomic(durable=True)
def set_limits(*, plan: LimitsPlan, by: Actor) -> RestLimits:
    """Say what is much here. Who is over it is looked for at once."""
    values = asdict(plan)
    row, made = RestLimits.objects.select_for_update().get_or_create(pk=1, defaults=values)
    changed = list(values) if made else [name for name in values if getattr(row, name) != values[name]]
    if changed:
        for name in changed:
            setattr(row, name, values[name])
        row.save(update_fields=changed)
        trail.record("rest.limits", by=by, subject_kind="association", fields=changed)
        look()
    return row


@transaction.atomic(durable=True)
def note_talk(*, person: Person, by: Actor) -> bool:
    """Note that somebody was asked how they cope: for four weeks their signs are shown to nobody.

    False where there are none any more, or somebody noted it just now.
    """
    today = clock.today(current_association())
    shown = RestSign.objects.filter(Q(quiet_until__isnull=True) | Q(quiet_until__lte=today), person=person)
    noted = bool(shown.update(quiet_until=today + QUIET))
    if noted:
        trail.record("rest.talked", by=by, subject_kind="person", subject_uuid=person.uuid)
    return noted


@transaction.atomic(durable=True)
def show_again(*, person: Person, by: Actor) -> bool:
    """The inverse: what there is to see is shown again at once. False where nothing was quiet."""
    rows = RestSign.objects.filter(person=person, quiet_until__isnull=False)
    empty = rows.filter(is_many=False, **dict.fromkeys(("days", "nights", "weeks", "usual_minutes")))
    gone, _each = empty.delete()
    shown = rows.update(quiet_until=None)
    if gone or shown:
        trail.record("rest.shown", by=by, subject_kind="person", subject_uuid=person.uuid)
    return bool(gone or shown)
