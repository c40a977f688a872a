"""What of a year is not approved or not told, read in one statement."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.translation import ngettext

from accounts.http import TenantRequest
from scheduling.hours import selectors as hours, untold
from web import formats


@dataclass(frozen=True)
class Unfinished:
    """Entries of hours that wait, those that a closed month left behind, and what nobody has told."""

    waiting: int
    behind: dict[date, int]
    untold: list[untold.Left]


def of(year: int, *, request: TenantRequest, closed: Collection[date] | None = None) -> Unfinished:
    """What is left of a year for this reader; `closed` are its closed months, where they are known."""
    span = {"first": date(year, 1, 1), "last": date(year, 12, 1)}
    beside = [
        hours.waiting_by_month(reader=request, **span),
        hours.behind_by_month(reader=request, **span),
    ]
    lines = untold.read(request, **span, beside=beside)
    known = closed if closed is not None else hours.closed_months({line[1] for line in lines})
    return Unfinished(
        waiting=sum(count for code, _month, count, _oldest in lines if code == hours.WAITING_CODE),
        behind={month: count for code, month, count, _oldest in sorted(lines) if code == hours.BEHIND},
        untold=untold.gathered(lines, closed=known),
    )


def left_behind(month: date, count: int) -> str:
    """`3 entries of hours were not approved when January 2025 closed`."""
    said = ngettext(
        "%(count)s entry of hours was not approved when %(month)s closed",
        "%(count)s entries of hours were not approved when %(month)s closed",
        count,
    )
    return said % {"count": formats.number(count), "month": formats.month(month)}
