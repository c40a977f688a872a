"""What was told of a year so far, as the proofs of later releases and nights need it."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping

from django.db.models import QuerySet

from tenants.models import Affiliation, Umbrella
from umbrella import nights, role_releases
from umbrella.models import By, Level, ReleasedCell, ReleasedRoleCell
from umbrella.routers import FIGURES
from umbrella.suppression import (
    YEAR,
    Amount,
    Cell,
    Decision,
    FigureKey,
    Publication,
    Reason,
    Reported,
    federation_tables,
)


def before(umbrella: Umbrella, year: int, *, by_role: bool = True) -> list[Publication]:
    """What was told of a year so far, in releases and at night, here and by umbrellas that share members.

    Without `by_role`, tables by role are left out where they hang on nothing but shown figures: then they say
    nothing of the other tables, and in a large federation they are most of all that is told.
    """
    owners = Affiliation.objects.filter(umbrella=umbrella).values("association")
    umbrellas = list(
        Affiliation.objects.filter(association__in=owners).values_list("umbrella_id", flat=True).distinct()
    )
    by_release: dict[int, list[ReleasedCell]] = defaultdict(list)
    for row in ReleasedCell.objects.using(FIGURES).filter(umbrella_id__in=umbrellas, year=year):
        by_release[row.release_id].append(row)
    of_roles = ReleasedRoleCell.objects.using(FIGURES).filter(umbrella_id__in=umbrellas, year=year)
    if not by_role:
        of_roles = of_roles.filter(release_id__in=_tied_by_roles(of_roles, by_release))
    roles_told: dict[int, list[ReleasedRoleCell]] = defaultdict(list)
    for cell in of_roles:
        roles_told[cell.release_id].append(cell)
    released = [_publication(rows, roles_told[release]) for release, rows in sorted(by_release.items())]
    return released + nights.shown_before(umbrellas, year)


def _tied_by_roles(
    of_roles: QuerySet[ReleasedRoleCell], by_release: Mapping[int, Iterable[ReleasedCell]]
) -> list[int]:
    """The releases whose tables by role are of somebody with a hidden figure in their other tables."""
    hidden = {
        (release, row.owner)
        for release, rows in by_release.items()
        for row in rows
        if row.hidden and row.level == Level.ASSOCIATION
    }
    told = of_roles.filter(level=Level.ASSOCIATION, month=YEAR, by=By.ROLE)
    owners = told.order_by("release_id", "owner").values_list("release_id", "owner").distinct()
    return sorted({release for release, owner in owners if (release, owner) in hidden})


def _publication(rows: list[ReleasedCell], by_role: list[ReleasedRoleCell]) -> Publication:
    by_owner: dict[str, dict[int, ReleasedCell]] = defaultdict(dict)
    for row in rows:
        if row.level == Level.ASSOCIATION:
            by_owner[row.owner][row.month] = row
    federation = next(row.owner for row in rows if row.level == Level.FEDERATION)
    reported = [
        Reported(
            association=owner,
            district=figures[YEAR].district,
            months={m: _released(row) for m, row in figures.items() if m != YEAR},
            whole=_released(figures[YEAR]),
        )
        for owner, figures in sorted(by_owner.items())
    ]
    cells, relations = federation_tables(federation=federation, year=rows[0].year, reported=reported)
    told = Publication(
        cells=cells,
        relations=relations,
        hidden=frozenset(FigureKey(r.level, r.owner, r.year, r.month) for r in rows if r.hidden),
    )
    return role_releases.add_to(told, reported=reported, rows=by_role)


def _released(row: ReleasedCell) -> Amount:
    return Amount(minutes=row.minutes, people=row.people, top_minutes=row.top_minutes)


def again(
    umbrella: Umbrella, year: int, *, reported: Iterable[Reported], cells: Iterable[Cell]
) -> Decision | None:
    """The last decision once more, where no figure of the year has changed since: it tells nothing new."""
    released = ReleasedCell.objects.using(FIGURES).filter(umbrella_id=umbrella.pk, year=year)
    last = released.order_by("-release_id").values_list("release_id", flat=True).first()
    if last is None:
        return None
    rows = {FigureKey(r.level, r.owner, r.year, r.month): r for r in released.filter(release_id=last)}
    district_of = {one.association: one.district for one in reported}
    now = {
        cell.key: (cell.minutes, cell.people, cell.top_minutes, district(cell.key, district_of))
        for cell in cells
    }
    if now != {key: (r.minutes, r.people, r.top_minutes, r.district) for key, r in rows.items()}:
        return None
    return Decision(
        hidden={key: Reason(row.reason) for key, row in rows.items() if row.hidden},
        partners={},
        kept=frozenset(),
        exposed=frozenset(),
        unproven=frozenset(),
        proven={},
    )


def district(key: Hashable, district_of: Mapping[str, str]) -> str:
    """The district that is remembered with a cell: an association's, since it may move."""
    assert isinstance(key, FigureKey)
    return district_of.get(key.owner, "") if key.level == Level.ASSOCIATION else ""
