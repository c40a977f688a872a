"""Inside Alfa on Monday 3.2.2025, with short words for what the tests of activities say often."""

from datetime import datetime, timedelta
from typing import Any

from scheduling.activities.models import Activity, Count, Group
from scheduling.hours.services import months
from tenants import clock
from tests.monday import BY, inside, it_is_monday, said_in_english
from tests.scheduling.hours.conftest import at
from volunteers.register.models import Site, VolunteerRole

__all__ = ["BY", "at", "count", "group", "inside", "it_is_monday", "occasion", "said_in_english"]


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
