"""What others may read of activities."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, Prefetch, Q, QuerySet

from accounts.http import TenantRequest
from scheduling.activities.models import Activity, Count, CountFigure, Group, OccasionFigure
from tenants import clock
from volunteers.register import reach
from volunteers.register.selectors import person_of

Row = TypeVar("Row", bound=Model)
# Where a row keeps its numbers; the model declares it.
STANDING: str = "standing"


def seen(reader: reach.Reaching, rows: QuerySet[Row]) -> QuerySet[Row]:
    """Rows of a role or a unit that the reader looks after."""
    if reader.reach.whole:
        return rows
    roles = reach.roles(reader).order_by().values("pk")
    return rows.filter(Q(role__in=roles) | Q(unit__in=reach.units(reader).order_by().values("pk")))


def groups(*, reader: reach.Reaching) -> QuerySet[Group]:
    """Groups, those in use first."""
    found = seen(reader, Group.objects.select_related("role", "leader", "site"))
    return found.order_by("-is_active", "name_fi", "pk")


def with_everything(rows: QuerySet[Activity]) -> QuerySet[Activity]:
    """Occasions with what their lines show; `standing` are the numbers that nobody corrected."""
    standing = Count.objects.filter(corrected_by__isnull=True).order_by("measure")
    return rows.select_related("group", "site", "role", "gig").prefetch_related(
        Prefetch("counts", standing, to_attr=STANDING)
    )


def occasions(*, reader: reach.Reaching) -> QuerySet[Activity]:
    """Occasions of every kind."""
    return with_everything(seen(reader, Activity.objects.all()))


def years_of(rows: QuerySet[Activity]) -> list[int]:
    """The years in which there are any of these, the latest first."""
    return [day.year for day in rows.order_by().dates("local_date", "year", order="DESC")]


def unsaid(rows: QuerySet[Activity], *, at: datetime) -> QuerySet[Activity]:
    """Those of which nobody has said yet what became of them, the oldest first."""
    return rows.filter(state=Activity.State.PLANNED, starts_at__lte=at).order_by("starts_at", "pk")


def waiting_counts(*, reader: reach.Reaching) -> QuerySet[Count]:
    """Numbers that wait for approval, the oldest first, with what they are of."""
    found = seen(reader, Count.objects.filter(state=Count.State.ENTERED))
    return found.select_related("activity__group").order_by("local_date", "pk")


def led(request: TenantRequest) -> QuerySet[Group]:
    """Groups that the login leads by name, or by a right over their role or unit; those in use."""
    person = person_of(request.user.uuid)
    mine = Q(leader=person) if person is not None else Q(pk__in=())
    leads = request.leads
    if leads.roles or leads.units:
        mine |= Q(role__in=reach.roles(leads).order_by().values("pk"))
        mine |= Q(unit__in=reach.units(leads).order_by().values("pk"))
    return Group.objects.filter(mine, is_active=True).order_by("name_fi", "pk")


def led_session(request: TenantRequest, uuid: UUID) -> Activity | None:
    """One time of a group that the login leads."""
    rows = with_everything(Activity.objects.filter(group__in=led(request).order_by().values("pk")))
    return rows.filter(uuid=uuid).first()


def public_ahead() -> QuerySet[Activity]:
    """What is open to all and still to come, the next one first."""
    ahead = Activity.objects.filter(is_public=True, state=Activity.State.PLANNED, ends_at__gt=clock.now())
    return ahead.select_related("group", "site", "role").order_by("starts_at", "pk")


@dataclass
class MeasureYear:
    """One measure of one kind of occasion over a year: twelve months, the sum, and by which methods."""

    kind: str
    measure: str
    months: list[int | None] = field(default_factory=lambda: [None] * 12)
    total: int = 0
    methods: dict[str, int] = field(default_factory=dict)


@dataclass
class KindYear:
    """One kind of occasion over a year."""

    kind: str
    held: int = 0
    different: int = 0
    joint: int = 0
    months: list[int] = field(default_factory=lambda: [0] * 12)
    measures: list[MeasureYear] = field(default_factory=list)


def year_of(year: int) -> list[KindYear]:
    """All that was held and counted in a year, by kind, read from the figures."""
    return years_of_figures([year])[year]


def years_of_figures(wanted: Collection[int]) -> dict[int, list[KindYear]]:
    """The same of several years, in two queries."""
    occasions, counted = defaultdict(list), defaultdict(list)
    for row in OccasionFigure.objects.filter(year__in=wanted).order_by("kind", "month"):
        occasions[row.year].append(row)
    for figure in CountFigure.objects.filter(year__in=wanted).order_by("kind", "measure", "method", "month"):
        counted[figure.year].append(figure)
    return {year: by_kind(occasions[year], counted[year]) for year in wanted}


def by_kind(occasions: Iterable[OccasionFigure], counted: Iterable[CountFigure]) -> list[KindYear]:
    """Figures of one year, put together by kind."""
    kinds: dict[str, KindYear] = {}
    for row in occasions:
        kind = kinds.setdefault(row.kind, KindYear(row.kind))
        if row.month:
            kind.months[row.month - 1] = row.held
        else:
            kind.held, kind.different, kind.joint = row.held, row.different, row.joint
    measures: dict[tuple[str, str], MeasureYear] = {}
    for figure in counted:
        key = (figure.kind, figure.measure)
        found = measures.setdefault(key, MeasureYear(*key))
        if figure.month:
            found.months[figure.month - 1] = (found.months[figure.month - 1] or 0) + figure.quantity
        else:
            found.total += figure.quantity
            found.methods[figure.method] = figure.quantity
    for measure in measures.values():
        kinds.setdefault(measure.kind, KindYear(measure.kind)).measures.append(measure)
    order = {kind: at for at, kind in enumerate(Activity.Kind.values)}
    return sorted(kinds.values(), key=lambda each: order.get(each.kind, len(order)))


def years() -> list[int]:
    """The years of which there are figures, the latest first."""
    known = OccasionFigure.objects.filter(month=0).order_by("-year").values_list("year", flat=True)
    return list(known.distinct())


def count_by_uuid(uuid: UUID, *, reader: reach.Reaching) -> Count | None:
    """One number that nobody corrected yet."""
    rows = seen(reader, Count.objects.filter(uuid=uuid, corrected_by__isnull=True))
    return rows.select_related("activity__group", "corrects").first()


def counts_by_uuid(uuids: Iterable[UUID], *, reader: reach.Reaching) -> QuerySet[Count]:
    """These numbers; identifiers that are unknown or beyond reach are left out."""
    return seen(reader, Count.objects.filter(uuid__in=list(uuids)))


def sessions_between(group: Group, *, since: date, until: date) -> QuerySet[Activity]:
    """The times of a group on these days, the first one first."""
    rows = group.sessions.filter(local_date__range=(since, until))
    return with_everything(rows).order_by("starts_at", "pk")
