"""How far a year's figures can be trusted: whether they are complete, reported, fresh and verified."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from django.db.models import Count, DateField, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from tenants import clock
from tenants.models import Affiliation, Umbrella
from umbrella import due
from umbrella.models import ExactFigure, Level, Night, PublishedFigure, Release
from umbrella.statements import Given, Statement

#: A release that is not there after so long has not only taken its time.
LATE_AFTER = timedelta(days=1)


class Trusted(Protocol):
    """What is said of trust beside figures. `months_closed` is None where nobody reports by month."""

    @property
    def release(self) -> Release | None: ...
    @property
    def night(self) -> Night | None: ...
    @property
    def months_closed(self) -> int | None: ...
    @property
    def reporting(self) -> tuple[int, int]: ...


@dataclass(frozen=True)
class Trust:
    """The same, read for itself."""

    release: Release | None
    night: Night | None
    months_closed: int | None
    reporting: tuple[int, int]


def _known() -> QuerySet[Any, Any]:
    here: dict[str, Any] = {"umbrella": OuterRef("pk")}
    told = (
        PublishedFigure.objects.filter(level=Level.ASSOCIATION, year=Given("year"), month=0, **here)
        .order_by()
        .values("umbrella")
    )
    by_month = told.filter(source=ExactFigure.Source.PLATFORM)
    members = (
        Affiliation.objects.filter(from_on__lte=Given("last", DateField()), **here)
        .exclude(to_on__lt=Given("first", DateField()))
        .order_by()
        .values("umbrella")
    )
    last = Release.objects.filter(**here).order_by("-due_on")
    night = Night.objects.filter(**here).order_by("-day")
    return Umbrella.objects.filter(pk=Given("umbrella")).values_list(
        Subquery(last.values("due_on")[:1]),
        Subquery(night.values(said=JSONObject(finished_at="finished_at", months_wrong="months_wrong"))[:1]),
        Subquery(by_month.annotate(least=Min("months_closed")).values("least")[:1]),
        Subquery(told.annotate(count=Count("pk")).values("count")[:1]),
        Subquery(members.annotate(count=Count("association", distinct=True)).values("count")[:1]),
    )


_KNOWN = Statement(_known)


def of(umbrella: Umbrella, year: int) -> Trust:
    """What is known of a year, in one query."""
    due_on, night_said, least, reported, everybody = _KNOWN.row(
        umbrella=umbrella.pk, year=year, first=date(year, 1, 1), last=date(year, 12, 31)
    )
    return Trust(
        release=Release(due_on=due_on) if due_on else None,
        night=Night(
            finished_at=datetime.fromisoformat(night_said["finished_at"]),
            months_wrong=night_said["months_wrong"],
        )
        if night_said
        else None,
        months_closed=least,
        reporting=(reported or 0, everybody or 0),
    )


def overdue(umbrella: Umbrella, release: Release | None) -> date | None:
    """The day of a release that did not go out though others did; None where all did."""
    last = due.last_due(umbrella, clock.now() - LATE_AFTER)
    return last if release is not None and release.due_on < last else None
