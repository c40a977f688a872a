"""Figures by role: copied, released with all others, and hidden where a role is too small."""

from datetime import date

import pytest
from django.db.models import F

from scheduling.hours.services import figures as hours_figures
from tenants import clock
from tenants.context import entered
from tests.umbrella.federation import Federation, utc
from tests.umbrella.suppression.reader import assert_protected
from umbrella import exact, releases, told
from umbrella.models import ExactFigure, ExactRoleFigure, PublishedRoleFigure
from umbrella.suppression import by_role as limits
from volunteers.register.models import VolunteerRole

NEW_YEAR = utc(2025, 1, 16)

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


def told_year(place: Federation) -> None:
    """January's hours, and all months of the year closed."""
    tell(place)
    for name in ("aalto", "koski", "puro", "lampi"):
        for month in range(1, 13):
            place.close(name, date(2024, month, 1), at=utc(2025, 1, 2))
    with clock.fixed(utc(2025, 1, 3)):
        for association in releases.members(place.umbrella):
            releases.make_ready(association)


def correct(place: Federation, name: str, code: str, *, minutes: int, people: int) -> None:
    """A correction of January as it comes into the exact store."""
    of_it = {"association_uuid": place.associations[name].uuid, "year": 2024}
    more = {"minutes": F("minutes") + minutes, "people": F("people") + people}
    ExactFigure.objects.using("figures").filter(**of_it, month__in=[0, 1]).update(**more)
    ExactRoleFigure.objects.using("figures").filter(**of_it, month__in=[0, 1], code=code).update(**more)


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
    told_year(empty)
    empty.release(NEW_YEAR)
    found = shown(empty)
    assert set(found) == {
        *(("association", name, 0, "own-builders") for name in ("aalto", "koski", "puro", "lampi")),
        *(("association", name, 0, "driver") for name in ("aalto", "koski", "puro")),
        *(("district", "north", 0, family) for family in ("supporters", "builders")),
        ("district", "south", 0, "builders"),
        *(("federation", "", 1, code) for code in ("driver", "own-builders")),
    }
    assert found["federation", "", 1, "driver"] == (7 * 45 + 6 * 75 + 2 * 77, 15)
    assert found["district", "north", 0, "supporters"] == (7 * 45 + 6 * 75 + 2 * 77, 15)
    assert found["association", "lampi", 0, "own-builders"] == (7 * 60, 7)


def test_role_of_two_people_is_hidden_and_cannot_be_worked_out(empty: Federation) -> None:
    told_year(empty)
    empty.release(NEW_YEAR)
    found = shown(empty)
    assert found["association", "puro", 0, "driver"] == (None, None)
    # The year is shown, so the other role is hidden beside it; and so are both of one neighbour.
    assert empty.published()["association", "puro", 2024, 0] == (7 * 90 + 2 * 77, 9)
    assert sum(1 for value in found.values() if value == (None, None)) == 4
    assert assert_protected(told.before(empty.umbrella, 2024)) > 0


def test_nothing_is_told_by_role_of_a_year_so_far(empty: Federation) -> None:
    tell(empty)
    empty.release(utc(2024, 2, 16))
    assert shown(empty) == {}
    assert empty.published()["federation", "", 2024, 1] == (2_719, 46)


def test_what_was_told_by_role_stays_as_it_was(empty: Federation) -> None:
    told_year(empty)
    empty.release(NEW_YEAR)
    first, before = shown(empty), empty.published()
    correct(empty, "aalto", "driver", minutes=700, people=5)
    # Meri comes late, with the year that the others have told.
    empty.record("meri", date(2024, 1, 10), people("m", 8), at=utc(2025, 2, 1))
    empty.release(utc(2025, 2, 16))
    empty.record("meri", date(2024, 3, 10), people("m", 8), role="driver", at=utc(2025, 2, 17))
    empty.release(utc(2025, 4, 16))
    empty.release(utc(2025, 5, 16))
    assert shown(empty) == first
    assert empty.published()["association", "aalto", 2024, 0] == (8 * 60 + 7 * 45 + 700, 20)
    assert empty.published()["association", "meri", 2024, 0] == (2 * 8 * 60, 8)
    assert before["association", "puro", 2024, 0] == empty.published()["association", "puro", 2024, 0]
    told_then = told.before(empty.umbrella, 2024)
    assert [len([cell for cell in one.cells if cell.link]) for one in told_then] == [7, 0, 0, 0]
    assert assert_protected(told_then) > 0


def test_who_has_an_open_month_is_waited_for_until_the_middle_of_april(empty: Federation) -> None:
    told_year(empty)
    ExactFigure.objects.using("figures").filter(
        association_uuid=empty.associations["koski"].uuid, year=2024, month=12
    ).update(closed=False)
    for at in (NEW_YEAR, utc(2025, 3, 16)):
        empty.release(at)
        assert shown(empty) == {}
    empty.release(utc(2025, 4, 16))
    assert {key[1] for key in shown(empty) if key[0] == "association"} == {"aalto", "puro", "lampi"}


def test_role_that_changes_its_family_changes_it_in_all_months(empty: Federation) -> None:
    told_year(empty)
    koski = empty.associations["koski"]
    with entered(koski):
        VolunteerRole.objects.filter(code="host").update(family="guides")
        exact.copy_changed(koski.schema_name, [date(2024, 12, 1)])
    empty.release(NEW_YEAR)
    told_roles = {key[3] for key in shown(empty) if key[:2] == ("association", "koski")}
    assert told_roles == {"driver", "own-guides"}


@pytest.mark.logs_errors
def test_proof_that_takes_too_long_leaves_the_other_tables_and_is_tried_again(
    empty: Federation, monkeypatch: pytest.MonkeyPatch
) -> None:
    told_year(empty)
    with monkeypatch.context() as patched:
        patched.setattr(releases, "ROLE_PROOF_SECONDS", 0)
        empty.release(NEW_YEAR)
    assert shown(empty) == {}
    assert empty.published()["federation", "", 2024, 1] == (2_719, 46)
    empty.release(utc(2025, 2, 16))
    assert ("association", "puro", 0, "driver") in shown(empty)


@pytest.mark.logs_errors
def test_year_whose_proof_takes_too_long_stays_as_it_was_and_the_next_ones_come(
    empty: Federation, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty.record("puro", date(2024, 2, 10), people("p", 2))  # something to prove
    told_year(empty)
    empty.release(NEW_YEAR)
    correct(empty, "aalto", "driver", minutes=700, people=5)
    before = empty.published()
    monkeypatch.setattr(releases, "PROOF_SECONDS", 0)
    empty.release(utc(2025, 2, 16))
    after = empty.published()
    assert {key: value for key, value in after.items() if key[2] == 2024} == before
    assert after["federation", "", 2025, 1] == (0, 0)


def test_figures_copied_before_there_were_roles_are_copied_again(empty: Federation) -> None:
    told_year(empty)
    uuids = [association.uuid for association in empty.associations.values()]
    ExactRoleFigure.objects.using("figures").filter(association_uuid__in=uuids).delete()
    empty.release(NEW_YEAR)
    assert shown(empty)["federation", "", 1, "driver"] == (7 * 45 + 6 * 75 + 2 * 77, 15)


def test_association_whose_roles_do_not_make_up_its_hours_is_left_out_of_them(empty: Federation) -> None:
    told_year(empty)
    koski = empty.associations["koski"]
    ExactRoleFigure.objects.using("figures").filter(
        association_uuid=koski.uuid, month=0, code="driver"
    ).update(minutes=1)
    empty.release(NEW_YEAR)
    assert {key[1] for key in shown(empty) if key[0] == "association"} == {"aalto", "puro", "lampi"}
    assert empty.published()["association", "koski", 2024, 0] == (9 * 30 + 6 * 75, 15)


def test_large_federation_is_told_by_role_without_who_has_anything_hidden(
    empty: Federation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_CELLS", 3)
    for name, count in (("lampi", 3), ("aalto", 8), ("koski", 9)):
        empty.record(name, date(2024, 2, 10), people(name[0], count))
    told_year(empty)
    empty.release(NEW_YEAR)
    by_role, others = shown(empty), empty.published()
    hidden = {key[1] for key, value in others.items() if key[0] == "association" and value == (None, None)}
    assert "lampi" in hidden
    told_by_role = {key[1] for key in by_role if key[0] == "association"}
    assert told_by_role
    assert told_by_role.isdisjoint(hidden)
    correct(empty, "aalto", "driver", minutes=700, people=5)
    empty.release(utc(2025, 2, 16))
    assert shown(empty) == by_role
    without = told.before(empty.umbrella, 2024, by_role=False)
    assert not any(cell.link for one in without for cell in one.cells)
    assert_protected(told.before(empty.umbrella, 2024))


def test_who_began_in_the_year_is_not_waited_for(empty: Federation) -> None:
    """Puro's first hours are of March: what lies before them is not reported and never will be."""
    for month in (1, 3):
        empty.record("aalto", date(2024, month, 10), people("a", 8))
        empty.record("koski", date(2024, month, 10), people("k", 9))
    empty.record("puro", date(2024, 3, 10), people("p", 7))
    for name, first in (("aalto", 1), ("koski", 1), ("puro", 3)):
        for month in range(first, 13):
            empty.close(name, date(2024, month, 1), at=utc(2025, 1, 2))
    empty.release(NEW_YEAR)
    assert {key[1] for key in shown(empty) if key[0] == "association"} == {"aalto", "koski", "puro"}


def test_who_lacks_a_month_since_its_first_hours_is_waited_for(empty: Federation) -> None:
    told_year(empty)
    ExactFigure.objects.using("figures").filter(
        association_uuid=empty.associations["koski"].uuid, year=2024, month__in=[6, 7]
    ).delete()
    empty.release(NEW_YEAR)
    assert shown(empty) == {}


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
