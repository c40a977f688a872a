"""Every table with a person in it is listed."""

import pytest

from tenants.actors import Actor
from tests.volunteers.register.conftest import person
from volunteers.register import person_data
from volunteers.register.models import Trail
from volunteers.register.trail import record


def test_every_field_that_names_a_person_is_listed() -> None:
    listed = {(data.model._meta.label, data.by) for data in person_data.listed()}
    assert listed == person_data.named_in_models()


def test_walk_over_the_models_sees_keys_and_identifiers() -> None:
    found = person_data.named_in_models()
    assert {
        ("register.Period", "person"),
        ("register.Trail", "actor_user"),
        ("notifications.Message", "person_uuid"),
        ("shifts.Shift", "contact_person"),
    } <= found


@pytest.mark.usefixtures("inside")
def test_rows_of_a_person_are_theirs_only() -> None:
    bo, ada = person("Bo"), person("Ada")
    record("x.done", by=Actor(user=bo.user_uuid, name="Bo"), subject_kind="x")
    record("x.done", by=Actor.system("job"), subject_kind="x")
    data = next(each for each in person_data.listed() if each.model is Trail)
    assert (data.rows_of(bo).count(), data.rows_of(ada).count()) == (1, 0)
    bo.user_uuid = None
    assert data.rows_of(bo).count() == 0


def test_every_table_tells_the_person_all_that_it_keeps() -> None:
    lacking = {
        data.model._meta.label: data.export.missing(data.model, data.by) if data.export else "export="
        for data in person_data.listed()
    }
    assert {label: columns for label, columns in lacking.items() if columns} == {}


@pytest.mark.usefixtures("inside")
def test_what_is_kept_is_told_in_words_and_is_theirs_only() -> None:
    bo, ada = person("Bo"), person("Ada")
    ada.phone = "+358 40 7654321"
    ada.save()
    kept = person_data.kept_of(bo)
    assert [each.name for each in kept] == ["person_user_uuid", "period_person", "roleholding_person"]
    assert kept[0].rows[0]["family_name"] == "Berg"
    assert (kept[1].labels["state"], kept[1].rows[0]["state"]) == ("State", "active")
    assert "7654321" not in str(kept)
