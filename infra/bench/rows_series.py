"""Shifts that repeat: two years of them made by one press of a button."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from accounts.models import User
from infra.bench.data_people import COORDINATOR, PEOPLE
from infra.bench.measure import ratio, take
from infra.bench.pages import WrongAnswer, browser, listening, page, with_empty_page
from infra.bench.register import Finding, at_most, count_at_most, row
from infra.bench.scene import Scene
from scheduling.shifts.models import Series, SeriesTime, Shift
from tenants import clock
from tenants.context import entered
from tenants.models import Association
from volunteers.register.models import VolunteerRole

PATH = "/coordinate/shifts/series/new/"
SHIFTS = 520
MARK = re.compile(r'name="publish" value="(\w+)"')


@row("series")
def series(scene: Scene) -> Iterator[Finding]:
    """A shift a day, 520 in all: statements of saving it, and the time, answered with the way to its page."""
    scene.data("known")
    association = Association.objects.get(slug=min(PEOPLE))
    coordinator = browser(User.objects.get(email=COORDINATOR), association)
    with entered(association):
        role = VolunteerRole.objects.order_by("pk")[0].pk
    first = clock.today(association) + timedelta(days=1)
    said = {
        "role": str(role),
        "title": "Sarja",
        "repeats": "weekly",
        "every": "1",
        "weekdays": [*"0123456"],
        "start_1": "17:00",
        "end_1": "20:00",
        "from_on": first.isoformat(),
        "until_on": (first + timedelta(days=SHIFTS - 1)).isoformat(),
        "holidays": "keep",
        "places": "3",
    }
    shown = MARK.search(coordinator.post(PATH, said).content.decode())
    if shown is None:
        raise WrongAnswer("The dates of the series are not shown.")

    def save() -> None:
        answer = coordinator.post(PATH, {**said, "publish": shown[1]})
        if answer.status_code != 302:
            raise WrongAnswer(f"Saving the series answered {answer.status_code}.")

    try:
        with listening() as heard:
            save()
        with entered(association):
            if (made := Shift.objects.filter(series__isnull=False).count()) != SHIFTS:
                raise WrongAnswer(f"{made} shifts were made.")
        shape = f"{SHIFTS} shifts"
        yield count_at_most(
            20, len(heard.all), what="statements of saving a series", unit="queries", data=shape
        )
        with with_empty_page("association") as empty:
            yield at_most(
                20,
                ratio(take(save, lambda: page(coordinator, empty))),
                what="time of saving a series",
                unit="empty pages",
                baseline="a signed-in page with nothing on it",
                data=shape,
            )
    finally:
        with entered(association):
            Shift.objects.filter(series__isnull=False).delete()
            SeriesTime.objects.all().delete()
            Series.objects.all().delete()
