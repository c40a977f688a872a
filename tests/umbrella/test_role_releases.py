"""Figures by role: copied, released with all others, and hidden where a role is too small."""

from datetime import date

import pytest

from scheduling.hours.services import figures as hours_figures
from tenants import clock
from tenants.context import entered
from tests.umbrella.federation import Federation, utc
from tests.umbrella.suppression.reader import assert_protected
from umbrella import exact, releases
from umbrella.models import ExactRoleFigure, PublishedRoleFigure, ReleasedRoleCell
from umbrella.suppression import by_role as limits

Told = dict[tuple[str, str, int, str], tuple[int | None, int | None]]


def people(prefix: str, count: int) -> list[str]:
    return [f"{prefix}{n}" for n in range(count)]


def tell(place: Federation, *, month: int = 1) -> None:
    """Puro has enough people, but two alone who drive; in January all close by themselves."""
    day = date(2024, month, 10)
    place.record("aalto", day, people("a", 8), minutes=60)
    place.record("aalto", day, people("x", 7), minutes=45, role="driver")
    place.record("koski", day, people("k", 9), minutes=30)
    place.record("koski", day, people("y", 6), minutes=75, role="driver")
    place.record("puro", day, people("p", 7), minutes=90)
    place.record("puro", day, people("z", 2), minutes=77, role="driver")
    place.record("lampi", day, people("l", 7), minutes=60)


def shown(place: Federation) -> Told:
    """Hours and people by level, owner, month and code."""
    rows = PublishedRoleFigure.objects.filter(umbrella=place.umbrella, year=2024)
    slug = f"{place.umbrella.slug}-"
    return {
        (
            row.level,
            row.association.slug.removeprefix(slug)
            if row.association
            else row.district.code
            if row.district
            else "",
            row.month,
            row.code,
        ): (row.minutes, row.people)
        for row in rows.select_related("association", "district")
    }


def test_release_has_the_three_tables_by_role(empty: Federation) -> None:
    tell(empty)
    empty.release(utc(2024, 2, 16))
    told = shown(empty)
    assert set(told) == {
        *(("association", name, 0, "own-builders") for name in ("aalto", "koski", "puro", "lampi")),
        *(("association", name, 0, "driver") for name in ("aalto", "koski", "puro")),
        *(("district", "north", 0, family) for family in ("supporters", "builders")),
        ("district", "south", 0, "builders"),
        *(("federation", "", 1, code) for code in ("driver", "own-builders")),
    }
    assert told["federation", "", 1, "driver"] == (7 * 45 + 6 * 75 + 2 * 77, 15)
    assert told["district", "north", 0, "supporters"] == (7 * 45 + 6 * 75 + 2 * 77, 15)
    assert told["association", "lampi", 0, "own-builders"] == (7 * 60, 7)


def test_role_of_two_people_is_hidden_and_cannot_be_worked_out(empty: Federation) -> None:
    tell(empty)
    empty.release(utc(2024, 2, 16))
    told = shown(empty)
    assert told["association", "puro", 0, "driver"] == (None, None)
    # The year is shown, so the other role is hidden beside it; and so are both of one neighbour.
    assert empty.published()["association", "puro", 2024, 0] == (7 * 90 + 2 * 77, 9)
    assert sum(1 for value in told.values() if value == (None, None)) == 4
    assert assert_protected(releases.told_before(empty.umbrella, 2024)) > 0


def test_what_was_told_is_remembered_with_its_roles(empty: Federation) -> None:
    tell(empty)
    empty.release(utc(2024, 2, 16))
    tell(empty, month=2)
    empty.release(utc(2024, 3, 16))
    told = releases.told_before(empty.umbrella, 2024)
    assert len(told) == 2
    assert [len([cell for cell in one.cells if cell.link]) for one in told] == [7, 14]
    assert assert_protected(told) > 0
    assert shown(empty)["federation", "", 2, "driver"] == (7 * 45 + 6 * 75 + 2 * 77, 15)


def test_figures_copied_before_there_were_roles_are_copied_again(empty: Federation) -> None:
    tell(empty)
    empty.release(utc(2024, 2, 16))
    uuids = [association.uuid for association in empty.associations.values()]
    exact_rows = ExactRoleFigure.objects.using("figures").filter(association_uuid__in=uuids)
    before = set(exact_rows.values_list("association_uuid", "month", "by", "code", "minutes", "people"))
    exact_rows.delete()
    tell(empty, month=2)
    empty.release(utc(2024, 3, 16))
    again = exact_rows.filter(month=1)
    assert set(again.values_list("association_uuid", "month", "by", "code", "minutes", "people")) == {
        row for row in before if row[1] == 1
    }


def test_association_whose_roles_do_not_make_up_its_hours_is_left_out_of_them(empty: Federation) -> None:
    tell(empty)
    koski = empty.associations["koski"]
    with clock.fixed(utc(2024, 2, 16)):
        for association in releases.members(empty.umbrella):
            releases.make_ready(association)
    ExactRoleFigure.objects.using("figures").filter(
        association_uuid=koski.uuid, month=0, code="driver"
    ).update(minutes=1)
    empty.release(utc(2024, 2, 16))
    assert {key[1] for key in shown(empty) if key[0] == "association"} == {"aalto", "puro", "lampi"}
    assert empty.published()["association", "koski", 2024, 0] == (9 * 30 + 6 * 75, 15)


@pytest.mark.logs_errors
def test_tables_that_cannot_be_proven_stay_away_and_the_others_come(
    empty: Federation, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(empty)
    monkeypatch.setattr(limits, "MOST_CELLS", 3)
    empty.release(utc(2024, 2, 16))
    assert shown(empty) == {}
    assert empty.published()["federation", "", 2024, 1] is not None
    assert not ReleasedRoleCell.objects.using("figures").filter(umbrella_id=empty.umbrella.pk).exists()


def test_copying_twice_is_the_same(empty: Federation) -> None:
    tell(empty)
    aalto = empty.associations["aalto"]
    rows = ExactRoleFigure.objects.using("figures").filter(association_uuid=aalto.uuid)
    with clock.fixed(utc(2024, 2, 16)):
        releases.make_ready(aalto)
        before = set(rows.values_list("month", "by", "code", "family", "minutes", "people", "top_minutes"))
        with entered(aalto):
            exact.copy_changed(aalto.schema_name, [date(2024, 1, 1)])
            assert hours_figures.make_figures().months == []
    after = set(rows.values_list("month", "by", "code", "family", "minutes", "people", "top_minutes"))
    assert (
        after
        == before
        == {
            (1, "role", "driver", "supporters", 7 * 45, 7, 45),
            (1, "role", "own-builders", "builders", 8 * 60, 8, 60),
            (0, "role", "driver", "supporters", 7 * 45, 7, 45),
            (0, "role", "own-builders", "builders", 8 * 60, 8, 60),
            (0, "family", "supporters", "supporters", 7 * 45, 7, 45),
            (0, "family", "builders", "builders", 8 * 60, 8, 60),
        }
    )
