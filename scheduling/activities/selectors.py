"""What others may read of activities."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, Prefetch, Q, QuerySet, Sum

from accounts.http import TenantRequest
from scheduling.activities.models import (
    Activity,
    ActivityPartner,
    ContactDetails,
    Count,
    CountFigure,
    DialogueGroup,
    Group,
    OccasionFigure,
    TallyPlace,
)
from scheduling.hours import selectors as hours
from tenants import clock
from tenants.context import current_association
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


def waiting(*, reader: reach.Reaching) -> QuerySet[Count]:
    """Numbers of occasions and places that wait for approval and that nobody corrected."""
    return seen(reader, Count.objects.filter(state=Count.State.ENTERED, corrected_by__isnull=True))


def waiting_counts(*, reader: reach.Reaching, closed: bool = False) -> QuerySet[Count]:
    """Numbers of occasions that wait, the oldest first; those of open months, or those of closed ones."""
    found = waiting(reader=reader).alias(closed=hours.its_month_is_closed())
    found = found.filter(activity__isnull=False, closed=closed)
    return found.select_related("activity__group").order_by("local_date", "pk")


@dataclass(frozen=True)
class WaitingDay:
    """What was sent of one day of a place and waits for approval, by measure."""

    place: TallyPlace
    day: date
    sums: dict[str, int]
    key: str


def waiting_days(*, reader: reach.Reaching, closed: bool = False) -> list[WaitingDay]:
    """Days of places with numbers that wait, the oldest first; those of open months, or of closed ones."""
    rows = waiting(reader=reader).alias(closed=hours.its_month_is_closed())
    rows = rows.filter(place__isnull=False, closed=closed)
    sums: dict[tuple[int, date], dict[str, int]] = {}
    grouped = rows.values("place", "local_date", "measure").annotate(sum=Sum("quantity"))
    for row in grouped.order_by("local_date", "place", "measure"):
        sums.setdefault((row["place"], row["local_date"]), {})[row["measure"]] = row["sum"]
    places_by_key = TallyPlace.objects.in_bulk({place for place, _day in sums})
    return [
        WaitingDay(places_by_key[place], day, found, f"{places_by_key[place].uuid}/{day.isoformat()}")
        for (place, day), found in sums.items()
    ]


def counts_of_days(keys: Iterable[str], *, reader: reach.Reaching) -> QuerySet[Count]:
    """All that waits of these days of places; what is no such key is left out."""
    wanted = Q(pk__in=())
    for key in keys:
        uuid, _slash, day = key.partition("/")
        try:
            wanted |= Q(place__uuid=UUID(uuid), local_date=date.fromisoformat(day))
        except ValueError:
            continue
    return waiting(reader=reader).filter(wanted)


def places(*, reader: reach.Reaching) -> QuerySet[TallyPlace]:
    """Where something is counted, places in use first."""
    found = seen(reader, TallyPlace.objects.select_related("site", "role", "unit", "grant_target"))
    return found.order_by("-is_active", "kind", "name", "pk")


def noted_at(place: TallyPlace) -> QuerySet[Count]:
    """Numbers of a place that nobody corrected, the latest first."""
    rows = place.counts.filter(corrected_by__isnull=True).select_related(
        "contact", "corrects", "grant_target"
    )
    return rows.order_by("-local_date", "-pk")


def last_of_tablet(place: TallyPlace, day: date) -> Count | None:
    """The last press of a day that the tablet may take back."""
    rows = place.counts.filter(local_date=day, state=Count.State.ENTERED, source=Count.Source.TABLET)
    return rows.filter(corrected_by__isnull=True).order_by("-pk").first()


def day_at(place: TallyPlace, day: date) -> dict[str, int]:
    """What has been noted of a day at a place so far, by measure."""
    rows = place.counts.filter(local_date=day, corrected_by__isnull=True).order_by()
    return dict(rows.values_list("measure").annotate(sum=Sum("quantity")))


def partners_of(activity: Activity) -> QuerySet[ActivityPartner]:
    """Organisations that take part in an occasion, by name."""
    return activity.partners.select_related("organisation").order_by("organisation__name", "pk")


def led(request: TenantRequest) -> QuerySet[Group]:
    """Groups that the login leads by name, or by a right over their role or unit.

    Those in use, and those that ended before somebody said what became of their last times.
    """
    person = person_of(request.user.uuid)
    mine = Q(leader=person) if person is not None else Q(pk__in=())
    leads = request.leads
    if leads.roles or leads.units:
        mine |= Q(role__in=reach.roles(leads).order_by().values("pk"))
        mine |= Q(unit__in=reach.units(leads).order_by().values("pk"))
    untold = unsaid(Activity.objects.filter(group=OuterRef("pk")), at=clock.now()).order_by()
    return Group.objects.filter(Q(is_active=True) | Exists(untold), mine).order_by("name_fi", "pk")


def led_with_names(request: TenantRequest) -> QuerySet[Group]:
    """Those of them whose names the login may read: one's own, and those that nobody leads by name."""
    person = person_of(request.user.uuid)
    return led(request).filter(Q(leader=person) | Q(leader__isnull=True))


def led_session(request: TenantRequest, uuid: UUID) -> Activity | None:
    """One time of a group that the login leads."""
    rows = with_everything(Activity.objects.filter(group__in=led(request).order_by().values("pk")))
    return rows.filter(uuid=uuid).first()


def public_ahead() -> QuerySet[Activity]:
    """What is open to all and still to come, the next one first. No times of groups that closed or ended."""
    ahead = Activity.objects.filter(is_public=True, state=Activity.State.PLANNED, ends_at__gt=clock.now())
    ahead = ahead.filter(Q(group__isnull=True) | Q(group__is_open=True, group__is_active=True))
    return ahead.select_related("group", "site", "role").order_by("starts_at", "pk")


@dataclass
class MeasureYear:
    """One measure over a year: twelve months, the sum, and by which methods. Places have no kind."""

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
    # None for a month that has not begun: nothing could be held yet.
    months: list[int | None] = field(default_factory=lambda: [0] * 12)
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
    found = {year: by_kind(occasions[year], counted[year]) for year in wanted}
    today = clock.today(current_association())
    for year in wanted:
        begun = 12 * (today.year - year) + today.month
        for kind in found[year]:
            kind.months = [held if held or at < begun else None for at, held in enumerate(kind.months)]
    return found


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


def year_at(place: TallyPlace, year: int) -> dict[str, MeasureYear]:
    """What was counted at one place in a year and is approved, month by month, by measure."""
    stands = place.counts.filter(
        first_month__year=year, state=Count.State.APPROVED, corrected_by__isnull=True, own=False
    )
    found: dict[str, MeasureYear] = {}
    rows = stands.values("measure", "method", "first_month__month").annotate(sum=Sum("quantity")).order_by()
    for row in rows:
        measure = found.setdefault(row["measure"], MeasureYear("", row["measure"]))
        month = row["first_month__month"] - 1
        measure.months[month] = (measure.months[month] or 0) + row["sum"]
        measure.total += row["sum"]
        measure.methods[row["method"]] = measure.methods.get(row["method"], 0) + row["sum"]
    return found


def own_at(place: TallyPlace, year: int) -> int:
    """Heads at a place that a group or an event of ours counts already."""
    rows = place.counts.filter(
        first_month__year=year, state=Count.State.APPROVED, corrected_by__isnull=True, own=True
    )
    return rows.aggregate(sum=Sum("quantity"))["sum"] or 0


def totals_at(rows: QuerySet[TallyPlace], year: int) -> dict[int, dict[str, int]]:
    """The year of each of these places by measure, by the key of the place."""
    stands = Count.objects.filter(
        place__in=rows.order_by().values("pk"),
        first_month__year=year,
        state=Count.State.APPROVED,
        corrected_by__isnull=True,
        own=False,
    )
    found: dict[int, dict[str, int]] = {}
    for row in stands.values("place", "measure").annotate(sum=Sum("quantity")).order_by("measure"):
        found.setdefault(row["place"], {})[row["measure"]] = row["sum"]
    return found


def places_counted(year: int) -> list[TallyPlace]:
    """Places in use, and those that were counted at in a year."""
    counted = Count.objects.filter(first_month__year=year, place__isnull=False).values("place").distinct()
    return list(TallyPlace.objects.filter(Q(is_active=True) | Q(pk__in=counted)).order_by("kind", "name"))


def contacts_at(place: TallyPlace, year: int) -> list[tuple[str, str, int]]:
    """What the contacts of a year were about: kind of code, code, how many; the most common first."""
    rows = ContactDetails.objects.filter(
        count__place=place,
        count__first_month__year=year,
        count__state=Count.State.APPROVED,
        count__corrected_by__isnull=True,
    )
    found = []
    for name in ("channel", "topic", "guided_to"):
        grouped = rows.exclude(**{name: ""}).values_list(name).annotate(sum=Sum("count__quantity"))
        found += [(name, code, number) for code, number in grouped.order_by("-sum", name)]
    return found


def minutes_at(place: TallyPlace, year: int) -> int:
    """How long the contacts of a year took together, as far as it was said."""
    rows = ContactDetails.objects.filter(
        count__place=place,
        count__first_month__year=year,
        count__state=Count.State.APPROVED,
        count__corrected_by__isnull=True,
    )
    return rows.aggregate(sum=Sum("minutes"))["sum"] or 0


def years() -> list[int]:
    """The years of which there are figures, the latest first."""
    held = OccasionFigure.objects.filter(month=0).values_list("year", flat=True)
    counted = CountFigure.objects.filter(month=0).values_list("year", flat=True)
    return sorted({*held, *counted}, reverse=True)


def count_by_uuid(uuid: UUID, *, reader: reach.Reaching) -> Count | None:
    """One number that nobody corrected yet."""
    rows = seen(reader, Count.objects.filter(uuid=uuid, corrected_by__isnull=True))
    return rows.select_related("activity__group", "corrects", "place").first()


def counts_by_uuid(uuids: Iterable[UUID], *, reader: reach.Reaching) -> QuerySet[Count]:
    """These numbers; identifiers that are unknown or beyond reach are left out."""
    return seen(reader, Count.objects.filter(uuid__in=list(uuids)))


def circles_of(activity: Activity) -> QuerySet[DialogueGroup]:
    """The groups of a dialogue, with who leads and writes."""
    return activity.dialogue_groups.select_related("recorder", "facilitator").order_by("number")


def circle_by_uuid(uuid: UUID, *, reader: reach.Reaching) -> DialogueGroup | None:
    """One group of a dialogue that the reader looks after."""
    mine = seen(reader, Activity.objects.filter(kind=Activity.Kind.DIALOGUE)).order_by().values("pk")
    rows = DialogueGroup.objects.filter(uuid=uuid, activity__in=mine)
    return rows.select_related("activity__group", "recorder", "facilitator").first()


def sessions_between(group: Group, *, since: date, until: date) -> QuerySet[Activity]:
    """The times of a group on these days, the first one first."""
    rows = group.sessions.filter(local_date__range=(since, until))
    return with_everything(rows).order_by("starts_at", "pk")
