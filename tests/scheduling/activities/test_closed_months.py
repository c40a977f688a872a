"""What a closed month lacks of activities: it is in nobody's way, and counts after all with a reason."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from scheduling.activities.errors import MonthOpen, ReasonMissing
from scheduling.activities.models import ContactDetails, Count, CountFigure
from scheduling.activities.services import counts, figures, tallies
from scheduling.activities.services.tallies import Contact, Tally
from scheduling.hours.services import months
from tenants.context import entered
from tenants.models import Association
from tests.scheduling.activities.conftest import BY, count, group, occasion
from tests.scheduling.activities.test_pages import said
from tests.scheduling.activities.test_places import place

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
