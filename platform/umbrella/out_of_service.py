"""Who is out of service, and from which month on nobody waits for its figures."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from tenants.models import Affiliation, Association, StateChange, Umbrella
from umbrella.models import Level, PublishedFigure
from umbrella.statements import Given

State = Association.State


def still_expected(
    members: QuerySet[Affiliation], umbrella: Umbrella, *, from_month: dt.date, year: int | None = None
) -> QuerySet[Affiliation]:
    """Without those that were archived in a month or before; of a year only where they told nothing of it.

    `from_month` is the first day of the first month that is asked for.
    """
    told = None
    if year is not None:
        told = PublishedFigure.objects.filter(umbrella=umbrella, level=Level.ASSOCIATION, year=year)
    return without_gone(members, end=end_of(umbrella, from_month), told=told)


def end_of(umbrella: Umbrella, month: dt.date) -> dt.datetime:
    """When a month of the umbrella is over, by its first day."""
    after = (month + dt.timedelta(days=31)).replace(day=1)
    return dt.datetime.combine(after, dt.time(), tzinfo=ZoneInfo(umbrella.timezone))


def without_gone(
    members: QuerySet[Affiliation],
    *,
    end: dt.datetime | Given,
    told: QuerySet[PublishedFigure] | None,
) -> QuerySet[Affiliation]:
    """Without those that were archived before `end`, but for who stands in `told`."""
    last = StateChange.objects.filter(association=OuterRef("association"), after=State.ARCHIVED)
    gone = members.alias(archived_at=Subquery(last.order_by("-at").values("at")[:1])).filter(
        association__state__in=[State.ARCHIVED, State.DELETED], archived_at__lt=end
    )
    if told is not None:
        gone = gone.filter(~Exists(told.filter(association=OuterRef("association"))))
    return members.exclude(pk__in=gone.order_by().values("pk"))
