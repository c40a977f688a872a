"""A federation's pages of 1 000 associations, three years and 20 roles, and what its release takes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial

from accounts.models import User
from infra.bench.data_federations import ANALYST, YEAR
from infra.bench.data_figures import READER, ROLES, SIZES, YEARS
from infra.bench.measure import ratio, take
from infra.bench.pages import WrongAnswer, browser, listening, page, with_empty_page
from infra.bench.register import Finding, at_most, count_at_most, row
from infra.bench.scene import Scene
from scheduling.hours.models import ChangedMonth, HoursEntry
from scheduling.hours.services import figures
from tenants import clock
from tenants.context import entered
from tenants.models import Association, Umbrella

EMPTY_PAGES = RECOMPUTE_PAGES = 5
GROWTH = 1.5
STATEMENTS = 15

#: What a release may take of its job's time and of a worker's memory: see `releases` and the deployment.
RELEASE_SECONDS, RELEASE_MEGABYTES = 500, 1_000

#: From ten past three until seven in the morning.
NIGHT_SECONDS = 13_800

PATHS = {
    "overview": f"/?year={YEARS[-1]}",
    "by role": f"/roles/?year={YEARS[-1]}",
    "role": f"/roles/{ROLES[0]}/?year={YEARS[-1]}",
    "district": f"/districts/piiri1/?year={YEARS[-1]}",
    "comparison": f"/associations/?year={YEARS[-1]}",
    "association": f"/figures/{{slug}}1/?year={YEARS[-1]}",
    "year export": f"/export.csv?year={YEARS[-1]}",
}


@row("federation_pages", profiles=("large",))
def federation_pages(scene: Scene) -> Iterator[Finding]:
    """What each page asks of the database, its time, and how it grows with the number of associations."""
    scene.data("released")
    small, big = (Umbrella.objects.get(slug=slug) for slug in SIZES)
    reader = User.objects.get(email=READER)
    few, many = browser(reader, small), browser(reader, big)
    shape = f"{SIZES[big.slug]} associations × {12 * len(YEARS)} months × {len(ROLES)} roles"
    for name, pattern in PATHS.items():
        of_many, of_few = pattern.format(slug=big.slug), pattern.format(slug=small.slug)
        page(many, of_many)
        with listening() as heard:
            page(many, of_many)
        yield count_at_most(
            0,
            len(heard.inside_associations),
            what=f"{name}: statements inside an association's schema",
            unit="queries",
            data=shape,
        )
        yield count_at_most(
            STATEMENTS, len(heard.all), what=f"{name}: statements", unit="queries", data=shape
        )
        # A file has a line for each figure, so it is its lines that must not become dearer.
        is_file = name == "year export"
        lines = SIZES[big.slug] / SIZES[small.slug] if is_file else 1
        yield at_most(
            GROWTH,
            ratio(take(partial(page, many, of_many), partial(page, few, of_few), repeats=30)),
            what=f"{name}: time {'of a line ' if is_file else ''}with ten times the associations",
            unit="×",
            per=lines,
            baseline=f"the same of {SIZES[small.slug]} associations",
            data=shape,
        )
        if is_file:
            continue
        with with_empty_page() as empty:
            yield at_most(
                EMPTY_PAGES,
                ratio(take(partial(page, many, of_many), partial(page, many, empty), repeats=30)),
                what=f"{name}: time",
                unit="empty pages",
                baseline="a signed-in page with nothing on it",
                data=shape,
            )


@row("federation_release", profiles=("large",))
def federation_release(scene: Scene) -> Iterator[Finding]:
    """The time and memory of one release of everything, as they were when the data set was made."""
    for slug, took in scene.data("released").items():
        shape = f"{took['associations']} associations × {len(YEARS)} years × {len(ROLES)} roles ({slug})"
        yield count_at_most(
            RELEASE_SECONDS,
            took["process_seconds"],
            what="process time of a release of everything",
            unit="s",
            data=shape,
        )
        yield count_at_most(
            RELEASE_MEGABYTES, took["megabytes"], what="memory of it at most", unit="MB", data=shape
        )


@row("federation_attack", profiles=("large",))
def federation_attack(scene: Scene) -> Iterator[Finding]:
    """What bounds, handed on from sum to sum over all tables together, find of what a release has hidden."""
    for slug, found in scene.data("attacked").items():
        shape = f"{found['hidden']} hidden numbers of {found['associations']} associations ({slug})"
        for what, name in (("recovered", "worked out"), ("too_near", "of few people, known too closely")):
            yield count_at_most(0, found[what], what=f"hidden numbers {name}", unit="numbers", data=shape)


@row("recompute")
def recompute(scene: Scene) -> Iterator[Finding]:
    """One month that changed: its figures and its year's, made again from the rows."""
    scene.data("hours")
    umbrella = Umbrella.objects.get(slug="suuri")
    association = Association.objects.get(slug="suuri0")
    client = browser(User.objects.get(email=ANALYST), umbrella)

    def again() -> None:
        with entered(association):
            ChangedMonth.objects.get_or_create(
                first_day=date(YEAR, 6, 1), defaults={"marked_at": clock.now()}
            )
            made = figures.make_figures()
            if not made.months:
                raise WrongAnswer("No month was made again.")
            figures.settle_marks(made=made)

    with entered(association):
        entries = HoursEntry.objects.count()
    with with_empty_page() as empty:
        yield at_most(
            RECOMPUTE_PAGES,
            ratio(take(again, lambda: page(client, empty), repeats=30)),
            what="one changed month made again, with its year",
            unit="empty pages",
            baseline="a signed-in page with nothing on it",
            data=f"{_spaced(entries)} entries of a year in the association",
        )


def _spaced(number: int) -> str:
    return f"{number:,}".replace(",", " ")


@row("federation_kill")
def federation_kill(scene: Scene) -> Iterator[Finding]:
    """A release that is killed while it is made: all or nothing, and the next try is whole."""
    told = scene.data("killed_release")
    shape = f"{scene.data('to_be_killed')['size']} associations, one year, up to {len(ROLES)} roles"
    yield count_at_most(
        0,
        sum(told["rows_after_kill"]),
        what=f"published rows after {len(told['rows_after_kill'])} kills (then {told['rows']})",
        unit="rows",
        data=shape,
    )


@row("federation_night")
def federation_night(scene: Scene) -> Iterator[Finding]:
    """A night in which all months of all associations are made again, copied, verified, their people counted.

    It is killed on the way first: the next try begins anew and comes to its end. By the morning 1 000
    associations have to be done, so that each may take so much of the night.
    """
    told = scene.data("night")
    size, rows = scene.data("sleeping")["size"], scene.data("before_night")["rows"]
    shape = f"{size} associations with schemas, {_spaced(rows)} entries, all 12 months changed"
    yield count_at_most(
        NIGHT_SECONDS * size // 1000, told["whole"]["seconds"], what="a whole night", unit="s", data=shape
    )
    yield count_at_most(
        NIGHT_SECONDS * size // 1000, told["again"]["seconds"], what="and once more", unit="s", data=shape
    )
    yield count_at_most(
        RELEASE_MEGABYTES, told["again"]["megabytes"], what="memory of it at most", unit="MB", data=shape
    )
    yield count_at_most(
        0,
        told["wrong"] + told["nights_after_kill"] + size - told["copied"],
        what=f"wrong after a kill at {told['died_at']} of {size} ({told['checked']} months verified)",
        unit="months",
        data=shape,
    )
