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
