"""What the tables themselves keep, whoever writes: closed months, corrections, what a row must say."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from scheduling.activities.models import Activity, Count
from scheduling.hours.services import months
from tests.scheduling.activities.conftest import BY, count, occasion

pytestmark = pytest.mark.usefixtures("inside")
JANUARY = date(2025, 1, 1)


def refused(word: str, write: Any) -> None:
    """The database refuses it, and says so with this word."""
    with pytest.raises(IntegrityError, match=word), transaction.atomic():
        write()


def test_closed_month_keeps_its_occasions_and_counts() -> None:
    event = occasion("2025-01-20")
    counted = count(event, 40)
    months.close_month(first_day=JANUARY, by=BY)
    refused("activities_month_closed", lambda: Count.objects.filter(pk=counted.pk).update(quantity=41))
    refused("activities_month_closed", counted.delete)
    refused("activities_month_closed", lambda: Activity.objects.filter(pk=event.pk).update(title="Muu"))
    refused(
        "activities_month_closed",
        lambda: Activity.objects.filter(pk=event.pk).update(first_month=date(2025, 2, 1)),
    )
    refused("activities_month_closed", lambda: occasion("2025-01-21"))
    assert (Count.objects.get().quantity, Activity.objects.count()) == (40, 1)


def test_correction_after_close_is_approved_has_a_reason_and_is_about_the_same() -> None:
    event = occasion("2025-01-20")
    counted = count(event, 40)
    other = occasion("2025-01-21")
    months.close_month(first_day=JANUARY, by=BY)
    for wrong, word in (
        ({"state": "entered", "reason": "Laskuvirhe"}, "activities_month_closed"),
        ({"reason": ""}, "count_corrects_for_a_reason"),
        ({"reason": "Laskuvirhe", "measure": "audience"}, "activities_corrects_another"),
    ):
        refused(word, lambda said=wrong: count(event, 42, corrects=counted, **said))
    refused("activities_corrects_another", lambda: count(other, 42, corrects=counted, reason="Laskuvirhe"))
    count(event, 42, corrects=counted, reason="Laskuvirhe")
    assert [row.quantity for row in Count.objects.filter(corrected_by__isnull=True)] == [42]
    refused("corrects_id", lambda: count(event, 43, corrects=counted, reason="Taas"))


def test_estimate_says_its_basis_and_an_occasion_is_counted_once() -> None:
    event = occasion("2025-01-20")
    for method in ("estimated", "sample"):
        refused("count_says_its_basis", lambda how=method: count(event, 40, method=how))
    count(event, 40, method="estimated", basis="Tuolit laskettiin")
    refused("count_once_an_occasion", lambda: count(event, 41))
    refused(
        "activity_cancelled_for_a_reason",
        lambda: Activity.objects.filter(pk=event.pk).update(cancel_reason="few"),
    )
