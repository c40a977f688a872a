"""Shifts as they are read: the list, one shift, one's own first page, the week, and programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.test import Client

from accounts.models import User
from infra.bench.data_people import COORDINATOR
from infra.bench.data_shifts import ROTAS, VOLUNTEER
from infra.bench.measure import ratio, take
from infra.bench.pages import WrongAnswer, browser, listening, page, with_empty_page
from infra.bench.register import Finding, at_most, count_at_most, row
from infra.bench.scene import Scene
from scheduling.shifts.models import Shift
from tenants import clock
from tenants.context import entered
from tenants.models import Association

SHAPE = "5 000 people, 20 000 shifts, 120 000 sign-ups"
Path = Callable[[Association], str]


@row("shifts")
def shifts(scene: Scene) -> Iterator[Finding]:
    """What a volunteer opens: what lies ahead as a list and a week, one shift, and their own first page."""
    scene.data("rotas_known")
    yield from _read(VOLUNTEER, lambda _at: "/shifts/", what="the list of shifts", holds="Muoto")
    yield from _read(VOLUNTEER, lambda _at: "/shifts/?show=all", what="the list of all shifts", holds="Muoto")
    yield from _read(VOLUNTEER, lambda _at: "/shifts/?view=week", what="a week of shifts", holds="Muoto")
    yield from _read(
        VOLUNTEER, lambda _at: "/shifts/?view=week&show=all", what="a week of all shifts", holds="Muoto"
    )
    yield from _read(VOLUNTEER, lambda at: f"/shifts/{_next(at)}/", what="one shift", holds="Muoto")
    yield from _read(VOLUNTEER, lambda _at: "/home/", what="one's own first page", holds="Muoto")


@row("shifts_coordinator")
def shifts_coordinator(scene: Scene) -> Iterator[Finding]:
    """What a coordinator opens: the week, one shift with who comes, and who else could come to it."""
    scene.data("rotas_known")
    yield from _read(COORDINATOR, lambda _at: "/coordinate/shifts/", what="the week", holds="Muoto")
    yield from _read(
        COORDINATOR, lambda at: f"/coordinate/shifts/{_next(at)}/", what="one shift to manage", holds="Muoto"
    )
    yield from _read(
        COORDINATOR, lambda at: f"/coordinate/shifts/{_next(at)}/people/", what="who is free", holds="Muoto"
    )


@row("shifts_api")
def shifts_api(scene: Scene) -> Iterator[Finding]:
    """What a program reads: a hundred shifts."""
    scene.data("rotas_known")
    yield from _read(
        VOLUNTEER, lambda _at: "/api/v1/shifts/?page_size=100", what="a hundred for a program", holds="Muoto"
    )


def _next(association: Association) -> str:
    with entered(association):
        found = Shift.objects.filter(starts_at__gt=clock.now()).order_by("starts_at", "pk")[20]
        return str(found.uuid)


def _read(email: str, path: Path, *, what: str, holds: str) -> Iterator[Finding]:
    """Statements, growth with the years behind, and time in units of the empty page."""
    small, big = (Association.objects.get(slug=slug) for slug in ROTAS)
    who = User.objects.get(email=email)
    few, many = ((browser(who, at), path(at)) for at in (small, big))
    _ask(few)
    if holds not in _ask(many):
        raise WrongAnswer(f"{many[1]} does not hold {holds!r}.")
    with listening() as heard:
        _ask(many)
    yield count_at_most(15, len(heard.all), what=f"statements, {what}", unit="queries", data=SHAPE)
    yield at_most(
        1.3,
        ratio(take(lambda: _ask(many), lambda: _ask(few), repeats=60)),
        what=f"time of {what} with ten times the shifts",
        unit="×",
        baseline="the same over 2 000 shifts and 500 people",
        data=SHAPE,
    )
    coordinator = browser(User.objects.get(email=COORDINATOR), big)
    with with_empty_page("association") as empty:
        yield at_most(
            4,
            ratio(take(lambda: _ask(many), lambda: page(coordinator, empty), repeats=60)),
            what=f"time of {what}",
            unit="empty pages",
            baseline="a coordinator's page with nothing on it",
            data=SHAPE,
        )


def _ask(asked: tuple[Client, str]) -> str:
    client, path = asked
    return page(client, path)
