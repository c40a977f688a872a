"""What was done and nobody has told or approved yet: sources that apps name when they start.

    untold.register(Source(code="activities.unsaid", rows=…, …))

Read wherever a month or a year is called whole: the list of what is missing, the question before a month
closes, the reminder before that, and Today, where each source is a kind of need. Nothing of it is stored:
what is told or approved is not found any more.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, IntegerField, Min, OuterRef, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _, ngettext

from accounts.http import TenantRequest
from accounts.rights import may
from scheduling.hours import selectors
from tenants import clock
from volunteers.register import reach
from volunteers.register.needs import Asking, Kind, Need, Row, rows
from web import formats

URLS = "config.urls.association"


@dataclass(frozen=True)
class Source:
    """One kind of thing that is not told yet.

    `rows` are those that the reader looks after, at a moment, with a `local_date` and a `first_month`. `says`
    names so many of them; `why` says what comes of it, `route` is where they are put right, `rule` who may.
    `ends` says in words when one is not found any more.
    """

    code: str
    label: str | Promise
    rule: str
    rows: Callable[[reach.Reaching, datetime], QuerySet[Any]]
    says: Callable[[int], str]
    why: str | Promise
    action: str | Promise
    route: str
    ends: str
    icon: str = "info"

    @property
    def url(self) -> str:
        """Where they are put right."""
        return reverse(self.route, urlconf=URLS)


@dataclass(frozen=True)
class Left:
    """What is left of one source in some months: how many, of them in closed months, and the oldest day."""

    source: Source
    count: int
    closed: int
    oldest: date

    @property
    def title(self) -> str:
        """`3 numbers wait for approval`."""
        return self.source.says(self.count)

    @property
    def why(self) -> str:
        """What comes of it, how old it is, and that a reason is asked for what is closed."""
        oldest = _("The oldest is of %(day)s.") % {"day": formats.day(self.oldest, year=True)}
        late = ngettext(
            "%(count)s is of a closed month and counts with a reason.",
            "%(count)s are of closed months and count with a reason.",
            self.closed,
        )
        parts = [str(self.source.why), oldest, late % {"count": self.closed} if self.closed else ""]
        return " ".join(part for part in parts if part)


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Add a source. The same code again takes the place of the first."""
    _sources[source.code] = source


def known(code: str) -> Source | None:
    """The source of this code, or None."""
    return _sources.get(code)


def sources(request: TenantRequest) -> list[Source]:
    """Those that the reader may put right, by code."""
    return [_sources[code] for code in sorted(_sources) if may(request, _sources[code].rule)]


# Code, month, how many, and the oldest day.
Line = tuple[str, date, int, date]


def left(request: TenantRequest, *, first: date, last: date) -> list[Left]:
    """What is left in the months from `first` to `last`, by source, in two statements at most."""
    lines = read(request, first=first, last=last)
    months = {month for _code, month, _count, _oldest in lines}
    return gathered(lines, closed=selectors.closed_months(months) if months else set())


def gathered(lines: Iterable[Line], *, closed: Collection[date]) -> list[Left]:
    """Lines of months put together by source; `closed` are months that are. Others' lines are left out."""
    found: defaultdict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line[0] in _sources:
            found[line[0]].append(line)
    return [
        Left(
            source=_sources[code],
            count=sum(count for _code, _month, count, _oldest in of_it),
            closed=sum(count for _code, month, count, _oldest in of_it if month in closed),
            oldest=min(oldest for _code, _month, _count, oldest in of_it),
        )
        for code, of_it in sorted(found.items())
    ]


def months_of(request: TenantRequest, *, months: list[date]) -> set[tuple[date, str]]:
    """In which of these months anything is left of which source."""
    if not months:
        return set()
    lines = read(request, first=min(months), last=max(months))
    return {(month, code) for code, month, _count, _oldest in lines if month in months}


def read(
    request: TenantRequest, *, first: date, last: date, beside: Sequence[QuerySet[Any, Any]] = ()
) -> list[Line]:
    """What is left by source and month, in one statement with what else is asked in the same shape."""
    now = clock.now()
    parts: list[QuerySet[Any, Any]] = [
        source.rows(request, now)
        .filter(first_month__range=(first, last))
        .order_by()
        .annotate(code=Value(source.code))
        .values("code", "first_month")
        .annotate(many=Count("pk"), oldest=Min("local_date"))
        .values_list("code", "first_month", "many", "oldest")
        for source in sources(request)
    ]
    parts += beside
    return list(parts[0].union(*parts[1:], all=True)) if parts else []


def count_in_month(asking: Asking) -> Combinable:
    """For months: how many things of each are left, all sources together."""
    total: Combinable = Value(0)
    for source in sources(asking.request):
        inside = source.rows(asking.request, asking.now).filter(first_month=OuterRef("first_day")).order_by()
        many = inside.values("first_month").annotate(many=Count("pk")).values("many")
        total = total + Coalesce(Subquery(many, output_field=IntegerField()), 0)
    return total


def need(source: Source) -> Kind:
    """The source as a kind of need: one row of Today for all of it."""

    def find(asking: Asking) -> QuerySet[Any, Any]:
        one = source.rows(asking.request, asking.now).select_related(None).order_by()
        one = one.annotate(all=Value("all")).values("all")
        return rows(
            one.annotate(oldest=Min("local_date"), many=Count("pk")), key="all", at="oldest", many=F("many")
        )

    def say(row: Row, _asking: Asking) -> Need:
        return Need(
            title=source.says(row.data["many"]),
            why=str(source.why),
            icon=source.icon,
            action=str(source.action),
            url=source.url,
            soonest="today",
        )

    return Kind(
        name=source.code,
        narrowed=True,
        label=source.label,
        rule=source.rule,
        find=find,
        say=say,
        ends=source.ends,
    )
