"""Hours of ten years as they are read and approved, and ten thousand of them approved and closed at once."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import timedelta

from django.test import Client

from accounts.models import User
from infra.bench import data_hours
from infra.bench.data_hours import HOURS, PEOPLE, VOLUNTEER, WAITING
from infra.bench.data_people import COORDINATOR
from infra.bench.measure import ratio, take
from infra.bench.pages import WrongAnswer, browser, listening, page, with_empty_page
from infra.bench.register import Finding, at_most, count_at_most, row
from infra.bench.scene import Scene
from scheduling.hours.models import HoursEntry, Month
from tenants import clock
from tenants.context import entered
from tenants.models import Association
from volunteers.register.models import Person

FEW, MANY, FRESH = HOURS
SHAPE = f"5 000 people, 100 000 entries over ten years, {WAITING} waiting"
AT_ONCE = 10_000
MARK = re.compile(r'name="up_to" value="(\d+)"')


@row("hours")
def hours(scene: Scene) -> Iterator[Finding]:
    """One's own hours, the year's months, and the figures."""
    scene.data("years_of_hours_known")
    _give_somebody_the_login()
    yield from _read(VOLUNTEER, "/hours/", what="one's own hours", holds="Muoto")
    yield from _read(COORDINATOR, "/coordinate/months/", what="months", holds="rn-table")
    yield from _read(COORDINATOR, "/coordinate/figures/", what="the figures page", holds="Muoto")


@row("approval")
def approval(scene: Scene) -> Iterator[Finding]:
    """What waits for approval; then ten thousand approved by one press, and their month closed."""
    scene.data("years_of_hours_known")
    yield from _read(COORDINATOR, "/coordinate/hours/", what="hours to approve", holds="Muoto")
    yield from _at_once()


def _at_once() -> Iterator[Finding]:
    association = Association.objects.get(slug=FRESH)
    client = browser(User.objects.get(email=COORDINATOR), association)
    last = (clock.today(association).replace(day=1) - timedelta(days=1)).replace(day=1)
    with entered(association):
        data_hours.insert(AT_ONCE, first=last, days=28, state="submitted")
    try:
        shown = MARK.search(page(client, "/coordinate/hours/"))
        if shown is None:
            raise WrongAnswer("Nothing can be approved at once.")
        seconds = _post(client, "/coordinate/hours/", {"ordinary": "1", "up_to": shown[1]})
        with entered(association):
            if (count := HoursEntry.objects.filter(state="approved").count()) != AT_ONCE:
                raise WrongAnswer(f"{count} entries were approved.")
        yield _seconds(seconds, "time of approving 10 000 entries by one press", limit=20)
        seconds = _post(client, f"/coordinate/months/{last.year}-{last.month}/close/", {})
        with entered(association):
            if not Month.objects.filter(first_day=last, state="closed").exists():
                raise WrongAnswer("The month is not closed.")
        yield _seconds(seconds, "time of closing a month of 10 000 entries", limit=5)
    finally:
        with entered(association):
            Month.objects.update(state="open")
            HoursEntry.objects.all().delete()


def _seconds(seconds: float, what: str, *, limit: float) -> Finding:
    return Finding(
        what=what,
        value=seconds,
        unit="s",
        target=f"≤ {limit}",
        holds=seconds <= limit,
        baseline="one transaction each, as a press of a button",
        data=f"{AT_ONCE} entries of {PEOPLE} people in one month",
    )


def _post(client: Client, path: str, said: dict[str, str]) -> float:
    began = time.perf_counter()
    answer = client.post(path, said)
    if answer.status_code != 302:
        raise WrongAnswer(f"{path} answered {answer.status_code}.")
    return time.perf_counter() - began


def _give_somebody_the_login() -> None:
    user = User.objects.get(email=VOLUNTEER)
    for slug in (FEW, MANY):
        with entered(Association.objects.get(slug=slug)):
            first = Person.objects.order_by("pk").values_list("pk", flat=True)[0]
            Person.objects.filter(pk=first).update(user_uuid=user.uuid)


def _read(email: str, path: str, *, what: str, holds: str) -> Iterator[Finding]:
    """Statements, growth with the hours behind, and time in units of the empty page."""
    small, big = (Association.objects.get(slug=slug) for slug in (FEW, MANY))
    who = User.objects.get(email=email)
    few, many = browser(who, small), browser(who, big)
    page(few, path)
    if holds not in page(many, path):
        raise WrongAnswer(f"{path} does not hold {holds!r}.")
    with listening() as heard:
        page(many, path)
    yield count_at_most(15, len(heard.all), what=f"statements, {what}", unit="queries", data=SHAPE)
    yield at_most(
        1.3,
        ratio(take(lambda: page(many, path), lambda: page(few, path), repeats=60)),
        what=f"time of {what} with ten times the hours",
        unit="×",
        baseline="the same over 10 000 entries",
        data=SHAPE,
    )
    coordinator = browser(User.objects.get(email=COORDINATOR), big)
    with with_empty_page("association") as empty:
        yield at_most(
            5,
            ratio(take(lambda: page(many, path), lambda: page(coordinator, empty), repeats=60)),
            what=f"time of {what}",
            unit="empty pages",
            baseline="a coordinator's page with nothing on it",
            data=SHAPE,
        )
