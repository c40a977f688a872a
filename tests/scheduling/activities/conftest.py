"""Inside Alfa on Monday 3.2.2025, with short words for what the tests of activities say often."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import translation

from scheduling.activities.models import Activity, Count, Group
from scheduling.hours.services import months
from tenants import clock
from tenants.context import entered
from tenants.models import Association
from tests.scheduling.hours.conftest import BY, MONDAY, at
from volunteers.register.models import Site, VolunteerRole

__all__ = ["BY", "at", "count", "group", "occasion"]


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    """Domain time stands still on Monday 3.2.2025, 8 o'clock in Helsinki."""
    with clock.fixed(MONDAY):
        yield


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """What is said outside of a request is compared in the source's language."""
    with translation.override("en"):
        yield


@pytest.fixture
def inside(alfa: Association) -> Iterator[Association]:
    """Inside Alfa."""
    with entered(alfa):
        yield alfa


def group(name: str = "Kuoro", **fields: Any) -> Group:
    """A group led by hosts."""
    return Group.objects.create(name_fi=name, role=VolunteerRole.objects.get(code="host"), **fields)


def occasion(day: str, *, kind: str = "event", state: str = "held", **fields: Any) -> Activity:
    """Something that was held for two hours from 12 on."""
    starts_at = at(f"{day} 12:00")
    first_month = datetime.fromisoformat(day).date().replace(day=1)
    months.ensure(first_days=[first_month])
    if kind == "gig":
        fields.setdefault("site", Site.objects.get(name="Majakka"))
    if "group" not in fields:
        fields.setdefault("title", "Kevätjuhla")
    return Activity.objects.create(
        kind="group_session" if "group" in fields else kind,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        local_date=day,
        first_month=first_month,
        state=state,
        cancel_reason="few" if state == "cancelled" else "",
        created_at=clock.now(),
        **fields,
    )


def count(activity: Activity, quantity: int, **fields: Any) -> Count:
    """An approved count of the people who came."""
    said: dict[str, Any] = {"measure": "participations", "method": "counted", "state": "approved"} | fields
    return Count.objects.create(
        activity=activity,
        quantity=quantity,
        local_date=activity.local_date,
        first_month=activity.first_month,
        created_at=clock.now(),
        **said,
    )
