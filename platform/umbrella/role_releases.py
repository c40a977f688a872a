"""The part of a release that is by role: from the exact store to cells, and from a decision to rows.

The tables by role of a year are told once, and stay as they were told: two tellings would have a difference,
and by role that is soon one person's. They come with the first release in which every association that has
reported the year has closed all its twelve months, or those since its first hours if it began in that year,
or those until it left; or with the first one from 16 April of the next year on, then of those that have. The
others, and those of which only a part of the year is the umbrella's, are left out of these tables of that
year. Corrections go on being told in the other tables. A year so far is never told by role, and hours
reported on a form have no roles.
"""

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import replace
from datetime import date

from tenants.models import Association, District, Umbrella
from umbrella import spans
from umbrella.models import (
    By,
    ExactFigure,
    ExactRoleFigure,
    Level,
    PublishedFigure,
    PublishedRoleFigure,
    Release,
    ReleasedRoleCell,
)
from umbrella.routers import FIGURES
from umbrella.suppression import (
    YEAR,
    Amount,
    ByRole,
    Cell,
    Decision,
    FigureKey,
    Publication,
    Reported,
    RoleKey,
    RoleReported,
    Tables,
    role_tables,
)

Numbers = tuple[str, int, str, str, str, Amount]  # owner, month, by, code, family, amount

#: Month and day of the next year from which on nobody is waited for any more.
NOT_WAITED_FROM = (4, 16)

MONTHS = 12


def years_told(umbrella: Umbrella) -> set[int]:
    """The years of which the tables by role have been told."""
    rows = ReleasedRoleCell.objects.using(FIGURES).filter(umbrella_id=umbrella.pk)
    return set(rows.order_by("year").values_list("year", flat=True).distinct())


def to_be_told(
    umbrella: Umbrella,
    *,
    year: int,
    due_on: date,
    reported: Iterable[Reported],
    on_forms: Container[str],
    there: spans.Belonging,
) -> dict[str, ByRole]:
    """What a release has to tell by role of a year that was not told yet; nothing where it is too early.

    An association that an umbrella beside this one told with other numbers is left out: it was corrected
    since, and the two would have a difference.
    """
    here = [one for one in reported if one.association not in on_forms]
    waiting = unfinished(year, {one.association: list(one.months) for one in here}, there)
    if due_on.year <= year or (waiting and due_on < date(year + 1, *NOT_WAITED_FROM)):
        return {}
    complete = [
        one
        for one in here
        if one.association not in waiting
        and (span := there.of(one.association, year)) is not None
        and span.is_whole
    ]
    told = _of_year(year, complete)
    beside = _by_owner(
        _released(row)
        for row in ReleasedRoleCell.objects.using(FIGURES)
        .filter(year=year, level=Level.ASSOCIATION, owner__in=list(told))
        .exclude(umbrella_id=umbrella.pk)
    )
    return {owner: by_role for owner, by_role in told.items() if beside.get(owner, by_role) == by_role}


def unfinished(year: int, closed: Mapping[str, Collection[int]], there: spans.Belonging) -> set[str]:
    """Who has a month of the year still to come, by the months that each has closed in the umbrella.

    The months before the first hours of all are not reported and do not come. Only who has nothing of an
    earlier year has such months, and they lie before all that it has; whoever has left out a month between
    two, or has one that is not closed, is waited for. What comes after it left is nobody's here.
    """
    figures = ExactFigure.objects.using(FIGURES).filter(association_uuid__in=list(closed))
    began_before = figures.filter(year__lt=year).values_list("association_uuid", flat=True)
    still_open = figures.filter(year=year, month__gt=0, closed=False).values_list("association_uuid", "month")
    old = {str(uuid) for uuid in began_before}
    waiting = {str(uuid) for uuid, month in still_open if there.tells(str(uuid), year, month)}
    for owner, months in closed.items():
        span = there.of(owner, year)
        first = 1 if owner in old else min(months, default=1)
        if span is None or set(months) != {month for month in span.months if month >= first}:
            waiting.add(owner)
    return waiting


def _of_year(year: int, reported: Iterable[Reported]) -> dict[str, ByRole]:
    """Each association's year by role, from the exact store.

    One whose roles do not make up what it has reported is left out, as one that has told none: it was copied
    before there were figures by role, or is being corrected this very moment.
    """
    months = {one.association: one for one in reported}
    rows = ExactRoleFigure.objects.using(FIGURES).filter(year=year, association_uuid__in=list(months))
    told = _by_owner(
        (
            str(row.association_uuid),
            row.month,
            row.by,
            row.code,
            row.family,
            Amount(minutes=row.minutes, people=row.people + row.heads, top_minutes=row.top_minutes),
        )
        for row in rows
    )
    return {owner: by_role for owner, by_role in told.items() if _makes_up(by_role, months[owner])}


def _makes_up(by_role: ByRole, reported: Reported) -> bool:
    roles = by_role.roles.values()
    return (
        sum(role.whole.minutes for role in roles) == reported.whole.minutes
        and sum(family.minutes for family in by_role.families.values()) == reported.whole.minutes
        and all(
            sum(role.months[month].minutes for role in roles if month in role.months) == whole.minutes
            for month, whole in reported.months.items()
        )
        and all(
            sum(amount.minutes for amount in role.months.values()) == role.whole.minutes for role in roles
        )
    )


def _by_owner(numbers: Iterable[Numbers]) -> dict[str, ByRole]:
    years: dict[str, dict[str, tuple[str, Amount]]] = defaultdict(dict)
    months: dict[tuple[str, str], dict[int, Amount]] = defaultdict(dict)
    families: dict[str, dict[str, Amount]] = defaultdict(dict)
    for owner, month, by, code, family, amount in numbers:
        if by == By.FAMILY:
            families[owner][code] = amount
        elif month == YEAR:
            years[owner][code] = (family, amount)
        else:
            months[owner, code][month] = amount
    return {
        owner: ByRole(
            roles={
                code: RoleReported(family=family, months=months[owner, code], whole=whole)
                for code, (family, whole) in sorted(roles.items())
            },
            families=families[owner],
        )
        for owner, roles in years.items()
    }


def _released(row: ReleasedRoleCell) -> Numbers:
    amount = Amount(minutes=row.minutes, people=row.people, top_minutes=row.top_minutes)
    return row.owner, row.month, row.by, row.code, row.family, amount


def tables(
    *, federation: str, year: int, reported: Iterable[Reported], by_role: Mapping[str, ByRole]
) -> Tables:
    """The cells and sums by role of one year."""
    cells, relations = role_tables(
        federation=federation, year=year, reported=tuple(reported), by_role=by_role
    )
    return Tables(cells=cells, relations=relations)


def add_to(told: Publication, *, reported: Iterable[Reported], rows: list[ReleasedRoleCell]) -> Publication:
    """What an earlier release told, with its tables by role if it had any."""
    if not rows:
        return told
    by_role = _by_owner(_released(row) for row in rows if row.level == Level.ASSOCIATION)
    federation = next(cell.key for cell in told.cells if _level(cell) == Level.FEDERATION)
    assert isinstance(federation, FigureKey)
    made = tables(federation=federation.owner, year=federation.year, reported=reported, by_role=by_role)
    hidden = {RoleKey(r.level, r.owner, r.year, r.month, r.by, r.code) for r in rows if r.hidden}
    return replace(
        told,
        cells=(*told.cells, *made.cells),
        relations=(*told.relations, *made.relations),
        hidden=told.hidden | hidden,
    )


def _level(cell: Cell) -> str:
    assert isinstance(cell.key, FigureKey | RoleKey)
    return cell.key.level


def publish(
    made: Release,
    by_role: Tables,
    decision: Decision,
    *,
    families: Mapping[tuple[str, str], str],
    associations: Mapping[str, Association],
    districts: Mapping[str, District],
) -> None:
    """Write what a release tells by role of a year, once for all, and the exact record of it.

    `families` has the family of each role in each association.
    """
    shown, told = [], []
    for cell in by_role.cells:
        key = cell.key
        assert isinstance(key, RoleKey)
        hidden = key in decision.hidden
        family = families.get((key.owner, key.code), "") if key.by == By.ROLE else key.code
        if cell.listed:
            shown.append(
                PublishedRoleFigure(
                    umbrella_id=made.umbrella_id,
                    release_id=made.pk,
                    level=key.level,
                    association=associations.get(key.owner) if key.level == Level.ASSOCIATION else None,
                    district=districts.get(key.owner) if key.level == Level.DISTRICT else None,
                    year=key.year,
                    month=key.month,
                    by=key.by,
                    code=key.code,
                    family=family,
                    state=PublishedFigure.State.HIDDEN if hidden else PublishedFigure.State.SHOWN,
                    minutes=None if hidden else cell.minutes,
                    people=None if hidden else cell.people,
                )
            )
        elif key.level != Level.ASSOCIATION or cell.is_zero:
            continue  # it is added up again from the others
        told.append(
            ReleasedRoleCell(
                release_id=made.pk,
                umbrella_id=made.umbrella_id,
                level=key.level,
                owner=key.owner,
                year=key.year,
                month=key.month,
                by=key.by,
                code=key.code,
                family=family,
                minutes=cell.minutes,
                people=cell.people,
                top_minutes=cell.top_minutes,
                hidden=hidden,
                reason=decision.hidden[key].value if hidden else "",
            )
        )
    PublishedRoleFigure.objects.using(FIGURES).bulk_create(shown, batch_size=1000)
    ReleasedRoleCell.objects.using(FIGURES).bulk_create(told, batch_size=1000)
