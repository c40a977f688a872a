"""A month of the coordinator's calendar as its script reads it: 500 shifts as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator

from accounts.models import User
from infra.bench.data_calendar import AROUND, SHIFTS
from infra.bench.data_people import COORDINATOR
from infra.bench.measure import ratio, take
from infra.bench.pages import WrongAnswer, browser, listening, page, with_empty_page
from infra.bench.register import Finding, at_most, count_at_most, row
from infra.bench.scene import Scene
from tenants.models import Association

PATH = "/coordinate/shifts/calendar.json?start=2031-02-24&end=2031-04-07"


@row("calendar")
def calendar(scene: Scene) -> Iterator[Finding]:
    """Statements, time, and growth from 2 000 to 20 000 shifts about the month."""
    scene.data("calendar")
    small, big = (Association.objects.get(slug=slug) for slug in AROUND)
    coordinator = User.objects.get(email=COORDINATOR)
    few, many = (browser(coordinator, at) for at in (small, big))
    shape = "500 shifts of a month, six people on each, among 20 000"
    found = json.loads(page(many, PATH))["shifts"]
    if len(found) != SHIFTS or not any("warning" in shift for shift in found):
        raise WrongAnswer(f"{len(found)} shifts are in the calendar.")
    page(few, PATH)
    with listening() as heard:
        page(many, PATH)
    yield count_at_most(15, len(heard.all), what="statements, a month as JSON", unit="queries", data=shape)
    yield at_most(
        1.3,
        ratio(take(lambda: page(many, PATH), lambda: page(few, PATH), repeats=40)),
        what="time of a month among ten times the shifts",
        unit="×",
        baseline="the same month among 2 000 shifts",
        data=shape,
    )
    with with_empty_page("association") as empty:
        yield at_most(
            6,
            ratio(take(lambda: page(many, PATH), lambda: page(many, empty), repeats=40)),
            what="time of a month as JSON",
            unit="empty pages",
            baseline="a signed-in page with nothing on it",
            data=shape,
        )
