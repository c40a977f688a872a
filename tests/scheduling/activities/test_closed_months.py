"""What a closed month lacks of activities: it is in nobody's way, and counts after all with a reason."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from scheduling.activities.errors import MonthClosed, MonthOpen, ReasonMissing
from scheduling.activities.models import Activity, ContactDetails, Count, CountFigure, OccasionFigure
from scheduling.activities.services import counts, figures, tallies
from scheduling.activities.services.tallies import Contact, Tally
from scheduling.hours.services import months
from tenants.context import entered
from tenants.models import Association
from tests.scheduling.activities.conftest import BY, count, group, occasion
from tests.scheduling.activities.test_pages import said
from tests.scheduling.activities.test_places import place
from tests.scheduling.activities.test_tables import refused
from tests.scheduling.hours.conftest import person

Browse = Callable[..., Client]
JANUARY = date(2025, 1, 1)
WAITING = "/coordinate/counts/waiting/"


def closed_january() -> None:
    months.close_month(first_day=JANUARY, by=BY)


def total(measure: str, year: int = 2025) -> int:
    """What the year's figures say after everything was made again."""
    figures.make_figures(first_days=[JANUARY])
    found = CountFigure.objects.filter(year=year, month=0, measure=measure)
    return sum(found.values_list("quantity", flat=True))


def test_number_of_a_closed_month_keeps_no_other_from_being_approved(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        old = count(occasion("2025-01-20", group=group("Kuoro")), 12, state="entered")
        new = count(occasion("2025-02-02", group=group("Kerho")), 7, state="entered")
        closed_january()
    client = browse(ada, alfa)
    page = client.get(WAITING)
    assert [line[0] for line in page.context["lines"]] == [new]
    assert [line[0] for line in page.context["late_lines"]] == [old]
    assert f"/coordinate/counts/{old.uuid}/correct/" in page.content.decode()
    assert said(client, client.post(WAITING, {"count": [new.uuid]})) == ["1 number approved."]
    with entered(alfa):
        new.refresh_from_db()
        assert new.state == "approved"


def test_what_waited_in_vain_counts_once_with_a_reason_and_the_first_row_stays(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        old = count(occasion("2025-01-20"), 12, state="entered")
        desk = place("guidance")
        about = Contact(channel="phone", topic="money")
        sent = [Tally(date(2025, 1, 21), "contacts", number, key=uuid4(), contact=about) for number in (1, 2)]
        tallies.add(place=desk, tallies=sent, by=BY, approves=False)
        closed_january()
    client = browse(ada, alfa)
    wanted = {"late": "1", "count": [old.uuid], "day": [f"{desk.uuid}/2025-01-21"]}
    refused = client.post(WAITING, wanted | {"reason": " "})
    assert refused.status_code == 422
    assert refused.content.decode().count(" checked name=") == 2
    with entered(alfa):
        assert total("participations") == total("contacts") == 0
    answer = client.post(WAITING, wanted | {"reason": "The leader was ill"})
    assert said(client, answer) == ["3 numbers count now."]
    again = client.post(WAITING, wanted | {"reason": "The leader was ill"})
    assert said(client, again) == ["Mark the numbers that shall count."]
    assert client.get(WAITING).context["late"] == 0
    with entered(alfa):
        assert (total("participations"), total("contacts")) == (12, 3)
        old.refresh_from_db()
        assert (old.state, old.corrected_by.reason) == ("entered", "The leader was ill")
        assert ContactDetails.objects.filter(count__corrects__isnull=False, topic="money").count() == 2


def test_corrected_number_waits_no_more_and_an_open_month_is_approved_as_ever(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        old = count(occasion("2025-01-20"), 12, state="entered")
        new = count(occasion("2025-02-02"), 7, state="entered")
        closed_january()
        with pytest.raises(MonthOpen):
            counts.count_late(counts=[old, new], reason="Late", by=BY)
        with pytest.raises(ReasonMissing):
            counts.count_late(counts=[old], reason=" ", by=BY)
        assert Count.objects.count() == 2
    client = browse(ada, alfa)
    right = {"heads": "11", "method": "counted", "basis": "", "reason": "One was counted twice"}
    assert client.post(f"/coordinate/counts/{old.uuid}/correct/", right).status_code == 302
    assert client.get(WAITING).context["late"] == 0
    with entered(alfa):
        assert counts.count_late(counts=[old], reason="Late", by=BY) == 0
        assert total("participations") == 11


LATE = {"late": "1", "heads": "9", "method": "counted", "basis": "", "reason": "Leader was ill"}


def test_untold_occasion_of_a_closed_month_is_told_late_once_and_counts(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        event = occasion("2025-01-20", state="planned")
        closed_january()
    client, page = browse(ada, alfa), f"/coordinate/activities/{event.uuid}/"
    assert "Say why it comes late" in client.get(page).content.decode()
    refused = client.post(page, LATE | {"reason": " "})
    assert (refused.status_code, list(refused.context["late_held"].errors)) == (422, ["reason"])
    with entered(alfa):
        event.refresh_from_db()
        assert (event.state, Count.objects.count()) == ("planned", 0)
    for _sent in range(2):
        assert client.post(page, LATE).status_code == 302
    other = client.post(page, LATE | {"heads": "10"})
    assert other.status_code == 422
    with entered(alfa):
        event.refresh_from_db()
        assert (event.state, event.late_reason) == ("held", "Leader was ill")
        assert (Count.objects.get().reason, total("participations")) == ("Leader was ill", 9)
        assert OccasionFigure.objects.get(year=2025, month=0).held == 1
    assert "Leader was ill" in client.get(page).content.decode()
    right = {"heads": "8", "method": "counted", "basis": "", "reason": "Miscounted"}
    with entered(alfa):
        number = Count.objects.get()
    client.post(f"/coordinate/counts/{number.uuid}/correct/", right)
    with entered(alfa):
        assert total("participations") == 8


def test_occasion_of_a_closed_month_is_cancelled_late_and_only_where_nobody_told(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        untold, held = occasion("2025-01-20", state="planned"), occasion("2025-01-21", title="Toinen")
        count(held, 5)
        ahead = occasion("2025-02-20", state="planned", title="Laskiainen")
        closed_january()
    client = browse(ada, alfa)
    off = {"late_cancel": "1", "reason": "few", "late_reason": "Nobody remembered"}
    assert client.post(f"/coordinate/activities/{untold.uuid}/", off).status_code == 302
    for wrong in (held, ahead):
        assert client.post(f"/coordinate/activities/{wrong.uuid}/", off).status_code == 422
    with entered(alfa):
        states = {each.title: each.state for each in Activity.objects.all()}
        assert states == {"Kevätjuhla": "cancelled", "Toinen": "held", "Laskiainen": "planned"}
        assert total("participations") == 5


def test_held_occasion_without_a_number_gets_one_after_its_month_closed(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        event = occasion("2025-01-20")
        closed_january()
    client = browse(ada, alfa)
    assert client.post(f"/coordinate/activities/{event.uuid}/", LATE).status_code == 302
    with entered(alfa):
        assert total("participations") == 9


def test_leader_is_not_asked_for_what_is_closed(browse: Browse, bo: User, alfa: Association) -> None:
    with entered(alfa):
        choir = group(leader=person("Bo"))
        old = occasion("2025-01-20", group=choir, state="planned")
        new = occasion("2025-02-02", group=choir, state="planned")
        closed_january()
    waiting = browse(bo, alfa).get("/led/").context["waiting"]
    assert [line[0] for line in waiting] == [new]
    held = {"heads": "9", "method": "counted", "basis": "", "minutes": "60"}
    assert browse(bo, alfa).post(f"/led/{old.uuid}/", held).status_code == 422


def test_occasion_and_times_of_a_group_enter_a_closed_month_with_a_reason_only(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        choir = group(weekday=0, start_minute=17 * 60, minutes=60)
        closed_january()
    client = browse(ada, alfa)
    event = {"title": "Joulujuhla", "day": "2025-01-20", "starts": "12:00", "ends": "14:00"}
    assert client.post("/coordinate/activities/new/event/", event).status_code == 422
    weeks = {"from_on": "2025-01-20", "until_on": "2025-02-03"}
    assert client.post(f"/coordinate/groups/{choir.uuid}/", weeks).status_code == 422
    with entered(alfa):
        assert not Activity.objects.exists()
    why = {"late_reason": "It was on paper"}
    made = client.post("/coordinate/activities/new/event/", event | why)
    client.post(f"/coordinate/groups/{choir.uuid}/", weeks | why)
    assert client.post(made["Location"], LATE).status_code == 302
    with entered(alfa):
        late = Activity.objects.order_by("starts_at").values_list("local_date", "state", "late_reason")
        assert [(str(day), state, said) for day, state, said in late] == [
            ("2025-01-20", "held", "Leader was ill"),
            ("2025-01-20", "planned", "It was on paper"),
            ("2025-01-27", "planned", "It was on paper"),
            ("2025-02-03", "planned", ""),
        ]


def test_day_of_a_place_is_noted_in_a_closed_month_with_a_reason_once(
    browse: Browse, ada: User, alfa: Association
) -> None:
    with entered(alfa):
        food = place()
        closed_january()
    client, page = browse(ada, alfa), f"/coordinate/tallies/{food.uuid}/"
    day = {"day": "2025-01-30", "bag": "41", "method": "counted", "key": str(uuid4())}
    assert "is closed" in client.post(page, day).content.decode()
    for _sent in range(2):
        assert client.post(page, day | {"late_reason": "The paper was found"}).status_code == 302
    assert "noted late" in client.get(page).content.decode()
    with entered(alfa):
        assert (Count.objects.get().state, total("bag")) == ("approved", 41)
        # Who may not approve may not note it late either.
        late = [Tally(date(2025, 1, 30), "bag", 1)]
        with pytest.raises(MonthClosed):
            tallies.add(place=food, tallies=late, by=BY, approves=False, late_reason="Late")


def test_tables_let_nothing_else_into_a_closed_month(inside: Association) -> None:
    untold, held = occasion("2025-01-20", state="planned"), occasion("2025-01-21", title="Toinen")
    closed_january()
    why = {"late_reason": "Late"}
    for rows, change in (
        (untold, {"state": "held"}),
        (untold, {"state": "held", "title": "Muu"} | why),
        (untold, {"title": "Muu"} | why),
        (held, {"state": "planned"} | why),
        (held, why),
    ):
        refused(
            "activities_month_closed",
            lambda row=rows, said=change: Activity.objects.filter(pk=row.pk).update(**said),
        )
    refused("activities_month_closed", lambda: occasion("2025-01-22", title="Kolmas", **why))
    refused("activities_month_closed", lambda: count(untold, 4))
    refused("activities_month_closed", lambda: count(untold, 4, state="entered", reason="Late"))
    refused("activities_month_closed", untold.delete)
