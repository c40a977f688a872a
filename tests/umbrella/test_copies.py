"""A copy of an association stands outside of every figure until it is released to them, from a year on."""

from collections.abc import Iterator
from datetime import date

import pytest

from scheduling.hours import tasks
from tenants import clock
from tenants.models import Affiliation, Association, CrossingEntry
from tests import states
from tests.tenants.backup.conftest import run
from tests.umbrella.federation import Federation, utc
from umbrella import releases
from umbrella.models import DistinctPeople, ExactFigure


def people(letter: str) -> list[str]:
    return [f"{letter}{number}" for number in range(6)]


@pytest.fixture
def copied(empty: Federation) -> Iterator[Federation]:
    """Lampi is a copy of Aalto, with hours of 2024 and 2025."""
    lampi = empty.associations["lampi"]
    was = list(Affiliation.objects.filter(association=lampi).values("umbrella_id", "district_id", "from_on"))
    Affiliation.objects.filter(association=lampi).delete()
    states.as_owner(lampi, outside_figures=True, copied_from=empty.associations["aalto"].uuid)
    for name, years in (("aalto", [2024]), ("koski", [2024, 2025]), ("lampi", [2024, 2025])):
        for year in years:
            empty.record(name, date(year, 1, 10), people(name[0]))
    yield empty
    states.as_owner(lampi, outside_figures=False, copied_from=None, figures_from_year=None)
    Affiliation.objects.filter(association=lampi).delete()
    Affiliation.objects.create(association=lampi, **was[0])


def refresh(association: Association) -> None:
    with clock.fixed(utc(2025, 2, 16)):
        tasks.refresh_figures(schema_name=association.schema_name)


def exact(association: Association) -> set[tuple[int, int]]:
    rows = ExactFigure.objects.using("figures").filter(association_uuid=association.uuid)
    return set(rows.values_list("year", "month"))


def released(copied: Federation, year: int) -> set[str]:
    return {
        owner
        for level, owner, when, month in copied.published()
        if (level, when, month) == ("association", year, 0)
    }


def test_copy_is_in_no_figure(copied: Federation) -> None:
    lampi = copied.associations["lampi"]
    # Even with an affiliation that somebody made by hand.
    Affiliation.objects.create(association=lampi, umbrella=copied.umbrella, from_on=date(2024, 1, 1))
    refresh(lampi)
    before = CrossingEntry.objects.filter(association=lampi).count()
    copied.release(utc(2025, 2, 16))
    copied.night(utc(2025, 2, 17))
    assert exact(lampi) == set()
    assert lampi not in releases.members(copied.umbrella)
    assert (released(copied, 2024), released(copied, 2025)) == ({"aalto", "koski"}, {"koski"})
    assert copied.published()["federation", "", 2024, 0] == (720, 12)
    assert DistinctPeople.objects.get(umbrella=copied.umbrella, year=2024).people == 12
    assert CrossingEntry.objects.filter(association=lampi).count() == before


def test_copy_counts_from_the_year_of_its_release(copied: Federation) -> None:
    lampi = copied.associations["lampi"]
    copied.release(utc(2025, 2, 16))
    words = ["release_to_figures", lampi.slug, "--umbrella", copied.umbrella.slug, "--district", "south"]
    refused = run(*words, "--from-year", "2024")
    assert refused.returncode == 1
    assert "2024" in refused.stderr
    assert Association.objects.get(pk=lampi.pk).outside_figures
    assert run(*words, "--from-year", "2025").returncode == 0
    again = run(*words, "--from-year", "2025")
    assert again.returncode == 1
    assert "Traceback" not in again.stderr
    lampi.refresh_from_db()
    refresh(lampi)
    assert {year for year, _ in exact(lampi)} == {2025}
    copied.release(utc(2025, 3, 16))
    # Aalto lives on, and had no hours in 2025.
    assert released(copied, 2024) == {"aalto", "koski"}
    assert released(copied, 2025) == {"aalto", "koski", "lampi"}
    assert copied.published()["federation", "", 2024, 0] == (720, 12)
    assert copied.published()["federation", "", 2025, 0] == (720, 12)
