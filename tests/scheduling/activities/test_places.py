"""Places where something is counted day by day, and dialogues in groups of ten."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings, strategies as st

from accounts.models import User
from scheduling.activities import selectors
from scheduling.activities.errors import NotCountedHere
from scheduling.activities.models import Activity, Count, CountFigure, DialogueGroup, TallyPlace
from scheduling.activities.services import figures, places, tallies
from scheduling.activities.services.places import PlacePlan
from scheduling.activities.services.tallies import Tally
from scheduling.hours.services import months
from tenants.context import entered
from tenants.models import Association
from tests.scheduling.activities.conftest import BY, count, occasion
from tests.scheduling.hours.conftest import person
from volunteers.register import year_lines
from volunteers.register.models import GrantTarget, Site, VolunteerRole
from volunteers.register.year_lines import Scope

Browse = Callable[..., Client]
JANUARY = date(2025, 1, 1)


def place(kind: str = "food", **fields: Any) -> TallyPlace:
    """A counting place of hosts at Majakka."""
    said: dict[str, Any] = {
        "site": Site.objects.get(name="Majakka"),
        "role": VolunteerRole.objects.get(code="host"),
    }
    return places.add_place(plan=PlacePlan(**said | {"name": f"Paikka {kind}", "kind": kind} | fields), by=BY)


def noted(where: TallyPlace, day: date, measure: str, quantity: int, **fields: Any) -> int:
    """One approved number of a day."""
    return tallies.add(place=where, tallies=[Tally(day, measure, quantity, **fields)], by=BY, approves=True)


def test_day_of_food_is_noted_once_shown_by_month_and_taken_back(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        page = f"/coordinate/tallies/{place().uuid}/"
    client = browse(ada, alfa)
    day = {"day": "2025-01-30", "bag": "41", "lunch": "", "other_food": "7", "method": "counted",
           "key": str(uuid4())}  # fmt: skip
    for _sent in range(2):
        assert client.post(page, day)["Location"] == page
    shown = client.get(page).context["table"]
    assert (shown["totals"], shown["rows"][0][1]) == ([41, 7], [41, 7])
    for wrong, field in (
        ({"bag": "", "other_food": ""}, "bag"),
        ({"method": "estimated"}, None),
        ({"day": "2025-02-04"}, None),
    ):
        refused = client.post(page, day | {"key": str(uuid4())} | wrong)
        assert (refused.status_code, list(refused.context["form"].errors)) == (422, [field or "__all__"])
    with entered(alfa):
        row = Count.objects.get(measure="bag")
    client.post(f"/coordinate/counts/{row.uuid}/take-back/")
    with entered(alfa):
        assert list(Count.objects.values_list("measure", "quantity", "state")) == [
            ("other_food", 7, "approved")
        ]
        months.close_month(first_day=JANUARY, by=BY)
        other = Count.objects.get()
    closed = client.post(page, day | {"key": str(uuid4())})
    assert closed.context["form"].non_field_errors() == [
        "January\xa02025 is closed: what was held and counted in it stays. Nothing was saved."
    ]
    client.post(f"/coordinate/counts/{other.uuid}/take-back/")
    correction = {"heads": "9", "method": "counted", "reason": "Laskuvirhe"}
    assert client.post(f"/coordinate/counts/{other.uuid}/correct/", correction)["Location"] == page
    assert client.get(page).context["table"]["totals"] == [9]


def test_own_heads_stand_apart_and_what_nobody_counted_is_not_reported(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        house = place("meeting_place", area="village")
        place("guidance", name="Neuvonta")
    client = browse(ada, alfa)
    client.post(
        f"/coordinate/tallies/{house.uuid}/",
        {"day": "2025-01-30", "visits": "60", "own": "12", "method": "counted", "key": str(uuid4())},
    )
    with entered(alfa):
        figures.make_figures(first_days=[JANUARY])
    kinds = {kind["key"]: kind for kind in client.get("/coordinate/counts/?year=2025").context["kinds"]}
    assert kinds["meeting_place"]["rows"][0][2] == 48
    assert kinds["meeting_place"]["note"] == "1 place: 1 in a village"
    assert kinds["guidance"]["rows"] == []
    assert "12 more at our own groups" in client.get(f"/coordinate/tallies/{house.uuid}/").content.decode()


def test_numbers_of_a_day_wait_together_and_are_approved_together(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        house = place("meeting_place")
        for _press in range(3):
            tallies.add(place=house, tallies=[Tally(JANUARY, "visits", 1)], by=BY, approves=False)
    client = browse(ada, alfa)
    page = client.get("/coordinate/counts/waiting/")
    assert [(each.sums, name) for each, name, *_rest in page.context["days"]] == [
        ({"visits": 3}, "Paikka meeting_place")
    ]
    client.post("/coordinate/counts/waiting/", {"day": [page.context["days"][0][0].key, "x/y", "x"]})
    with entered(alfa):
        assert set(Count.objects.values_list("state", flat=True)) == {"approved"}


@pytest.mark.usefixtures("inside")
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.tuples(st.integers(1, 12), st.integers(0, 1), st.booleans(), st.integers(0, 400)), max_size=12
    )
)
def test_places_targets_and_months_add_up_to_the_year(rows: list[tuple[int, int, bool, int]]) -> None:
    with transaction.atomic():
        target = GrantTarget.objects.create(
            code="Ak1", kind="targeted", name_fi="Kohde", from_on=date(2024, 1, 1)
        )
        houses = [place("meeting_place"), place("meeting_place", name="Toinen", grant_target=target)]
        for month, which, own, quantity in rows:
            noted(houses[which], date(2024, month, 3), "visits", quantity, own=own)
        figures.make_figures(first_days=[date(2024, month, 1) for month in range(1, 13)])
        stored = list(CountFigure.objects.filter(year=2024))
        at = selectors.totals_at(TallyPlace.objects.all(), 2024)
        of_target = year_lines.lines([2024], Scope(grant_target=target.pk))[2024]
        transaction.set_rollback(True)
    total = sum(quantity for *_where, own, quantity in rows if not own)
    assert total == sum(row.quantity for row in stored if not row.month)
    assert total == sum(row.quantity for row in stored if row.month)
    assert total == sum(sums["visits"] for sums in at.values())
    assert sum(line.figures[0].value or 0 for line in of_target) == sum(
        quantity for _month, which, own, quantity in rows if which and not own
    )


@pytest.mark.usefixtures("inside")
def test_the_tables_keep_what_belongs_where() -> None:
    house, event = place(), occasion("2025-01-20")
    with pytest.raises(NotCountedHere):
        noted(house, JANUARY, "visits", 3)
    with pytest.raises(IntegrityError, match="count_at_an_occasion"), transaction.atomic():
        count(event, 3, place=house)
    key = uuid4()
    assert [noted(house, JANUARY, "bag", 3, key=key) for _sent in range(2)] == [1, 0]
    dialogue = occasion("2025-01-21", kind="dialogue")
    with pytest.raises(IntegrityError, match="dialogue_group_of_ten"), transaction.atomic():
        DialogueGroup.objects.create(activity=dialogue, number=1, recorder=person("Bo"), participants=11)
    with pytest.raises(IntegrityError, match="recorder"), transaction.atomic():
        DialogueGroup.objects.create(activity=dialogue, number=1, participants=9)


def test_dialogue_is_told_by_its_groups_of_ten_each_with_a_recorder(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        dialogue, bo = occasion("2025-02-01", kind="dialogue", state="planned"), person("Bo")
    client = browse(ada, alfa)
    page = f"/coordinate/activities/{dialogue.uuid}/"
    held = {"method": "counted", "basis": ""}
    assert client.post(page, held).context["held"].non_field_errors() == [
        "Say first for each group how many took part."
    ]
    assert client.post(f"{page}circle/", {"participants": "9"}).context["form"].errors["recorder"]
    full = client.post(f"{page}circle/", {"participants": "11", "recorder": bo.uuid})
    assert full.context["form"].errors["participants"] == [
        "A dialogue group has at most 10 people. Make another group for the others."
    ]
    for number in ("10", "7"):
        assert (
            client.post(f"{page}circle/", {"participants": number, "recorder": bo.uuid})["Location"] == page
        )
    client.post(page, held)
    with entered(alfa):
        assert (Activity.objects.get().state, Count.objects.get().quantity) == ("held", 17)
        second = DialogueGroup.objects.get(number=2)
    client.post(f"/coordinate/circles/{second.uuid}/", {"participants": "8", "recorder": bo.uuid})
    with entered(alfa):
        assert Count.objects.get().quantity == 18
    client.post(f"{page}circle/", {"recorder": bo.uuid})
    with entered(alfa):  # of the third nothing is known yet
        assert Count.objects.get().quantity == 18
        third = DialogueGroup.objects.get(number=3)
    client.post(f"/coordinate/circles/{third.uuid}/", {"remove": "1"})
    client.post(f"/coordinate/circles/{second.uuid}/", {"remove": "1"})
    with entered(alfa):
        assert (Count.objects.get().quantity, DialogueGroup.objects.count()) == (10, 1)
    assert client.get(page).status_code == 200
