"""Releases: on the 16th of each month, of every month that its association has closed by then.

One release for all: the picker looks at every table together, and at all that was published before. It is
written whole or not at all, by the figures login.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from scheduling.hours.services import figures as hours_figures, months as hours_months
from tenants import clock
from tenants.actors import Actor
from tenants.context import entered
from tenants.models import Affiliation, Association, Umbrella
from umbrella import exact
from umbrella.models import (
    ExactFigure,
    Level,
    PublishedFigure,
    Release,
    ReleasedCell,
    SuppressionPartner,
)
from umbrella.routers import FIGURES
from umbrella.suppression import (
    YEAR,
    Amount,
    Cell,
    Decision,
    FigureKey,
    Publication,
    Relation,
    Reported,
    choose,
    federation_tables,
)

log = logging.getLogger(__name__)

RELEASE_DAY = 16
RELEASE_TIME = time(3, 0)


class Unproven(RuntimeError):
    """The picker could not prove that what it hides stays hidden: such a release must not go out."""


def last_due(umbrella: Umbrella, at: datetime) -> date:
    """The day of the latest release that should have been made by `at`."""
    local = at.astimezone(ZoneInfo(umbrella.timezone))
    due = date(local.year, local.month, RELEASE_DAY)
    if (local.date(), local.time()) >= (due, RELEASE_TIME):
        return due
    return date(local.year - (local.month == 1), (local.month - 2) % 12 + 1, RELEASE_DAY)


def is_due(umbrella: Umbrella) -> bool:
    """Whether the latest release is still to be made."""
    due_on = last_due(umbrella, clock.now())
    return not Release.objects.using(FIGURES).filter(umbrella=umbrella, due_on=due_on).exists()


def members(umbrella: Umbrella) -> list[Association]:
    """Its associations that have a schema, past and present, suspended ones included."""
    return [
        affiliation.association
        for affiliation in Affiliation.objects.filter(umbrella=umbrella)
        .select_related("association")
        .order_by("association__slug")
        if affiliation.association.is_open
    ]


def make_ready(association: Association) -> None:
    """Close what closes by itself by now, and bring the exact store up to date with the rows."""
    with entered(association):
        hours_months.close_due_months(by=Actor.system("calendar"))
        made = hours_figures.make_figures()
        if made.months:
            exact.copy_changed(association.schema_name, made.months)
            hours_figures.settle_marks(made=made)


def release(umbrella: Umbrella) -> Release | None:
    """Make the latest due release. Returns None when it exists already. May run twice at once.

    An association whose figures cannot be brought up to date is left as it was last copied, and logged;
    its late months come with the next release. Raises Unproven, and then nothing is published.
    """
    for association in members(umbrella):
        try:
            make_ready(association)
        except Exception as error:  # noqa: BLE001  # one association never stops the others
            log.error(
                "association_not_ready",
                extra={"schema": association.schema_name, "error": type(error).__name__},
            )
    due_on = last_due(umbrella, clock.now())
    try:
        with transaction.atomic(using=FIGURES):
            made = Release.objects.using(FIGURES).create(
                umbrella=umbrella, due_on=due_on, released_at=clock.now()
            )
            for table in tables(umbrella):
                _publish(made, table, decide(umbrella, table))
    except IntegrityError:
        if Release.objects.using(FIGURES).filter(umbrella=umbrella, due_on=due_on).exists():
            return None
        raise
    return made


@dataclass(frozen=True, kw_only=True)
class YearTable:
    """All that is published of one year."""

    year: int
    reported: tuple[Reported, ...]
    heads: dict[tuple[str, int], int]
    sources: dict[str, str]
    cells: tuple[Cell, ...]
    relations: tuple[Relation, ...]


def tables(umbrella: Umbrella) -> list[YearTable]:
    """The exact tables of each year with something closed, from the exact store."""
    districts = {
        str(affiliation.association.uuid): affiliation
        for affiliation in Affiliation.objects.filter(umbrella=umbrella)
        .select_related("association", "district")
        .order_by("from_on")
    }
    rows = ExactFigure.objects.using(FIGURES).filter(association_uuid__in=list(districts))
    months: dict[int, dict[str, dict[int, ExactFigure]]] = defaultdict(lambda: defaultdict(dict))
    for row in rows.filter(month__gt=0, closed=True):
        months[row.year][str(row.association_uuid)][row.month] = row
    for row in rows.filter(month=0):
        owner = str(row.association_uuid)
        if row.source == ExactFigure.Source.FORM or months.get(row.year, {}).get(owner):
            months[row.year][owner][YEAR] = row
    return [_year_table(umbrella, year, by_owner, districts) for year, by_owner in sorted(months.items())]


def _year_table(
    umbrella: Umbrella,
    year: int,
    by_owner: dict[str, dict[int, ExactFigure]],
    districts: dict[str, Affiliation],
) -> YearTable:
    reported = []
    for owner, figures in sorted(by_owner.items()):
        if YEAR not in figures:
            continue
        district = districts[owner].district
        reported.append(
            Reported(
                association=owner,
                district=district.code if district else "",
                months={month: _amount(row) for month, row in figures.items() if month != YEAR},
                whole=_amount(figures[YEAR]),
            )
        )
    cells, relations = federation_tables(federation=str(umbrella.uuid), year=year, reported=reported)
    return YearTable(
        year=year,
        reported=tuple(reported),
        heads={(o, m): row.heads for o, figures in by_owner.items() for m, row in figures.items()},
        sources={o: figures[YEAR].source for o, figures in by_owner.items() if YEAR in figures},
        cells=cells,
        relations=relations,
    )


def _amount(row: ExactFigure) -> Amount:
    # Heads without names count as people wherever it is about hiding.
    return Amount(minutes=row.minutes, people=row.people + row.heads, top_minutes=row.top_minutes)


def decide(umbrella: Umbrella, table: YearTable) -> Decision:
    """What this year's tables may show, given all that this and other umbrellas have shown of it before.

    Raises Unproven.
    """
    stored = {
        (partner.district, partner.year): tuple(tuple(owner) for owner in partner.owners)
        for partner in SuppressionPartner.objects.using(FIGURES).filter(
            umbrella_id=umbrella.pk, year=table.year
        )
    }
    decision = choose(
        cells=table.cells,
        relations=table.relations,
        before=published_before(umbrella, table.year),
        partners=stored,
    )
    if decision.unproven:
        raise Unproven(f"{len(decision.unproven)} cells of {table.year}")
    return decision


def published_before(umbrella: Umbrella, year: int) -> list[Publication]:
    """Every earlier release with a figure of the year, by this umbrella or one that shares members with it."""
    owners = Affiliation.objects.filter(umbrella=umbrella).values("association")
    umbrellas = list(
        Affiliation.objects.filter(association__in=owners).values_list("umbrella_id", flat=True).distinct()
    )
    by_release: dict[int, list[ReleasedCell]] = defaultdict(list)
    for row in ReleasedCell.objects.using(FIGURES).filter(umbrella_id__in=umbrellas, year=year):
        by_release[row.release_id].append(row)
    return [_publication(rows) for _, rows in sorted(by_release.items())]


def _publication(rows: Iterable[ReleasedCell]) -> Publication:
    rows = list(rows)
    by_owner: dict[str, dict[int, ReleasedCell]] = defaultdict(dict)
    for row in rows:
        if row.level == Level.ASSOCIATION:
            by_owner[row.owner][row.month] = row
    federation = next(row.owner for row in rows if row.level == Level.FEDERATION)
    cells, relations = federation_tables(
        federation=federation,
        year=rows[0].year,
        reported=[
            Reported(
                association=owner,
                district=figures[YEAR].district,
                months={m: _released(row) for m, row in figures.items() if m != YEAR},
                whole=_released(figures[YEAR]),
            )
            for owner, figures in sorted(by_owner.items())
        ],
    )
    return Publication(
        cells=cells,
        relations=relations,
        hidden=frozenset(FigureKey(r.level, r.owner, r.year, r.month) for r in rows if r.hidden),
    )


def _released(row: ReleasedCell) -> Amount:
    return Amount(minutes=row.minutes, people=row.people, top_minutes=row.top_minutes)


def _publish(made: Release, table: YearTable, decision: Decision) -> None:
    """Write one year of a release: the published rows anew, and the exact record of what was told."""
    umbrella = made.umbrella
    associations = {str(a.uuid): a for a in Association.objects.filter(affiliations__umbrella=umbrella)}
    districts = {district.code: district for district in umbrella.districts.all()}
    district_of = {one.association: one.district for one in table.reported}
    closed = {one.association: len(one.months) for one in table.reported}
    shown, told = [], []
    for cell in table.cells:
        key = cell.key
        assert isinstance(key, FigureKey)
        hidden = key in decision.hidden
        heads = _heads(table, key, district_of)
        shown.append(
            PublishedFigure(
                umbrella_id=umbrella.pk,
                release_id=made.pk,
                level=key.level,
                association=associations.get(key.owner) if key.level == Level.ASSOCIATION else None,
                district=districts.get(key.owner) if key.level == Level.DISTRICT else None,
                year=key.year,
                month=key.month,
                state=PublishedFigure.State.HIDDEN if hidden else PublishedFigure.State.SHOWN,
                minutes=None if hidden else cell.minutes,
                people=None if hidden else cell.people - heads,
                heads=None if hidden else heads,
                months_closed=closed.get(key.owner, 0) if key.level == Level.ASSOCIATION else 0,
                source=table.sources.get(key.owner, ExactFigure.Source.PLATFORM),
            )
        )
        told.append(
            ReleasedCell(
                release_id=made.pk,
                umbrella_id=umbrella.pk,
                level=key.level,
                owner=key.owner,
                district=district_of.get(key.owner, "") if key.level == Level.ASSOCIATION else "",
                year=key.year,
                month=key.month,
                minutes=cell.minutes,
                people=cell.people,
                top_minutes=cell.top_minutes,
                hidden=hidden,
                reason=decision.hidden[key].value if hidden else "",
            )
        )
    PublishedFigure.objects.using(FIGURES).filter(umbrella=umbrella, year=table.year).delete()
    PublishedFigure.objects.using(FIGURES).bulk_create(shown)
    ReleasedCell.objects.using(FIGURES).bulk_create(told)
    for block, rows in decision.partners.items():
        district, year = block  # type: ignore[misc]  # blocks are made in tables.py
        SuppressionPartner.objects.using(FIGURES).update_or_create(
            umbrella_id=umbrella.pk, district=str(district), year=year, defaults={"owners": list(rows)}
        )


def _heads(table: YearTable, key: FigureKey, district_of: dict[str, str]) -> int:
    """Heads without names behind a figure: its own, or the sum of those below it."""
    return sum(
        heads
        for (owner, month), heads in table.heads.items()
        if month == key.month
        and (
            owner == key.owner
            or key.level == Level.FEDERATION
            or (key.level == Level.DISTRICT and district_of.get(owner) == key.owner)
        )
        and owner in district_of
    )
