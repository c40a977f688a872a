"""Where the demo has small cells, and that it has them nowhere else."""

from collections import defaultdict

from local.federation.story import Story
from tests.local.federation.figures import Cell, together

Figures = dict[tuple[str, str, int, int], Cell]


def _small(cell: Cell) -> bool:
    return len(cell) < 5 or max(cell.values()) * 100 > 85 * sum(cell.values())


def _grouped(figures: Figures, *columns: int) -> dict[tuple[object, ...], Cell]:
    groups: dict[tuple[object, ...], list[Cell]] = defaultdict(list)
    for key, cell in figures.items():
        if key[2] >= 2024:
            groups[tuple(key[column] for column in columns)].append(cell)
    return {key: together(parts) for key, parts in groups.items()}


def test_association_months_are_small_at_kuutsalo_and_in_tunturilas_summer(figures: Figures) -> None:
    small = {key for key, cell in _grouped(figures, 0, 2, 3).items() if _small(cell)}
    kuutsalo = {("kuutsalo", 2024, month) for month in range(1, 13)} | {("kuutsalo", 2025, 1)}
    assert small == kuutsalo | {("tunturila", 2024, 6), ("tunturila", 2024, 7)}


def test_tunturilas_june_is_one_persons_and_july_three_peoples(figures: Figures, story: Story) -> None:
    months = _grouped(figures, 0, 2, 3)
    june, july = months["tunturila", 2024, 6], months["tunturila", 2024, 7]
    assert len(june) == 6
    assert max(june.values()) * 100 > 85 * sum(june.values())
    pekka = next(person for person in story.people["tunturila"] if person.full_name == "Pekka Rautio")
    assert max(june, key=lambda person: june[person]) == pekka.key
    assert len(july) == 3
    assert not _small(months["tunturila", 2024, 8])


def test_association_roles_of_the_year_are_small_at_kuutsalo_and_once_at_napajoki(figures: Figures) -> None:
    small = {
        (slug, role)
        for (slug, role, year), cell in _grouped(figures, 0, 1, 2).items()
        if year == 2024 and _small(cell)
    }
    assert small == {
        ("kuutsalo", "kohtaamispaikka"),
        ("kuutsalo", "asiointikaveri"),
        ("napajoki", "arkeen-voimaa"),
    }


def test_federation_role_months_are_small_where_napajoki_is_alone(figures: Figures) -> None:
    small = {
        role for (role, year, _), cell in _grouped(figures, 1, 2, 3).items() if year == 2024 and _small(cell)
    }
    assert small == {"arkeen-voimaa", "dialogit"}


def test_karjalanranta_has_all_that_kuutsalo_has(figures: Figures) -> None:
    roles: dict[str, set[str]] = defaultdict(set)
    months: dict[str, set[int]] = defaultdict(set)
    for slug, role, year, month in figures:
        if year == 2024:
            roles[slug].add(role)
            months[slug].add(month)
    assert roles["kuutsalo"] < roles["karjalanranta"]
    assert months["kuutsalo"] == months["karjalanranta"] == set(range(1, 13))


def test_two_roles_exist_only_at_napajoki(figures: Figures) -> None:
    where = defaultdict(set)
    for slug, role, _, _ in figures:
        where[role].add(slug)
    assert {role for role, slugs in where.items() if slugs == {"napajoki"}} == {"arkeen-voimaa", "dialogit"}
