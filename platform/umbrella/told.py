"""What was told of a year so far, as the proofs of later releases and nights need it."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping

from tenants.models import Affiliation, Umbrella
from umbrella import nights, role_releases
from umbrella.models import Level, ReleasedCell, ReleasedRoleCell
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


def before(umbrella: Umbrella, year: int) -> list[Publication]:
    """What was told of a year so far, in releases and at night, here and by umbrellas that share members."""
    owners = Affiliation.objects.filter(umbrella=umbrella).values("association")
    umbrellas = list(
        Affiliation.objects.filter(association__in=owners).values_list("umbrella_id", flat=True).distinct()
    )
    by_release: dict[int, list[ReleasedCell]] = defaultdict(list)
    for row in ReleasedCell.objects.using(FIGURES).filter(umbrella_id__in=umbrellas, year=year):
        by_release[row.release_id].append(row)
    by_role: dict[int, list[ReleasedRoleCell]] = defaultdict(list)
    for cell in ReleasedRoleCell.objects.using(FIGURES).filter(umbrella_id__in=umbrellas, year=year):
        by_role[cell.release_id].append(cell)
    released = [_publication(rows, by_role[release]) for release, rows in sorted(by_release.items())]
    return released + nights.shown_before(umbrellas, year)


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
