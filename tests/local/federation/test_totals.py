"""Every figure that the demo promises, added up from its rows."""

import pytest

from local.federation import happenings
from local.federation.associations import ASSOCIATION_BY_SLUG, ASSOCIATIONS
from local.federation.catalogue import ROLE_BY_CODE, ROLES
from local.federation.story import Story
from tests.local.federation.figures import Cell, headline, people_and_hours, together

Figures = dict[tuple[str, str, int, int], Cell]

ASSOCIATION_YEAR = {
    "napajoki": (233, 13632),
    "tunturila": (21, 742),
    "peramaa": (64, 2918),
    "vesilinna": (88, 4105),
    "kallavirta": (112, 5260),
    "karjalanranta": (57, 2384),
    "kuutsalo": (4, 96),
    "kusten": (49, 2051),
    "lakeus": (73, 3119),
    "vanajaranta": (97, 4477),
    "uusisuvanto": (138, 6904),
}

NAPAJOKI_ROLES = {
    "asiointikaveri": (24, 1012),
    "kulttuurikaveri": (14, 388),
    "digikaveri": (12, 426),
    "taloustsemppari": (7, 264),
    "kriisipuhelin": (18, 1296),
    "tukihenkilo": (22, 1188),
    "pyoraluotsi": (11, 352),
    "olka": (16, 874),
    "ohjelmarengas": (46, 2340),
    "ruokakassijakelu": (28, 2080),
    "yhteislounas": (12, 960),
    "kohtaamispaikka": (19, 840),
    "ryhmanohjaaja": (17, 482),
    "tapahtumat": (31, 372),
    "soppatykki": (9, 144),
    "neuvontapiste": (6, 180),
    "linkkihenkilo": (5, 140),
    "arkeen-voimaa": (4, 60),
    "dialogit": (5, 24),
    "hyvinvointitiimi": (8, 96),
    "kielikahvila": (7, 114),
}


def of(figures: Figures, *, slug: str = "", role: str = "", month: int = 0) -> tuple[int, float]:
    return people_and_hours(
        cell
        for (its_slug, its_role, its_year, its_month), cell in figures.items()
        if its_year == 2024 and slug in ("", its_slug) and role in ("", its_role) and month in (0, its_month)
    )


def test_association_year(figures: Figures) -> None:
    assert {slug: of(figures, slug=slug) for slug in ASSOCIATION_YEAR} == ASSOCIATION_YEAR


def test_itasatama_has_not_reported(story: Story) -> None:
    assert ASSOCIATION_BY_SLUG["itasatama"].state == "approved"
    assert "itasatama" not in story.hours
    assert len(ASSOCIATIONS) == 12


@pytest.mark.parametrize(
    ("district", "people", "hours"),
    [("pohjoinen", 318, 17292), ("itainen", 261, 11845), ("lantinen", 122, 5170), ("etelainen", 235, 11381)],
)
def test_district_year_sums_memberships(figures: Figures, district: str, people: int, hours: int) -> None:
    members = [slug for slug in ASSOCIATION_YEAR if ASSOCIATION_BY_SLUG[slug].district == district]
    each = [of(figures, slug=slug) for slug in members]
    assert (sum(people for people, _ in each), sum(hours for _, hours in each)) == (people, hours)


def test_federation_year_counts_each_human_being_once(figures: Figures) -> None:
    assert sum(of(figures, slug=slug)[0] for slug in ASSOCIATION_YEAR) == 936
    assert of(figures) == (927, 45688)


def test_napajoki_roles(figures: Figures) -> None:
    assert {role: of(figures, slug="napajoki", role=role) for role in NAPAJOKI_ROLES} == NAPAJOKI_ROLES
    assert len([role for role in ROLES if of(figures, slug="napajoki", role=role.code)[0]]) == 21


def test_napajoki_roles_people_sum_up_to_321(figures: Figures) -> None:
    held: dict[str, int] = {}
    for role in NAPAJOKI_ROLES:
        for person in together(
            cell
            for (slug, its_role, year, _), cell in figures.items()
            if (slug, its_role, year) == ("napajoki", role, 2024)
        ):
            held[person] = held.get(person, 0) + 1
    assert sum(held.values()) == 321
    assert [list(held.values()).count(number) for number in (1, 2, 3)] == [161, 56, 16]


def test_role_families_by_district(figures: Figures) -> None:
    found: dict[str, dict[str, float]] = {}
    for (slug, role, year, _), cell in figures.items():
        if year == 2024:
            district = found.setdefault(ASSOCIATION_BY_SLUG[slug].district, {})
            family = ROLE_BY_CODE[role].family
            district[family] = district.get(family, 0) + sum(cell.values()) / 60
    assert found["pohjoinen"] == {"supporters": 6781, "builders": 8903, "guides": 1608}
    assert found["etelainen"] == {"supporters": 5717, "builders": 3656, "guides": 2008}
    assert [found[district]["supporters"] for district in ("itainen", "lantinen")] == [6204, 2602]
    assert sum(district["builders"] for district in found.values()) == 17862
    assert sum(district["guides"] for district in found.values()) == 6522


def test_federation_months(figures: Figures) -> None:
    months = [of(figures, month=month)[1] for month in range(1, 13)]
    assert months == [3642, 3715, 4108, 4021, 4236, 3012, 2104, 3318, 4402, 4615, 4489, 4026]


def test_open_january_is_about_a_month(figures: Figures) -> None:
    january = [cell for (_, _, year, month), cell in figures.items() if (year, month) == (2025, 1)]
    assert people_and_hours(january)[1] == 3790
    assert {(year, month) for _, _, year, month in figures if year == 2025} == {(2025, 1)}


def test_hours_apart_at_napajoki(story: Story) -> None:
    apart = {
        kind: sum(row.minutes for row in story.hours["napajoki"] if row.kind == kind) / 60
        for kind in ("training", "supervision", "governance")
    }
    assert apart == {"training": 1120, "supervision": 486, "governance": 210}


def test_rows_that_must_not_count_are_there(story: Story) -> None:
    rows = story.hours["napajoki"]
    assert sum(row.kind == "own_travel" for row in rows) == 12
    assert [(row.starts_at.month, row.kind) for row in rows if row.state == "draft"] == [(11, "task")]
    assert len(list(headline(rows))) < len(rows)


def test_submitted_rows_wait_for_the_coordinator(story: Story) -> None:
    waiting = [row for row in story.hours["napajoki"] if row.state == "submitted"]
    assert len(waiting) == 14
    assert sum(row.minutes for row in waiting) == 38 * 60
    assert len({row.person for row in waiting}) == 9


def test_yearly_totals_before(story: Story) -> None:
    hours = {
        year: sum(row.hours for row in story.reported_years if row.year == year) for year in range(2019, 2024)
    }
    assert hours[2023] == 43836
    assert round(100 * (45688 / hours[2023] - 1)) == 4
    assert hours[2020] == min(hours.values())
    changes = {
        row.association: round(100 * (ASSOCIATION_YEAR[row.association][1] / row.hours - 1))
        for row in story.reported_years
        if row.year == 2023
    }
    del changes["karjalanranta"], changes["kuutsalo"]
    assert changes == {
        "napajoki": 6,
        "tunturila": 8,
        "peramaa": 2,
        "vesilinna": 4,
        "kallavirta": 5,
        "kusten": -3,
        "lakeus": 3,
        "vanajaranta": 2,
        "uusisuvanto": 7,
    }


def test_food_of_the_year_adds_up_and_every_place_is_told_but_the_one_that_reports_nothing(
    story: Story,
) -> None:
    told = [each for month in range(1, 13) for each in happenings.tallies(story.seed, 2024, month)]
    sums = [
        sum(each.quantity for each in told if each.measure == of) for of in ("bag", "lunch", "other_food")
    ]
    assert sums == [22242, 9718, 3248]
    silent = {place.name for place in happenings.PLACES} - {each.place for each in told}
    assert silent == {"Majakan neuvontapiste"}
    assert [sum(place.area == area for place in happenings.PLACES) for area in ("town", "village")] == [3, 4]
