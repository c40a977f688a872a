"""What the provisional totals of open months tell: one publication for each night that one was shown."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from umbrella.models import Level, ProvisionalBasis
from umbrella.routers import FIGURES
from umbrella.suppression import Cell, FigureKey, Publication
from umbrella.suppression.nightly import night


@dataclass(frozen=True, kw_only=True)
class Part:
    """One association's month in a provisional total. `people` holds heads too, as in a release."""

    association: str
    district: str
    minutes: int
    people: int
    top_minutes: int | None
    closed: bool


def told(
    *, umbrella_id: int, year: int, month: int, shown_at: datetime, parts: Sequence[Part]
) -> Publication:
    """What a reader learns from a total over these parts."""
    owner = f"umbrella-{umbrella_id}"
    tops = [part.top_minutes for part in parts if part.top_minutes is not None]
    total = Cell(
        key=FigureKey(Level.FEDERATION, owner, year, month),
        row=(Level.FEDERATION, owner),
        block=(Level.FEDERATION, owner, year),
        minutes=sum(part.minutes for part in parts),
        people=sum(part.people for part in parts),
        top_minutes=max(tops, default=None),
        version=shown_at.isoformat(),  # each night is a figure of its own, whatever the numbers
    )
    return night(
        total=total,
        closed=[_cell(part, year, month) for part in parts if part.closed],
        still_open=[_cell(part, year, month) for part in parts if not part.closed],
    )


def _cell(part: Part, year: int, month: int) -> Cell:
    # The key and the numbers of a closed month are those that its release has: one figure, one unknown.
    return Cell(
        key=FigureKey(Level.ASSOCIATION, part.association, year, month),
        row=(Level.ASSOCIATION, part.association),
        block=(part.district, year),
        minutes=part.minutes,
        people=part.people,
        top_minutes=part.top_minutes,
    )


def shown_before(umbrellas: Iterable[int], year: int) -> list[Publication]:
    """The provisional totals of the year's months that were shown and bear upon what is published later.

    One over open months only has nothing in common with any other figure: how they stood on that night is
    told nowhere else. Such nights, by far the most, are left out, since all this is proven anew each time.
    """
    rows = ProvisionalBasis.objects.using(FIGURES).filter(umbrella_id__in=list(umbrellas), year=year)
    return [
        told(
            umbrella_id=row.umbrella_id,
            year=row.year,
            month=row.month,
            shown_at=row.shown_at,
            parts=[Part(**part) for part in row.parts],
        )
        for row in rows.order_by("shown_at", "month")
        if any(part["closed"] for part in row.parts)
    ]


def remember(*, umbrella_id: int, year: int, month: int, shown_at: datetime, parts: Sequence[Part]) -> None:
    """Keep what a total was made of, for every later release and night."""
    ProvisionalBasis.objects.using(FIGURES).create(
        umbrella_id=umbrella_id,
        year=year,
        month=month,
        shown_at=shown_at,
        parts=[asdict(part) for part in parts],
    )


def last_shown(*, umbrella_id: int, year: int, month: int) -> ProvisionalBasis | None:
    """The total of a month that stands on the page now."""
    return (
        ProvisionalBasis.objects.using(FIGURES)
        .filter(umbrella_id=umbrella_id, year=year, month=month)
        .order_by("-shown_at")
        .first()
    )
