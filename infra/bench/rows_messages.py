"""Finding out who has something to send, and sending it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from django.db import connection
from django.test import override_settings

from accounts.models import User
from infra.bench.data_messages import COORDINATOR, LOGGED, NOON, WHOLE
from infra.bench.data_people import COORDINATOR as COORDINATOR_OF_PEOPLE
from infra.bench.measure import ratio, take
from infra.bench.pages import WrongAnswer, browser, listening, page, with_empty_page
from infra.bench.register import Finding, at_most, count_at_most, row
from infra.bench.rows_lifecycle import MEGABYTE, measured
from infra.bench.scene import Scene
from notifications import states, tasks
from notifications.models import Message
from notifications.queues import QUEUES
from tenants import clock, wakeups
from tenants.context import entered
from tenants.models import Association, Wakeup

MUCH_LATER = datetime(2100, 1, 1, tzinfo=UTC)
DUE, EACH = 50, 20


@row("messages_scan")
def messages_scan(scene: Scene) -> Iterator[Finding]:
    """Who of a thousand has something due, among a million planned messages, by one read."""
    scene.data("planned")
    light = list(Association.objects.filter(slug__startswith="kevyt").order_by("pk"))
    shape = f"{len(light)} associations, {_spaced(_planned(light))} planned messages"
    coordinator = User.objects.get(email=COORDINATOR)
    at = browser(coordinator, Association.objects.get(slug="posti1"))
    with (
        _others_taken_up(light),
        override_settings(CLOCK_MOVABLE=True),
        clock.fixed(NOON - timedelta(minutes=1)),
    ):
        _require(0)
        with with_empty_page("association") as empty:
            page(at, empty)
            yield at_most(
                3,
                ratio(take(wakeups.due, lambda: page(at, empty), repeats=200)),
                what="time to see that nobody has anything due",
                unit="empty pages",
                baseline="a signed-in page with nothing on it",
                data=shape,
            )
            with _due_in(light[::20]):
                _require(DUE)
                yield at_most(
                    3,
                    ratio(take(wakeups.due, lambda: page(at, empty), repeats=200)),
                    what=f"time to find the {DUE} that have something due",
                    unit="empty pages",
                    baseline="a signed-in page with nothing on it",
                    data=f"{shape}, {EACH} due in each of {DUE}",
                )
                yield _against_one_task_each(light, shape)


def _against_one_task_each(light: list[Association], shape: str) -> Finding:
    """Finding and starting, against entering all of them, for which not even a job was sent."""

    def ours() -> None:
        if wakeups.start_due() != DUE:
            raise RuntimeError("Not all that had something due were started.")
        Wakeup.objects.filter(leased_until__lt=MUCH_LATER).update(leased_until=None)

    def one_by_one() -> None:
        for association in light:
            with entered(association):
                Message.objects.filter(states.claimable()).exists()

    estimate = ratio(take(one_by_one, ours, repeats=30, warm_up=1))
    return Finding(
        what=f"starting the {DUE} that have something due, times faster than looking into each",
        value=round(estimate.value, 1),
        unit="×",
        target="≥ 10",
        holds=estimate.at_least(10),
        baseline="one job for each association that asks its messages (without sending the jobs)",
        data=shape,
        interval=(estimate.low, estimate.high),
    )


def _planned(light: list[Association]) -> int:
    """One wake-up for each."""
    return Wakeup.objects.filter(schema_name__in=[one.schema_name for one in light]).count()


def _require(number: int) -> None:
    found = wakeups.due()
    if len(found) != number:
        raise RuntimeError(f"{len(found)} have something due, and not {number}.")


@contextmanager
def _others_taken_up(light: list[Association]) -> Iterator[None]:
    """What other data sets have left to do is somebody else's meanwhile."""
    others = Wakeup.objects.exclude(schema_name__in=[one.schema_name for one in light])
    others.update(leased_until=MUCH_LATER)
    try:
        yield
    finally:
        others.update(leased_until=None)


@contextmanager
def _due_in(some: list[Association]) -> Iterator[None]:
    """Inside the block these have work that has been due for some seconds; what is started meanwhile goes."""
    at = NOON - timedelta(minutes=2)
    made = Wakeup.objects.bulk_create(
        Wakeup(schema_name=one.schema_name, queue=QUEUES["default"], due_at=at + timedelta(seconds=each))
        for each in range(EACH)
        for one in some
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE public.tenants_wakeup")
    try:
        yield
    finally:
        Wakeup.objects.filter(pk__in=[one.pk for one in made]).delete()
        jobs_waiting = tasks.deliver_due.app.control.purge()
        print(f"{jobs_waiting} jobs that nobody was to do are thrown away.", flush=True)


def _spaced(number: int) -> str:
    return f"{number:,}".replace(",", " ")


@row("messages_log")
def messages_log(scene: Scene) -> Iterator[Finding]:
    """The list of what went out among 100 000 messages: its first page, one far behind, one of failures."""
    scene.data("log")
    coordinator = User.objects.get(email=COORDINATOR_OF_PEOPLE)
    few, many = (browser(coordinator, Association.objects.get(slug=slug)) for slug in LOGGED)
    shape = f"{_spaced(LOGGED['kytkin2'])} messages"
    after = quote(f"{(clock.now() - timedelta(days=300)).isoformat()}~1")
    pages = {"": "the first page", f"?after={after}": "a page far behind", "?show=failed": "what failed"}
    for query, what in pages.items():
        path = f"/coordinate/outgoing/{query}"
        if page(many, path).count("/coordinate/outgoing/") < 50:
            raise WrongAnswer("The list does not hold a page of messages.")
        with listening() as heard:
            page(many, path)
        yield count_at_most(15, len(heard.all), what=f"statements, {what}", unit="queries", data=shape)
    first = "/coordinate/outgoing/"
    yield at_most(
        1.3,
        ratio(take(lambda: page(many, first), lambda: page(few, first), repeats=60)),
        what="time of the first page with ten times the messages",
        unit="×",
        baseline=f"the same page over {_spaced(LOGGED['kytkin1'])}",
        data=shape,
    )
    behind = f"{first}?after={after}"
    yield at_most(
        1.3,
        ratio(take(lambda: page(many, behind), lambda: page(many, first), repeats=60)),
        what="time of a page far behind",
        unit="×",
        baseline="the first page",
        data=shape,
    )
    with with_empty_page("association") as empty:
        yield at_most(
            4,
            ratio(take(lambda: page(many, first), lambda: page(many, empty), repeats=60)),
            what="time of the list of messages",
            unit="empty pages",
            baseline="a signed-in page with nothing on it",
            data=shape,
        )


@row("messages_rate")
def messages_rate(scene: Scene) -> Iterator[Finding]:
    """Twenty thousand due reminders of 200 associations through two processes to a mail server."""
    scene.data("letters")
    told: dict[str, Any] = measured(scene, "app", "infra.bench.posting", variables={"CLOCK_MOVABLE": "true"})
    planned, came = told["planned"], told["came"]
    shape = f"{_spaced(planned)} reminders of {WHOLE} associations, a worker with two processes"
    yield Finding(
        what="reminders that did not arrive, or are not noted as sent",
        value=planned - came + abs(told["states"].get("sent", 0) - planned - told["urgent"]),
        unit="mails",
        target="≤ 0",
        holds=planned == came and told["states"] == {"sent": planned + told["urgent"]},
        baseline="",
        data=shape,
    )
    yield count_at_most(0, told["twice"], what="mails that arrived twice", unit="mails", data=shape)
    rate = planned / told["seconds"]
    yield Finding(
        what="rate of sending",
        value=round(rate, 1),
        unit="mails/s",
        target="≥ 20",
        holds=rate >= 20,
        baseline=f"all within {told['seconds']:.0f} s",
        data=shape,
    )
    peak = max(told["peaks"]) / MEGABYTE
    yield Finding(
        what="most memory of a process of the worker",
        value=round(peak),
        unit="MB",
        target="≤ 250",
        holds=peak <= 250,
        baseline=", ".join(f"{each / MEGABYTE:.0f} MB" for each in told["peaks"]) + " (main, children)",
        data=shape,
    )
    slowest = told["urgent_slowest"]
    yield Finding(
        what="slowest of the urgent ones that were put in meanwhile",
        value=round(slowest, 2),
        unit="s",
        target="≤ 5",
        holds=slowest <= 5 and told["urgent_came"] == told["urgent"] > 0,
        baseline=f"{told['urgent']} of them, median {told['urgent_median']:.2f} s",
        data=shape,
    )
