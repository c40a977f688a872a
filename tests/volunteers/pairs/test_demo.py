"""The demo's pairs: one in each state, and a second telling changes nothing."""

from collections import Counter
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from local.enacting import paired
from scheduling.hours.models import HoursEntry
from tenants.actors import Actor
from tests.volunteers.pairs.conftest import person, role
from volunteers.pairs.models import Pair
from volunteers.register.models import Period, Person, RoleHolding, sort_key

pytestmark = pytest.mark.usefixtures("inside")


def test_each_state_is_there_once_or_twice_and_no_hours_are_made() -> None:
    for number in range(3):
        made = Person.objects.create(
            given_name=f"Tuki{number}",
            family_name="Henkilö",
            sort_key=sort_key(family_name="Henkilö", given_name=f"Tuki{number}"),
            created_at="2024-01-01T00:00Z",
        )
        Period.objects.create(person=made, state="active", started_on=date(2023, 12, 5))
        RoleHolding.objects.create(person=made, role=role(), from_on=date(2023, 12, 5))
    told: Any = SimpleNamespace(slug="karjalanranta")
    cast: Any = SimpleNamespace(roles={paired.ROLE: role()})
    by = Actor(user=person("Ada").user_uuid, name="Ada")
    for _time in range(2):
        paired.tell(told, cast, by)
    found = Counter(Pair.objects.values_list("state", flat=True))
    assert found == Counter(paired.STATES)
    assert set(found) == {str(state) for state in Pair.State}
    assert not HoursEntry.objects.exists()
