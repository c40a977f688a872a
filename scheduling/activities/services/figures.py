"""Figures of what was done and counted: made again from rows for months that changed, never added up."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Case, CharField, Count as CountRows, F, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Cast, Coalesce, Lower, NullIf

from scheduling.activities.models import Activity, Count, CountFigure, OccasionFigure
from tenants import clock

OURS = Q(joint_lead="")
# Groups of one type are one type, a group without a type is its own; a gig counts its host.
_WHAT = Case(
    When(
        kind=Activity.Kind.GROUP_SESSION,
        then=Lower(Coalesce(NullIf(F("group__type"), Value("")), F("group__name_fi"))),
    ),
    When(kind=Activity.Kind.GIG, then=Cast("site_id", CharField())),
)


def make_figures(*, first_days: Iterable[date]) -> None:
    """Make the figures of these months and of their years, one year in a transaction. Again: the same."""
    changed = sorted(set(first_days))
    for year in sorted({first_day.year for first_day in changed}):
        _make_year(year, [first_day for first_day in changed if first_day.year == year])


@transaction.atomic
def _make_year(year: int, changed: list[date]) -> None:
    # One run at a time: an older reading never overwrites a newer one.
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE activities_countfigure IN SHARE ROW EXCLUSIVE MODE")
    spans = [(0, Q(first_month__year=year)), *((day.month, Q(first_month=day)) for day in changed)]
    numbers = [number for number, _span in spans]
    OccasionFigure.objects.filter(year=year, month__in=numbers).delete()
    CountFigure.objects.filter(year=year, month__in=numbers).delete()
    at = clock.now()
    for number, span in spans:
        made = {"year": year, "month": number, "computed_at": at}
        OccasionFigure.objects.bulk_create(OccasionFigure(**made, **row) for row in occasions(span=span))
        CountFigure.objects.bulk_create(CountFigure(**made, **row) for row in sums(span=span))


def occasions(*, span: Q) -> QuerySet[Any, Any]:
    """Occasions that were held, by kind."""
    return (
        Activity.objects.filter(span, state=Activity.State.HELD)
        .values("kind")
        .annotate(
            held=CountRows("pk", filter=OURS),
            different=CountRows(_WHAT, filter=OURS, distinct=True),
            joint=CountRows("pk", filter=~OURS),
        )
    )


def sums(*, span: Q) -> QuerySet[Any, Any]:
    """Sums of what is approved and stands, was held, is ours to tell and is counted nowhere else."""
    stands = Count.objects.filter(span, state=Count.State.APPROVED, corrected_by__isnull=True, own=False)
    ours = Q(activity__isnull=True) | Q(activity__state=Activity.State.HELD, activity__joint_lead="")
    return (
        stands.filter(ours)
        .values("measure", "method", kind=Coalesce("activity__kind", Value("")))
        .annotate(quantity=Sum("quantity"), rows=CountRows("pk"))
        .order_by()
    )
