"""Releases: on the 16th of each month, of every month that its association has closed by then.

One release for all: the picker looks at every table together, and at all that was published before. It is
written whole or not at all, by the figures login.
"""

import logging
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from celery.exceptions import SoftTimeLimitExceeded
from django.db import IntegrityError, transaction

from scheduling.hours import after_figures
from scheduling.hours.services import figures as hours_figures, months as hours_months
from tenants import clock
from tenants.actors import Actor
from tenants.context import entered
from tenants.models import Affiliation, Association, Umbrella
from umbrella import corrections, exact, role_releases, spans, told
from umbrella.due import last_due
from umbrella.mail_models import ReleaseNews
from umbrella.models import (
    ExactFigure,
    ExactPart,
    HeldBack,
    Level,
    PublishedFigure,
    Release,
    ReleasedCell,
    SuppressionPartner,
)
from umbrella.publishing import answering as publishing
from umbrella.routers import FIGURES
from umbrella.suppression import (
    NO_TABLES,
    YEAR,
    Amount,
    ByRole,
    Deadline,
    Decision,
    FigureKey,
    OutOfTime,
    Reported,
    Tables,
    choose_with_roles,
    federation_tables,
)
from umbrella.yearly import telling
from umbrella.years import frozen

log = logging.getLogger(__name__)

#: Seconds of process time for all proofs of a release without its new tables by role, and for those.
PROOF_SECONDS = 180
ROLE_PROOF_SECONDS = 120


class Unproven(RuntimeError):
    """The picker could not prove that what it hides stays hidden: such a release must not go out."""


def is_due(umbrella: Umbrella) -> bool:
    """Whether the latest release is still to be made."""
    due_on = last_due(umbrella, clock.now())
    return not (
        Release.objects.using(FIGURES).filter(umbrella=umbrella, due_on=due_on).exists()
        or HeldBack.objects.using(FIGURES).filter(umbrella_id=umbrella.pk, due_on=due_on).exists()
    )


def members(umbrella: Umbrella) -> list[Association]:
    """Its associations that have a schema, past and present, suspended ones included.

    Not those that were restored under a new name, until they are released to the figures.
    """
    associations = Association.objects.filter(
        pk__in=Affiliation.objects.filter(umbrella=umbrella).values("association"), outside_figures=False
    )
    return [association for association in associations.order_by("slug") if association.is_open]


def make_ready(association: Association) -> None:
    """Close what closes by itself by now, and bring all figures and the exact store up to date."""
    with entered(association):
        hours_months.close_due_months(by=Actor.system("calendar"))
        made = hours_figures.make_figures()
        if made.months:
            after_figures.tell(association.schema_name, made.months)
            hours_figures.settle_marks(made=made)
        exact.copy_missing_roles()
        exact.copy_parts()


def release(umbrella: Umbrella) -> Release | None:
    """Make the latest due release. Returns None when it exists already. May run twice at once.

    An association whose figures cannot be brought up to date is left as it was last copied, and logged;
    its late months come with the next release. A year of which nothing is proven in time stays as it was told
    last. Raises Unproven, and then nothing is published, of no year, and the release is held back.
    """
    for association in members(umbrella):
        try:
            make_ready(association)
        except SoftTimeLimitExceeded:
            raise
        except Exception as error:  # noqa: BLE001  # one association never stops the others
            log.error(
                "association_not_ready",
                extra={"schema": association.schema_name, "error": type(error).__name__},
            )
    due_on = last_due(umbrella, clock.now())
    totals = telling.gather(umbrella, members(umbrella), due_on=due_on)
    try:
        with transaction.atomic(using=FIGURES):
            made = Release.objects.using(FIGURES).create(
                umbrella=umbrella, due_on=due_on, released_at=clock.now()
            )
            _publish_all(made)
            telling.publish(made, totals, standing=frozen.years_that_stand(umbrella))
            ReleaseNews.objects.using(FIGURES).create(release=made)
    except IntegrityError:
        if Release.objects.using(FIGURES).filter(umbrella=umbrella, due_on=due_on).exists():
            return None
        raise
    except Unproven as error:
        hold_back(umbrella, due_on, str(error))
        raise
    return made


def _publish_all(made: Release) -> None:
    umbrella = made.umbrella
    deadline, role_deadline = Deadline(seconds=PROOF_SECONDS), Deadline(seconds=ROLE_PROOF_SECONDS)
    standing = frozen.years_that_stand(umbrella)
    years = [table for table in tables(umbrella, due_on=made.due_on) if table.year not in standing]
    published = 0
    for table in reversed(years):  # the newest first, should the time not do for all
        try:
            decided = decide(umbrella, table, deadline=deadline, role_deadline=role_deadline)
        except OutOfTime:
            log.error("year_out_of_time", extra={"umbrella": umbrella.slug, "year": table.year})
            continue
        _publish(made, table, *decided)
        published += 1
    if years and not published:
        raise Unproven("No year was proven in time.")


def hold_back(umbrella: Umbrella, due_on: date, why: str) -> None:
    """Note that a release does not go out, so that it is not tried for ever; the next one is."""
    _, first = HeldBack.objects.using(FIGURES).get_or_create(
        umbrella_id=umbrella.pk, due_on=due_on, defaults={"noted_at": clock.now(), "why": why[:200]}
    )
    if first:
        log.error("release_held_back", extra={"umbrella": umbrella.slug, "due_on": str(due_on), "why": why})


@dataclass(frozen=True, kw_only=True)
class YearTable:
    """All that is published of one year."""

    year: int
    reported: tuple[Reported, ...]
    sources: dict[str, str]
    plain: Tables
    roles: Mapping[str, ByRole]
    by_role: Tables
    federation: str

    def of_these(self, owners: Collection[str]) -> Tables:
        """The tables by role of these associations alone."""
        return role_releases.tables(
            federation=self.federation,
            year=self.year,
            reported=[one for one in self.reported if one.association in owners],
            by_role={owner: self.roles[owner] for owner in owners},
        )


def tables(umbrella: Umbrella, *, due_on: date) -> list[YearTable]:
    """The exact tables of each year with something closed, from the exact store.

    Those by role are empty but in the one release that has to tell them.
    """
    there = spans.belonging(umbrella)
    rows = ExactFigure.objects.using(FIGURES).filter(association_uuid__in=list(there.stays))
    months: dict[int, dict[str, dict[int, ExactFigure | ExactPart]]] = defaultdict(lambda: defaultdict(dict))
    for row in rows.filter(month__gt=0, closed=True):
        owner = str(row.association_uuid)
        if there.tells(owner, row.year, row.month):
            months[row.year][owner][row.month] = row
    parts = {
        (str(part.association_uuid), part.year, part.months): part
        for part in ExactPart.objects.using(FIGURES).filter(association_uuid__in=list(there.stays))
    }
    for row in rows.filter(month=0):
        owner = str(row.association_uuid)
        span = there.of(owner, row.year)
        if span is None:
            continue
        if row.source == ExactFigure.Source.FORM:
            months[row.year][owner][YEAR] = row
        elif months.get(row.year, {}).get(owner):
            whole = row if span.is_whole else parts.get((owner, row.year, spans.mask(span.months)))
            if whole is not None:
                months[row.year][owner][YEAR] = whole
    with_roles = role_releases.years_told(umbrella)
    return [
        _year_table(umbrella, year, by_owner, there, None if year in with_roles else due_on)
        for year, by_owner in sorted(months.items())
    ]


def _year_table(
    umbrella: Umbrella,
    year: int,
    by_owner: Mapping[str, dict[int, ExactFigure | ExactPart]],
    there: spans.Belonging,
    roles_due_on: date | None,
) -> YearTable:
    reported = []
    for owner, figures in sorted(by_owner.items()):
        span = there.of(owner, year)
        if YEAR not in figures or span is None:
            continue
        reported.append(
            Reported(
                association=owner,
                district=span.district,
                months={month: _amount(row) for month, row in figures.items() if month != YEAR},
                whole=_amount(figures[YEAR]),
            )
        )
    federation = str(umbrella.uuid)
    cells, relations = federation_tables(federation=federation, year=year, reported=reported)
    sources = {
        owner: getattr(figures[YEAR], "source", ExactFigure.Source.PLATFORM)
        for owner, figures in by_owner.items()
        if YEAR in figures
    }
    roles: Mapping[str, ByRole] = {}
    if roles_due_on is not None:
        on_forms = {owner for owner, source in sources.items() if source == ExactFigure.Source.FORM}
        roles = role_releases.to_be_told(
            umbrella, year=year, due_on=roles_due_on, reported=reported, on_forms=on_forms, there=there
        )
    return YearTable(
        year=year,
        reported=tuple(reported),
        sources=sources,
        plain=Tables(cells=cells, relations=relations),
        roles=roles,
        by_role=role_releases.tables(federation=federation, year=year, reported=reported, by_role=roles),
        federation=federation,
    )


def people_of(row: ExactFigure | ExactPart) -> int:
    """The number of people that is published: known people and heads without names, never apart.

    Apart they would be two numbers with sums of their own. Heads add up over months and associations, so
    wherever one figure is hidden, now or in a later release, they would narrow it beyond what is proven.
    """
    return row.people + row.heads


def _amount(row: ExactFigure | ExactPart) -> Amount:
    return Amount(minutes=row.minutes, people=people_of(row), top_minutes=row.top_minutes)


def decide(
    umbrella: Umbrella, table: YearTable, *, deadline: Deadline, role_deadline: Deadline
) -> tuple[Decision, Tables]:
    """What this year's tables may show, given all that this and other umbrellas have shown of it before.

    And the tables by role that go out with them. Raises Unproven, and OutOfTime after the deadline.
    """
    if (
        not table.by_role.cells
        and (again := told.again(umbrella, table.year, reported=table.reported, cells=table.plain.cells))
        is not None
    ):
        return again, NO_TABLES
    stored = {
        (partner.district, partner.year): tuple(tuple(owner) for owner in partner.owners)
        for partner in SuppressionPartner.objects.using(FIGURES).filter(
            umbrella_id=umbrella.pk, year=table.year
        )
    }
    try:
        decision, by_role = choose_with_roles(
            plain=table.plain,
            by_role=table.by_role,
            make=table.of_these,
            before=told.before(umbrella, table.year, by_role=bool(table.by_role.cells)),
            partners=stored,
            public=publishing.public_keys({one.association for one in table.reported}, table.year),
            # Whoever has the link of a form may have sent it, the federation's own people too.
            sent={
                cell.key
                for cell in table.plain.cells
                if isinstance(cell.key, FigureKey)
                and cell.key.level == Level.ASSOCIATION
                and table.sources.get(cell.key.owner) == ExactFigure.Source.FORM
            },
            deadline=deadline,
            role_deadline=role_deadline,
        )
    except (ValueError, ArithmeticError) as error:
        raise Unproven(f"The figures of {table.year} do not fit together: {error}") from error
    if decision.unproven:
        raise Unproven(f"{len(decision.unproven)} cells of {table.year}")
    if table.by_role.cells and not by_role.cells:
        log.warning("roles_held_back", extra={"umbrella": umbrella.slug, "year": table.year})
    return decision, by_role


def _publish(made: Release, table: YearTable, decision: Decision, by_role: Tables) -> None:
    """Write one year of a release: the published rows anew, and the exact record of what was told."""
    umbrella = made.umbrella
    associations = {str(a.uuid): a for a in Association.objects.filter(affiliations__umbrella=umbrella)}
    districts = {spans.district_key(umbrella, one.code): one for one in umbrella.districts.all()}
    district_of = {one.association: one.district for one in table.reported}
    closed = {one.association: len(one.months) for one in table.reported}
    shown, remembered = [], []
    for cell in table.plain.cells:
        key = cell.key
        assert isinstance(key, FigureKey)
        hidden = key in decision.hidden
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
                people=None if hidden else cell.people,
                months_closed=closed.get(key.owner, 0) if key.level == Level.ASSOCIATION else 0,
                source=table.sources.get(key.owner, ExactFigure.Source.PLATFORM),
            )
        )
        remembered.append(
            ReleasedCell(
                release_id=made.pk,
                umbrella_id=umbrella.pk,
                level=key.level,
                owner=key.owner,
                district=told.district(key, district_of),
                year=key.year,
                month=key.month,
                minutes=cell.minutes,
                people=cell.people,
                top_minutes=cell.top_minutes,
                hidden=hidden,
                reason=decision.hidden[key].value if hidden else "",
            )
        )
    before = PublishedFigure.objects.using(FIGURES).filter(umbrella=umbrella, year=table.year)
    corrections.note(made, before=before.filter(level=Level.ASSOCIATION), now=shown)
    before.delete()
    PublishedFigure.objects.using(FIGURES).bulk_create(shown, batch_size=1000)
    ReleasedCell.objects.using(FIGURES).bulk_create(remembered, batch_size=1000)
    if by_role.cells:
        role_releases.publish(
            made,
            by_role,
            decision,
            families={
                (o, code): role.family for o, one in table.roles.items() for code, role in one.roles.items()
            },
            associations=associations,
            districts=districts,
        )
    for block, rows in decision.partners.items():
        assert isinstance(block, tuple)  # a district and a year, as tables.py makes them
        district, year = block
        SuppressionPartner.objects.using(FIGURES).update_or_create(
            umbrella_id=umbrella.pk, district=str(district), year=year, defaults={"owners": list(rows)}
        )
