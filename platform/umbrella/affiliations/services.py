"""An association moves to another district, leaves the umbrella, or comes back: from a day on.

Nothing that was told is taken back or told in another place: `spans` says how figures follow.
"""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from tenants import clock
from tenants.actors import Actor
from tenants.models import Affiliation, AffiliationChange, Association, District, Umbrella
from umbrella.affiliations.errors import (
    MonthIsTold,
    NotAway,
    NothingPlanned,
    NotThere,
    PlannedAlready,
    SameDistrict,
    TooEarly,
    TooFar,
    YearIsTold,
)
from umbrella.models import ExactFigure, Level, PublishedFigure
from web import formats

Kind = AffiliationChange.Kind
FARTHEST = timedelta(days=366)


@transaction.atomic
def move(
    *, umbrella: Umbrella, association: Association, district: District | None, from_on: date, by: Actor
) -> Affiliation:
    """Put an association into another district from a day on.

    Raises NotThere, PlannedAlready, SameDistrict, TooEarly, TooFar or YearIsTold.
    """
    now = _last(umbrella, association)
    if now.to_on is None and _noted(now, Kind.MOVED, on=from_on, district=district):
        return now  # said twice
    _near(umbrella, from_on)
    _nothing_planned(umbrella, now)
    if now.to_on is not None:
        raise NotThere(name=association.name, since=_day(now.from_on))
    if now.district_id == (district.pk if district else None):
        raise SameDistrict(name=association.name)
    if from_on <= now.from_on:
        raise TooEarly(since=_day(now.from_on))
    first_year = from_on.year if (from_on.month, from_on.day) == (1, 1) else from_on.year + 1
    told = _told(umbrella, association).filter(year__gte=first_year).aggregate(year=Max("year"))["year"]
    if told is not None:
        raise YearIsTold(year=str(told), day=_day(date(told, 1, 1)))
    now.to_on = from_on - timedelta(days=1)
    now.save(update_fields=["to_on"])
    made = Affiliation.objects.create(
        association=association, umbrella=umbrella, district=district, from_on=from_on
    )
    _note(made, Kind.MOVED, on=from_on, by=by)
    return made


@transaction.atomic
def leave(*, umbrella: Umbrella, association: Association, to_on: date, by: Actor) -> Affiliation:
    """Have an association belong to the umbrella until a day, and no longer.

    Raises NotThere, PlannedAlready, TooFar or MonthIsTold.
    """
    now = _last(umbrella, association)
    if now.to_on == to_on and _noted(now, Kind.LEFT, on=to_on, district=now.district):
        return now  # said twice
    _near(umbrella, to_on)
    _nothing_planned(umbrella, now)
    if now.to_on is not None or to_on < now.from_on:
        raise NotThere(name=association.name, since=_day(now.from_on))
    told = _last_day_told(umbrella, association)
    if told is not None and to_on < told:
        raise MonthIsTold(day=_day(told))
    now.to_on = to_on
    now.save(update_fields=["to_on"])
    _note(now, Kind.LEFT, on=to_on, by=by)
    return now


@transaction.atomic
def come_back(
    *, umbrella: Umbrella, association: Association, district: District | None, from_on: date, by: Actor
) -> Affiliation:
    """Have an association that left belong again. Raises NotAway, TooFar or PlannedAlready."""
    last = _last(umbrella, association)
    _near(umbrella, from_on)
    _nothing_planned(umbrella, last)
    if last.to_on is None or from_on <= last.to_on:
        raise NotAway(name=association.name)
    made = Affiliation.objects.create(
        association=association, umbrella=umbrella, district=district, from_on=from_on
    )
    _note(made, Kind.RETURNED, on=from_on, by=by)
    return made


@transaction.atomic
def take_back(*, umbrella: Umbrella, association: Association, by: Actor) -> None:
    """Undo a change whose day has not come. Raises NothingPlanned."""
    last = _last(umbrella, association)
    day = planned_for(umbrella=umbrella, last=last)
    if day is None:
        raise NothingPlanned
    _note(last, Kind.TAKEN_BACK, on=day, by=by)
    if last.from_on <= clock.today(umbrella):
        last.to_on = None
        last.save(update_fields=["to_on"])
        return
    before = _of(umbrella, association).exclude(pk=last.pk).order_by("-from_on").first()
    last.delete()
    # One that moves has no day without a district; one that comes back was away before.
    if before is not None and before.to_on == day - timedelta(days=1):
        before.to_on = None
        before.save(update_fields=["to_on"])


def planned_for(*, umbrella: Umbrella, last: Affiliation) -> date | None:
    """The day of the change that has not come yet, from the newest affiliation; None where nothing waits."""
    today = clock.today(umbrella)
    if last.from_on > today:
        return last.from_on
    return last.to_on if last.to_on is not None and last.to_on >= today else None


def _of(umbrella: Umbrella, association: Association) -> QuerySet[Affiliation]:
    return Affiliation.objects.filter(umbrella=umbrella, association=association)


def _last(umbrella: Umbrella, association: Association) -> Affiliation:
    """The newest affiliation, with the association locked: one change at a time. There is one."""
    Association.objects.select_for_update().get(pk=association.pk)
    return _of(umbrella, association).select_related("district").latest("from_on")


def _near(umbrella: Umbrella, day: date) -> None:
    if day > clock.today(umbrella) + FARTHEST:
        raise TooFar


def _nothing_planned(umbrella: Umbrella, last: Affiliation) -> None:
    if (day := planned_for(umbrella=umbrella, last=last)) is not None:
        raise PlannedAlready(day=_day(day))


def _told(umbrella: Umbrella, association: Association) -> QuerySet[PublishedFigure]:
    return PublishedFigure.objects.filter(umbrella=umbrella, level=Level.ASSOCIATION, association=association)


def _last_day_told(umbrella: Umbrella, association: Association) -> date | None:
    """The last day of the newest month that is published of it, be it hidden; of a form the year's."""
    rows = _told(umbrella, association).filter(Q(month__gt=0) | Q(source=ExactFigure.Source.FORM))
    newest = rows.order_by("-year", "-month").values_list("year", "month").first()
    if newest is None:
        return None
    year, month = newest[0], newest[1] or 12
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _noted(row: Affiliation, kind: AffiliationChange.Kind, *, on: date, district: District | None) -> bool:
    """Whether the newest change of an association says exactly this, and its newest affiliation too."""
    last = AffiliationChange.objects.filter(association=row.association, umbrella=row.umbrella).first()
    wanted = district.pk if district else None
    return (
        last is not None
        and (last.kind, last.on, last.district_id, row.district_id) == (kind, on, wanted, wanted)
        and on == (row.to_on or row.from_on)
    )


def _note(row: Affiliation, kind: AffiliationChange.Kind, *, on: date, by: Actor) -> None:
    AffiliationChange.objects.create(
        association=row.association,
        umbrella=row.umbrella,
        kind=kind,
        district=row.district,
        on=on,
        at=clock.now(),
        by_user=by.user,
        by_name=by.name[:160],
    )


def _day(day: date) -> str:
    return formats.day(day, weekday=False, year=True)
